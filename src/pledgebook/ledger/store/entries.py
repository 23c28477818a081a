"""The chain: lines are added at its end, and read; nothing else ever happens to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, Select, func, select

from pledgebook.errors import UsageError
from pledgebook.ledger.store.rows import Rows
from pledgebook.ledger.store.schema import entries
from pledgebook.model import GENESIS, Entry, EntryKind, entry_hash

_AT_ONCE = 16 * 1024 * 1024  # bytes of entries that are held at a time; one entry may be longer
COLUMNS = tuple(column.name for column in entries.columns)


def now() -> str:
    """The time in the form of entries: ISO 8601 in UTC with microseconds, ended by "Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _is_time(text: str) -> bool:
    """Whether a text is a time in the form of entries."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").strftime("%Y-%m-%dT%H:%M:%S.%fZ") == text
    except ValueError:
        return False


class Chain:
    """The end of the chain, within the transaction of the only writer."""

    def __init__(self, connection: Connection, rows: Rows, run: str, time: str | None) -> None:
        if not run or not run.isprintable() or len(run) > 200:
            raise UsageError("the name of a run is one line of 1 to 200 printable characters")
        if time is not None and not _is_time(time):
            raise UsageError(f"a time of an entry looks like 2022-07-12T08:30:00.000000Z, not {time[:40]!r}")
        last = connection.execute(
            select(entries.c.sequence, entries.c.hash).order_by(entries.c.sequence.desc()).limit(1)
        ).one_or_none()
        self.sequence: int = last.sequence if last else 0
        self.hash: str = last.hash if last else GENESIS
        self.run, self.time, self.rows = run, time, rows.of[entries]

    def append(self, kind: EntryKind, body: bytes) -> Entry:
        """Add one line."""
        sequence, time, previous = self.sequence + 1, self.time or now(), self.hash
        line = entry_hash(previous, sequence, time, self.run, kind, body)
        self.rows.append((sequence, time, self.run, kind, body, previous, line))
        self.sequence, self.hash = sequence, line
        return Entry(sequence, time, self.run, kind, body, previous, line)


def _bytes(body: bytes | memoryview | str) -> bytes:
    """A body as it was hashed; text, which only another program can have put there, is read so that it can be told."""
    return body.encode("utf-8", "surrogateescape") if isinstance(body, str) else bytes(body)


def _entry(row: RowMapping) -> Entry:
    return Entry(**{name: row[name] for name in COLUMNS} | {"body": _bytes(row["body"])})


def found(connection: Connection, query: Select[tuple[object, ...]]) -> list[Entry]:
    """The lines that a query on `entries` gives."""
    return [_entry(row) for row in connection.execute(query).mappings()]


def by_sequence(connection: Connection, wanted: Collection[int]) -> list[Entry]:
    """Lines by their sequence, in order."""
    ordered, lines = sorted(wanted), []
    for at in range(0, len(ordered), 500):
        some = ordered[at : at + 500]
        lines += found(connection, select(entries).where(entries.c.sequence.in_(some)).order_by(entries.c.sequence))
    return lines


def stream(connection: Connection, *, after: int = 0) -> Iterator[Entry]:
    """All lines after a sequence in order, some at a time so that memory stays flat, however long a line is."""
    size = func.length(entries.c.body)
    while True:
        ahead = (
            select(entries.c.sequence, size).where(entries.c.sequence > after).order_by(entries.c.sequence).limit(500)
        )
        last, held = after, 0
        for sequence, length in connection.execute(ahead).all():
            if last > after and held + (length or 0) > _AT_ONCE:
                break
            last, held = sequence, held + (length or 0)
        if last == after:
            return
        within = entries.c.sequence > after, entries.c.sequence <= last
        yield from found(connection, select(entries).where(*within).order_by(entries.c.sequence))
        after = last
