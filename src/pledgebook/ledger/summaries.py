"""Summaries of commitments: what lists filter, sort and show. Worked out by the book, kept here, never in an entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, bindparam, delete, distinct, func, select, update

from pledgebook.ledger.store import plain as plain_rows
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, delete_among, each, insert, listed, parts
from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_AMOUNT, UNKNOWN_DAY, UNKNOWN_NAME
from pledgebook.ledger.store.values import actor_facets, days, facet, first_day, short
from pledgebook.ledger.store.words import FINDABLE, stems
from pledgebook.model import Commitment, Status
from pledgebook.model.version import program_version
from pledgebook.world.words import plain

SPANS = (366, 1461, 5844)
"""Days in a year, in four and in sixteen: periods are sought class by class, so that one long period in the book does not
make every search for a short one look at everything. Then: longer or without an end; without a beginning; none."""
LONG, OPEN, NONE = len(SPANS), len(SPANS) + 1, len(SPANS) + 2

WORD = "word"
"""The facet of a stem that the statements of a commitment are quoted with."""

DOUBT = "doubt"
"""The facet of what no person has looked at, by how sure the reader was: in the order of facets the least sure come first."""
AWAITS_SECOND = "awaits:second"
"""The facet of what one person has checked and another has to."""


def doubt(confidence: float | None) -> str:
    """The facet of a commitment that nobody looked at: "doubt:037" for 0.37 to 0.38; "doubt:200" where no reader says."""
    return facet(DOUBT, f"{200 if confidence is None else int(confidence * 100):03}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A commitment as its row keeps it: without its statements; of those the id, who judged and why."""

    commitment: Commitment
    members: tuple[tuple[str, str | None, tuple[str, ...]], ...]


_encoder = msgspec.json.Encoder()
_stored = msgspec.json.Decoder(Stored)
_names = msgspec.json.Decoder(list[str])


def stored(body: bytes) -> Stored:
    """A row's body as a value."""
    return _stored.decode(body)


def span_class(begins: int, ends: int) -> int:
    """The class of a period by its length, see SPANS."""
    if ends < begins:
        return NONE
    if begins == NO_DAY:
        return OPEN
    return next((place for place, longest in enumerate(SPANS) if ends - begins < longest), LONG)


def facets_of(commitment: Commitment, statuses: Collection[str] = ()) -> set[str]:
    """The properties by which lists find a commitment."""
    found = {facet("kind", commitment.kind), facet("strength", commitment.strength)}
    found |= {facet("actor", one) for one in commitment.actors}
    found |= {facet("recipient", one) for one in commitment.recipients}
    for member in commitment.members:
        if commitment.kind == "appeal":
            found |= actor_facets("addressee", member.said.statement.addressees)
        if not commitment.actors:
            found |= actor_facets("actor", member.said.statement.actors)
        if not commitment.recipients:
            found |= actor_facets("recipient", member.said.statement.recipients)
        if member.said.imprint.publisher:
            found.add(facet("publisher", member.said.imprint.publisher.casefold()))
    if commitment.quantity is not None:
        found.add(facet("unit", commitment.quantity.unit))
    if commitment.venue:
        found.add(facet("venue", commitment.venue.casefold()))
    found.add(facet("reviewed", "yes" if commitment.reviewed else "no"))
    if not commitment.reviewed:
        found.add(AWAITS_SECOND if commitment.awaits_second else doubt(commitment.confidence))
    if commitment.contradictions:
        found.add("contradicted:yes")
        found |= {facet("contradicted", one.type) for one in commitment.contradictions}
    else:
        found.add("contradicted:no")
    return found | {facet("status", one) for one in statuses}


def words_of(commitments: Collection[Commitment]) -> list[set[str]]:
    """For each commitment the stems of all words that its statements are quoted with, as properties by which lists find it."""
    said = [
        {
            word
            for quote in {member.said.statement.quote.text for member in one.members}
            for word in plain(quote[:FINDABLE]).lower().split()
        }
        for one in commitments
    ]
    stem_of = stems(set().union(*said))
    return [{facet(WORD, stem_of[word]) for word in words if word in stem_of} for words in said]


