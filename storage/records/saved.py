"""Questions that people keep under a name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from analysis.errors import Mistake
from analysis.model import Text
from storage.records.store import Store
from storage.records.tables import NAME_LENGTH, QUESTION_LENGTH, saved

MOST = 50


@dataclass(frozen=True)
class Saved:
    """A question someone keeps: its name as they wrote it, and its canonical text."""

    name: str
    question: str
    saved_at: datetime


class SavedQuestions:
    """Each person's own questions, by a name that ignores case and outer spaces."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, person: str, item: Saved) -> bool:
        """Keep a question; True when it replaced one of the same name. Raises Mistake past a bound."""
        name = _tidy(item.name)
        if len(item.question) > QUESTION_LENGTH:
            raise Mistake(Text("That question is too long to keep.", "这个问题太长，无法保存。"))
        key = _key(name)
        mine = (saved.c.person == person) & (saved.c.key == key)
        values = {"person": person, "key": key, "name": name, "question": item.question, "saved_at": item.saved_at}
        with self._store.begin() as connection:
            replaced = connection.execute(delete(saved).where(mine)).rowcount > 0
            held = connection.execute(select(func.count()).where(saved.c.person == person)).scalar_one()
            if held >= MOST:
                raise Mistake(_FULL, ("saved",))
            connection.execute(saved.insert().values(**values))
        return replaced

    def find(self, person: str, name: str) -> Saved | None:
        """The person's question of that name."""
        mine = (saved.c.person == person) & (saved.c.key == _key(name))
        with self._store.begin() as connection:
            row = connection.execute(select(saved).where(mine)).one_or_none()
        return Saved(row.name, row.question, row.saved_at) if row else None

    def of(self, person: str) -> tuple[Saved, ...]:
        """All the person's questions, the latest first."""
        wanted = select(saved).where(saved.c.person == person).order_by(saved.c.saved_at.desc(), saved.c.id.desc())
        with self._store.begin() as connection:
            rows = connection.execute(wanted.limit(MOST)).all()
        return tuple(Saved(row.name, row.question, row.saved_at) for row in rows)

    def forget(self, person: str, name: str) -> bool:
        """Drop a question; False when there was none of that name."""
        mine = (saved.c.person == person) & (saved.c.key == _key(name))
        with self._store.begin() as connection:
            return connection.execute(delete(saved).where(mine)).rowcount > 0


_FULL = Text(
    f"You keep {MOST} questions already. Drop one first: forget NAME. `saved` lists them.",
    f"你已经保存了 {MOST} 个问题。请先删掉一个：忘记 名字。「已存」可以列出全部。",
)


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Mistake(
            Text("A saved question needs a name: save morning", "保存时请给个名字：保存 早会"), ("save morning",)
        )
    if len(tidy) > NAME_LENGTH:
        sentence = Text(f"Keep the name under {NAME_LENGTH} characters.", f"名字请不要超过 {NAME_LENGTH} 个字。")
        raise Mistake(sentence, (f"save {tidy[:20].strip()}",))
    return tidy


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()[:NAME_LENGTH]
