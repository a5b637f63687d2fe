"""Slack's published types as judges: what of a payload no type allows, with where it is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

TELLING = ("type", "subtype", "channel_type")
"""Fields by which one sees which of several types was meant."""


class Shapes:
    """JSON Schemas by the name of the type they were made from."""

    def __init__(self, schemas: Mapping[str, dict[str, Any]]) -> None:
        self._validators = {name: Draft7Validator(schema) for name, schema in schemas.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._validators

    def faults(self, name: str, value: Any) -> list[str]:
        """What is wrong with a value by one type, as `/path: what`."""
        leaves = (leaf for error in self._validators[name].iter_errors(value) for leaf in _leaves(error))
        return sorted({f"/{'/'.join(map(str, leaf.absolute_path))}: {_told(leaf)}" for leaf in leaves})


def unexplained(faults: Iterable[str], exceptions: Mapping[str, str]) -> list[str]:
    """The faults that no exception is a pattern of."""
    return [fault for fault in faults if not any(re.fullmatch(pattern, fault) for pattern in exceptions)]


def _leaves(error: ValidationError) -> list[ValidationError]:
    """The errors at the bottom; of several types those of the one that was meant."""
    if not error.context:
        return [error]
    branches: defaultdict[Any, list[ValidationError]] = defaultdict(list)
    for inner in error.context:
        branches[inner.schema_path[0]] += _leaves(inner)
    depth = len(error.absolute_path)
    return min(branches.values(), key=lambda leaves: (sum(_misses(leaf, depth) for leaf in leaves), len(leaves)))


def _misses(leaf: ValidationError, depth: int) -> bool:
    """Whether an error says that another type was meant."""
    path = list(leaf.absolute_path)[depth:]
    named = len(path) == 1 and path[0] in TELLING
    absent = leaf.validator == "required" and not path and any(repr(name) in leaf.message for name in TELLING)
    return named or absent or (not path and leaf.validator == "type")


def _told(leaf: ValidationError) -> str:
    told = leaf.message if len(leaf.message) < 200 else f"{leaf.message[:90]} … {leaf.message[-90:]}"
    return " ".join(told.split())
