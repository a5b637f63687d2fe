"""Small checks that the block rules are composed of. Each yields what is wrong, with a JSON pointer."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Fault = tuple[str, str]
Check = Callable[[Any, str], Iterator[Fault]]


def string(most: int, least: int = 0, pattern: str = "") -> Check:
    """Text of a bounded length; the upper bound is included."""

    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if not isinstance(value, str):
            yield at, "must be a string"
        elif len(value) < least:
            yield at, f"must be more than {least - 1} characters"
        elif len(value) > most:
            yield at, f"must be less than {most + 1} characters"
        elif pattern and not re.fullmatch(pattern, value):
            yield at, f"must match pattern {pattern}"

    return check


def text(most: int, *, plain: bool = False) -> Check:
    """A text object of at most so many characters."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")

    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if not isinstance(value, Mapping):
            yield at, "must be an object"
            return
        if value.get("type") not in kinds:
            yield f"{at}/type", f"must be one of: {', '.join(kinds)}"
        yield from _unknown(value, {"type", "text", "emoji", "verbatim"}, at)
        if "emoji" in value and value.get("type") == "mrkdwn":
            yield at, "invalid additional property: emoji"
        yield from string(most, 1)(value.get("text"), f"{at}/text")

    return check


def each(check: Check, most: int, least: int = 1) -> Check:
    """A list of a bounded number of things."""

    def inner(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if not isinstance(value, list):
            yield at, "must be an array"
            return
        if len(value) < least:
            yield at, f"must have at least {least} item{'s' if least != 1 else ''}"
        if len(value) > most:
            yield at, f"no more than {most} items allowed"
        for index, item in enumerate(value):
            yield from check(item, f"{at}/{index}")

    return inner


def one_of(*allowed: object) -> Check:
    """One of these values."""

    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if value not in allowed:
            yield at, f"must be one of: {', '.join(map(str, allowed))}"

    return check


def number(least: float = float("-inf"), most: float = float("inf")) -> Check:
    """A number within bounds."""

    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield at, "must be a number"
        elif not least <= value <= most:
            yield at, f"must be between {least:g} and {most:g}"

    return check


def flag(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    """True or false."""
    if not isinstance(value, bool):
        yield at, "must be a boolean"


def anything(_value: Any, _at: str) -> Iterator[Fault]:  # noqa: ANN401
    """No rule of ours."""
    yield from ()


@dataclass(frozen=True)
class Shape:
    """An object with known fields. `also` looks at the whole once its fields are right."""

    fields: Mapping[str, Check]
    needs: frozenset[str] = frozenset()
    also: Check = field(default=anything)

    def __call__(self, value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        """Yield each fault of `value`."""
        if not isinstance(value, Mapping):
            yield at, "must be an object"
            return
        faults = [(at, f"missing required field: {name}") for name in sorted(self.needs) if value.get(name) is None]
        faults += _unknown(value, self.fields, at)
        for name, check in self.fields.items():
            if value.get(name) is not None:
                faults += check(value[name], f"{at}/{name}")
        yield from faults or self.also(value, at)


def shape(needs: str = "", also: Check = anything, /, **fields: Check) -> Shape:
    """A Shape; `needs` names the required fields, separated by spaces."""
    return Shape(fields, frozenset(needs.split()), also)


def by_type(table: Mapping[str, Check], allowed: frozenset[str] | None = None) -> Check:
    """Whatever its `type` says, by a table; `allowed` narrows the types to those fit for a place."""

    def check(value: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in table or (allowed is not None and kind not in allowed):
            yield f"{at}/type", f"unsupported type: {kind}"
            return
        yield from table[kind](value, at)

    return check


def _unknown(value: Mapping[str, Any], known: Any, at: str) -> Iterator[Fault]:  # noqa: ANN401
    for name in value:
        if name not in known:
            yield at, f"invalid additional property: {name}"
