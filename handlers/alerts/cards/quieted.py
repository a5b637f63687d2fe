"""Why people hear nothing of an alert just now, by the name of what keeps it back."""

from collections.abc import Mapping
from typing import Final

from analysis.alerts import instances
from analysis.alerts.condition import Suppressor
from analysis.alerts.handling import quiets
from analysis.alerts.hours import opens, speaks
from analysis.alerts.people import Silence
from analysis.alerts.silences import silenced
from analysis.model import Text
from handlers.alerts.cards.times import Times
from handlers.alerts.cards.view import View
from handlers.command import Call, Shop, mention
from storage.records.alerts.model import Kept


def why(view: View, shop: Shop) -> str:
    """What keeps an open episode quiet at the view's instant, with its name and its end; empty if nothing does."""
    by = _by(view, shop)
    return told(by, view, shop) if by else ""


def told(by: Suppressor, view: View, shop: Shop) -> str:
    """A suppressor as it held at the view's instant: "silenced by @ana until 18:00 (S-4)"."""
    times, rule = Times(shop.catalog.zone, view.lang, view.now), view.kept.rule
    match by:
        case Suppressor.HOURS | Suppressor.MUTE:
            until = times.clock(opens(rule, view.now, shop.catalog.zone))
            return _SAID[by].of(view.lang, until=until)
        case Suppressor.SILENCE:
            found = silence(view, shop)
            return one(found, times) if found else NAMES[by].of(view.lang)
        case Suppressor.SNOOZED if view.handling.snoozed and view.handling.snoozed.until:
            deed = view.handling.snoozed
            return _SNOOZED.of(view.lang, who=mention(deed.person), until=times.clock(view.handling.snoozed.until))
        case Suppressor.ACKNOWLEDGED if view.handling.acked:
            return _ACKED.of(view.lang, who=mention(view.handling.acked.person))
    return NAMES[by].of(view.lang)


def silence(view: View, shop: Shop) -> Silence | None:
    """The silence of an episode at the view's instant: the first to end, where all that fires of it is silenced."""
    standing = shop.records.silences.at(view.now)
    known = [instances.labels(view.kept.id, view.kept.rule, breach.key) for breach in view.firing or view.breaches]
    found = [silenced(standing, labels, view.now) for labels in known]
    return min((each for each in found if each), key=lambda each: each.end) if found and all(found) else None


def of_rule(kept: Kept, shop: Shop, call: Call) -> str:
    """What would keep anything of a rule quiet now, with its end; empty if nothing would."""
    zone = shop.catalog.zone
    times = Times(zone, call.lang, call.now)
    if by := speaks(kept.rule, call.now, zone):
        return _SAID[by].of(call.lang, until=times.clock(opens(kept.rule, call.now, zone)))
    labels = {"rule": f"R-{kept.id}", "metric": kept.rule.metric}
    found = silenced(shop.records.silences.at(call.now), labels, call.now)
    return one(found, times) if found else ""


def one(found: Silence, times: Times) -> str:
    """A silence by its number: "silenced by @ana until 18:00 (S-4)"."""
    who = mention(found.person) if found.person else f"S-{found.id}"
    return _BY.of(times.lang, who=who, until=times.clock(found.end), id=found.id)


def _by(view: View, shop: Shop) -> Suppressor | None:
    """What holds now, in the order in which it is asked; what was noted last for what cannot be asked again."""
    if view.over:
        return None
    if view.episode.suppressed is Suppressor.INHIBITED:
        return Suppressor.INHIBITED
    by = speaks(view.kept.rule, view.now, shop.catalog.zone)
    return by or (Suppressor.SILENCE if silence(view, shop) else quiets(view.handling))


NAMES: Final[Mapping[Suppressor, Text]] = {
    Suppressor.HOURS: Text("outside its active hours", "不在提醒时段内"),
    Suppressor.MUTE: Text("muted", "免打扰"),
    Suppressor.SILENCE: Text("silenced", "已静默"),
    Suppressor.INHIBITED: Text("explained by another alert", "已由另一条预警说明"),
    Suppressor.SNOOZED: Text("snoozed", "已暂停提醒"),
    Suppressor.ACKNOWLEDGED: Text("somebody is on it", "已有人处理"),
    Suppressor.HANDLED: Text("closed by a person", "已由人工关闭"),
    Suppressor.MAINTENANCE: Text("maintenance", "维护中"),
}
"""Every suppressor in few words."""

_SAID: Final[Mapping[Suppressor, Text]] = {
    Suppressor.HOURS: Text("outside its active hours until {until}", "不在提醒时段内，{until}起恢复"),
    Suppressor.MUTE: Text("muted until {until}", "免打扰至{until}"),
}
_SNOOZED = Text("snoozed by {who} until {until}", "{who} 已暂停提醒，到{until}")
_ACKED = Text("{who} is on it", "{who} 正在处理")
_BY = Text("silenced by {who} until {until} (S-{id})", "{who} 已静默，到{until}（S-{id}）")
