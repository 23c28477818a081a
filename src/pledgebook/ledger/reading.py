"""A commitment with everything about it, pairs that nobody has decided, and lists of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    exists,
    func,
    select,
)

from pledgebook.ledger import documents, ids, merging, schema, summaries
from pledgebook.ledger.filters import filters, named
from pledgebook.ledger.rows import among, listed, parts
from pledgebook.ledger.search import matching
from pledgebook.ledger.values import days, facet
from pledgebook.ledger.wanted import Sayings, Wanted, cursor_of, place_after
from pledgebook.ledger.words import terms
from pledgebook.model import Commitment, Judgement, Member, Relation


def commitment(connection: Connection, one: str) -> Commitment | None:
    """A commitment with its statements and relations, by the id that any of its statements gives it; None where the book
    holds none, or merging has not placed the statement yet."""
    number, lines = home(connection, one), schema.summaries.c
    row = None if number is None else connection.execute(select(lines.body).where(lines.commitment == number)).scalar()
    if number is None or row is None:
        return None
    held = summaries.stored(bytes(row))
    inside = merging.members(connection, (number,))[number]
    said = {found.statement.id: found for found in documents.said(connection, inside).values()}
    members = tuple(Member(said[id], judged_by, reasons) for id, judged_by, reasons in held.members)
    return replace(held.commitment, members=members, relations=_relations(connection, number, inside))


def home(connection: Connection, one: str) -> int | None:
    """The number of the commitment that has this id, or that holds the statement that has it."""
    number = ids.numbers(connection, (statement_of(one),)).get(statement_of(one))
    places = schema.places.c
    return connection.execute(select(places.commitment).where(places.statement == number)).scalar()


def statement_of(one: str) -> str:
    """The id of the statement that gives a commitment its id; that of a statement itself."""
    return f"st-{one[3:]}" if one.startswith("cm-") else one


def _relations(connection: Connection, home: int, inside: Sequence[int]) -> tuple[Relation, ...]:
    """How a commitment stands to others: what judgements about its statements say, one of each sort for each other."""
    about = [one for one in merging.judgements(connection, inside) if one.relation is not None]
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


def unsure(connection: Connection, limit: int) -> list[Judgement]:
    """Pairs about which rules are unsure and no person has said anything, the likeliest the same first."""
    table, persons = schema.judgements, schema.judgements.alias()
    decided = exists().where(
        persons.c.left == table.c.left,
        persons.c.right == table.c.right,
        persons.c.person.is_(True),
        persons.c.undone.is_(False),
    )
    query = (
        select(table.c.body)
        .where(table.c.doubt.is_not(None), ~decided)
        .order_by(table.c.doubt, table.c.sequence, table.c.position)
        .limit(limit)
    )
    return [merging.judgement_of(bytes(body)) for body in connection.execute(query).scalars()]


def statements(connection: Connection, wanted: Wanted) -> Sayings:
    """A page of statements in the order in which they were added. Filters on commitments (status, contradicted) are asked
    of the commitment that a statement belongs to."""
    after = place_after(replace(wanted, sort="statements"))
    lines, texts = schema.statements.c, schema.documents.c
    query = select(lines.number).join_from(schema.statements, schema.documents, lines.document == texts.number)
    conditions = _statement_conditions(connection, wanted)
    if conditions is None:
        return Sayings((), None)
    if after is not None:
        conditions.append(lines.number < after[1] if wanted.descending else lines.number > after[1])
    query = query.where(*conditions).order_by(lines.number.desc() if wanted.descending else lines.number)
    found = list(connection.execute(query.limit(wanted.limit + 1)).scalars())
    page = found[: wanted.limit]
    said = documents.said(connection, page)
    more = len(found) > wanted.limit
    cursor = cursor_of(replace(wanted, sort="statements"), page[-1], page[-1]) if more else None
    return Sayings(tuple(said[number] for number in page), cursor)


def _statement_conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]] | None:
    lines, texts, names = schema.statements.c, schema.documents.c, schema.names.c
    found: list[ColumnElement[bool]] = []
    for field, value in ((lines.kind, wanted.kind), (lines.unit, wanted.unit), (lines.strength, wanted.strength)):
        if value is not None:
            found.append(field == value)
    for sort, value in (("actor", named(wanted.actor)), ("recipient", named(wanted.recipient))):
        if value is not None:
            found.append(lines.number.in_(select(names.statement).where(names.facet == facet(sort, value))))
    if wanted.publisher is not None:
        found.append(func.lower(texts.publisher) == wanted.publisher.lower())
    if wanted.period is not None:
        first, last = days(wanted.period)
        found += [lines.begins <= last, lines.ends >= first, lines.ends >= lines.begins]
    if wanted.as_of is not None:
        found.append(texts.known <= wanted.as_of.toordinal())
    if wanted.since is not None:
        found.append(texts.known >= wanted.since.toordinal())
    if wanted.until is not None:
        found.append(texts.known <= wanted.until.toordinal())
    if wanted.text is not None:
        sought = terms(wanted.text)
        if not sought:
            return None
        matches, number = matching(connection, sought)
        found.append(lines.number.in_(select(number).where(matches)))
    if wanted.status is not None or wanted.contradicted is not None:
        kept = Wanted(status=wanted.status, contradicted=wanted.contradicted)
        table, places = schema.commitments.c, schema.places.c
        of = select(places.statement).join_from(schema.places, schema.commitments, places.commitment == table.number)
        for one in filters(connection, kept) or ():
            of = of.where(one.passes)
        found.append(lines.number.in_(of))
    return found


def known_days(connection: Connection, ids: Collection[str]) -> dict[str, date]:
    """The day by which each document had surely been published: the last that its date allows, else the day on which it
    was added."""
    texts = schema.documents.c
    query = select(texts.id, texts.known).where(among(connection, texts.id, "ids", words=True))
    rows = connection.execute(query, {"ids": listed(connection, sorted(set(ids)))})
    return {row.id: date.fromordinal(row.known) for row in rows}
