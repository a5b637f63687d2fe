"""Frozen nouns as JSON text and back: versioned, strict, and wordy enough to outlive changed defaults."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

VERSION = 1
Noun = TypeVar("Noun")
Reader = Callable[[Any], Any]


class Broken(Exception):
    """What is kept cannot be read back: it is no JSON, of another version, or says what it may not say.

    `rule_id` is the rule that it belongs to, where that is known: to be marked as broken, not to be lost.
    """

    def __init__(self, reason: str, rule_id: int | None = None) -> None:
        super().__init__(reason)
        self.rule_id = rule_id


def write(noun: object) -> str:
    """A frozen dataclass as JSON. Every field is written, so that a later default changes nothing that is kept."""
    return json.dumps(
        {"version": VERSION} | _plain(noun), ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )


def read(kind: type[Noun], text: str) -> Noun:
    """The dataclass that `write` made the text of. A field younger than the text has its default. Raises Broken."""
    found = parse(text)
    if not isinstance(found, dict):
        raise Broken(f"a {kind.__name__} is an object, not {type(found).__name__}")
    version = found.pop("version", None)
    if version != VERSION:
        raise Broken(f"version {version!r} of a {kind.__name__} is not known here")
    noun: Noun = _reader(cast("Hashable", kind))(found)
    return noun


def listed(texts: Iterable[str]) -> str:
    """Texts as one text."""
    return json.dumps(list(texts), ensure_ascii=False)


def unlisted(text: str) -> tuple[str, ...]:
    """The texts that `listed` made one of. Raises Broken."""
    found: tuple[str, ...] = _reader(tuple[str, ...])(parse(text))
    return found


def parse(text: str) -> Any:  # noqa: ANN401
    """JSON as it is. Raises Broken."""
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise Broken(f"no JSON: {error}") from error


def _plain(value: Any) -> Any:  # noqa: ANN401
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _reader(kind: Any) -> Reader:  # noqa: ANN401
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        (present,) = (item for item in inner if item is not type(None))
        return _optional(_reader(present))
    if origin in {tuple, frozenset}:
        return _many(origin, _reader(inner[0]))
    if origin is Mapping:
        return _named(_reader(inner[1]))
    return _single(kind)


def _record(kind: type[Any]) -> Reader:
    hints = get_type_hints(kind)
    readers = {part.name: _reader(hints[part.name]) for part in fields(kind)}
    needed = {p.name for p in fields(kind) if p.default is MISSING and p.default_factory is MISSING}

    def read_record(value: Any) -> Any:  # noqa: ANN401
        given = _expected(dict, value)
        if unknown := given.keys() - readers.keys():
            raise Broken(f"a {kind.__name__} has no {', '.join(sorted(unknown))}")
        if missing := needed - given.keys():
            raise Broken(f"a {kind.__name__} needs {', '.join(sorted(missing))}")
        return kind(**{name: readers[name](item) for name, item in given.items()})

    return read_record


def _optional(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _many(whole: Callable[[Any], Any], inner: Reader) -> Reader:
    return lambda value: whole(inner(item) for item in _expected(list, value))


def _named(inner: Reader) -> Reader:
    return lambda value: {key: inner(item) for key, item in _expected(dict, value).items()}


def _single(kind: Any) -> Reader:  # noqa: ANN401
    def read_single(value: Any) -> Any:  # noqa: ANN401
        try:
            return _SINGLES[kind](value) if kind in _SINGLES else kind(_expected(str, value))
        except ValueError as error:
            raise Broken(f"{value!r} is no {kind.__name__}") from error

    return read_single


def _expected(kind: type[Any], value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Broken(f"{value!r} is no {getattr(kind, '__name__', kind)}")
    return value


def _number(value: Any) -> float:  # noqa: ANN401
    return float(_expected(int, value)) if isinstance(value, int) else float(_expected(float, value))


_SINGLES: Mapping[Any, Reader] = {
    str: lambda value: _expected(str, value),
    bool: lambda value: _expected(bool, value),
    int: lambda value: _expected(int, value),
    float: _number,
    timedelta: lambda value: timedelta(seconds=_number(value)),
    datetime: lambda value: datetime.fromisoformat(_expected(str, value)),
    date: lambda value: date.fromisoformat(_expected(str, value)),
    time: lambda value: time.fromisoformat(_expected(str, value)),
}
"""How what has no parts is read. Every other kind is an enumeration of texts."""
