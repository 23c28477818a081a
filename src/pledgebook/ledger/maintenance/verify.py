"""Proof that nothing was changed: the file, the chain, every quote, and every table against what it follows from."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, select
from sqlalchemy.exc import DBAPIError

from pledgebook.errors import PledgebookError
from pledgebook.ledger.derivation import Derivation
from pledgebook.ledger.maintenance.chain import MOST, Progress, chain_faults
from pledgebook.ledger.maintenance.compare import MEND, Row, ids_fault, pending_fault, table_fault, words_fault
from pledgebook.ledger.maintenance.derived import derive_again
from pledgebook.ledger.maintenance.integrity import damage, made_by_sqlite, unguarded
from pledgebook.ledger.maintenance.replay import Unfit, replay
from pledgebook.ledger.maintenance.scratch import scratch_folder
from pledgebook.ledger.seals import Seal
from pledgebook.ledger.store import entries, schema
from pledgebook.model import Problem
from pledgebook.model.version import program_version

WORKED_OUT: tuple[Table, ...] = (
    schema.features,
    schema.keys,
    schema.commitments,
    schema.summaries,
    schema.facets,
    schema.statuses,
    schema.plain_commitments,
    schema.plain_contradictions,
)
"""Tables that the book works out from the others."""
_OWN_RULES = ("ids", "pending", "stale", "programs")
REPLAYED: tuple[Table, ...] = tuple(
    table for table in schema.DERIVED if table not in WORKED_OUT and table.name not in _OWN_RULES
)
"""Tables that the entries alone determine, row for row."""


def verify(
    connection: Connection,
    head: str | None = None,
    progress: Progress | None = None,
    derivation: Derivation | None = None,
    seals: Sequence[Seal] = (),
) -> list[Problem]:
    """Everything in the book that does not fit, the earliest entry first; empty when nothing is wrong.

    `head`: the hash of a line that was noted down: the book must still hold it. `progress` is told the sequence of each
    thousandth entry. `derivation`: how features, summaries and statuses follow from the rest; without it those are not
    looked at. `seals`: taken of the book before. What a step finds makes the next ones meaningless, so the first step that finds something ends it.
    """
    steps: tuple[Callable[[], list[Problem]], ...] = (
        lambda: damage(connection),
        lambda: chain_faults(connection, head, progress, seals),
        lambda: tables_faults(connection, derivation),
        lambda: unguarded(connection),
    )
    for step in steps:
        try:
            found = step()
        except (PledgebookError, DBAPIError):
            raise  # the database refuses: that has its own words
        except Exception as error:  # noqa: BLE001 whatever a forged value does to the code that reads it
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            found = [Problem("the tables", f"hold what cannot be read ({told}): {MEND}", "unreadable")]
        if found:
            return found[:MOST]
    return []


def tables_faults(connection: Connection, derivation: Derivation | None) -> list[Problem]:
    """Rows of the tables that are not what the entries say, found by filling a second set of tables."""
    with _second() as second:
        try:
            replay(second, entries.stream(connection), entries_at=connection)
        except Unfit as error:
            return [Problem(f"entry {error.sequence}", error.what, "content")]
        faults = [table_fault(connection, second, table) for table in REPLAYED]
        faults += [pending_fault(connection, second), ids_fault(connection), words_fault(connection, second)]
        found = [one for one in faults if one is not None]
        if found or derivation is None:
            return found
        waiting = _waiting(connection, second)
        derive_again(connection, second, derivation, waiting)
        for table in WORKED_OUT:
            place = None if table in (schema.features, schema.keys) else _place_of_commitment(table)
            fault = table_fault(connection, second, table, _within(waiting, place))
            found += [] if fault is None else [_of_another_program(connection, fault)]
        return found


def _place_of_commitment(table: Table) -> int:
    names = [column.name for column in table.columns]
    return names.index("number" if table is schema.commitments else "commitment")


def _within(numbers: array[int], place: int | None) -> Callable[[Row], bool]:
    """Whether a row is of a commitment that waits."""

    def passed_over(row: Row) -> bool:
        if place is None or not numbers or not isinstance(row[place], int):
            return False
        at = bisect_left(numbers, row[place])
        return at < len(numbers) and numbers[at] == row[place]

    return passed_over


def _waiting(connection: Connection, second: Connection) -> array[int]:
    """Commitments whose summary may be an older one, in order: those with a statement that merging has to place again, and
    those that are to be summed up anew. Both are mended by the next step of the program, whatever their rows say."""
    places, waits = schema.places.c, schema.pending.c
    again = select(places.commitment).where(places.statement.in_(select(waits.statement))).distinct()
    found = set(second.execute(again).scalars())
    found.update(connection.execute(select(schema.stale.c.commitment)).scalars())
    return array("q", sorted(found))


def _of_another_program(connection: Connection, fault: Problem) -> Problem:
    """The same where an older program may have worked the row out: its rules were others."""
    made = set(connection.execute(select(schema.programs.c.version)).scalars())
    if made <= {program_version()}:
        return fault
    others = ", ".join(sorted(str(one) for one in made - {program_version()}))
    what = (
        f"was worked out by pledgebook {others} and comes out otherwise with {program_version()}: "
        "run `pledgebook rebuild`, then verify again"
    )
    return Problem(fault.source, what, "other-program")


@contextmanager
def _second() -> Iterator[Connection]:
    """An empty set of tables in a file that is thrown away."""
    with scratch_folder("verify") as folder:
        engine = create_engine(f"sqlite+pysqlite:///{Path(folder) / 'replay.db'}")

        @event.listens_for(engine, "connect")
        def quick(driver: Any, _: object) -> None:
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA journal_mode = OFF")

        try:
            with engine.begin() as second:
                for name, sql in made_by_sqlite():
                    if sql is not None and not name.startswith(f"{schema.FULL_TEXT}_"):
                        second.exec_driver_sql(sql)
                yield second
        finally:
            engine.dispose()
