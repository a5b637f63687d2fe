"""One table's part of a mapping file: its columns, look-ups and rules."""

from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from analysis.model import Text
from storage.catalog.faults import Faults
from storage.catalog.faults import Path as Place
from storage.catalog.model import Kind, Table
from storage.load.expressions import Expression, Ref, Unreadable
from storage.load.grammar import parse
from storage.load.mapping import Field, Keep, Lookup, Rule, Target

TABLE_KEYS = ("source", "lookups", "only", "keep", "columns", "rules")
FIELD_KEYS = ("from", "format", "zone", "decimal", "values", "otherwise", "default")
LOOKUP_KEYS = ("source", "table", "on")
RULE_KEYS = ("check", "required", "refers", "reason")


@dataclass
class TargetReader:
    """Reads what stands under `tables: <name>:`; faults are collected, never raised."""

    given: Dict[str, Any]
    path: Place
    faults: Faults
    tables: Dict[str, Table]
    sources: tuple[str, ...]
    lookups: dict[str, Lookup] = field(default_factory=dict)

    def target(self, name: str) -> Target:
        """The target, as far as it can be read."""
        table = self.tables[name]
        self._known(self.path, self.given, TABLE_KEYS)
        self.lookups = {key: self._lookup(key, value) for key, value in self._mapping("lookups").items()}
        fields = tuple(self._field(table, key, value) for key, value in self._mapping("columns").items())
        self._complete(table, fields)
        return Target(
            table=table,
            source=self._one_of((*self.path, "source"), self.given.get("source"), self.sources),
            fields=fields,
            lookups=tuple(self.lookups.values()),
            only=self._expression((*self.path, "only"), self.given["only"]) if "only" in self.given else None,
            keep=Keep(self._one_of((*self.path, "keep"), self.given.get("keep", "last"), tuple(Keep)) or Keep.LAST),
            rules=tuple(self._rule(table, place, rule) for place, rule in enumerate(self._list("rules"))),
        )

    def _known(self, path: Place, found: Dict[str, Any], known: Collection[str]) -> None:
        for key in found:
            if key not in known:
                self.faults.unknown((*path, key), key, known)

    def _one_of(self, path: Place, word: object, known: Collection[str]) -> str:
        if word in known:
            return str(word)
        self.faults.unknown(path, word, known)
        return ""

    def _mapping(self, key: str) -> dict[str, Any]:
        return self._pairs((*self.path, key), self.given.get(key))

    def _pairs(self, path: Place, value: object) -> dict[str, Any]:
        if isinstance(value, dict) or value is None:
            return value or {}
        self.faults.add(path, f"{path[-1]} is a list of `name: value` lines.", f"{path[-1]} 应由“名称: 值”组成。")
        return {}

    def _list(self, key: str) -> list[object]:
        value = self.given.get(key) or []
        if isinstance(value, list):
            return value
        self.faults.add((*self.path, key), f"{key} is a list of `- …` lines.", f"{key} 应由“- …”组成。")
        return []

    def _complete(self, table: Table, fields: tuple[Field, ...]) -> None:
        made = {field.column for field in fields}
        needed = [*table.key, *(name for name, column in table.columns.items() if column.required)]
        for name in dict.fromkeys(needed):
            if name not in made:
                self.faults.add(
                    (*self.path, "columns"),
                    f"{table.id} needs the column `{name}`; add `{name}: <column of the file>`.",
                    f"{table.id} 缺少列 `{name}`，请添加 `{name}: <文件中的列>`。",
                )

    def _expression(self, path: Place, value: object) -> Expression:
        text = _written(value)
        try:
            expression = parse(text)
        except Unreadable as fault:
            place = ".".join(map(str, path))
            self.faults.add(path, f"{place}: {fault.sentence.en}", f"{place}：{fault.sentence.zh}")
            return parse("NULL")
        for ref in expression.refs:
            if ref.lookup and ref.lookup not in self.lookups:
                self.faults.unknown((*path, "lookup"), ref.lookup, self.lookups)
        return expression

    def _lookup(self, name: str, value: object) -> Lookup:
        path = (*self.path, "lookups", name)
        given = value if isinstance(value, dict) else {}
        self._known(path, given, LOOKUP_KEYS)
        on = given.get("on")
        pairs = on if isinstance(on, dict) else {str(on): on}
        if on is None or ("source" in given) == ("table" in given):
            self.faults.add(
                path,
                f"{name} is looked up in a `source` or a `table`, by `on: <column>`.",
                f"{name} 需要写明从哪个 `source` 或 `table` 查找，以及 `on: <列>`。",
            )
        table, source = given.get("table"), given.get("source")
        if table is not None and self._one_of((*path, "table"), table, self.tables):
            for column in pairs:
                self._one_of((*path, "on", column), column, self.tables[str(table)].columns)
        if source is not None:
            self._one_of((*path, "source"), source, self.sources)
        here = {key: self._expression((*path, "on", key), there) for key, there in pairs.items()}
        return Lookup(name, str(source or ""), str(table or ""), here)

    def _field(self, table: Table, name: str, value: object) -> Field:
        path = (*self.path, "columns", name)
        if name not in table.columns:
            self.faults.unknown(path, name, table.columns)
        given = value if isinstance(value, dict) else {"from": value}
        self._known(path, given, FIELD_KEYS)
        made = Field(
            column=name,
            expression=self._expression(path, given.get("from", name)),
            format=str(given.get("format", "")),
            zone=self._zone(path, str(given.get("zone", ""))),
            decimal=self._one_of((*path, "decimal"), given.get("decimal", "."), (".", ",")),
            values={key: str(to) for key, to in self._pairs((*path, "values"), given.get("values")).items()},
            otherwise=_text(given.get("otherwise")),
            default=_text(given.get("default")),
        )
        self._stored(path, table, made)
        return made

    def _zone(self, path: Place, zone: str) -> str:
        if zone and zone not in available_timezones():
            self.faults.unknown((*path, "zone"), zone, sorted(available_timezones()))
        return zone

    def _stored(self, path: Place, table: Table, made: Field) -> None:
        """Look-ups in the shop's own tables give stored values: UTC and minor units, to be taken as they are."""
        for ref in made.expression.refs:
            lookup = self.lookups.get(ref.lookup)
            if lookup is None or not lookup.table or lookup.table not in self.tables:
                continue
            columns = self.tables[lookup.table].columns
            if ref.name not in columns:
                self.faults.unknown((*path, "from"), ref.name, columns)
            elif columns[ref.name].kind in {Kind.MONEY, Kind.TIME} and _changed(made):
                self.faults.add(
                    path,
                    f"`{ref}` is stored in UTC or minor units: take it alone, not in an expression.",
                    f"`{ref}` 以 UTC 或最小货币单位存储，只能单独使用，不能放进表达式。",
                )
            elif columns[ref.name].kind in {Kind.MONEY, Kind.TIME} and not _same_kind(
                table, made, columns[ref.name].kind
            ):
                self.faults.add(path, f"`{ref}` is no {made.column}.", f"`{ref}` 不能用作 {made.column}。")

    def _rule(self, table: Table, place: int, value: object) -> Rule:
        path = (*self.path, "rules", place)
        given = value if isinstance(value, dict) else {}
        self._known(path, given, RULE_KEYS)
        kinds = [kind for kind in ("check", "required", "refers") if kind in given]
        if len(kinds) != 1:
            self.faults.add(
                path,
                "A rule has one of `check: <condition>`, `required: [columns]`, `refers: {column: table}`.",
                "每条规则须有且仅有 `check: <条件>`、`required: [列]`、`refers: {列: 表}` 之一。",
            )
            return Rule("", Text("", ""))
        kind = kinds[0]
        check = self._expression((*path, "check"), given["check"]) if kind == "check" else None
        required = _words(given["required"]) if kind == "required" else ()
        refers = {key: str(to) for key, to in self._pairs((*path, kind), given.get("refers")).items()}
        used: list[Ref | str] = [*(check.refs if check else ()), *required, *refers]
        for column in used:
            self._one_of((*path, kind), str(column), table.columns)
        for to in refers.values():
            self._one_of((*path, kind), to, self.tables)
        return Rule(
            f"{kind}: {check.text if check else ', '.join(map(str, used))}", _reason(given), check, required, refers
        )


def _written(value: object) -> str:
    """A YAML value as the expression it stands for: nothing and yes or no have words of their own there."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, str | int | float) else ""


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _changed(made: Field) -> bool:
    replaced = made.values or made.otherwise is not None or made.default is not None
    return bool(replaced) or made.expression.bare is None


def _same_kind(table: Table, made: Field, kind: Kind) -> bool:
    return made.column in table.columns and table.columns[made.column].kind is kind


def _reason(given: Dict[str, Any]) -> Text:
    """The reason in both languages; one given in one language stands for both."""
    reason = given.get("reason") or ""
    if isinstance(reason, dict):
        words = {str(key): str(value) for key, value in reason.items()}
        return Text(words.get("en", ""), words.get("zh", words.get("en", "")))
    return Text(str(reason), str(reason))
