"""A commitment with everything about it, and which commitments must be summed up anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import (
    select,
)

from pledgebook.ledger import summaries
from pledgebook.ledger.queries import documents, merging
from pledgebook.ledger.store import ids, schema
from pledgebook.ledger.store.rows import among, listed, parts
from pledgebook.ledger.store.view import View
from pledgebook.model import Commitment, Member, Relation


def commitment(view: View, one: str) -> Commitment | None:
    """A commitment with its statements and relations, by the id that any of its statements gives it; None where the book
    holds none, or merging has not placed the statement yet."""
    connection = view.connection
    number, lines = home(view, one), schema.summaries.c
    row = None if number is None else connection.execute(select(lines.body).where(lines.commitment == number)).scalar()
    if number is None or row is None:
        return None
    held = summaries.stored(bytes(row))
    inside = merging.members(view, (number,))[number]
    said = {found.statement.id: found for found in documents.said(view, inside).values()}
    members = tuple(Member(said[id], judged_by, reasons) for id, judged_by, reasons in held.members)
    return replace(held.commitment, members=members, relations=_relations(view, number, inside))


def home(view: View, one: str) -> int | None:
    """The number of the commitment that has this id, or that holds the statement that has it."""
    connection = view.connection
    number = ids.numbers(connection, (statement_of(one),)).get(statement_of(one))
    places = schema.places.c
    return connection.execute(select(places.commitment).where(places.statement == number)).scalar()


def statement_of(one: str) -> str:
    """The id of the statement that gives a commitment its id; that of a statement itself."""
    return f"st-{one[3:]}" if one.startswith("cm-") else one


def _relations(view: View, home: int, inside: Sequence[int]) -> tuple[Relation, ...]:
    """How a commitment stands to others: what judgements about its statements say, one of each sort for each other."""
    connection = view.connection
    about = [one for one in merging.judgements(view, inside) if one.relation is not None]
    known = ids.numbers(connection, {end for one in about for end in (one.left, one.right)})
    places, table = schema.places.c, schema.commitments.c
    query = (
        select(places.statement, places.commitment, table.id)
        .join_from(schema.places, schema.commitments, places.commitment == table.number)
        .where(among(connection, places.statement, "numbers"))
    )
    where = {
        row.statement: (row.commitment, row.id)
        for some in parts(set(known.values()))
        for row in connection.execute(query, {"numbers": listed(connection, some)})
    }
    found: dict[tuple[str, str, bool], Relation] = {}
    for one in about:
        ours = [known[end] in set(inside) for end in (one.left, one.right)]
        other = where.get(known[one.right if ours[0] else one.left])
        if all(ours) or other is None or other[0] == home or one.relation is None:
            continue
        inverse = one.source != (one.left if ours[0] else one.right)
        found.setdefault((one.relation, other[1], inverse), Relation(one.relation, other[1], one.reasons, inverse))
    return tuple(found[key] for key in sorted(found))


def stale_commitments(view: View, limit: int) -> list[int]:
    """Commitments whose summary must be worked out anew, by the lowest number of their statements."""
    return summaries.stale(view.connection, limit)
