"""What persons said of single statements: which they rejected, corrected, confirmed, and which went with their document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select

from pledgebook.ledger.bodies import Correction, decode_review
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, listed, parts
from pledgebook.ledger.store.view import View
from pledgebook.model import Review, Values

HIDING = ("rejection", "removal")
"""The reviews that take a statement out of every list."""


def numbers_hidden() -> Select[tuple[int]]:
    """The query for the numbers of all statements that no list shows."""
    table = schema.reviews.c
    return select(table.statement).where(table.kind.in_(HIDING), table.undone.is_(False))


def hidden(view: View) -> set[int]:
    """The numbers of all statements that no list shows: few, since a person takes them out one act at a time."""
    found: set[int] = {row.statement for row in view.connection.execute(numbers_hidden())}
    return found


def rejected(view: View, limit: int) -> list[tuple[int, int]]:
    """Statements that persons rejected, each with the sequence of the entry that did, the latest first."""
    table = schema.reviews.c
    query = select(table.statement, table.sequence).where(table.kind == "rejection", table.undone.is_(False))
    return [
        (row[0], row[1])
        for row in view.connection.execute(query.order_by(table.sequence.desc(), table.statement).limit(limit))
    ]


def reviews(view: View, numbers: Collection[int]) -> tuple[dict[int, tuple[Review, ...]], dict[int, list[Values]]]:
    """What persons say of statements and hold to, the earliest said first; and the values that they set, by number."""
    table, book = schema.reviews.c, schema.entries.c
    query = (
        select(table.statement, table.sequence, table.kind, book.body)
        .join_from(schema.reviews, schema.entries, table.sequence == book.sequence)
        .where(table.undone.is_(False), among(view.connection, table.statement, "numbers"))
        .order_by(table.sequence)
    )
    said: dict[int, tuple[Review, ...]] = {}
    values: dict[int, list[Values]] = defaultdict(list)
    for some in parts(set(numbers)):
        for row in view.connection.execute(query, {"numbers": listed(view.connection, some)}):
            body = decode_review(row.kind, bytes(row.body))
            fields: tuple[str, ...] = ()
            if isinstance(body, Correction):
                values[row.statement].append(body.values)
                fields = body.values.fields
            review = Review(row.kind, body.by, body.note, row.sequence, fields)
            said[row.statement] = (*said.get(row.statement, ()), review)
    return said, values


def reviewed_documents(view: View) -> list[str]:
    """The ids of documents of which persons reviewed statements, in the order in which they were added; not those that were
    taken out."""
    table, lines, texts = schema.reviews.c, schema.statements.c, schema.documents.c
    held = (
        select(lines.document)
        .join_from(schema.statements, schema.reviews, lines.number == table.statement)
        .where(table.undone.is_(False))
    )
    gone = held.where(table.kind == "removal")
    query = select(texts.id).where(texts.number.in_(held), texts.number.not_in(gone)).order_by(texts.number)
    return list(view.connection.execute(query).scalars())
