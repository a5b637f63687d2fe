"""Our own reading of Slack's limits for blocks and what is in them, from its documentation.

Nothing here is taken from bot/: these rules judge it. Lengths are counted in UTF-16 units, the strictest way.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Faults = Iterator[str]
Rule = Callable[[Mapping[str, Any], str], Faults]

TEXT_BUDGET = 10_000
SHOWN = ("text", "alt_text", "label", "title", "name", "categories")
FILE_ID = re.compile(r"F[A-Z0-9]{8,}")
SHOUT = re.compile(r"<!(channel|here|everyone)")
# Most of these stand in no type: the field, and how many characters it may have.
TEXTS = {
    "section": {"text": 3000},
    "header": {"text": 150},
    "button": {"text": 75, "value": 2000, "url": 3000, "accessibility_label": 75, "action_id": 255},
    "image": {"alt_text": 2000, "title": 2000, "image_url": 3000},
    "input": {"label": 2000, "hint": 2000},
    "modal": {"title": 24, "submit": 24, "close": 24, "private_metadata": 3000, "callback_id": 255, "external_id": 255},
    "home": {"private_metadata": 3000, "callback_id": 255, "external_id": 255},
    "data_visualization": {"title": 50},
    "markdown": {"text": 12_000},
    "alert": {"text": 200},
}
OPTION = {"text": 75, "value": 150, "description": 75}
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
COUNTS = {
    "section": {"fields": (1, 10)},
    "context": {"elements": (1, 10)},
    "actions": {"elements": (1, 25)},
    "static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "multi_static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "checkboxes": {"options": (1, 10)},
    "radio_buttons": {"options": (1, 10)},
    "overflow": {"options": (1, 5)},
    "table": {"rows": (1, 100), "column_settings": (1, 20)},
    "modal": {"blocks": (1, 100)},
    "home": {"blocks": (1, 100)},
}


def blocks(blocks: Sequence[Mapping[str, Any]], at: str, most: int, allowed: set[str]) -> Faults:
    if len(blocks) > most:
        yield f"{at}: {len(blocks)} of {most} blocks"
    for index, block in enumerate(blocks):
        if block.get("type") not in allowed:
            yield f"{at}/{index}: a {block.get('type')} has no place here"
        yield from _parts(block, f"{at}/{index}")
    yield from _whole(blocks, at)


def _whole(blocks: Sequence[Mapping[str, Any]], at: str) -> Faults:
    """What holds of all blocks together."""
    weight = sum(size(text) for text in _shown(blocks))
    if weight > TEXT_BUDGET:
        yield f"{at}: {weight} characters of text, more than {TEXT_BUDGET}"
    kinds = Counter(block.get("type") for block in blocks)
    for kind, most in (("data_visualization", 2), ("table", 1)):
        if kinds[kind] > most:
            yield f"{at}: {kinds[kind]} of {most} {kind}"
    yield from _repeated([block["block_id"] for block in blocks if "block_id" in block], f"{at}/block_id")


def _parts(part: Any, at: str) -> Faults:
    """A part and everything in it, each by its type."""
    if isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _parts(inner, f"{at}/{index}")
    if not isinstance(part, dict):
        return
    kind = part.get("type", "")
    yield from bounded(part, at, TEXTS.get(kind, {}), COUNTS.get(kind, {}))
    for name in ("action_id", "block_id"):
        if name in part:
            yield from _length(part[name], f"{at}/{name}", 255)
    if "placeholder" in part:
        yield from _length(part["placeholder"], f"{at}/placeholder", 150)
    for option in part.get("options") or []:
        yield from bounded(option, f"{at}/options", OPTION, {})
    if "confirm" in part and "elements" not in part:
        yield from bounded(part["confirm"], f"{at}/confirm", CONFIRM, {}) if isinstance(part["confirm"], dict) else ()
    yield from KINDS[kind](part, at) if kind in KINDS else ()
    for name, inner in part.items():
        yield from _parts(inner, f"{at}/{name}")


def bounded(
    part: Mapping[str, Any], at: str, texts: Mapping[str, int], counts: Mapping[str, tuple[int, int]]
) -> Faults:
    for name, most in texts.items():
        if part.get(name) is not None:
            yield from _length(part[name], f"{at}/{name}", most)
    for name, (least, most) in counts.items():
        if name in part and not least <= len(part[name]) <= most:
            yield f"{at}/{name}: {len(part[name])}, not {least} to {most}"


def _length(value: Any, at: str, most: int) -> Faults:
    text = value.get("text", "") if isinstance(value, Mapping) else value
    if not isinstance(text, str) or not text:
        # An empty metadata or id is as good as none.
        if not at.endswith(("private_metadata", "_id", "hint")):
            yield f"{at}: empty"
    elif size(text) > most:
        yield f"{at}: {size(text)} of {most} characters"


def _plain(names: tuple[str, ...]) -> Rule:
    def rule(part: Mapping[str, Any], at: str) -> Faults:
        for name in names:
            if name in part and part[name].get("type") != "plain_text":
                yield f"{at}/{name}: not plain text"

    return rule


def _section(part: Mapping[str, Any], at: str) -> Faults:
    if "text" not in part and "fields" not in part:
        yield f"{at}: neither text nor fields"
    for index, field in enumerate(part.get("fields", ())):
        yield from _length(field, f"{at}/fields/{index}", 2000)


def _mrkdwn(part: Mapping[str, Any], at: str) -> Faults:
    if "emoji" in part:
        yield f"{at}/emoji: belongs to plain text"
    if SHOUT.search(part.get("text", "")):
        yield f"{at}/text: calls the whole channel"


def _image(part: Mapping[str, Any], at: str) -> Faults:
    if not part.get("alt_text"):
        yield f"{at}/alt_text: missing"
    file = part.get("slack_file")
    if ("image_url" in part) == (file is not None):
        yield f"{at}: exactly one of image_url and slack_file"
    if file is not None and (set(file) != {"id"} or not FILE_ID.fullmatch(file["id"])):
        yield f"{at}/slack_file: {file}"


def _menu(part: Mapping[str, Any], at: str) -> Faults:
    values = [option["value"] for option in part.get("options", ())]
    yield from _repeated(values, f"{at}/options")
    if "initial_option" in part and part["initial_option"] not in part.get("options", ()):
        yield f"{at}/initial_option: none of the options"


def _row(part: Mapping[str, Any], at: str) -> Faults:
    yield from _repeated([element["action_id"] for element in part["elements"] if "action_id" in element], at)


def _table(part: Mapping[str, Any], at: str) -> Faults:
    widths = {len(row) for row in part.get("rows", ())}
    if len(widths) != 1 or not 1 <= max(widths) <= 20:
        yield f"{at}/rows: {sorted(widths)} cells, not one number from 1 to 20"
    if len(part.get("column_settings", ())) > max(widths, default=0):
        yield f"{at}/column_settings: more than columns"
    for number, row in enumerate(part.get("rows", ())):
        for column, cell in enumerate(row):
            if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
                yield f"{at}/rows/{number}/{column}: {cell.get('type')}"
            if cell.get("type") == "raw_text" and not cell.get("text"):
                yield f"{at}/rows/{number}/{column}: empty"


def _chart(part: Mapping[str, Any], at: str) -> Faults:
    chart = part.get("chart") or {}
    yield from _pie(chart, at) if chart.get("type") == "pie" else _axes(chart, at)


def _pie(chart: Mapping[str, Any], at: str) -> Faults:
    segments = chart.get("segments") or []
    if not 1 <= len(segments) <= 6:
        yield f"{at}/chart/segments: {len(segments)}, not 1 to 6"
    for index, segment in enumerate(segments):
        yield from _length(segment["label"], f"{at}/chart/segments/{index}/label", 20)
        if not _number(segment["value"]) or segment["value"] <= 0:
            yield f"{at}/chart/segments/{index}/value: {segment['value']}"
    yield from _repeated([segment["label"] for segment in segments], f"{at}/chart/segments")


def _axes(chart: Mapping[str, Any], at: str) -> Faults:
    axis, series = chart.get("axis_config") or {}, chart.get("series") or []
    categories = axis.get("categories") or []
    if chart.get("type") not in ("line", "bar", "area"):
        yield f"{at}/chart/type: {chart.get('type')}"
    if not 1 <= len(categories) <= 20 or not 1 <= len(series) <= 6:
        yield f"{at}/chart: {len(categories)} categories and {len(series)} series, not 1 to 20 and 1 to 6"
    for label in categories:
        yield from _length(label, f"{at}/chart/categories", 20)
    for name in ("x_label", "y_label"):
        if name in axis:
            yield from _length(axis[name], f"{at}/chart/{name}", 50)
    for index, line in enumerate(series):
        yield from _length(line["name"], f"{at}/chart/series/{index}/name", 20)
        if [point["label"] for point in line["data"]] != categories:
            yield f"{at}/chart/series/{index}: not exactly the categories"
        if not all(_number(point["value"]) for point in line["data"]):
            yield f"{at}/chart/series/{index}: a value that is no number"
    yield from _repeated(categories, f"{at}/chart/categories")
    yield from _repeated([line["name"] for line in series], f"{at}/chart/series")


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _repeated(values: Sequence[str], at: str) -> Faults:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{at}: {value!r} {count} times"


def _shown(part: Any, name: str = "") -> Iterator[str]:
    """Every text that people are shown."""
    if isinstance(part, str):
        yield from (part,) if name in SHOWN else ()
    elif isinstance(part, Mapping):
        for inner, value in part.items():
            yield from _shown(value, inner)
    elif isinstance(part, list):
        for value in part:
            yield from _shown(value, name)


def size(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


KINDS: Mapping[str, Rule] = {
    "section": _section,
    "header": _plain(("text",)),
    "button": _plain(("text",)),
    "input": _plain(("label", "hint")),
    "modal": _plain(("title", "submit", "close")),
    "mrkdwn": _mrkdwn,
    "image": _image,
    "static_select": _menu,
    "actions": _row,
    "table": _table,
    "data_visualization": _chart,
}
