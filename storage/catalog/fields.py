"""Reading one field of a shop.yaml as what it should be, or noting why it is not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from analysis.model import Text
from storage.catalog.expressions import BadExpression
from storage.catalog.faults import Faults, Path, nearest

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Place:
    """A value of the document, where it stands, and where to note what is wrong with it."""

    value: Any
    path: Path
    faults: Faults

    def at(self, key: str | int) -> "Place":
        """The value under `key`; nothing there is None."""
        if isinstance(self.value, list) and isinstance(key, int):
            return Place(self.value[key], (*self.path, key), self.faults)
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(value, (*self.path, key), self.faults)

    def fault(self, en: str, zh: str) -> None:
        """Note that this value is wrong."""
        place = ".".join(map(str, self.path))
        self.faults.add(self.path, f"{place}: {en}", f"{place}：{zh}")

    def bad(self, fault: BadExpression, known: Iterable[str]) -> None:
        """Note an expression that cannot be used, and what its unknown column may have meant."""
        hint = nearest(fault.word, known) if fault.word else Text("", "")
        self.fault(f"{fault}. {hint.en}".strip(), f"{fault.reason_zh}。{hint.zh}")

    def entries(self) -> list[tuple[str, "Place"]]:
        """The keys and values of a mapping."""
        if self.value is None:
            return []
        if not isinstance(self.value, dict):
            self.fault("this should be a list of `key: value`.", "此处应为“键: 值”的形式。")
            return []
        return [(key, self.at(key)) for key in self.value]

    def items(self) -> list["Place"]:
        """The members of a list; a single value is a list of one."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            return [self]
        return [self.at(position) for position in range(len(self.value))]

    def only(self, allowed: Collection[str]) -> None:
        """Note every key that means nothing here."""
        for key, place in self.entries():
            if key not in allowed:
                self.faults.unknown(place.path, key, allowed)

    def text(self, default: str = "") -> str:
        """A text; numbers count as their digits."""
        if self.value is None:
            return default
        if isinstance(self.value, (dict, list)):
            self.fault("this should be a single text.", "此处应为一段文字。")
            return default
        return str(self.value)

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def number(self) -> float | None:
        """A number, None if there is none."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            self.fault(f"`{self.value}` is not a number.", f"`{self.value}` 不是数字。")
            return None
        return float(self.value)

    def flag(self, *, default: bool = False) -> bool:
        """Yes or no."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.fault("this should be true or false.", "此处应为 true 或 false。")
            return default
        return self.value

    def one_of(self, kinds: type[E], default: E) -> E:
        """A member of an enumeration."""
        word = self.text(default.value)
        if word not in [kind.value for kind in kinds]:
            self.faults.unknown(self.path, word, [kind.value for kind in kinds])
            return default
        return kinds(word)

    def label(self, fallback: str) -> Text:
        """A name in both languages; one text serves for both."""
        if not isinstance(self.value, dict):
            name = self.text(fallback)
            return Text(name, name)
        english = self.at("en").text() or self.at("zh").text(fallback)
        return Text(english, self.at("zh").text(english))
