"""Slack's own table and chart blocks: charts where no picture can go, or few points are better touched."""

from math import isfinite

from bot.elements import Json
from bot.mrkdwn import plain
from charts.chart import Chart, Points
from handlers.command import Table

TABLE_ROWS = 10
TABLE_COLUMNS = 8

_POINTS = 20
_SERIES = 6
_NAME = 20
_TITLE = 50
_CELL = 60


def chart(drawn: Chart) -> Json | None:
    """The chart as a block Slack draws, or None where its rules leave no way to say it truly."""
    points = drawn.points
    if points is None or not 1 <= len(points.categories) <= _POINTS or not 1 <= len(points.series) <= _SERIES:
        return None
    categories = _distinct(points.categories)
    body = _pie(points, categories) if points.kind == "pie" else _axes(points, categories)
    title = plain(drawn.title, _TITLE) or "–"
    return None if body is None else {"type": "data_visualization", "title": title, "chart": body}


def grid(table: Table) -> Json:
    """The first rows and columns of a table as a block."""
    columns = range(min(len(table.columns), TABLE_COLUMNS))
    lines = (table.columns, *table.rows[:TABLE_ROWS])
    cells = [[_cell(line[column] if column < len(line) else "") for column in columns] for line in lines]
    aligned = ["right" if numeric else "left" for numeric in table.numeric[: len(columns)]]
    settings = [{"align": side, "is_wrapped": side == "left"} for side in aligned]
    return {"type": "table", "rows": cells} | ({"column_settings": settings} if settings else {})


def _cell(text: str) -> Json:
    return {"type": "raw_text", "text": plain(text, _CELL) or "–"}


def _pie(points: Points, categories: tuple[str, ...]) -> Json | None:
    if any(value is not None and value < 0 for value in points.series[0][1]):
        return None
    pairs = zip(categories, points.series[0][1], strict=False)
    segments = [{"label": label, "value": value} for label, value in pairs if _known(value) and value]
    return {"type": "pie", "segments": segments[:_SERIES]} if 1 <= len(segments) <= _SERIES else None


def _known(value: float | None) -> bool:
    return value is not None and isfinite(value)


def _axes(points: Points, categories: tuple[str, ...]) -> Json | None:
    # The block has no way to leave a point out, and a gap drawn as zero would be a lie.
    if any(len(values) != len(categories) or not all(map(_known, values)) for _, values in points.series):
        return None
    names = _distinct(tuple(name for name, _ in points.series))
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": value} for label, value in zip(categories, values, strict=True)],
        }
        for name, (_, values) in zip(names, points.series, strict=True)
    ]
    return {"type": points.kind, "series": series, "axis_config": {"categories": list(categories)}}


def _data(categories: tuple[str, ...], values: tuple[float | None, ...]) -> list[Json]:
    return [{"label": label, "value": value} for label, value in zip(categories, values, strict=True)]


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names within Slack's length, numbered where cutting made two the same."""
    told: list[str] = []
    for name in names:
        short = plain(name, _NAME) or "–"
        number = 2
        while short in told:
            short = f"{plain(name, _NAME - 4) or '–'} ({number})"
            number += 1
        told.append(short)
    return tuple(told)
