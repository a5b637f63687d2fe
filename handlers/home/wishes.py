"""How a person likes to be answered, set on their Home page without a word."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.model import Lang, Text
from handlers.command import Call, Item, Option, Shop, Step
from handlers.manners import LANGUAGE, ON, PERIOD, QUIETLY, TILES
from handlers.settings import SETTINGS, Setting, settings, told
from handlers.tables import Action


def items(call: Call, own: Mapping[str, str]) -> tuple[Item, ...]:
    """Each setting as it is, beside what changes it."""
    return tuple(
        Item(
            (_TYPED if setting.name == TILES else _LINE).of(
                call.lang, label=setting.label.of(call.lang), value=told(setting, own, call.lang)
            ),
            _change(setting, own, call.lang),
        )
        for setting in SETTINGS
        if not setting.shared
    )


def picked(call: Call, shop: Shop) -> None:
    """Set what the button or the menu says, in the words of the command; the page itself shows it."""
    settings(replace(call, text=call.value), shop)


def _change(setting: Setting, own: Mapping[str, str], lang: Lang) -> Step | None:
    if setting.name == QUIETLY:
        label, wish = (_OFF, "off") if own.get(QUIETLY) == ON else (_TURN_ON, "on")
        return Step("home.set", label.of(lang), f"quietly {wish}")
    choices = _CHOICES.get(setting.name)
    if choices is None:
        return None
    options = tuple(Option(label.of(lang), words) for words, label in choices.items())
    return Step("home.set", _CHANGE.of(lang), options=options)


_CHOICES: Mapping[str, Mapping[str, Text]] = {
    LANGUAGE: {
        "language default": Text("As in my Slack", "跟随我的 Slack"),
        "language en": Text("English", "English"),
        "language zh": Text("中文", "中文"),
    },
    PERIOD: {
        "period default": Text("Last 7 days", "最近 7 天"),
        "period yesterday": Text("Yesterday", "昨天"),
        "period last 30 days": Text("Last 30 days", "最近 30 天"),
        "period this month": Text("This month", "本月"),
    },
}
"""The choices of a setting that has few, by the words that set it."""

ACTIONS = (Action("home.set", Text("change a setting on the Home page", "在首页修改设置"), picked),)

_LINE = Text("{label}: {value}", "{label}：{value}")
_TYPED = Text(
    "{label}: {value}. To choose: settings tiles revenue, orders, aov",
    "{label}：{value}。自选请说：设置 首页 销售额、订单数、客单价",
)
_CHANGE = Text("Change", "修改")
_TURN_ON = Text("Turn on", "开启")
_OFF = Text("Turn off", "关闭")
