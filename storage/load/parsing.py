"""Mapping files: read, checked against the shop's tables, all that is wrong said at once."""

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from analysis.errors import Unavailable
from analysis.model import Text
from storage.catalog import Catalog
from storage.catalog.document import read
from storage.catalog.faults import Faults, nearest
from storage.catalog.faults import Path as Place
from storage.load.mapping import Mapping, Source, Target
from storage.load.targets import TargetReader

SHIPPED: Path = Path(__file__).parent.parent / "mappings"
TOP_KEYS = ("name", "zone", "currency", "sources", "tables")
SOURCE_KEYS = ("files", "encoding", "delimiter", "sheet", "skip", "nulls", "optional")


def shipped() -> tuple[str, ...]:
    """The names of the mappings that come with Chestnut."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.yaml")))


def find(name: str, folder: Path | None = None) -> Path:
    """The mapping file called `name`: a path, one of `folder` (the shop's own), or a shipped one."""
    own: tuple[Path, ...] = () if folder is None else (folder / f"{name}.yaml", folder / name)
    for file in (Path(name), *own, SHIPPED / f"{name}.yaml"):
        if file.is_file():
            return file
    mine = () if folder is None else tuple(file.stem for file in folder.glob("*.yaml"))
    hint = nearest(name, sorted({*shipped(), *mine}))
    raise Unavailable(
        Text(
            f"There is no mapping `{name}`. {hint.en} Or give the path of a YAML file.",
            f"没有名为 `{name}` 的映射。{hint.zh}也可以给出 YAML 文件的路径。",
        )
    )


def parse(file: Path, catalog: Catalog) -> Mapping:
    """The mapping in `file`. Raises Unavailable with every fault in it, each with its line."""
    document, faults = read(file)
    reader = _Reader(document, faults, catalog)
    mapping = reader.mapping(file.stem)
    faults.settle()
    return mapping


@dataclass
class _Reader:
    document: Dict[str, Any]
    faults: Faults
    catalog: Catalog

    def mapping(self, name: str) -> Mapping:
        self._known((), self.document, TOP_KEYS)
        sources = {key: self._source(key) for key in self._section("sources")}
        tables = self._section("tables")
        targets = tuple(target for key in tables for target in self._targets(key, tables[key], sources))
        return Mapping(
            name=str(self.document.get("name", name)),
            zone=self._zone(),
            currency=self._currency(),
            sources={key: _with_columns(source, targets) for key, source in sources.items()},
            targets=targets,
        )

    def _known(self, path: Place, found: Dict[str, Any], known: Collection[str]) -> None:
        for key in found:
            if key not in known:
                self.faults.unknown((*path, key), key, known)

    def _section(self, key: str) -> dict[str, Any]:
        section = self.document.get(key)
        if isinstance(section, dict) and section:
            return section
        self.faults.add((key,), f"`{key}:` is missing or empty.", f"缺少 `{key}:`，或其内容为空。")
        return {}

    def _zone(self) -> str:
        zone = self.document.get("zone", self.catalog.zone.key)
        if zone not in available_timezones():
            self.faults.unknown(("zone",), zone, sorted(available_timezones()))
        return str(zone)

    def _currency(self) -> str:
        currency = str(self.document.get("currency", self.catalog.currency))
        if len(currency) != 3 or not currency.isalpha() or not currency.isupper():
            self.faults.add(
                ("currency",),
                f"`{currency}` is not a currency; write its three letters, such as BRL.",
                f"`{currency}` 不是货币代码，请写三个字母，例如 BRL。",
            )
        return currency

    def _source(self, name: str) -> Source:
        given = self.document["sources"][name]
        path = ("sources", name)
        options = {"files": given} if isinstance(given, str) else given
        if not isinstance(options, dict) or not isinstance(options.get("files"), str):
            self.faults.add(path, f"{name} needs the name of its file.", f"{name} 需要写明文件名。")
            return Source(name, "")
        self._known(path, options, SOURCE_KEYS)
        files = options["files"]
        if ".." in Path(files).parts or Path(files).is_absolute():
            self.faults.add(
                path, f"{name}: files lie inside the folder loaded.", f"{name}：文件须位于所载入的文件夹内。"
            )
        return Source(
            name=name,
            files=files,
            encoding=str(options.get("encoding", "")),
            delimiter=str(options.get("delimiter", "")),
            sheet=str(options.get("sheet", "")),
            skip=self._skip(path, options.get("skip", 0)),
            nulls=self._words((*path, "nulls"), options.get("nulls", [])),
            optional=options.get("optional") is True,
        )

    def _words(self, path: Place, value: object) -> tuple[str, ...]:
        if isinstance(value, list):
            return tuple("" if word is None else str(word) for word in value)
        self.faults.add(path, "nulls is a list, such as [NA, -].", "nulls 应为列表，例如 [NA, -]。")
        return ()

    def _skip(self, path: Place, value: object) -> int:
        if isinstance(value, int) and 0 <= value < 1_000:
            return value
        self.faults.add((*path, "skip"), "skip is a number of lines.", "skip 是要跳过的行数。")
        return 0

    def _targets(self, name: str, given: object, sources: Dict[str, Source]) -> Iterator[Target]:
        """A table is filled one way, or several ways listed under each other."""
        if name not in self.catalog.tables:
            self.faults.unknown(("tables", name), name, self.catalog.tables)
            return
        ways: list[tuple[Place, object]] = [(("tables", name), given)]
        if isinstance(given, list):
            ways = [(("tables", name, place), way) for place, way in enumerate(given)]
        for path, way in ways:
            if isinstance(way, dict):
                yield TargetReader(way, path, self.faults, self.catalog.tables, tuple(sources)).target(name)
            else:
                self.faults.add(
                    path, f"{name} needs `source:` and `columns:`.", f"{name} 需要 `source:` 和 `columns:`。"
                )


def _with_columns(source: Source, targets: tuple[Target, ...]) -> Source:
    """The source, knowing every column that anything asks of it."""
    names: dict[str, None] = {}
    for target in targets:
        expressions = [made.expression for made in target.fields] + ([target.only] if target.only else [])
        expressions += [here for lookup in target.lookups for here in lookup.on.values()]
        refs = [ref for expression in expressions for ref in expression.refs]
        if target.source == source.name:
            names |= dict.fromkeys(ref.name for ref in refs if not ref.lookup)
        for lookup in target.lookups:
            if lookup.source == source.name:
                names |= dict.fromkeys([*lookup.on, *(ref.name for ref in refs if ref.lookup == lookup.name)])
    return replace(source, columns=tuple(names))
