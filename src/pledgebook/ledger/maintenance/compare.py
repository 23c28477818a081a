"""Tables held against those that they should be, row by row, in memory that does not grow with the book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from pledgebook.ledger.queries.documents import said
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.view import View
from pledgebook.ledger.store.words import FINDABLE
from pledgebook.model import Problem
from pledgebook.world.words import plain

Row = tuple[Any, ...]
MEND = "`pledgebook rebuild` makes it anew"
_AT_ONCE = 2_000  # rows read at a time


def rows_of(connection: Connection, table: Table) -> Iterator[Row]:
    """All rows of a table in the order of its key, as the driver gives them: also what no column of this sort can hold."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    return _stream(connection, f"SELECT {columns} FROM {table.name} ORDER BY {order}")


def _stream(connection: Connection, query: str, *values: Any) -> Iterator[Row]:
    options = {"stream_results": True, "yield_per": _AT_ONCE}
    with connection.execution_options().exec_driver_sql(query, values or None, execution_options=options) as found:
        for row in found:
            yield tuple(row)


def table_fault(
    one: Connection, other: Connection, table: Table, passed_over: Callable[[Row], bool] = lambda row: False
) -> Problem | None:
    """The first row of `table` that `one` holds and `other` does not, or the other way round.

    `passed_over`: of a row of `one`, whether nothing is said of it.
    """
    pairs = zip_longest((row for row in rows_of(one, table) if not passed_over(row)), rows_of(other, table))
    return first_difference(table, pairs)


def first_difference(table: Table, pairs: Iterable[tuple[Row | None, Row | None]]) -> Problem | None:
    """The first pair of rows that differ, as a problem that names the entry, or the table where there is none to name."""
    for held, wanted in pairs:
        if held == wanted and _sorts(held) == _sorts(wanted):
            continue
        names = [column.name for column in table.columns]
        name = next((name for name in ("sequence", "document") if name in names), names[0])
        row = _earlier(held, wanted, len(table.primary_key.columns))
        named = name in ("sequence", "document") or table is schema.documents
        where = f"entry {row[names.index(name)]}" if named else f"table {table.name}"
        return Problem(where, f"does not agree with the table of {table.name}: {MEND}", "row")
    return None


def _sorts(row: Row | None) -> list[bool]:
    """Which values are text: in SQLite a column of numbers can hold some."""
    return [isinstance(value, str) for value in row or ()]


def _earlier(held: Row | None, wanted: Row | None, key: int) -> Row:
    if held is None or wanted is None:
        return held or wanted or ()
    try:
        return min(held, wanted, key=lambda row: row[:key])
    except TypeError:  # a key of another sort, which this table never had
        return wanted


def pending_fault(one: Connection, other: Connection) -> Problem | None:
    """Statements that should wait for merging and do not, or that wait and are not there. More may wait than must: a merge
    of everything anew lets all wait again."""
    held, wanted = schema.pending.c.statement, rows_of(other, schema.pending)
    stray = select(held).where(held.not_in(select(schema.statements.c.number))).limit(1)
    if one.execute(stray).first() is not None:
        return Problem("table pending", f"names a statement that is not there: {MEND}", "row")
    waiting = rows_of(one, schema.pending)
    here = next(waiting, None)
    for row in wanted:
        while here is not None and here[0] < row[0]:
            here = next(waiting, None)
        if here != row:
            return Problem("table pending", f"lacks a statement that waits for merging: {MEND}", "row")
    return None


def ids_fault(connection: Connection) -> Problem | None:
    """How far the index of ids reaches depends on what was asked; but so far every id leads to its statement."""
    lines, table = schema.statements, schema.ids
    last = connection.execute(select(func.max(table.c.number))).scalar() or 0
    right = lines.join(table, (lines.c.number == table.c.number) & (lines.c.id == table.c.id))
    found = connection.execute(select(func.count()).select_from(right)).scalar_one()
    reached = connection.execute(select(func.count()).where(lines.c.number <= last)).scalar_one()
    if found == reached == connection.execute(select(func.count()).select_from(table)).scalar_one():
        return None
    return Problem("table ids", f"does not lead to every statement: {MEND}", "row")


def words_fault(one: Connection, other: Connection) -> Problem | None:
    """Whether every word leads to the statements that are quoted with it, and to no other."""
    fault = _postgres_words(one) if one.dialect.name == "postgresql" else _sqlite_words(one, other)
    return Problem("table words", f"{fault}: {MEND}", "row") if fault else None


def _postgres_words(connection: Connection) -> str | None:
    """The server cuts the quotes anew, some at a time."""
    lines = (
        select(func.count()).select_from(schema.statements).where(schema.statements.c.length > 0)
    )  # of those not erased
    if (
        connection.execute(lines).scalar()
        != connection.execute(text(f"SELECT count(*) FROM {schema.FULL_TEXT}")).scalar()
    ):
        return "does not hold every statement"
    same = text(
        f"SELECT count(*) FROM {schema.FULL_TEXT} JOIN unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) "
        "AS t(number, said) ON statement = number WHERE words = to_tsvector('pledgebook', said)"
    )
    last = connection.execute(select(func.max(schema.statements.c.number))).scalar() or 0
    for first in range(1, last + 1, _AT_ONCE):
        found = said(View(connection), range(first, min(first + _AT_ONCE, last + 1)))
        quotes = [plain(one.statement.quote.text[:FINDABLE]) for one in found.values()]
        held = connection.execute(same, {"numbers": list(found), "texts": quotes}).scalar()
        if held != len(found):
            return "does not lead to every statement by its words"
    return None


def _sqlite_words(one: Connection, other: Connection) -> str | None:
    """The index gives back the places of each word; the text itself it does not keep."""
    name = schema.FULL_TEXT
    for connection in (one, other):
        for sort in ("row", "instance"):
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name}_{sort} USING fts5vocab('main', '{name}', '{sort}')"
            )
    try:
        places = f'SELECT doc, "offset" FROM temp.{name}_instance WHERE term = ?'
        total = 0
        for term, count in _stream(other, f"SELECT term, cnt FROM temp.{name}_row"):
            total += count
            if any(a != b for a, b in zip_longest(_stream(one, places, term), _stream(other, places, term))):
                return f"does not lead to every statement with the word {term!r}"
        if one.exec_driver_sql(f"SELECT count(*) FROM temp.{name}_instance").scalar() != total:
            return "holds words that no statement has"
        sizes = f"SELECT id, sz FROM {name}_docsize ORDER BY id"
        if any(a != b for a, b in zip_longest(_stream(one, sizes), _stream(other, sizes))):
            return "does not hold every statement"
        return None
    finally:
        for connection in (one, other):
            for sort in ("row", "instance"):
                connection.exec_driver_sql(f"DROP TABLE temp.{name}_{sort}")
