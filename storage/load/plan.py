"""Which files of a folder feed which tables, or why they cannot."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Unavailable
from analysis.model import Text
from storage.load.files import READERS, count, matching
from storage.load.mapping import Mapping, Target


@dataclass(frozen=True)
class Plan:
    """What will be loaded: the files of each source that is needed, and the targets in order."""

    files: Dict[str, tuple[Path, ...]]
    targets: tuple[Target, ...]

    def steps(self, rows: Dict[str, int]) -> int:
        """How many rows pass by in all: once when they are read, once for each table they feed."""
        return sum(rows.values()) + sum(rows[target.source] for target in self.targets)

    def expected(self) -> int | None:
        """`steps` before anything is read, where the files themselves say how many rows they have."""
        counts = {name: [count(file) for file in files] for name, files in self.files.items()}
        if any(rows is None for known in counts.values() for rows in known):
            return None
        return self.steps({name: sum(rows or 0 for rows in known) for name, known in counts.items()})


def plan(mapping: Mapping, place: Path) -> Plan:
    """Find the files of a mapping in a folder, or what one file feeds. Raises Unavailable if that leads nowhere."""
    if not place.exists():
        raise Unavailable(
            Text(
                f"There is no file or folder {place}. Give the folder with the files of {mapping.name}.",
                f"找不到文件或文件夹 {place}。请给出存放 {mapping.name} 文件的文件夹。",
            )
        )
    found = {name: matching(source, place) for name, source in mapping.sources.items()}
    optional = {name for name, source in mapping.sources.items() if source.optional}
    targets = tuple(target for target in mapping.targets if found[target.source])
    if not targets:
        raise Unavailable(_nothing(mapping, place))
    needed = {source for target in targets for source in target.sources}
    if place.is_dir():
        needed |= {name for name in found if name not in optional}
    missing = [name for name in mapping.sources if name in needed - optional and not found[name]]
    if missing:
        raise Unavailable(_missing(mapping, place, missing))
    return Plan({name: files for name, files in found.items() if name in needed}, targets)


def _nothing(mapping: Mapping, place: Path) -> Text:
    wanted = ", ".join(source.files for source in mapping.sources.values())
    kinds = ", ".join(READERS)
    return Text(
        f"{place.name} holds nothing that the mapping {mapping.name} knows. It looks for {wanted} ({kinds}).",
        f"{place.name} 中没有映射 {mapping.name} 能识别的文件。它查找 {wanted}（{kinds}）。",
    )


def _missing(mapping: Mapping, place: Path, missing: list[str]) -> Text:
    wanted = ", ".join(mapping.sources[name].files for name in missing)
    if place.is_dir():
        return Text(
            f"{place.name} lacks {wanted}, which the mapping {mapping.name} needs. Add it, or mark its source "
            "`optional: true`.",
            f"{place.name} 缺少映射 {mapping.name} 需要的 {wanted}。请补上，或将该来源标为 `optional: true`。",
        )
    return Text(
        f"{place.name} cannot be loaded alone: it is looked up in {wanted}. Load the folder {place.parent}.",
        f"{place.name} 不能单独载入：需要同时查找 {wanted}。请载入文件夹 {place.parent}。",
    )
