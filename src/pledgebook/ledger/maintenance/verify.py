"""Proof that nothing was changed: the chain, every quote, and the tables against the entries."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, create_engine, event, func, select, text

from pledgebook.errors import LedgerError, UsageError
from pledgebook.ledger.bodies import Erased, Removal, decode, decode_document, is_erased, read
from pledgebook.ledger.store import entries, schema
from pledgebook.ledger.store.rows import Rows
from pledgebook.ledger.tables import Tables
from pledgebook.model import GENESIS, Entry, Imprint, Problem, document_id, entry_hash

REPLAYED: tuple[Table, ...] = tuple(
    table
    for table in schema.DERIVED
    if table.name not in ("ids", "features", "keys", "commitments", "summaries", "facets", "stale", "statuses")
)
"""Tables that the entries alone determine; the others are worked out by the book from these."""
MOST = 100  # problems told: who has a hundred needs no more
Progress = Callable[[int], None]


class Unfit(LedgerError):
    """A line of the book does not fit those before it."""

    def __init__(self, sequence: int, what: str) -> None:
        super().__init__(f"entry {sequence}: {what}; nothing was changed, `pledgebook verify` tells more")
        self.sequence, self.what = sequence, what


def verify(connection: Connection, head: str | None = None, progress: Progress | None = None) -> list[Problem]:
    """Everything in the book that does not fit, the earliest entry first; empty when nothing is wrong.

    `head`: the hash of a line that was noted down: the book must still hold it. `progress` is told the sequence of each
    thousandth entry.
    """
    found = chain(connection, head, progress)
    return (found or rows(connection))[:MOST]


def chain(connection: Connection, head: str | None, progress: Progress | None = None) -> list[Problem]:
    """Faults of the entries themselves: missing, changed, exchanged, and quotes that do not stand in their text."""
    problems: dict[int, Problem] = {}

    def fault(sequence: int, what: str, rule: str) -> None:
        problems.setdefault(sequence, Problem(f"entry {sequence}", what, rule))

    last, line, whole, seen = 0, GENESIS, False, head is None
    erased: dict[int, str] = {}  # entries whose text is gone, until the entry comes that says so
    for one in entries.stream(connection):
        for gone in range(last + 1, min(one.sequence, last + 1 + MOST)):
            fault(gone, "is missing", "missing-entry")
        told = entry_hash(one.previous, one.sequence, one.time, one.run, one.kind, one.body)
        if told != one.hash and is_erased(one.body):
            erased[one.sequence] = one.hash
        elif told != one.hash:
            fault(one.sequence, "was changed: what it says is not what its hash was made from", "changed-entry")
        elif one.sequence == last + 1 and one.previous != line:
            # this line is what it was; so the one before is not the one that it was chained to
            if last == 0 or not whole:
                fault(one.sequence, "is not chained to the line before it", "broken-chain")
            else:
                fault(last, f"is not the line that entry {one.sequence} was chained to", "changed-entry")
        elif what := _content(one):
            fault(one.sequence, what, "content")
        if one.kind == "removal" and one.sequence not in problems:
            gone_with = decode(one.body, Removal).erased
            if gone_with is not None and erased.get(gone_with[0]) == gone_with[1]:
                del erased[gone_with[0]]
        last, line, whole = one.sequence, one.hash, told == one.hash or one.sequence in erased
        seen = seen or one.hash == head
        if progress and last % 1000 == 0:
            progress(last)
    for sequence in erased:
        fault(sequence, "was erased, and no entry says by whom", "erased-entry")
    if not seen:
        fault(last + 1, f"is missing, or one before it: no line has the hash {head}", "head")
    return [problems[sequence] for sequence in sorted(problems)]


def _content(entry: Entry) -> str | None:
    """What is wrong with what a line says, None when nothing is."""
    try:
        if entry.kind == "document" and is_erased(entry.body):
            decode(entry.body, Erased)
            return None
        if entry.kind != "document":
            read(entry)
            return None
        found = decode_document(entry.body)
    except (UsageError, msgspec.DecodeError) as error:
        return f"cannot be read: {error}"
    if isinstance(found, Imprint):
        return None
    document, statements, _ = found
    if document_id(document.text) != document.id:
        return "holds a text that is not the one of its id"
    for statement in statements:
        for quote in (statement.quote, statement.object, statement.act):
            if document.text[quote.start : quote.end] != quote.text:
                return f"holds a quote of {statement.id} that does not stand in its text"
    return None


def replay(connection: Connection, book: Iterator[Entry], progress: Progress | None = None) -> None:
    """Fill empty tables from entries. Raises Unfit for one that cannot be what was added."""
    tables = Tables(connection, Rows(connection))
    for one in book:
        try:
            tables.apply(one)
        except (UsageError, msgspec.DecodeError, KeyError) as error:
            raise Unfit(one.sequence, str(error)) from error
        if progress and one.sequence % 1000 == 0:
            progress(one.sequence)
    tables.flush()


def rows(connection: Connection) -> list[Problem]:
    """Rows of the tables that are not what the entries say, found by filling a second set of tables."""
    problems = []
    with tempfile.TemporaryDirectory(prefix="pledgebook-") as folder:
        engine = create_engine(f"sqlite+pysqlite:///{Path(folder) / 'replay.db'}")

        @event.listens_for(engine, "connect")
        def quick(driver: Any, _: object) -> None:
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA journal_mode = OFF")

        try:
            with engine.begin() as second:
                schema.metadata.create_all(second)
                second.execute(
                    text(f"CREATE VIRTUAL TABLE {schema.FULL_TEXT} USING fts5(text, content='', columnsize=0)")
                )
                try:
                    replay(second, entries.stream(connection))
                except Unfit as error:
                    return [Problem(f"entry {error.sequence}", error.what, "content")]
                for table in REPLAYED:
                    problems += _differences(connection, second, table)
                problems += _ids(connection) + _words(connection)
        finally:
            engine.dispose()
    return problems


def _differences(one: Connection, other: Connection, table: Table) -> list[Problem]:
    key = list(table.primary_key.columns)
    query = select(table).order_by(*key)
    size = {"yield_per": 5000}
    with one.execute(query, execution_options=size) as here, other.execute(query, execution_options=size) as there:
        return _first(table, zip_longest(map(tuple, here), map(tuple, there)))


def _first(table: Table, pairs: Iterable[tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]]) -> list[Problem]:
    """The first row that one has and the other has not."""
    for held, told in pairs:
        if held != told:
            row = min(row for row in (held, told) if row is not None)
            column = next((c for c in table.columns if c.name in ("sequence", "document")), next(iter(table.columns)))
            place = row[list(table.columns).index(column)]
            where = (
                f"entry {place}"
                if column.name in ("sequence", "document") or table is schema.documents
                else f"table {table.name}"
            )
            return [
                Problem(
                    where, f"does not agree with the table of {table.name}: `pledgebook rebuild` makes it anew", "row"
                )
            ]
    return []


def _ids(connection: Connection) -> list[Problem]:
    """How far the index of ids reaches depends on what was asked; but so far every id leads to its statement."""
    lines, table = schema.statements, schema.ids
    last = connection.execute(select(func.max(table.c.number))).scalar() or 0
    right = lines.join(table, (lines.c.number == table.c.number) & (lines.c.id == table.c.id))
    found = connection.execute(select(func.count()).select_from(right)).scalar_one()
    told = connection.execute(select(func.count()).where(lines.c.number <= last)).scalar_one()
    if found == told == connection.execute(select(func.count()).select_from(table)).scalar_one():
        return []
    return [Problem("table ids", "does not lead to every statement: `pledgebook rebuild` makes it anew", "row")]


def _words(connection: Connection) -> list[Problem]:
    count = "SELECT count(*) FROM "
    if (
        connection.execute(text(count + schema.FULL_TEXT)).scalar()
        != connection.execute(text(f"{count}{schema.statements.name} WHERE length > 0")).scalar()
    ):
        return [Problem("table words", "does not hold every statement: `pledgebook rebuild` makes it anew", "row")]
    return []
