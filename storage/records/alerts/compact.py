"""What was seen of thousands of instances, and their conditions, as short JSON: lists by position, not by name."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from analysis.alerts.condition import Condition, Outcome, Reason, Seen, State
from storage.records.alerts.codec import Broken, parse

VERSION = 1
_NUMBERS = 6


def write_seen(seen: Mapping[str, Seen]) -> str:
    """Everything seen in one window: the spans once, then a list an instance."""
    spans: dict[tuple[datetime, datetime], int] = {}
    rows = {key: [spans.setdefault((one.start, one.end), len(spans)), *_said(one)] for key, one in seen.items()}
    return _text({"version": VERSION, "spans": [[_iso(start), _iso(end)] for start, end in spans], "seen": rows})


def read_seen(text: str) -> dict[str, Seen]:
    """The mapping that `write_seen` made the text of. Raises Broken."""
    found = _known(text)
    try:
        spans = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in found["spans"]]
        return {key: _seen(spans[place], said) for key, (place, *said) in found["seen"].items()}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Broken(f"what was seen cannot be read: {error!r}") from error


def write_state(state: State) -> str:
    """One instance's condition, with what was seen last."""
    last = state.seen and [_iso(state.seen.start), _iso(state.seen.end), *_said(state.seen)]
    counts = [state.breaches, state.clean, state.missing, state.errors]
    moments = [_iso(state.since), _iso(state.breached)]
    return _text([VERSION, state.condition, state.reason, *moments, *counts, _number(state.worst), last])


def read_state(text: str) -> State:
    """The state that `write_state` made the text of. Raises Broken."""
    found = parse(text)
    if not isinstance(found, list) or found[:1] != [VERSION]:
        raise Broken(f"version {VERSION} of a state was expected: {text[:40]}")
    try:
        _, condition, reason, since, breached, breaches, clean, missing, errors, worst, last = found
        seen = last and _seen((datetime.fromisoformat(last[0]), datetime.fromisoformat(last[1])), last[2:])
        moments, counts = (_moment(since), _moment(breached)), (int(breaches), int(clean), int(missing), int(errors))
        return State(Condition(condition), Reason(reason), *moments, *counts, _float(worst), seen)
    except (IndexError, TypeError, ValueError) as error:
        raise Broken(f"a state cannot be read: {error!r}") from error


def _said(seen: Seen) -> list[Any]:
    numbers = (seen.value, seen.baseline, seen.low, seen.high, seen.impact, seen.score)
    said = [seen.outcome, *(_number(number) for number in numbers)]
    return [*said, seen.note] if seen.note else said


def _seen(span: tuple[datetime, datetime], said: Sequence[Any]) -> Seen:
    outcome, *numbers = said[: _NUMBERS + 1]
    value, baseline, low, high, impact, score = (_float(number) for number in numbers)
    note = said[_NUMBERS + 1] if len(said) > _NUMBERS + 1 else ""
    if impact is None or not isinstance(note, str):
        raise ValueError(f"no impact or no note: {said!r}")
    return Seen(*span, Outcome(outcome), value, baseline, low, high, impact, score, note)


def _number(value: float | None) -> float | str | None:
    """JSON has no word for what is not finite."""
    if value is None or isfinite(value):
        return None if value is None else float(value)
    return str(float(value))


def _float(value: Any) -> float | None:  # noqa: ANN401
    return None if value is None else float(value)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _known(text: str) -> dict[str, Any]:
    found = parse(text)
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise Broken(f"version {VERSION} of what was seen was expected: {text[:40]}")
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
