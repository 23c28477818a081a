"""What a correction means for the tables: the rows of a statement as a person set it, so that filters and views see what lists show."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, delete, select, update

from pledgebook.ledger.bodies import Correction, decode, decode_statement
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.plain import statement_row
from pledgebook.ledger.store.rows import among, insert, listed, parts
from pledgebook.ledger.store.values import actor_facets, days, short
from pledgebook.model import Statement, Values, corrected


def restate(connection: Connection, book: Connection, numbers: Collection[int]) -> None:
    """Write the rows of statements anew, as persons corrected them. Those whose text was erased have none.

    `book`: where the entries are; when the tables are made a second time to be compared, they are not beside them.
    """
    for some in parts(set(numbers), 2_000):
        base = _as_read(connection, book, some)
        said, ever = _corrections(connection, book, base)
        now = {number: functools.reduce(corrected, said.get(number, ()), one) for number, one in base.items()}
        held = {
            number: {facet for one in (base[number], *ever.get(number, ())) for facet in name_facets(one)}
            for number in base
        }
        _put(connection, now, held)


def name_facets(one: Statement | Values) -> set[str]:
    """The facets of those who act and receive."""
    return actor_facets("actor", one.actors) | actor_facets("recipient", one.recipients)


def _bodies(book: Connection, sequences: Collection[int]) -> dict[int, bytes]:
    entries = schema.entries.c
    query = select(entries.sequence, entries.body).where(among(book, entries.sequence, "sequences"))
    return {
        row.sequence: bytes(row.body) for row in book.execute(query, {"sequences": listed(book, sorted(sequences))})
    }


def _as_read(connection: Connection, book: Connection, numbers: Iterable[int]) -> dict[int, Statement]:
    lines = schema.statements.c
    query = select(lines.number, lines.document, lines.start, lines.length).where(
        among(connection, lines.number, "numbers"), lines.length > 0
    )
    rows = connection.execute(query, {"numbers": listed(connection, numbers)}).all()
    bodies = _bodies(book, {row.document for row in rows})
    return {row.number: decode_statement(bodies[row.document][row.start : row.start + row.length]) for row in rows}


def _corrections(
    connection: Connection, book: Connection, numbers: Collection[int]
) -> tuple[dict[int, list[Values]], dict[int, list[Values]]]:
    """What persons set and hold to, the earliest first; and all that they ever set."""
    table = schema.reviews.c
    query = (
        select(table.statement, table.sequence, table.undone)
        .where(table.kind == "correction", among(connection, table.statement, "numbers"))
        .order_by(table.sequence)
    )
    rows = connection.execute(query, {"numbers": listed(connection, numbers)}).all()
    bodies = _bodies(book, {row.sequence for row in rows})
    said: dict[int, list[Values]] = {}
    ever: dict[int, list[Values]] = {}
    for row in rows:
        values = decode(bodies[row.sequence], Correction).values
        ever.setdefault(row.statement, []).append(values)
        if not row.undone:
            said.setdefault(row.statement, []).append(values)
    return said, ever


def _put(connection: Connection, now: dict[int, Statement], held: dict[int, set[str]]) -> None:
    lines, names, plain = schema.statements, schema.names, schema.plain_statements
    change = (
        update(lines)
        .where(lines.c.number == bindparam("one"))
        .values(kind=bindparam("sort"), unit=bindparam("of"), begins=bindparam("first"), ends=bindparam("last"))
    )
    rows = []
    for number, one in sorted(now.items()):
        first, last = days(one.period.edtf if one.period else None)
        unit = short(one.quantity.unit) if one.quantity else None
        rows.append({"one": number, "sort": one.kind, "of": unit, "first": first, "last": last})
    if not rows:
        return
    connection.execute(change, rows)
    gone = delete(names).where(names.c.facet == bindparam("name"), names.c.statement == bindparam("one"))
    pairs = [{"name": name, "one": number} for number in sorted(held) for name in sorted(held[number])]
    if pairs:
        connection.execute(gone, pairs)
    insert(
        connection, names, [(name, number) for number, one in sorted(now.items()) for name in sorted(name_facets(one))]
    )
    old = delete(plain).where(among(connection, plain.c.statement, "numbers"))
    connection.execute(old, {"numbers": listed(connection, now)})
    insert(connection, plain, [statement_row(number, one) for number, one in sorted(now.items())])
