"""The picture of an alert: what it saw, what it was held to, where it began; for eyes, ears and small screens."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analysis.alerts.condition import Outcome, Seen
from analysis.model import Grain, Lang, Unit
from charts import style, watch
from charts.watch import Watch
from tests.charts.drawn import legible, metric, texts

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 10, 18, 16, tzinfo=UTC)
LENGTHS = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(1), Grain.WEEK: timedelta(7)}


def watched(
    values,
    *,
    base=None,
    low=None,
    high=None,
    bad=(),
    grain=Grain.DAY,
    unit=Unit.MONEY,
    title="Revenue · South",
    against="usual",
):
    """Windows with these values, one after the other; bounds and baseline are one number, or one for each."""
    count, step = len(values), LENGTHS[grain]
    columns = [np.broadcast_to(np.array(np.nan if each is None else each, float), count) for each in (base, low, high)]
    seen = tuple(
        Seen(
            START + n * step,
            START + (n + 1) * step,
            Outcome.BREACH if n in bad else Outcome.CLEAR,
            value,
            *(None if np.isnan(column[n]) else float(column[n]) for column in columns),
        )
        for n, value in enumerate(values)
    )
    since = seen[min(bad)].start if bad else seen[-1].end
    return Watch(metric(unit), seen, grain, ZONE, since, title, "18% below the same weekday", "▼ 18%", against)


WAVE = [1_000_000 + 200_000 * np.sin(n / 3) for n in range(33)] + [500_000, 450_000]
CASES = {
    "one bound": watched(WAVE, low=700_000, bad=(33, 34)),
    "a baseline and its bound": watched(WAVE, base=WAVE, low=[0.9 * v for v in WAVE], bad=(33, 34)),
    "a band": watched(WAVE, base=1e6, low=[0.7 * v for v in WAVE], high=[1.3 * v for v in WAVE], bad=(34,)),
    "a band that is far too wide": watched(WAVE, base=1e6, low=-1e12, high=1e12, bad=(34,)),
    "gaps": watched([*WAVE[:10], None, None, *WAVE[12:]], low=700_000, bad=(33, 34)),
    "nothing recorded": watched([None] * 5, low=1),
    "bad from the first": watched(WAVE, low=2e6, bad=tuple(range(35))),
    "hours": watched([20, 25, 30, 5, 4] * 14, low=10, bad=(68, 69), grain=Grain.HOUR, unit=Unit.COUNT),
    "rates": watched([0.99, 0.98, 1.0, 0.5, 0.4], low=0.6, bad=(3, 4), unit=Unit.RATIO),
    "few weeks": watched([3.0, 2.0], low=2.5, bad=(1,), grain=Grain.WEEK, unit=Unit.DAYS),
    "long names": watched(
        WAVE, low=700_000, bad=(34,), title="Revenue · " + "Washed Cotton Duvet Set " * 9, against="x" * 90
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_can_be_read_and_is_small(case, look):
    chart = watch.draw(case, look)
    legible(chart)
    assert len(chart.png()) <= 90 * 1024


def test_bad_windows_are_marked_and_the_beginning_is_named(english):
    chart = watch.draw(watched(WAVE, low=700_000, bad=(33, 34)), english)
    (axes,) = chart.figure.axes
    (marks,) = [line for line in axes.lines if line.get_color() == style.LIGHT.bad]
    assert list(marks.get_xdata()) == [33, 34]
    assert list(marks.get_ydata()) == [500_000, 450_000]
    assert "since 21 Nov" in {text.get_text() for text in texts(chart)}


def test_the_bound_is_dotted_and_what_it_is_measured_from_dashed(english):
    chart = watch.draw(watched(WAVE, base=1e6, low=900_000, bad=(34,)), english)
    (axes,) = chart.figure.axes
    levels = {line.get_color(): set(line.get_ydata()) for line in axes.lines if len(set(line.get_ydata())) == 1}
    assert levels == {style.LIGHT.target: {900_000}, style.LIGHT.quiet: {1e6}, style.LIGHT.bad: {450_000}}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (Lang.EN, "Bad since 21 Nov; 2 of 35 windows shown were."),
        (Lang.ZH, "11月21日起异常；图中35个时段有2个异常。"),
    ],
)
def test_who_cannot_see_it_is_told_all_of_it(english, chinese, lang, said):
    chart = watch.draw(watched(WAVE, base=1e6, low=700_000, bad=(33, 34)), english if lang is Lang.EN else chinese)
    assert said in chart.alt
    last = chart.twin.splitlines()[-1]
    assert last == (
        "22 Nov: ¥450,000 (usual ¥1,000,000, limit ¥700,000) 🔴"
        if lang is Lang.EN
        else "11月22日：¥450,000（usual ¥1,000,000，界限¥700,000） 🔴"
    )


def test_few_windows_can_be_touched():
    """Slack draws small charts by itself where no picture can go."""
    points = watch.draw(CASES["rates"], watch.Look(Lang.EN, "CNY")).points
    assert points.series[0][1] == (0.99, 0.98, 1.0, 0.5, 0.4)
    assert watch.draw(CASES["one bound"], watch.Look(Lang.EN, "CNY")).points is None
