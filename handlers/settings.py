"""How I like to be answered: language, quietly, default period, Home tiles; for a person or for a channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis import language
from analysis.errors import ImpossibleQuestion, Mistake
from analysis.language import writing
from analysis.model import Lang, Text
from handlers import kpi
from handlers.alerts.handling import reactions
from handlers.ask import words
from handlers.command import Call, Fact, Reply, Shop, Step
from handlers.manners import LANGUAGE, ON, PERIOD, QUIETLY, REACTIONS, TILES
from storage.records import Scope, Setter

MOST_TILES = 6
EXAMPLES = {
    "language": Text("settings language zh", "设置 语言 中文"),
    "english": Text("settings language en", "设置 语言 英文"),
    "quietly": Text("settings quietly on", "设置 私下 开"),
    "loudly": Text("settings quietly off", "设置 私下 关"),
    "period": Text("settings period last 30 days", "设置 周期 最近30天"),
    "tiles": Text("settings tiles revenue, aov", "设置 首页 销售额、客单价"),
}
USUAL = ("language", "quietly", "period", "tiles")


@dataclass(frozen=True)
class Setting:
    """One thing that can be set. `take` turns what was typed into what is kept, "" for back to normal.

    What is `shared` is a channel's alone: one person cannot have it another way.
    """

    name: str
    spellings: tuple[str, ...]
    label: Text
    usual: Text
    take: Callable[[str, Call, Shop], str]
    shared: bool = False


def settings(call: Call, shop: Shop) -> Reply:
    """Show what is set, or set one thing: `settings language zh`, `settings channel quietly on`."""
    text = " ".join(call.text.split())
    scope, subject, text = _whose(call, text)
    if not text:
        return _shown(call, shop)
    for setting in SETTINGS:
        spelling = next((word for word in setting.spellings if text.casefold().startswith(word)), None)
        if spelling is not None:
            if setting.shared and scope is Scope.PERSON:
                raise ImpossibleQuestion(_SHARED, (reactions.EXAMPLE,))
            value = setting.take(text[len(spelling) :].strip(" :：=＝"), call, shop)
            shop.records.preferences.put(scope, subject, {setting.name: value}, Setter(call.person, call.now))
            kpi.note(call, shop, "set", f"{scope.value} {setting.name} {value}".strip())
            return _done(call, setting, scope, value)
    raise ImpossibleQuestion(_UNKNOWN, _examples(call.lang, *USUAL))


def _whose(call: Call, text: str) -> tuple[Scope, str, str]:
    """Whether it is the person's or the channel's, and the words that are left."""
    word = next((word for word in _CHANNEL if text.casefold().startswith(word)), None)
    if word is None:
        return Scope.PERSON, call.person, text
    if call.channel is None:
        raise ImpossibleQuestion(_NO_CHANNEL, _examples(call.lang, "language"))
    return Scope.CHANNEL, call.channel, text[len(word) :].strip()


def _shown(call: Call, shop: Shop) -> Reply:
    own = shop.records.preferences.of(Scope.PERSON, call.person)
    ours = shop.records.preferences.of(Scope.CHANNEL, call.channel) if call.channel else {}
    personal = [setting for setting in SETTINGS if not setting.shared]
    facts = [Fact(setting.label.of(call.lang), told(setting, own, call.lang)) for setting in personal]
    facts += [
        Fact(_HERE.of(call.lang, label=setting.label.of(call.lang)), told(setting, ours, call.lang))
        for setting in SETTINGS
        if setting.name in ours
    ]
    examples = tuple(Step("kpi.ask", example, example) for example in _examples(call.lang, *USUAL))
    return Reply(_YOURS.of(call.lang), facts=tuple(facts), notes=(_HINT.of(call.lang),), steps=examples)


def _done(call: Call, setting: Setting, scope: Scope, value: str) -> Reply:
    sentence = _SET_HERE if scope is Scope.CHANNEL else _SET
    held = {setting.name: value} if value else {}
    return Reply(sentence.of(call.lang, label=setting.label.of(call.lang), value=told(setting, held, call.lang)))


def told(setting: Setting, held: Mapping[str, str], lang: Lang) -> str:
    """What is set among what somebody holds, in words; what is usual where nothing is."""
    value = held.get(setting.name, "")
    if value in _SPOKEN:
        return _SPOKEN[value].of(lang)
    written = writing.period(value, lang) if setting.name == "period" and value else value
    return written or setting.usual.of(lang)


def _examples(lang: Lang, *names: str) -> tuple[str, ...]:
    return tuple(EXAMPLES[name].of(lang) for name in names)


def _language(text: str, call: Call, _shop: Shop) -> str:
    spoken = {word: lang for lang, words_of in _LANGUAGES.items() for word in words_of}
    if text.casefold() in _RESET:
        return ""
    if text.casefold() not in spoken:
        raise ImpossibleQuestion(_WHICH_LANGUAGE, _examples(call.lang, "language", "english"))
    return spoken[text.casefold()].value


def _quietly(text: str, call: Call, _shop: Shop) -> str:
    word = text.casefold()
    if word in ("", "on", "yes", "开", "开启", "是"):
        return ON
    if word in ("off", "no", "关", "关闭", "否", *_RESET):
        return ""
    raise ImpossibleQuestion(_ON_OR_OFF, _examples(call.lang, "quietly", "loudly"))


def _period(text: str, call: Call, shop: Shop) -> str:
    """A period that every question could carry: read with a metric, kept as its canonical phrase."""
    if text.casefold() in _RESET:
        return ""
    metric = shop.catalog.metrics[0].id
    try:
        query = language.read(f"{metric} {text}", words(shop), call.now).query
    except Mistake as mistake:
        raise ImpossibleQuestion(_WHICH_PERIOD, _examples(call.lang, "period")) from mistake
    if not text or query is None or query.dimensions or query.filters:
        raise ImpossibleQuestion(_WHICH_PERIOD, _examples(call.lang, "period"))
    return query.period.text


def _tiles(text: str, call: Call, shop: Shop) -> str:
    """Metrics by any of their names, kept by id."""
    if text.casefold() in _RESET:
        return ""
    wanted = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    if not 1 <= len(wanted) <= MOST_TILES:
        raise ImpossibleQuestion(_HOW_MANY, _examples(call.lang, "tiles"))
    found = [language.read(part, words(shop), call.now).query for part in wanted]
    return ",".join(dict.fromkeys(query.metric for query in found if query is not None))


def _reactions(text: str, _call: Call, _shop: Shop) -> str:
    """Emoji that mean something on alerts, kept as they were written."""
    if text.casefold() in _RESET:
        return ""
    if not text or not reactions.read(text):
        raise ImpossibleQuestion(reactions.WRITE, (reactions.EXAMPLE,))
    return text


_CHANNEL = ("channel", "频道", "本频道")
_RESET = ("default", "reset", "normal", "默认", "恢复", "重置")
_LANGUAGES = {
    Lang.EN: ("en", "english", "英文", "英语"),
    Lang.ZH: ("zh", "chinese", "中文", "汉语", "简体中文"),
}
_SPOKEN = {"en": Text("English", "英文"), "zh": Text("Chinese", "中文"), ON: Text("on", "开")}
SETTINGS = (
    Setting(
        LANGUAGE, ("language", "语言"), Text("Language", "语言"), Text("as in your Slack", "跟随您的 Slack"), _language
    ),
    Setting(QUIETLY, ("quietly", "quiet", "私下"), Text("Answer quietly", "私下回答"), Text("off", "关"), _quietly),
    Setting(
        PERIOD,
        ("default period", "period", "默认周期", "周期"),
        Text("Default period", "默认周期"),
        Text("last 7 days", "最近 7 天"),
        _period,
    ),
    Setting(
        TILES,
        ("tiles", "首页指标", "首页"),
        Text("Home tiles", "首页指标"),
        Text("the shop's usual", "店铺默认"),
        _tiles,
    ),
    Setting(
        REACTIONS,
        ("reactions", "emoji", "表情"),
        Text("Emoji on alerts", "预警表情"),
        Text("the usual ones", "默认"),
        _reactions,
        shared=True,
    ),
)

_YOURS = Text("Your settings", "您的设置")
_HERE = Text("{label}, this channel", "{label}（本频道）")
_SET = Text("{label}: {value}. This holds for you from now on.", "{label}：{value}。对您即刻生效。")
_SET_HERE = Text(
    "{label}: {value}. This holds for the whole channel from now on.", "{label}：{value}。对本频道所有人即刻生效。"
)
_HINT = Text(
    "Put “channel” first to set it for everyone here: settings channel language zh",
    "前面加「频道」则对本频道所有人生效：设置 频道 语言 中文",
)
_UNKNOWN = Text("I have no such setting. These work:", "没有这项设置。可以这样写：")
_SHARED = Text(
    "That holds for a whole channel. Say it in the channel, like this:", "这项设置对整个频道生效，请在频道里这样写："
)
_NO_CHANNEL = Text(
    "A channel's settings are set in that channel. Yours work here:", "频道设置需在该频道里进行。您个人的设置："
)
_WHICH_LANGUAGE = Text("I speak English (en) and Chinese (zh).", "我会英文（en）和中文（zh）。")
_ON_OR_OFF = Text("Say on or off.", "请写 开 或 关。")
_WHICH_PERIOD = Text(
    "A default period is a span of time and nothing else, such as last 30 days. Write it like this:",
    "默认周期只写一个时间段，例如最近30天。可以这样写：",
)
_HOW_MANY = Text(
    f"Name 1 to {MOST_TILES} metrics, with commas between.", f"请写 1 到 {MOST_TILES} 个指标，用逗号分开。"
)
