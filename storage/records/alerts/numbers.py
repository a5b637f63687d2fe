"""The numbers people speak by (R-7, A-12, D-3): each is given once and never again."""

from sqlalchemy import Connection

from storage.records.alerts.tables import numbers
from storage.records.store import Store


def take(letter: str, store: Store, within: Connection | None = None) -> int:
    """The next number of a kind. One that is taken and not used leaves a gap."""
    first = store.insert(numbers).values(letter=letter, last=1)
    later = first.on_conflict_do_update(index_elements=["letter"], set_={"last": numbers.c.last + 1})
    with store.within(within) as connection:
        number: int = connection.execute(later.returning(numbers.c.last)).scalar_one()
    return number
