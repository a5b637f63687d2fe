"""All that is wrong with a shop.yaml, said at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from analysis.errors import Unavailable
from analysis.model import Lang, Text

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One mistake and the line it stands on (0 where no line is to blame)."""

    line: int
    sentence: Text


def nearest(word: object, known: Iterable[str]) -> Text:
    """A hint at what `word` may have meant, to stand at the end of a sentence."""
    names = list(known)
    close = get_close_matches(str(word), names, n=1, cutoff=0.6)
    if close:
        return Text(f"Did you mean `{close[0]}`?", f"是否想写 `{close[0]}`？")
    listed = [f"`{name}`" for name in names[:12]] or ["–"]
    return Text(f"It can be {', '.join(listed)}.", f"可选：{'、'.join(listed)}。")


@dataclass
class Faults:
    """Collects faults by the place they were met; `lines` tells where each place was written."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    found: list[Fault] = field(default_factory=list)

    def add(self, path: Path, en: str, zh: str) -> None:
        """Note a fault at `path`."""
        self.found.append(Fault(self.line(path), Text(en, zh)))

    def unknown(self, path: Path, word: object, known: Iterable[str]) -> None:
        """Note a name that nothing answers to, with the nearest that would."""
        hint = nearest(word, known)
        place = ".".join(map(str, path))
        self.add(path, f"{place}: nothing is called `{word}`. {hint.en}", f"{place}：没有 `{word}`。{hint.zh}")

    def line(self, path: Path) -> int:
        """The line of the nearest place that was written down."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def settle(self) -> None:
        """Raise Unavailable if there is any fault."""
        if self.found:
            raise Unavailable(Text(self._say(Lang.EN), self._say(Lang.ZH)))

    def _say(self, lang: Lang) -> str:
        """Every fault on a line of its own, in the order of the file."""
        count = len(self.found)
        head = Text(
            f"{self.file} cannot be used, {count} thing{'s' if count > 1 else ''} to mend:",
            f"{self.file} 无法使用，共有 {count} 处需要修改：",
        )
        where = Text("line {line}: ", "第 {line} 行：")
        ordered = sorted(self.found, key=lambda fault: fault.line)
        rows = [(where.of(lang, line=f.line) if f.line else "") + f.sentence.of(lang) for f in ordered]
        return "\n".join([head.of(lang), *(f"• {row}" for row in dict.fromkeys(rows))])
