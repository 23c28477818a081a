"""The transaction of the only writer of a book: the end of the chain, the tables, and the rows on their way."""

from __future__ import annotations

from sqlalchemy import Connection

from pledgebook.ledger.store.entries import Chain
from pledgebook.ledger.store.rows import Rows
from pledgebook.ledger.store.view import View
from pledgebook.ledger.tables import Tables


class Transaction(View):
    """What is added to a book, all of it or nothing. `chain`: where entries are added; `tables`: what follows from them."""

    def __init__(self, connection: Connection, run: str, time: str | None) -> None:
        super().__init__(connection)
        self._rows = Rows(connection)
        self.chain = Chain(connection, self._rows, run, time)
        self.tables = Tables(connection, self._rows)

    @property
    def connection(self) -> Connection:
        """The transaction, with everything written to it so far."""
        self._rows.flush()
        return self._at

    def flush(self) -> None:
        """Put all rows that wait into their tables."""
        self._rows.flush()
