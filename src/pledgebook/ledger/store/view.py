"""One consistent view of a book: what every query is asked of."""

from __future__ import annotations

from sqlalchemy import Connection


class View:
    """One transaction, in which the book does not change but by its own hand."""

    def __init__(self, connection: Connection) -> None:
        self._at = connection

    @property
    def connection(self) -> Connection:
        """The transaction, with everything written to it so far."""
        return self._at
