"""Rows that broke a rule, kept as JSON lines so that nothing is lost and all can be mended."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import duckdb

from analysis.errors import Unavailable
from analysis.model import Text
from storage.load.checks import Check, reason
from storage.load.mapping import Mapping, Target
from storage.load.select import WHY
from storage.load.staging import Staging
from storage.load.summary import Refusal

_CHUNK = 1_000


@dataclass
class Refused:
    """The refused rows of one load. They get their place in `folder` only once the load has been committed."""

    folder: Path
    parts: list[tuple[Path, Path]] = field(default_factory=list)

    def keep(
        self, staging: Staging, mapping: Mapping, target: Target, finished: str, checks: tuple[Check, ...]
    ) -> tuple[Refusal, ...]:
        """Write down every refused row of a target; tell what they broke."""
        rows = staging.connection.execute(
            f"SELECT f._file, f._row, f.{WHY}, s.* EXCLUDE (_file, _row, _fault) FROM {finished} f "
            f"JOIN {staging.tables[target.source]} s ON s._file = f._file AND s._row = f._row "
            f"WHERE f.{WHY} IS NOT NULL ORDER BY f._file, f._row"
        )
        names = [column[0] for column in rows.description or ()][3:]
        found = _Pages(target.table.id, names, [file.name for file in staging.files], checks)
        try:
            self._write(f"{mapping.name}-{target.table.id}", rows, found)
        except OSError as fault:
            raise Unavailable(
                Text(
                    f"Refused rows cannot be kept in {self.folder} ({fault}), so nothing was loaded. Make room there.",
                    f"无法将被拒绝的行写入 {self.folder}（{fault}），因此未载入任何数据。请检查该文件夹的空间和权限。",
                )
            ) from fault
        return tuple(found.refusals.values())

    def settle(self) -> tuple[Path, ...]:
        """Put the files in their places, once it is sure that the rest was loaded."""
        for part, place in self.parts:
            part.replace(place)
        return tuple(place for _, place in self.parts)

    def forget(self) -> None:
        """Drop what was not settled: where nothing was loaded, nothing was refused."""
        for part, _ in self.parts:
            part.unlink(missing_ok=True)

    def _write(self, name: str, rows: duckdb.DuckDBPyConnection, found: "_Pages") -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part, digest = self.folder / f"{name}-{len(self.parts)}.part", sha256()
        part.touch(mode=0o600)
        self.parts.append((part, part))
        with part.open("w", encoding="utf-8") as file:
            while chunk := rows.fetchmany(_CHUNK):
                for row in chunk:
                    line = found.line(row)
                    digest.update(line.encode())
                    file.write(line)
        # The same rows refused again are the same file: a repeated load adds nothing.
        self.parts[-1] = (part, self.folder / f"{name}-{digest.hexdigest()[:8]}.jsonl")


@dataclass
class _Pages:
    """Turns refused rows into lines, counting by rule."""

    table: str
    names: list[str]
    files: list[str]
    checks: tuple[Check, ...]
    refusals: dict[str, Refusal] = field(default_factory=dict)

    def line(self, row: tuple[object, ...]) -> str:
        place, number, why, *cells = row
        assert isinstance(place, int)
        assert isinstance(number, int)
        rule, said = reason(self.checks, str(why))
        file = self.files[place]
        first = self.refusals.get(rule, Refusal(rule, said, file, number, 0))
        self.refusals[rule] = Refusal(first.rule, first.reason, first.file, first.line, first.rows + 1)
        record = {
            "table": self.table,
            "rule": rule,
            "reason": said.en,
            "reason_zh": said.zh,
            "file": file,
            "line": number,
            "row": dict(zip(self.names, cells, strict=True)),
        }
        return json.dumps(record, ensure_ascii=False, default=str) + "\n"