def put(connection: Connection, commitments: Sequence[Commitment], numbers: Mapping[str, int]) -> None:
    """Write summaries in place of those that the tables hold. `numbers`: of all their statements by id."""
    by_number = {min(numbers[member.said.statement.id] for member in one.members): one for one in commitments}
    ordered = sorted(by_number)
    held = _held(connection, ordered)
    new = rows_of(connection, by_number, {number: row["status"] for number, row in held.items()})
    old = {(name, row["first_stated"], number) for number, row in held.items() for name in _names.decode(row["facets"])}
    gone = [{"name": name, "day": day, "number": number} for name, day, number in sorted(old - new.facets)]
    columns = (
        schema.commitments.c.number,
        schema.summaries.c.commitment,
        schema.plain_commitments.c.commitment,
        schema.plain_contradictions.c.commitment,
    )
    for column in columns:
        delete_among(connection, column, held)
    insert_rows(connection, new)
    _exchange(connection, gone, sorted(new.facets - old))
    note_program(connection)
    delete_among(connection, schema.stale.c.commitment, ordered)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of commitments in the tables of commitments, summaries and facets, and plain ones."""

    commitments: list[tuple[Any, ...]]
    summaries: list[tuple[Any, ...]]
    facets: set[tuple[str, int, int]]
    plain: list[tuple[Any, ...]]
    contradictions: list[tuple[Any, ...]]


def insert_rows(connection: Connection, rows: Rows) -> None:
    """Insert the rows of commitments; the facets are up to the caller."""
    insert(connection, schema.commitments, rows.commitments)
    insert(connection, schema.summaries, rows.summaries)
    insert(connection, schema.plain_commitments, rows.plain)
    insert(connection, schema.plain_contradictions, rows.contradictions)


def rows_of(connection: Connection, commitments: Mapping[int, Commitment], statuses: Mapping[int, str | None]) -> Rows:
    """The rows of commitments by number. `statuses`: the words of their statuses, as `status_words` gives them."""
    found, ordered = Rows([], [], set(), [], []), sorted(commitments)
    known = _known(connection, ordered)
    spoken = words_of([commitments[number] for number in ordered])
    for number, words in zip(ordered, spoken, strict=True):
        commitment, status = commitments[number], statuses.get(number)
        facets = facets_of(commitment, status.split() if status else ()) | words
        first = first_day(commitment.first_stated)
        found.commitments.append(_row(number, commitment, first, known[number], status))
        found.summaries.append((number, _encoder.encode(sorted(facets)), _encoder.encode(_brief(commitment))))
        found.facets.update((one, first, number) for one in facets)
        found.plain.append(plain_rows.commitment_row(number, commitment))
        found.contradictions.extend(plain_rows.contradiction_rows(number, commitment))
    return found


def note_program(connection: Connection) -> None:
    """Write down that this program worked something out."""
    insert(connection, schema.programs, [(program_version(),)], known=True)


def status_words(statuses: Sequence[Status]) -> str | None:
    """The names of statuses, each once, in one word of a row."""
    return " ".join(sorted({one.status for one in statuses})) or None


def status_rows(number: int, statuses: Sequence[Status]) -> list[tuple[Any, ...]]:
    """The rows of what became of a commitment."""
    return [
        (number, position, _encoder.encode(one), *plain_rows.status_cells(one)) for position, one in enumerate(statuses)
    ]


def _brief(one: Commitment) -> Stored:
    members = tuple((member.said.statement.id, member.judged_by, member.reasons) for member in one.members)
    return Stored(replace(one, members=()), members)


def _row(
    number: int, one: Commitment, first: int, known: tuple[int, int, int, int], status: str | None
) -> tuple[Any, ...]:
    begins, ends = days(one.period)
    total = one.quantity
    amount = None if total is None else total.low if total.low is not None else total.high
    return (
        number,
        one.id,
        one.kind,
        short(total.unit) if total else None,
        one.strength,
        bool(one.contradictions),
        first,
        known[0],
        known[1],
        span_class(begins, ends),
        begins,
        ends,
        UNKNOWN_DAY if ends == NO_DAY else ends,
        UNKNOWN_AMOUNT if amount is None else float(amount),
        short(one.actors[0]) if one.actors else UNKNOWN_NAME,
        known[2],
        known[3],
        status,
        one.rung,
        short(one.venue) if one.venue else None,
    )


def _held(connection: Connection, numbers: Collection[int]) -> dict[int, RowMapping]:
    lines, bodies = schema.commitments.c, schema.summaries.c
    query = (
        select(lines.number, lines.first_stated, lines.status, bodies.facets)
        .join_from(schema.commitments, schema.summaries, lines.number == bodies.commitment)
        .where(among(connection, lines.number, "numbers"))
    )
    return {
        row["number"]: row
        for some in parts(numbers)
        for row in connection.execute(query, {"numbers": listed(connection, some)}).mappings()
    }


def _known(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[int, int, int, int]]:
    """By which day its first and its last statement had surely been said, how many statements and documents."""
    places, lines, texts = schema.places.c, schema.statements.c, schema.documents.c
    query = (
        select(
            places.commitment,
            func.min(texts.known),
            func.max(texts.known),
            func.count(),
            func.count(distinct(texts.number)),
        )
        .join_from(schema.places, schema.statements, places.statement == lines.number)
        .join(schema.documents, lines.document == texts.number)
        .where(among(connection, places.commitment, "numbers"))
        .group_by(places.commitment)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in each(connection, query, "numbers", numbers)}


def _exchange(connection: Connection, gone: Sequence[Mapping[str, Any]], fresh: Sequence[tuple[Any, ...]]) -> None:
    table = schema.facets
    if gone:
        clause = delete(table).where(
            table.c.facet == bindparam("name"),
            table.c.first_stated == bindparam("day"),
            table.c.commitment == bindparam("number"),
        )
        connection.execute(clause, list(gone))
    insert(connection, table, fresh)


def remove(connection: Connection, numbers: Collection[int]) -> None:
    """Take commitments that are no more out of all lists."""
    gone = [
        {"name": name, "day": row["first_stated"], "number": number}
        for number, row in sorted(_held(connection, numbers).items())
        for name in _names.decode(row["facets"])
    ]
    _exchange(connection, gone, ())
    columns = (
        schema.commitments.c.number,
        schema.summaries.c.commitment,
        schema.statuses.c.commitment,
        schema.stale.c.commitment,
        schema.plain_commitments.c.commitment,
        schema.plain_contradictions.c.commitment,
    )
    for column in columns:
        delete_among(connection, column, numbers)


def stale(connection: Connection, limit: int) -> list[int]:
    """Commitments whose summary must be worked out anew, lowest first."""
    column = schema.stale.c.commitment
    return list(connection.execute(select(column).order_by(column).limit(limit)).scalars())


def put_statuses(connection: Connection, statuses: Mapping[int, Sequence[Status]]) -> None:
    """Write what became of commitments, so that lists can show it and filter by it."""
    table, lines, bodies = schema.statuses, schema.commitments, schema.summaries
    held = _held(connection, statuses)
    gone, fresh, rows, changed = [], [], [], []
    for number in sorted(held):
        row, found = held[number], statuses[number]
        names = sorted({one.status for one in found})
        old = set(_names.decode(row["facets"]))
        new = {name for name in old if not name.startswith("status:")} | {facet("status", name) for name in names}
        gone += [{"name": name, "day": row["first_stated"], "number": number} for name in sorted(old - new)]
        fresh += [(name, row["first_stated"], number) for name in sorted(new - old)]
        rows += status_rows(number, found)
        changed.append({"one": number, "word": status_words(found), "all": _encoder.encode(sorted(new))})
    delete_among(connection, table.c.commitment, held)
    insert(connection, table, rows)
    _exchange(connection, gone, fresh)
    note_program(connection)
    if changed:
        line = update(lines).where(lines.c.number == bindparam("one")).values(status=bindparam("word"))
        connection.execute(line, [{"one": row["one"], "word": row["word"]} for row in changed])
        body = update(bodies).where(bodies.c.commitment == bindparam("one")).values(facets=bindparam("all"))
        connection.execute(body, [{"one": row["one"], "all": row["all"]} for row in changed])
