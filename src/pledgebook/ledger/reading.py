"""Lists of commitments and statements, filtered and sorted by indexes, page by page without ever counting everything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    tuple_,
    union_all,
)

from pledgebook.ledger import documents, merging, schema, summaries
from pledgebook.ledger.rows import among, listed, parts
from pledgebook.ledger.schema import NO_DAY, UNKNOWN_AMOUNT, UNKNOWN_DAY, UNKNOWN_NAME
from pledgebook.ledger.values import days, facet
from pledgebook.ledger.wanted import Line, Lines, Sayings, Wanted, cursor_of, place_after
from pledgebook.ledger.words import Terms, postgres_query, sqlite_query, terms
from pledgebook.model import Commitment, Judgement, Member, Relation, Status

FEW = 2_000
"""A filter that fewer commitments pass than this is taken whole and sorted; otherwise the index of the order is walked and
the filters are asked of each line, which finds a page soon because many pass."""

WORDS = table(schema.FULL_TEXT, column("rowid", BigInteger), column("statement", BigInteger), column("words", Text))
"""The full text as queries name it: numbered by `rowid` on SQLite, by `statement` on PostgreSQL."""
_status = msgspec.json.Decoder(Status)
_SORTS: dict[str, Column[Any]] = {
    "first_stated": schema.commitments.c.first_stated,
    "deadline": schema.commitments.c.deadline,
    "amount": schema.commitments.c.amount,
    "actor": schema.commitments.c.actor,
    "statements": schema.commitments.c.statements,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on commitments: `passes` of a row at hand, `numbers` a query for all that pass it."""

    passes: ColumnElement[bool]
    numbers: Select[Any] | CompoundSelect[Any]


def commitments(connection: Connection, wanted: Wanted) -> Lines:
    """A page of commitments. Raises UsageError for a cursor that does not fit."""
    after = place_after(wanted)
    filters = _filters(connection, wanted)
    if filters is None:
        return Lines((), None)
    summary, order_by = schema.commitments, _SORTS[wanted.sort]
    few, many = _narrow(connection, filters)
    query = select(summary).where(*(one.passes for one in many))
    parameters: dict[str, Any] = {}
    if few is not None:
        query = query.where(among(connection, summary.c.number, "few"))
        parameters["few"] = listed(connection, few)
    rows: list[RowMapping] = []
    for known in _stretches(wanted, order_by, after):
        left = wanted.limit + 1 - len(rows)
        if left:
            rows += connection.execute(known(query).limit(left), parameters).mappings().all()
    page = rows[: wanted.limit]
    statuses = _statuses(connection, [row["number"] for row in page])
    lines = tuple(
        Line(
            summaries.stored(bytes(row["body"])).commitment,
            statuses.get(row["number"], ()),
            row["statements"],
            row["documents"],
            date.fromordinal(row["last_known"]),
        )
        for row in page
    )
    more = len(rows) > wanted.limit
    return Lines(lines, cursor_of(wanted, page[-1][order_by.name], page[-1]["number"]) if more else None)


_UNKNOWN: dict[str, float | str] = {
    "first_stated": UNKNOWN_DAY,
    "deadline": UNKNOWN_DAY,
    "amount": UNKNOWN_AMOUNT,
    "actor": UNKNOWN_NAME,
}
"""What stands for an unknown value, beyond all known ones."""


def _stretches(
    wanted: Wanted, order_by: Column[Any], after: tuple[float | str, int] | None
) -> list[Callable[[Select[Any]], Select[Any]]]:
    """The rows behind a place in the order asked for, as parts of a list that are read one after the other.

    What is unknown comes last whichever way a list is turned: descending lists have it as a part of its own.
    """
    number = schema.commitments.c.number
    unknown = _UNKNOWN.get(wanted.sort)

    def behind(query: Select[Any]) -> Select[Any]:
        if after is None:
            return query
        place = tuple_(literal(after[0], order_by.type), literal(after[1]))
        key = tuple_(order_by, number)
        return query.where(key < place if wanted.descending else key > place)

    def rising(query: Select[Any]) -> Select[Any]:
        return behind(query).order_by(order_by, number)

    def falling(query: Select[Any]) -> Select[Any]:
        return behind(query).order_by(order_by.desc(), number.desc())

    def known(query: Select[Any]) -> Select[Any]:
        return falling(query.where(order_by < unknown))

    def others(query: Select[Any]) -> Select[Any]:
        rest = query.where(order_by == unknown)
        if after is not None and after[0] == unknown:
            rest = rest.where(number < after[1])
        return rest.order_by(number.desc())

    if not wanted.descending:
        return [rising]
    if unknown is None:
        return [falling]
    return [others] if after is not None and after[0] == unknown else [known, others]


