"""What an alert looks back on: since when it has been bad, and the windows of its picture as they were judged."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from analysis.alerts import instances
from analysis.alerts.condition import Outcome
from analysis.alerts.rule import Baseline, Kind, Policy, Side, Trigger
from analysis.calendar import instant
from bot.plain import text as plain
from handlers.alerts.past import earlier
from tests.handlers.watched import SHANGHAI, TODAY, WEAK, days_ago

MIDNIGHT = instant(TODAY, SHANGHAI)


def test_a_new_rule_says_since_when_it_has_been_bad(watched):
    """Four weak days before anybody watched: the card says so, not that it began today."""
    watched.sold(150, 60, 50, 40, 30)
    watched.sells(10, TODAY, at=time(8))
    kept = watched.watch()
    watched.tick()

    assert watched.episode(kept).since == instant(days_ago(3), SHANGHAI)
    (card,) = watched.mail.notices
    assert "Wed 18 Nov, 4 days" in plain(card.reply, card.lang)
    (picture,) = card.reply.charts
    assert picture.png()


def test_a_change_is_followed_back_against_what_was_usual_then(watched):
    """Sales tripled five days ago against four weeks before: each day is held against the days before it."""
    watched.sold(*[100] * 40, *[300] * 5)
    watched.sells(10, TODAY, at=time(8))
    rise = Trigger(Kind.CHANGE, Side.ABOVE, 0.5, baseline=Baseline.AVERAGE)
    kept = watched.watch(replace(WEAK, trigger=rise))
    watched.tick()

    assert watched.episode(kept).since == instant(days_ago(4), SHANGHAI)


@pytest.mark.parametrize(("amounts", "told"), [((150, 150, 60, 60), 0), ((150, 60, 60, 60), 1)])
def test_days_before_a_rule_was_made_count_for_how_long_it_is_bad(watched, amounts, told):
    """For three days: fires at once where it has been bad for three, and waits where it has not."""
    watched.sold(*amounts)
    watched.sells(10, TODAY, at=time(8))
    watched.watch(replace(WEAK, pending=3))

    assert len(watched.tick().sent()) == told


def test_a_day_without_data_ends_the_run_unless_the_rule_calls_it_bad(watched):
    """Nothing was sold two days ago: bad only for those who said so."""
    watched.sold(60, None, 60)
    watched.sells(10, TODAY, at=time(8))
    plain_rule, strict = watched.watch(), watched.watch(replace(WEAK, no_data=Policy.ALERT))
    watched.tick()

    assert watched.episode(plain_rule).since == MIDNIGHT
    assert watched.episode(strict).since < instant(days_ago(1), SHANGHAI)


def test_a_rule_that_is_watched_already_is_not_looked_back_on(watched):
    """Good when it was last judged: what fires now began after that, whatever was corrected since."""
    watched.sold(150, 150)
    watched.sells(60, TODAY, at=time(8))
    kept = watched.watch()
    watched.tick()
    with watched.shop.facts.transaction() as raw:
        raw.execute("UPDATE order_lines SET unit_price = unit_price / 10")
    watched.sells(1, TODAY + timedelta(1), at=time(1))
    watched.tick(days=1)

    assert watched.episode(kept).since == instant(TODAY + timedelta(1), SHANGHAI)


def test_the_picture_has_the_windows_as_they_were_judged(watched):
    """A day that was corrected afterwards is drawn as the rule saw it; days before the rule as it would have."""
    watched.sold(150, 140, 130)
    watched.sells(60, TODAY, at=time(8))
    kept = watched.watch()
    watched.tick()
    with watched.shop.facts.transaction() as raw:
        raw.execute("UPDATE order_lines SET unit_price = unit_price / 10")

    found = earlier.seen(kept, "[]", instant(TODAY + timedelta(1), SHANGHAI), watched.shop)
    assert [(each.value, each.outcome) for each in found[-3:]] == [
        (15, Outcome.BREACH),
        (14, Outcome.BREACH),
        (130, Outcome.CLEAR),
    ]


def test_what_is_judged_anew_is_held_to_the_same_band(watched):
    """Unusual among several regions: the same limits as when all of them were judged together, one by one."""
    for place, region in enumerate(("East", "South", "North")):
        watched.sold(*[100 + 7 * ((day * (place + 3)) % 5) for day in range(60)], region=region)
    watched.sells(10, TODAY, at=time(8))
    rule = replace(WEAK, trigger=Trigger(Kind.ANOMALY, Side.EITHER, 3.5), by=("region",))
    judged, fresh = watched.watch(rule, since=days_ago(8)), watched.watch(rule)
    watched.tick()
    south = instances.key(("South",))

    def bands(kept):
        return [(each.low, each.high, each.outcome) for each in earlier.seen(kept, south, MIDNIGHT, watched.shop)[-8:]]

    assert len(watched.judged(judged)) == 9
    assert len(watched.judged(fresh)) == 1
    for one, other in zip(bands(judged), bands(fresh), strict=True):
        assert one == pytest.approx(other)
