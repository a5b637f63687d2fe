"""The fixed words of rules beside those of questions."""

from analysis.language import clauses
from analysis.language.lexicon import Phrasebook
from analysis.language.pieces import Every, Lead, Measure, Noise, Quietly, Without
from analysis.language.source import NOTHING, Found, Source
from analysis.language.words import spelled

_STOP = """
    if|alert|alert me|alert us|warn|warn me|warn us|notify me|notify us|notify|let us know|whenever|once|it|goes|gets|
    then|and|rule|an alert|watch|monitor|about|each time|should|becomes|预警|报警|告警|提醒|提醒我|通知我|告诉我|如果|
    当|一旦|时|的时候|时候|就|则|并|且|并且|而且|若|监控|关注|出现|发生|规则|给我|请|达到|变得|幅度|了
"""
_WORDS: Phrasebook[Noise] = Phrasebook()
for _word in spelled(_STOP):
    _WORDS.add(_word, Noise())

GRAMMAR = tuple(
    spelled(
        "drop|fall|rise|increase|decrease|below|above|under|over|behind target|unusual|unusually low|unusually high|"
        "anomaly|silent for|stale for|for 2 days|in a row|recover at|keep|settle|repeat|remind|escalate|owner|mute|"
        "active|weekdays|weekends|no data alert|no data ok|on error|min|minimum|at least|vs same weekday|vs previous|"
        "vs last year|vs 4-week average|hourly|daily|weekly|monthly|name|cap|same weekday|"
        "下降|上涨|低于|高于|跌破|超过|落后目标|异常|断更|连续|恢复到|保持|等待|重复|催办|升级|负责人|免打扰|时段|工作日|"
        "周末|无数据|至少|对比同星期|环比|同比|按小时|按天|按周|按月|名称|最多列出"
    )
)
"""Words of rules that a misspelt one may have meant."""


def fixed(source: Source, start: int) -> Found:
    """A phrase that always says the same; courtesies and openings say nothing."""
    clause, end = clauses.fixed(source, start)
    names, stop = _WORDS.longest(source.plain, start)
    if names and stop > end:
        return names[0], stop
    if isinstance(clause, Noise | Lead | Quietly | Without):
        return Noise(), end
    if isinstance(clause, Every | Measure):
        return clause, end
    return (names[0], stop) if names else NOTHING
