"""Erasing the text of a document, where the law asks for it: the one place at which an entry of a book changes.

Of the entry stay its hash, where the text came from, and the ids of its statements; a "removal" entry after it says who erased
it and which hash it had, so that `verify` can tell it from an entry that somebody changed.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, text, update

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import Erased, Removal, decode_document, encode, is_erased
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, findable, listed
from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_DAY
from pledgebook.ledger.tables import ERASED
from pledgebook.ledger.writing.persons import append
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Entry, Imprint, Statement

_SQLITE_TRIGGER = (
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
)


def erase(writer: Transaction, document: str, by: str, note: str | None) -> Entry:
    """Take a document out of every list and its text out of the book. It cannot be undone.

    Raises UsageError where the book does not hold the document, or its text is erased already.
    """
    numbers = writer.tables.statements_of(document)
    connection, book, texts = writer.connection, schema.entries, schema.documents
    number = connection.execute(select(texts.c.number).where(texts.c.id == document)).scalar_one()
    row = connection.execute(select(book.c.body, book.c.hash).where(book.c.sequence == number)).one()
    body = bytes(row.body)
    found = None if is_erased(body) else decode_document(body)
    if found is None or isinstance(found, Imprint):
        raise UsageError(f"the text of {document} is erased already")
    held, statements, _ = found
    gone = Imprint(held.id, held.source, None, held.publisher, held.published, held.url)
    _exchange(connection, number, encode(Erased(gone, tuple(one.id for one in statements))))
    _empty(connection, numbers, statements)
    connection.execute(update(texts).where(texts.c.number == number).values(title=None))
    return append(writer, "removal", Removal(document, by, note, (number, row.hash)))


def _exchange(connection: Connection, sequence: int, body: bytes) -> None:
    """Set the body of an entry, against which every book is guarded otherwise."""
    book = schema.entries
    change = update(book).where(book.c.sequence == sequence).values(body=body)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "PRAGMA secure_delete = ON"
        )  # what is erased does not stay in free pages of the file
        connection.exec_driver_sql("DROP TRIGGER entries_stay")
        connection.execute(change)
        connection.exec_driver_sql(_SQLITE_TRIGGER)
    else:
        connection.execute(text("ALTER TABLE entries DISABLE TRIGGER entries_stay"))
        connection.execute(change)
        connection.execute(text("ALTER TABLE entries ENABLE TRIGGER entries_stay"))


def _empty(connection: Connection, numbers: range, statements: list[Statement]) -> None:
    """Take every word of the statements out of the tables."""
    lines = schema.statements
    for number, statement in zip(numbers, statements, strict=True):
        if connection.dialect.name == "sqlite":
            words = findable(statement.quote.text)
            connection.exec_driver_sql(
                f"INSERT INTO {schema.FULL_TEXT}({schema.FULL_TEXT}, rowid, text) VALUES ('delete', ?, ?)",
                (number, words),
            )
        else:
            connection.execute(text(f"DELETE FROM {schema.FULL_TEXT} WHERE statement = :one"), {"one": number})
    bound = {"numbers": listed(connection, numbers)}
    columns = (
        schema.names.c.statement,
        schema.keys.c.statement,
        schema.features.c.statement,
        schema.plain_statements.c.statement,
    )
    for column in columns:
        connection.execute(delete(column.table).where(among(connection, column, "numbers")), bound)
    nothing = {"start": 0, "length": 0, "kind": ERASED, "unit": None, "strength": ERASED}
    nothing |= {"begins": UNKNOWN_DAY, "ends": NO_DAY}
    connection.execute(update(lines).where(among(connection, lines.c.number, "numbers")).values(**nothing), bound)