def _filters(connection: Connection, wanted: Wanted) -> list[Filter] | None:
    """The conditions of a list; None where nothing can pass."""
    found = [_faceted(name) for name in _facets(wanted)]
    if wanted.status == "no_public_evidence":  # also what nobody has followed yet
        table = schema.commitments
        unknown = table.c.status.is_(None)
        told = _faceted(facet("status", wanted.status))
        found.append(Filter(or_(unknown, told.passes), union_all(select(table.c.number).where(unknown), told.numbers)))
    if wanted.period is not None:
        found.append(_overlapping(wanted.period))
    found += _days(wanted)
    if wanted.text is not None:
        sought = terms(wanted.text)
        if not sought:
            return None
        found.append(_saying(connection, sought))
    return found


def _facets(wanted: Wanted) -> list[str]:
    pairs = [("kind", wanted.kind), ("unit", wanted.unit), ("strength", wanted.strength)]
    if wanted.publisher is not None:
        pairs.append(("publisher", wanted.publisher.casefold()))
    if wanted.status != "no_public_evidence":
        pairs.append(("status", wanted.status))
    if isinstance(wanted.contradicted, bool):
        pairs.append(("contradicted", "yes" if wanted.contradicted else "no"))
    elif wanted.contradicted is not None:
        pairs.append(("contradicted", wanted.contradicted))
    pairs += [(sort, _named(value)) for sort, value in (("actor", wanted.actor), ("recipient", wanted.recipient))]
    return [facet(sort, value) for sort, value in pairs if value is not None]


def _named(value: str | None) -> str | None:
    """An id as it is, a name in lower case as facets hold it."""
    if value is None or ":" in value or (len(value) == 2 and value.isupper()):
        return value
    return value.upper() if len(value) == 2 and value.isalpha() else value.casefold()


def _faceted(name: str) -> Filter:
    table, rows = schema.commitments.c, schema.facets.c
    holds = exists().where(rows.facet == name, rows.first_stated == table.first_stated, rows.commitment == table.number)
    return Filter(holds, select(rows.commitment).where(rows.facet == name))


def _overlapping(period: str) -> Filter:
    """Commitments whose period meets another: class by class of length, so that one long period in the book does not make
    every search look at everything."""
    table = schema.commitments.c
    first, last = days(period)
    meets = and_(table.begins <= last, table.ends >= first, table.span != summaries.NONE)
    classes: list[Select[Any]] = []
    for place, longest in enumerate(summaries.SPANS):
        classes.append(
            select(table.number).where(
                table.span == place, table.begins >= first - longest, table.begins <= last, table.ends >= first
            )
        )
    classes.append(select(table.number).where(table.span == summaries.LONG, table.begins <= last, table.ends >= first))
    classes.append(select(table.number).where(table.span == summaries.OPEN, table.ends >= first))
    return Filter(meets, union_all(*classes))


def _days(wanted: Wanted) -> list[Filter]:
    table, found = schema.commitments.c, []
    first = wanted.since.toordinal() if wanted.since else NO_DAY
    last = wanted.until.toordinal() if wanted.until else UNKNOWN_DAY
    if wanted.since is not None or wanted.until is not None:
        within = and_(table.first_stated >= first, table.first_stated <= last, table.first_stated != UNKNOWN_DAY)
        found.append(Filter(within, select(table.number).where(within)))
    if wanted.as_of is not None:
        known = table.known <= wanted.as_of.toordinal()
        found.append(Filter(known, select(table.number).where(known)))
    return found


