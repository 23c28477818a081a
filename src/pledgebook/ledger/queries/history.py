"""Which entries touched a document, a statement or a commitment."""

from __future__ import annotations

from sqlalchemy import select

from pledgebook.ledger.queries import merging
from pledgebook.ledger.queries.commitments import statement_of
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.entries import by_sequence
from pledgebook.ledger.store.ids import numbers
from pledgebook.ledger.store.view import View
from pledgebook.model import Entry


def history(view: View, one: str) -> list[Entry]:
    """The entries that brought or touched something, the first first; empty where the book does not hold it.

    `one`: a commitment (`cm-`), a statement (`st-`) or a document (`sha256:`).
    """
    return by_sequence(view.connection, touching(view, one))


def touching(view: View, one: str) -> set[int]:
    """The numbers of the same entries."""
    connection = view.connection
    texts, places = schema.documents.c, schema.sources.c
    if one.startswith("sha256:"):
        query = (
            select(places.sequence)
            .join_from(schema.sources, schema.documents, places.document == texts.number)
            .where(texts.id == one)
        )
        found = set(connection.execute(query).scalars())
        gone = (
            select(schema.reviews.c.sequence)
            .join_from(schema.reviews, schema.statements, schema.reviews.c.statement == schema.statements.c.number)
            .join(schema.documents, schema.statements.c.document == texts.number)
            .where(texts.id == one, schema.reviews.c.kind == "removal")
        )
        return found | set(connection.execute(gone).scalars())
    number = numbers(connection, (statement_of(one),)).get(statement_of(one))
    if number is None:
        return set()
    inside = [number]
    if one.startswith("cm-"):
        homes = schema.places.c
        home = connection.execute(select(homes.commitment).where(homes.statement == number)).scalar()
        inside = inside if home is None else merging.members(view, (home,))[home]
    lines, touches = schema.statements.c, schema.touches.c
    found = set()
    for at in range(0, len(inside), 500):
        some = inside[at : at + 500]
        brought = (
            select(places.sequence)
            .join_from(schema.statements, schema.sources, lines.document == places.document)
            .where(lines.number.in_(some))
        )
        found.update(connection.execute(brought).scalars())
        found.update(connection.execute(select(touches.sequence).where(touches.statement.in_(some))).scalars())
    return found
