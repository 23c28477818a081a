"""What persons said of single statements: which they rejected, corrected, confirmed, which went with their document; and what
waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from pledgebook.ledger import summaries
from pledgebook.ledger.bodies import BODIES, Confirmation, Correction, decode_review
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, listed, made, parts, rows_for
from pledgebook.ledger.store.view import View
from pledgebook.model import Review, Values

PERSONS = tuple(BODIES)
"""The kinds of entries in which a person speaks."""
HIDING = ("rejection", "removal")
"""The reviews that take a statement out of every list."""


def numbers_hidden() -> Select[tuple[int]]:
    """The query for the numbers of all statements that no list shows."""
    table = schema.reviews.c
    return select(table.statement).where(table.kind.in_(HIDING), table.undone.is_(False))


def hidden(view: View) -> set[int]:
    """The numbers of all statements that no list shows: few, since a person takes them out one act at a time."""
    return {row.statement for row in view.connection.execute(made(view.connection, _hidden)).all()}


def _hidden(connection: Connection) -> Select[Any]:
    return numbers_hidden()


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
    said: dict[int, tuple[Review, ...]] = {}
    values: dict[int, list[Values]] = defaultdict(list)
    for row in rows_for(view.connection, _about, numbers):
        body = decode_review(row.kind, bytes(row.body))
        fields: tuple[str, ...] = ()
        if isinstance(body, Correction):
            values[row.statement].append(body.values)
            fields = body.values.fields
        second = isinstance(body, Confirmation | Correction) and body.needs_second
        review = Review(row.kind, body.by, body.note, row.sequence, fields, second)
        said[row.statement] = (*said.get(row.statement, ()), review)
    return said, values


def _about(connection: Connection) -> Select[Any]:
    return (
        _said_of().where(among(connection, schema.reviews.c.statement, "numbers")).order_by(schema.reviews.c.sequence)
    )


def _said_of() -> Select[Any]:
    """What persons say of statements and hold to: the statement's number, and the number, kind and body of the entry."""
    table, book = schema.reviews.c, schema.entries.c
    return (
        select(table.statement, table.sequence, table.kind, book.body)
        .join_from(schema.reviews, schema.entries, table.sequence == book.sequence)
        .where(table.undone.is_(False))
    )


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A commitment that waits for a person. `place`: to ask for those after it."""

    id: str
    place: tuple[str, int, int]


def least_sure(view: View, limit: int, after: tuple[str, int, int] | None = None) -> list[Waiting]:
    """The commitments and deeds that no person has looked at, those that the reader was least sure of first."""
    # ";" follows ":" in the order of bytes
    return _waiting(view, f"{summaries.DOUBT}:", f"{summaries.DOUBT};", limit, after)


def awaiting_second(view: View, limit: int, after: tuple[str, int, int] | None = None) -> list[Waiting]:
    """The commitments that one person has checked and another has to, the first stated first."""
    return _waiting(view, summaries.AWAITS_SECOND, f"{summaries.AWAITS_SECOND};", limit, after)


def _waiting(view: View, first: str, last: str, limit: int, after: tuple[str, int, int] | None) -> list[Waiting]:
    rows, table = schema.facets.c, schema.commitments.c
    place = rows.facet, rows.first_stated, rows.commitment
    query = select(table.id, *place).join_from(schema.facets, schema.commitments, rows.commitment == table.number)
    query = query.where(rows.facet >= first, rows.facet < last).order_by(*place).limit(limit)
    if after is not None:
        query = query.where(rows.facet >= after[0], tuple_(*place) > after)
    return [Waiting(row[0], (row[1], row[2], row[3])) for row in view.connection.execute(query)]


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many commitments and deeds nobody has looked at, wait for a second person, and are reviewed."""

    waiting: int
    second: int
    reviewed: int


def review_counts(view: View) -> ReviewCounts:
    """How much of the book persons have looked at."""
    column = schema.facets.c.facet

    def counted(first: str, last: str) -> int:
        query = select(func.count()).select_from(schema.facets).where(column >= first, column < last)
        return view.connection.execute(query).scalar_one()

    return ReviewCounts(
        counted(f"{summaries.DOUBT}:", f"{summaries.DOUBT};"),
        counted(summaries.AWAITS_SECOND, f"{summaries.AWAITS_SECOND};"),
        counted("reviewed:yes", "reviewed:yes;"),
    )


def said_since(view: View, numbers: Collection[int], after: int) -> list[int]:
    """The sequences of the entries after one in which persons spoke of these statements, the first first."""
    rows, book = schema.touches.c, schema.entries.c
    query = (
        select(rows.sequence)
        .distinct()
        .join_from(schema.touches, schema.entries, rows.sequence == book.sequence)
        .where(rows.sequence > after, book.kind.in_(PERSONS), among(view.connection, rows.statement, "numbers"))
    )
    found: set[int] = set()
    for some in parts(set(numbers)):
        found.update(view.connection.execute(query, {"numbers": listed(view.connection, some)}).scalars())
    return sorted(found)


def persons_said(view: View) -> list[tuple[int, int, str, bytes]]:
    """Every word of a person about a statement that holds: the statement's number, the sequence, the kind and the body of the
    entry, in the order of the entries."""
    table = schema.reviews.c
    query = _said_of().order_by(table.sequence, table.statement)
    return [(row[0], row[1], row[2], bytes(row[3])) for row in view.connection.execute(query)]
