"""What a person or a channel likes: language, privacy, default period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from storage.records.store import Store
from storage.records.tables import preferences


class Scope(StrEnum):
    """Whose preference it is."""

    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Setter:
    """Who set a preference, and when."""

    person: str
    at: datetime


class Preferences:
    """Named values of a person or of a channel."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, scope: Scope, subject: str) -> Mapping[str, str]:
        """Everything set for one person or channel."""
        mine = (preferences.c.scope == scope.value) & (preferences.c.subject == subject)
        with self._store.begin() as connection:
            rows = connection.execute(select(preferences.c.name, preferences.c.value).where(mine)).all()
        return {row.name: row.value for row in rows}

    def put(self, scope: Scope, subject: str, values: Mapping[str, str], setter: Setter) -> None:
        """Set each of `values`; an empty value takes the preference away."""
        for name, value in values.items():
            key = {"scope": scope.value, "subject": subject, "name": name}
            with self._store.begin() as connection:
                if value:
                    row = {**key, "value": value, "set_by": setter.person, "set_at": setter.at}
                    connection.execute(self._store.upsert(preferences, tuple(key), row))
                else:
                    gone = [preferences.c[column] == held for column, held in key.items()]
                    connection.execute(delete(preferences).where(*gone))
