"""Rows that come to light as time goes by: an order today is shipped tomorrow and delivered the day after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from storage.sample.timeline import NEVER, Flags, Ints, Timeline


@dataclass(frozen=True)
class Rows:
    """All rows of one table over a timeline, in order of time.

    `columns` are known from a row's `born` moment on. Each of `later` is a moment that stays empty until it has come.
    `stages` give the column `status`: each name holds from its moments on, the last one that has come wins.
    """

    timeline: Timeline
    born: Ints
    columns: Mapping[str, pa.Array]
    later: Mapping[str, Ints] = field(default_factory=dict)
    stages: tuple[tuple[str, Ints], ...] = ()

    def between(self, since: int, until: int) -> pa.Table:
        """The rows born from `since` and before `until`, as they are known at `until`."""
        return self.seen((self.born >= since) & (self.born < until), until)

    def changed(self, since: int, until: int) -> pa.Table:
        """The rows born before `since` of which something has come to light from then and before `until`."""
        moments = [*self.later.values(), *(moments for _, moments in self.stages)]
        news = np.zeros(len(self.born), dtype=np.bool_)
        for each in moments:
            news |= (each >= since) & (each < until)
        return self.seen(news & (self.born < since), until)

    def seen(self, rows: Flags, until: int) -> pa.Table:
        """Some rows as they are known at a moment."""
        index = np.nonzero(rows)[0]
        whole = len(index) == len(self.born)
        columns = {name: column if whole else column.take(pa.array(index)) for name, column in self.columns.items()}
        for name, moments in self.later.items():
            columns[name] = times(self.timeline, np.where(moments < until, moments, NEVER)[index])
        if self.stages:
            stage = np.zeros(len(index), dtype=np.int64)
            for number, (_, moments) in enumerate(self.stages):
                stage = np.where(moments[index] < until, number, stage)
            columns["status"] = words(stage, [name for name, _ in self.stages])
        return pa.table(columns)

    def after(self, since: int) -> "Rows":
        """Only the rows that are born, or of which something comes to light, from `since` on."""
        alive = self.born >= since
        for each in [*self.later.values(), *(moments for _, moments in self.stages)]:
            alive |= (each >= since) & (each < NEVER)
        index = np.nonzero(alive)[0]
        return Rows(
            self.timeline,
            self.born[index],
            {name: column.take(pa.array(index)) for name, column in self.columns.items()},
            {name: moments[index] for name, moments in self.later.items()},
            tuple((name, moments[index]) for name, moments in self.stages),
        )


def words(codes: Ints, names: Sequence[str | None]) -> pa.Array:
    """Names by number; -1 and a name that is None are NULL."""
    known = [number for number, name in enumerate(names) if name is not None]
    place = np.full(len(names) + 1, -1)
    place[known] = np.arange(len(known))
    found = place[codes]
    return pa.DictionaryArray.from_arrays(
        pa.array(found.astype(np.int32), mask=found < 0), pa.array([names[number] for number in known])
    )


def ids(prefix: str, numbers: Ints) -> pa.Array:
    """Identifiers such as O000042."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 7, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def parts(whole: pa.Array, numbers: Ints) -> pa.Array:
    """Identifiers of parts such as O000042-2."""
    return pc.binary_join_element_wise(whole, pc.cast(pa.array(numbers), pa.string()), "-")


def times(timeline: Timeline, moments: Ints) -> pa.Array:
    """Moments as naive UTC timestamps, NEVER as NULL."""
    return pa.array(timeline.utc(moments))
