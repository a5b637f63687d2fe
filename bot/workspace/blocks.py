"""The rules of blocks: one row a block type, with Slack's limits."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.elements import ELEMENTS, ID, asked, pressed
from bot.workspace.rules import Check, Fault, Shape, anything, by_type, each, flag, number, one_of, shape, string, text

FILE_ID = r"F[A-Z0-9]{8,}"


def _block(needs: str = "", also: Check = anything, /, **fields: Check) -> Shape:
    common: dict[str, Check] = {"type": anything, "block_id": ID}
    return Shape(common | fields, frozenset(needs.split()), also)


def _either(*names: str) -> Check:
    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if sum(name in value for name in names) != 1:
            yield at, f"exactly one of {' or '.join(names)} is required"

    return check


def _section(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    if not value.get("text") and not value.get("fields"):
        yield at, "missing required field: text"


def _distinct(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    seen: set[str] = set()
    for index, element in enumerate(value["elements"]):
        action = element.get("action_id")
        if action in seen:
            yield f"{at}/elements/{index}/action_id", f"`action_id` {action} already exists for another action"
        if action:
            seen.add(action)


SLACK_FILE = shape("", _either("id", "url"), id=string(30, 1, FILE_ID), url=string(3000, 1))
IMAGE_FIELDS: dict[str, Check] = {
    "alt_text": string(2000, 1),
    "image_url": string(3000, 1, r"https?://.+"),
    "slack_file": SLACK_FILE,
}
IMAGE = shape("alt_text", _either("image_url", "slack_file"), type=anything, **IMAGE_FIELDS)
TEXTS: Mapping[str, Check] = {"mrkdwn": text(3000), "plain_text": text(3000), "image": IMAGE}
RICH: Mapping[str, Check] = {
    kind: shape("elements", type=anything, elements=each(anything, 1000, 0), **extra)
    for kind, extra in {
        "rich_text_section": {},
        "rich_text_preformatted": {"border": number(0, 1), "language": string(50)},
        "rich_text_quote": {"border": number(0, 1)},
        "rich_text_list": {
            "style": one_of("bullet", "ordered"),
            "indent": number(0, 8),
            "offset": number(0),
            "border": number(0, 1),
        },
    }.items()
}
RICH_TEXT = _block("elements", elements=each(by_type(RICH), 1000, 0))
CELLS: Mapping[str, Check] = {
    "raw_text": shape("text", type=anything, text=string(3000)),
    "raw_number": shape("value", type=anything, value=number(), text=string(3000)),
    "rich_text": RICH_TEXT,
}
POINT = shape("label value", label=string(20, 1), value=number())
SEGMENT = shape("label value", label=string(20, 1), value=number(5e-324))
SERIES = shape("name data", name=string(20, 1), data=each(POINT, 20))
AXES = shape("categories", categories=each(string(20, 1), 20), x_label=string(50, 1), y_label=string(50, 1))


def _same_categories(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield f"{at}/series", "series names must be unique"
    if len(set(categories)) < len(categories):
        yield f"{at}/axis_config/categories", "categories must be unique"
    for index, series in enumerate(value["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield f"{at}/series/{index}/data", "must have exactly one point for each category"


PLOT = shape("series axis_config", _same_categories, type=anything, series=each(SERIES, 6), axis_config=AXES)
PLOTS: Mapping[str, Check] = {
    "pie": shape("segments", type=anything, segments=each(SEGMENT, 6)),
    "line": PLOT,
    "bar": PLOT,
    "area": PLOT,
}


def _rectangle(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    if len({len(row) for row in value["rows"]}) > 1:
        yield f"{at}/rows", "all rows must have the same number of cells"


BLOCKS: Mapping[str, Check] = {
    "section": _block(
        "",
        _section,
        text=text(3000),
        fields=each(text(2000), 10),
        accessory=by_type({**ELEMENTS, "image": IMAGE}, None),
        expand=flag,
    ),
    "header": _block("text", text=text(150, plain=True), level=number(1, 4)),
    "divider": _block(),
    "context": _block("elements", elements=each(by_type(TEXTS), 10)),
    "actions": _block("elements", _distinct, elements=each(pressed, 25)),
    "image": _block("alt_text", _either("image_url", "slack_file"), title=text(2000, plain=True), **IMAGE_FIELDS),
    "input": _block(
        "label element",
        label=text(2000, plain=True),
        element=asked,
        hint=text(2000, plain=True),
        optional=flag,
        dispatch_action=flag,
    ),
    "rich_text": RICH_TEXT,
    "markdown": _block("text", text=string(12_000, 1)),
    "table": _block(
        "rows",
        _rectangle,
        rows=each(each(by_type(CELLS), 20), 100),
        column_settings=each(shape(align=one_of("left", "center", "right"), is_wrapped=flag), 20, 0),
    ),
    "data_visualization": _block("title chart", title=string(50, 1), chart=by_type(PLOTS)),
    "alert": _block("text", text=text(200), level=one_of("default", "info", "warning", "error", "success")),
}
MESSAGE = frozenset(BLOCKS) - {"alert"}
MODAL = frozenset(BLOCKS) - {"table", "data_visualization"}
HOME = frozenset(BLOCKS) - {"table", "data_visualization", "alert"}