def _saying(connection: Connection, sought: Terms) -> Filter:
    """Commitments of which a statement holds all the words."""
    table, places = schema.commitments.c, schema.places.c
    matches, number = matching(connection, sought)
    source = schema.places.join(WORDS, number == places.statement)
    inside = exists(select(literal(1)).select_from(source).where(places.commitment == table.number, matches))
    return Filter(inside, select(places.commitment).select_from(source).where(matches).distinct())


def matching(connection: Connection, sought: Terms) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """The condition that a row of the full text holds the words, and the number of its statement."""
    if connection.dialect.name == "sqlite":
        return literal_column(schema.FULL_TEXT).op("MATCH")(literal(sqlite_query(sought))), WORDS.c.rowid
    query = func.websearch_to_tsquery(literal_column("'pledgebook'"), literal(postgres_query(sought)))
    return WORDS.c.words.op("@@")(query), WORDS.c.statement


def _narrow(connection: Connection, filters: Sequence[Filter]) -> tuple[set[int] | None, list[Filter]]:
    """The numbers that pass every filter which lets few pass, None where all let many pass; and the other filters."""
    few: set[int] | None = None
    many = []
    for one in filters:
        found = set(connection.execute(one.numbers.limit(FEW + 1)).scalars())
        if len(found) > FEW:
            many.append(one)
        else:
            few = found if few is None else few & found
    return few, many


def _statuses(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[Status, ...]]:
    table = schema.statuses.c
    query = (
        select(table.commitment, table.body)
        .where(among(connection, table.commitment, "numbers"))
        .order_by(table.commitment, table.position)
    )
    found: dict[int, tuple[Status, ...]] = {}
    for some in parts(set(numbers)):
        for number, body in connection.execute(query, {"numbers": listed(connection, some)}):
            found[number] = (*found.get(number, ()), _status.decode(bytes(body)))
    return found


def numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The numbers of statements by id; those that the book does not hold are left out."""
    lines, found = schema.statements.c, {}
    query = select(lines.id, lines.number).where(among(connection, lines.id, "ids", words=True))
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), 10_000):
        rows = connection.execute(query, {"ids": listed(connection, ordered[at : at + 10_000])})
        found.update({row.id: row.number for row in rows})
    return found


def commitment(connection: Connection, one: str) -> Commitment | None:
    """A commitment with its statements and relations, by the id that any of its statements gives it; None where the book
    holds none, or merging has not placed the statement yet."""
    number, lines = home(connection, one), schema.commitments.c
    row = None if number is None else connection.execute(select(lines.body).where(lines.number == number)).scalar()
    if number is None or row is None:
        return None
    held = summaries.stored(bytes(row))
    inside = merging.members(connection, (number,))[number]
    said = {found.statement.id: found for found in documents.said(connection, inside).values()}
    members = tuple(Member(said[id], judged_by, reasons) for id, judged_by, reasons in held.members)
    return replace(held.commitment, members=members, relations=_relations(connection, number, inside))


def home(connection: Connection, one: str) -> int | None:
    """The number of the commitment that has this id, or that holds the statement that has it."""
    number = numbers(connection, (statement_of(one),)).get(statement_of(one))
    places = schema.places.c
    return connection.execute(select(places.commitment).where(places.statement == number)).scalar()


def statement_of(one: str) -> str:
    """The id of the statement that gives a commitment its id; that of a statement itself."""
    return f"st-{one[3:]}" if one.startswith("cm-") else one


def _relations(connection: Connection, home: int, inside: Sequence[int]) -> tuple[Relation, ...]:
    """How a commitment stands to others: what judgements about its statements say, one of each sort for each other."""
    about = [one for one in merging.judgements(connection, inside) if one.relation is not None]
    known = numbers(connection, {end for one in about for end in (one.left, one.right)})
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
    for sort, value in (("actor", _named(wanted.actor)), ("recipient", _named(wanted.recipient))):
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
        for one in _filters(connection, kept) or ():
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
