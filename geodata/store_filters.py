"""Filters saved by name in a store: the name and the text that the page's address would hold.

They are no content: saving one gives the store no new version, so that no index is made anew.
"""

import unicodedata
from typing import Final

from sqlalchemy import delete, select, update

from geodata.errors import RecordError
from geodata.store_engine import insert_new
from geodata.store_links import Transaction
from geodata.store_tables import SAVED_FILTERS

LONGEST_NAME: Final = 80


class SavedFilters:
    """The saved filters of an open store. What a query means is the caller's to say."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> dict[str, str]:
        """Return each filter's query by its name, the names in alphabetical order."""
        with self._reading() as connection:
            rows = connection.execute(select(SAVED_FILTERS.c.name, SAVED_FILTERS.c.query)).all()
        return dict(sorted(map(tuple, rows), key=lambda row: (row[0].casefold(), row[0])))

    def save(self, name: str, query: str, *, replace: bool = False) -> bool:
        """Save a query; False, and nothing is changed, when the name is taken and not replaced.

        Raises RecordError for a name that is empty or too long.
        """
        row = (filter_name(name), query)
        with self._writing() as connection:
            if insert_new(connection, SAVED_FILTERS, [row]):
                return True
            if replace:
                same = SAVED_FILTERS.c.name == row[0]
                connection.execute(update(SAVED_FILTERS).where(same).values(query=query))
        return replace

    def rename(self, name: str, new_name: str) -> bool:
        """Give a filter another name; False when that is taken or the filter isn't there.

        Raises RecordError as `save` does.
        """
        target = filter_name(new_name)
        with self._writing() as connection:
            same = SAVED_FILTERS.c.name == name
            query = connection.execute(select(SAVED_FILTERS.c.query).where(same)).scalar()
            if query is None or not insert_new(connection, SAVED_FILTERS, [(target, query)]):
                return False
            connection.execute(delete(SAVED_FILTERS).where(same))
        return True

    def delete(self, name: str) -> bool:
        """Delete a filter; False when it isn't there."""
        with self._writing() as connection:
            gone = connection.execute(delete(SAVED_FILTERS).where(SAVED_FILTERS.c.name == name))
        return gone.rowcount > 0


def filter_name(text: str) -> str:
    """Return the text as a name: one line, NFC, without what is invisible.

    Raises RecordError when nothing is left or it is longer than `LONGEST_NAME`.
    """
    printable = "".join(char if char.isprintable() else " " for char in text)
    name = unicodedata.normalize("NFC", " ".join(printable.split()))
    if not name:
        raise RecordError("a saved filter needs a name; write one")
    if len(name) > LONGEST_NAME:
        raise RecordError(
            f"the name {name[:20]!r}... has {len(name)} characters; shorten it to {LONGEST_NAME}"
        )
    return name
