"""SITUATIONS: everything the bot says, one row each, as people bring it about in English and in Chinese."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from analysis.model import Lang
from tests.judgement.scene import BOT, SALES, Scene

Play = Callable[[Scene], Awaitable[Any]]
BOTH = (Lang.EN, Lang.ZH)


@dataclass(frozen=True)
class Situation:
    """What somebody does, one act after the other; what the last one makes the bot send is what counts.

    `where` is a row of WHERE: the shop, and what holds in its Slack.
    """

    name: str
    acts: tuple[Play, ...]
    langs: tuple[Lang, ...] = BOTH
    where: str = "shop"


def ask(english: str, chinese: str = "") -> Play:
    """A slash command in the person's language."""
    return lambda scene: scene.ask(english if scene.lang is Lang.EN else chinese or english)


def press(action: str, option: int = 0, **given: Any) -> Play:
    """A control under the newest message."""
    return lambda scene: scene.press(action, option, **given)


def do(act: str, **given: Any) -> Play:
    """Any other act."""
    return lambda scene: scene.do(act, **given)


def submit(**values: str) -> Play:
    """The open form, sent off."""
    return lambda scene: scene.submit(**values)


def alert(text: str) -> Play:
    """A rule that has something to say at once."""
    return lambda scene: scene.watch(text)


FALLEN = alert("revenue by region below 1000000")
REVENUE = ask("revenue last 7 days", "销售额 最近7天")
QUIETLY = ask("quietly revenue last 7 days", "私下 销售额 最近7天")
SITUATIONS = (
    Situation("total", (ask("revenue last 7 days vs last year", "销售额 最近7天 同比"),)),
    Situation("total-today", (ask("orders today", "订单数 今天"),), (Lang.ZH,)),
    Situation("total-long", (ask("aov last 90 days weekly", "客单价 最近90天 按周"),), (Lang.EN,)),
    Situation("split", (ask("revenue last 7 days by channel vs last year", "销售额 最近7天 按渠道 同比"),)),
    Situation("split-many", (ask("units last 30 days by city", "销量 最近30天 按城市"),), (Lang.ZH,)),
    Situation("split-twice", (ask("revenue last 7 days by channel by region", "销售额 最近7天 按渠道 按地区"),)),
    Situation("pie", (ask("revenue last 7 days by region as pie", "销售额 最近7天 按地区 饼图"),), (Lang.EN,)),
    Situation("heatmap", (ask("orders last 7 days as heatmap", "订单数 最近7天 热力图"),)),
    Situation("table", (ask("revenue last 7 days as table", "销售额 最近7天 表格"),)),
    Situation("filtered", (ask("revenue last week in East by category", "上周 华东 销售额 按品类"),), (Lang.ZH,)),
    Situation("target", (ask("revenue this month vs target", "销售额 本月 对比目标"),), (Lang.EN,)),
    Situation("nothing-found", (ask("revenue in 2031", "销售额 2031年"),)),
    Situation("nothing-recorded", (ask("revenue 2023", "销售额 2023年"),)),
    Situation("nothing-found-there", (ask("revenue today in Northeast", "销售额 今天 东北"),)),
    Situation("unknown-name", (ask("revnue last week", "销售鹅 上周"),)),
    Situation("unread-word", (ask("revenue last 7 days zzz", "销售额 最近7天 呜呜"),), (Lang.EN,)),
    Situation("impossible", (ask("search volume by region", "搜索量 按地区"),)),
    Situation("alone", (ask(""),)),
    Situation("help", (ask("help", "帮助"),)),
    Situation("help-topic", (ask("help save", "帮助 保存"),), (Lang.EN,)),
    Situation("metrics", (ask("metrics", "指标"),)),
    Situation("define", (ask("define aov", "定义 客单价"),)),
    Situation("explain", (REVENUE, press("kpi.explain"))),
    Situation("settings", (ask("settings", "设置"),)),
    Situation("settings-changed", (ask("settings default period last 7 days", "设置 默认周期 最近7天"),), (Lang.ZH,)),
    Situation("status", (ask("status", "状态"),), (Lang.EN,)),
    Situation("saved-none", (ask("saved", "已存"),), (Lang.ZH,)),
    Situation("form", (REVENUE, press("kpi.save"))),
    Situation("form-refused", (REVENUE, press("kpi.save"), submit(name=" "))),
    Situation("form-kept", (REVENUE, press("kpi.save"), submit(name="morning"))),
    Situation("saved", (ask("saved", "已存"),)),
    Situation("home", (do("home"),)),
    Situation("forgotten", (ask("forget morning", "忘记 morning"),), (Lang.EN,)),
    Situation("quietly", (QUIETLY,)),
    Situation("quietly-split", (ask("quietly revenue by channel", "私下 销售额 按渠道"),), (Lang.ZH,)),
    Situation("quietly-pie", (ask("quietly revenue by region as pie", "私下 销售额 按地区 饼图"),), (Lang.EN,)),
    Situation("quietly-heatmap", (ask("quietly orders as heatmap", "私下 订单数 热力图"),), (Lang.EN,)),
    Situation("quietly-turned", (QUIETLY, press("kpi.picture")), (Lang.EN,)),
    Situation("shared", (QUIETLY, press("kpi.share")), (Lang.EN,)),
    Situation("posted-elsewhere", (REVENUE, press("kpi.post", value="C0MARKETING")), (Lang.ZH,)),
    Situation("turned", (REVENUE, press("kpi.split", 1)), (Lang.EN,)),
    Situation("file", (REVENUE, press("kpi.csv")), (Lang.EN,)),
    Situation("removed", (REVENUE, press("kpi.remove")), (Lang.EN,)),
    Situation("mention", (do("message", channel=SALES, text=f"{BOT} revenue yesterday"),), (Lang.EN,)),
    Situation("direct", (do("message", channel="dm", text="销售额 昨天"),), (Lang.ZH,)),
    Situation("welcome", (do("command", channel="random", text="/invite @chestnut"),), (Lang.EN,)),
    Situation("alert", (FALLEN,)),
    Situation("alert-whole", (alert("orders above 1"),), (Lang.EN,)),
    Situation("alert-taken", (FALLEN, press("alert.ack"))),
    Situation("alert-given", (FALLEN, press("alert.assign", value="U0LOCALSAM1")), (Lang.EN,)),
    Situation("alert-settled", (FALLEN, press("alert.resolve")), (Lang.ZH,)),
    Situation("alert-decide", (FALLEN, press("alert.decide"))),
    Situation("alert-rule", (ask("alert revenue drop 20% vs same weekday", "预警 销售额 下降20% 对比同星期"),)),
    Situation("alert-help", (ask("alert", "预警"),)),
    Situation("alert-list", (ask("alert list", "预警 列表"),)),
    Situation("picture-below", (REVENUE,), (Lang.EN,), "threads"),
    Situation("picture-within", (REVENUE,), (Lang.ZH,), "cards"),
    Situation("no-picture", (REVENUE,), (Lang.EN,), "no files"),
    Situation("home-no-picture", (do("home"),), (Lang.EN,), "no files"),
    Situation("nothing-loaded", (REVENUE,), BOTH, "empty"),
    Situation("store-gone", (REVENUE,), BOTH, "gone"),
    Situation("home-empty", (do("home"),), (Lang.ZH,), "empty"),
)
