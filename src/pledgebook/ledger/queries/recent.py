"""What changed lately: which entries say something new of which commitments, the latest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, and_, select, union

from pledgebook.ledger.queries.entries import log
from pledgebook.ledger.queries.filters import named
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.values import facet
from pledgebook.ledger.store.view import View
from pledgebook.model import Entry

AT_ONCE = 200
"""Entries that are looked at in one step."""
MOST = 2_000
"""Entries that are looked at in all: somebody of whom nobody has said anything in so many has no news."""


def recent(view: View, *, limit: int = 50, actor: str | None = None) -> list[tuple[Entry, str]]:
    """Entries with the id of a commitment that each says something of, the latest first; of one entry in the order of the text.

    `actor`: an id or a name; only what they promise, did or said. A round of merging says nothing new and is left out.
    """
    found: list[tuple[Entry, str]] = []
    for pair in _pairs(view, actor):
        found.append(pair)
        if len(found) == limit:
            break
    return found


def _pairs(view: View, actor: str | None) -> Iterator[tuple[Entry, str]]:
    after, looked = None, 0
    while looked < MOST:
        entries = log(view, limit=AT_ONCE, after=after)
        if not entries:
            return
        after, looked = entries[-1].sequence, looked + len(entries)
        by_sequence = {one.sequence: one for one in entries if one.kind not in ("merge", "evidence")}
        for sequence, id in _touched(view, by_sequence, actor):
            yield by_sequence[sequence], id


def _touched(view: View, sequences: Collection[int], actor: str | None) -> list[tuple[int, str]]:
    """Which of these entries speak of which commitments (of an actor)."""
    places, table, rows = schema.places.c, schema.commitments.c, schema.facets.c
    said = union(*_speaking(sorted(sequences))).subquery()
    query = (
        select(said.c.sequence, table.number, table.id)
        .select_from(said)
        .join(schema.places, places.statement == said.c.statement)
        .join(schema.commitments, table.number == places.commitment)
        .distinct()
        .order_by(said.c.sequence.desc(), table.number)
    )
    if actor is not None:
        of_actor = and_(rows.first_stated == table.first_stated, rows.commitment == table.number)
        query = query.join(schema.facets, of_actor).where(rows.facet == facet("actor", named(actor) or ""))
    return [(row.sequence, row.id) for row in view.connection.execute(query)]


def _speaking(sequences: list[int]) -> list[Select[Any]]:
    """The queries for the statements, by number, that entries speak of: those of a document, those that a person spoke about,
    and those of which a person took something back."""
    statements, texts, undone = schema.statements.c, schema.documents.c, schema.undone.c
    inside = and_(statements.number >= texts.first, statements.number < texts.first + texts.statements)
    brought = select(texts.number.label("sequence"), statements.number.label("statement"))
    found = [brought.join_from(schema.documents, schema.statements, inside).where(texts.number.in_(sequences))]
    for table, statement in (
        (schema.reviews, schema.reviews.c.statement),
        (schema.notes, schema.notes.c.statement),
        (schema.judgements, schema.judgements.c.left),
    ):
        persons = [schema.judgements.c.person.is_(True)] if table is schema.judgements else []
        about = select(table.c.sequence.label("sequence"), statement.label("statement"))
        found.append(about.where(table.c.sequence.in_(sequences), *persons))
        taken_back = select(undone.sequence.label("sequence"), statement.label("statement"))
        taken_back = taken_back.join_from(schema.undone, table, table.c.sequence == undone.target)
        found.append(taken_back.where(undone.sequence.in_(sequences), *persons))
    return found
