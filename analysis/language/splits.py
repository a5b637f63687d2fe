"""What to split by: by channel and region, 按渠道, which city, and a grain beside them."""

import re

from analysis.language.lexicon import Sort, ends_word
from analysis.language.pieces import Split
from analysis.language.source import NOTHING, Found, Source
from analysis.model import Grain

SPLIT = re.compile(
    r"(?:(?:split|broken|break|grouped?|sliced?|cut)(?: it| them| that)?(?: down| up)? by|breakdown by|by|per"
    r"|across|for each|for every|each|every"
    r"|according to|which|what|among) (?:the |each |our )?|(?:按照?|根据|以|分|各个?|每一?个?|不同的?|哪一?个|哪些"
    r"|拆到|细分到) ?"
)
SPLIT_NEXT = re.compile(
    r" ?(?:,|&|\+|/|、|和|与|及|跟|x |× ?|×) ?(?:by |per |按|分|各|每个)?| (?:and|then|by) (?:by |per )?|(?:再?按"
    r"|分|各)"
)
SPLIT_AFTER = re.compile(r" ?(?:来)?(?:拆分|细分|拆开|分组|分别|分|看)(?!\S*图)")
GRAIN_NOUN = re.compile(
    "(?:(?P<hour>hour|小时)|(?P<day>day|date|天|日期|日)|(?P<week>week|周)|(?P<month>month|月))(?![a-z一二三四五六日])"
)


def split(source: Source, start: int) -> Found:
    """By channel and region, 按渠道, which channel; a grain may be one of them."""
    match = SPLIT.match(source.text, start)
    at = match.end() if match else start
    dimensions: list[str] = []
    grain: Grain | None = None
    end, next_at = 0, at
    while True:
        noun = GRAIN_NOUN.match(source.plain, next_at) if match else None
        names, stop = source.lexicon.named[Sort.DIMENSION].longest(source.plain, next_at)
        if names:
            dimensions.append(names[0].id)
        elif noun and ends_word(source.text, noun.end()) and grain is None:
            grain, stop = Grain(noun.lastgroup or "day"), noun.end()
        else:
            break
        end = stop
        joint = SPLIT_NEXT.match(source.text, end)
        if joint is None:
            break
        next_at = joint.end()
    if not dimensions:
        return NOTHING
    after = SPLIT_AFTER.match(source.text, end)
    return Split(tuple(dict.fromkeys(dimensions)), grain), after.end() if after else end
