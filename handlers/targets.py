"""What metrics should come to: set, list and take back targets, by words or from a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analysis import calendar, periods, words
from analysis.alerts.text import aim
from analysis.alerts.text.targets import Aim
from analysis.errors import Mistake, NoData, UnknownName
from analysis.language.writing import number
from analysis.model import Filter, Lang, Op, Text
from analysis.vocabulary import Vocabulary
from handlers import ask, kpi
from handlers.command import Call, Item, Reply, Shop, Step
from storage.catalog import Catalog, Target
from storage.records import Setter

METRIC, PERIOD, VALUE = "metric", "period", "value"
MOST = 40


def target(call: Call, shop: Shop) -> Reply:
    """`target revenue 2026-11 1.2m in South` sets one, `target remove …` takes it back, `targets` lists them."""
    text = call.text.strip()
    word, _, rest = text.partition(" ")
    if not text or text.casefold() in _LIST:
        return listed(call, shop)
    if word.casefold() in _REMOVE:
        return _removed(_read(rest, call, shop, f"{word} "), call, shop)
    if text[:2] in _REMOVE_ZH:
        return _removed(_read(text[2:], call, shop, text[:2]), call, shop)
    return _set(_read(text, call, shop), call, shop)


def listed(call: Call, shop: Shop) -> Reply:
    """Every target in force; those set by command can be taken back."""
    fixed = [(name, entry) for name, entries in shop.catalog.targets.items() for entry in entries]
    said = [(name, entry) for name, entries in shop.records.targets.all().items() for entry in entries]
    if not fixed and not said:
        return Reply(_NONE.of(call.lang), body=(_HOW.of(call.lang),), steps=(_example(call, shop),))
    items = [Item(f"{_told(name, entry, call.lang, shop)} · shop.yaml") for name, entry in fixed]
    items += [Item(_told(name, entry, call.lang, shop), _remove(name, entry, call.lang)) for name, entry in said]
    more = len(items) - MOST
    notes = (_MORE.of(call.lang, n=more),) if more > 0 else ()
    return Reply(_ALL.of(call.lang, n=len(items)), items=tuple(items[-MOST:]), notes=(*notes, _HOW.of(call.lang)))


@dataclass(frozen=True)
class Imported:
    """What became of the rows of a file: how many were set, how many of them anew, and why which line was not."""

    count: int
    replaced: int
    refused: tuple[tuple[int, Text], ...]


def imported(rows: Iterable[Mapping[str, str]], shop: Shop, setter: Setter) -> Imported:
    """Set the targets of a table with the columns metric, period and value; every other column is a dimension.

    All that can be set is, in one transaction. Lines are counted from 2, below the heading.
    """
    known, done, replaced, refused = _known(shop.catalog), 0, 0, []
    with shop.records.begin() as within:
        for line, row in enumerate(rows, 2):
            try:
                name, entry = _row(row, known, shop, setter)
            except Mistake as slip:
                refused.append((line, slip.sentence))
                continue
            replaced += shop.records.targets.put(name, entry, setter, within)
            done += 1
    return Imported(done, replaced, tuple(refused))


def _row(row: Mapping[str, str], known: Vocabulary, shop: Shop, setter: Setter) -> tuple[str, Target]:
    said = {name: (value or "").strip() for name, value in row.items() if name}
    lacking = [column for column in _COLUMNS if not said.get(column)]
    if lacking:
        raise UnknownName(Text(_LACKS.en.format(column=lacking[0]), _LACKS.zh.format(column=lacking[0])))
    found = aim(" ".join(said[column] for column in _COLUMNS), known, setter.at)
    if found.filters:
        raise UnknownName(_OWN_COLUMN)
    where = {name: value for name, value in said.items() if name not in _COLUMNS and value}
    strange = [name for name in where if name not in shop.catalog.metric(found.metric).dimensions]
    if strange:
        raise UnknownName(Text(_NO_COLUMN.en.format(name=strange[0]), _NO_COLUMN.zh.format(name=strange[0])))
    return found.metric, replace(_entry(found), where=where)


def _known(catalog: Catalog) -> Vocabulary:
    """The names of the catalog alone: a file names values as they are stored, and no store need be open for it."""
    return Vocabulary(tuple(catalog.metrics), tuple(catalog.dimensions), (), catalog.zone, catalog.week_start)


def _read(text: str, call: Call, shop: Shop, opening: str = "") -> Aim:
    try:
        return aim(text, ask.words(shop), call.now, sized=not opening)
    except Mistake as slip:
        verb = _TARGET.of(Lang.ZH if call.lang is Lang.ZH else Lang.EN)
        works = tuple(f"{verb} {opening}{each}" for each in slip.suggestions)
        if isinstance(slip, UnknownName):
            raise type(slip)(slip.sentence, works, word=slip.word, nearest=slip.nearest) from slip
        if isinstance(slip, NoData):
            raise type(slip)(slip.sentence, works, query=slip.query) from slip
        raise type(slip)(slip.sentence, works) from slip


def _set(found: Aim, call: Call, shop: Shop) -> Reply:
    entry, lang = _entry(found), call.lang
    before = _same(found, shop)
    shop.records.targets.put(found.metric, entry, Setter(call.person, call.now))
    kpi.note(call, shop, "target.set", _said(found.metric, entry))
    undo = (
        f"target {_said(found.metric, before)}" if before else f"target remove {_said(found.metric, entry, bare=True)}"
    )
    body = (_WAS.of(lang, value=_value(found.metric, before.value, lang, shop)),) if before else ()
    behind = f"{_about(found.metric, entry)} behind target by 5%"
    steps = (
        Step("kpi.ask", _ALERT.of(lang), f"alert {behind}"),
        Step("kpi.ask", _LIST_ALL.of(lang), "targets"),
        Step("kpi.ask", _UNDO.of(lang), undo),
    )
    return Reply(_SET.of(lang, target=_told(found.metric, entry, lang, shop)), body=body, steps=steps)


def _removed(found: Aim, call: Call, shop: Shop) -> Reply:
    before, entry, lang = _same(found, shop), _entry(found), call.lang
    if before is None or not shop.records.targets.drop(found.metric, entry, call.now):
        raise UnknownName(_NO_SUCH, ("targets",))
    kpi.note(call, shop, "target.remove", _said(found.metric, entry, bare=True))
    undo = Step("kpi.ask", _UNDO.of(lang), f"target {_said(found.metric, before)}")
    return Reply(_REMOVED.of(lang, target=_told(found.metric, before, lang, shop)), steps=(undo,))


def _entry(found: Aim) -> Target:
    where = {limit.dimension: limit.values[0] for limit in found.filters}
    return Target(found.value or 0.0, found.every, where, found.first, found.last)


def _same(found: Aim, shop: Shop) -> Target | None:
    """The target set by command for the same place and time."""
    wanted = _entry(found)
    entries = shop.records.targets.all().get(found.metric, ())
    return next((entry for entry in entries if replace(entry, value=wanted.value) == wanted), None)


def _said(metric: str, entry: Target, *, bare: bool = False) -> str:
    """A target in the words that set it again; without its number what takes it back."""
    times = []
    if entry.every:
        times.append(_EVERY[entry.every])
    if entry.first and entry.last:
        times.append(f"{entry.first}..{entry.last}")
    size = [] if bare else [number(entry.value)]
    return " ".join([_about(metric, entry), *times, *size])


def _about(metric: str, entry: Target) -> str:
    return " ".join([metric, *(f'{name} = "{value}"' for name, value in entry.where.items())])


def _told(metric: str, entry: Target, lang: Lang, shop: Shop) -> str:
    """A target as people read it: "Revenue (South), 1–30 Nov 2026: ¥1,200,000"."""
    label = shop.catalog.metric(metric).label.of(lang)
    limits = tuple(Filter(name, Op.IN, (value,)) for name, value in entry.where.items())
    names = ", ".join(shop.catalog.dimension(limit.dimension).name(limit.values[0], lang) for limit in limits)
    label = _ONLY.of(lang, label=label, names=names) if names else label
    once = entry.every == "month" and entry.first and calendar.months_after(entry.first, 1) == _day_after(entry)
    times = [_EACH[entry.every].of(lang)] if entry.every and not once else []
    if entry.first and entry.last:
        times.append(words.span(periods.over(entry.first, entry.last + timedelta(1), shop.catalog.zone), lang))
    when = (" " if lang is Lang.ZH else ", ").join(times) or _ALWAYS.of(lang)
    return _LINE.of(lang, label=label, when=when, value=_value(metric, entry.value, lang, shop))


def _day_after(entry: Target) -> date | None:
    return entry.last + timedelta(1) if entry.last else None


def _value(metric: str, value: float, lang: Lang, shop: Shop) -> str:
    found = shop.catalog.metric(metric)
    return words.number(value, found.unit, shop.catalog.currency, lang, decimals=found.decimals)


def _remove(metric: str, entry: Target, lang: Lang) -> Step:
    return Step("kpi.ask", _TAKE_BACK.of(lang), f"target remove {_said(metric, entry, bare=True)}")


def _example(call: Call, shop: Shop) -> Step:
    month = f"{call.now.astimezone(shop.catalog.zone):%Y-%m}"
    text = f"target {shop.catalog.metrics[0].id} {month} 1.2m"
    return Step("kpi.ask", text, text)


_COLUMNS = (METRIC, PERIOD, VALUE)
_LIST = frozenset({"list", "all", "show", "列表", "全部", "查看"})
_REMOVE = frozenset({"remove", "delete", "drop", "clear", "删除", "取消", "移除"})
_REMOVE_ZH = frozenset({"删除", "取消", "移除"})
_EVERY = {"day": "daily", "week": "weekly", "month": "monthly"}
_EACH = {
    "day": Text("each day", "每天"),
    "week": Text("each week", "每周"),
    "month": Text("each month", "每月"),
    "year": Text("each year", "每年"),
}
_TARGET = Text("target", "目标")
_ALWAYS = Text("always", "长期")
_ONLY = Text("{label} ({names})", "{label}（{names}）")
_LINE = Text("{label}, {when}: {value}", "{label}，{when}：{value}")
_ALL = Text("Targets: {n}", "目标：{n}个")
_NONE = Text("No target is set yet", "还没有设定目标")
_HOW = Text(
    "Set one like this: target revenue 2026-11 1.2m in South. From a file: chestnut targets FILE.",
    "这样设定：目标 销售额 2026-11 120万 华南。也可以从文件导入：chestnut targets 文件。",
)
_MORE = Text("and {n} before these", "前面还有{n}个")
_SET = Text("Target set · {target}", "目标已设定 · {target}")
_WAS = Text("It was {value} before.", "原来是 {value}。")
_REMOVED = Text("Target taken back · {target}", "目标已删除 · {target}")
_OWN_COLUMN = Text("A value has a column of its own, named by its dimension.", "维度取值请放在以该维度命名的列里。")
_NO_SUCH = Text(
    "No target was set by command for that. Those of shop.yaml are changed there. These are in force:",
    "没有通过命令设定过这个目标；shop.yaml 里的请在文件里修改。目前生效的有：",
)
_LACKS = Text("`{column}` is empty.", "`{column}` 为空。")
_NO_COLUMN = Text("`{name}` is no dimension of that metric.", "`{name}` 不是该指标的维度。")
_ALERT = Text("Alert me when behind", "落后时提醒我")
_LIST_ALL = Text("All targets", "全部目标")
_UNDO = Text("Undo", "撤销")
_TAKE_BACK = Text("Remove", "删除")
