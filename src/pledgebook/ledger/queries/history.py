"""Which entries touched a document, a statement or a commitment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Connection, select, union

from pledgebook.ledger.queries.commitments import inside
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.entries import by_sequence
from pledgebook.ledger.store.ids import numbers
from pledgebook.ledger.store.rows import among, rows_for
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
    about = inside(view, one) if one.startswith("cm-") else numbers(connection, (one,)).values()
    return {row.sequence for row in rows_for(connection, _touching, about)}


def _touching(connection: Connection) -> CompoundSelect[Any]:
    places, lines, touches = schema.sources.c, schema.statements.c, schema.touches.c
    brought = (
        select(places.sequence)
        .join_from(schema.statements, schema.sources, lines.document == places.document)
        .where(among(connection, lines.number, "numbers"))
    )
    touched = select(touches.sequence).where(among(connection, touches.statement, "numbers"))
    return union(brought, touched)
