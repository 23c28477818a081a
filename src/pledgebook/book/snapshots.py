"""Snapshots of official records as a reader takes them: the pages of one answer that were seen on one day are one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pledgebook.model import Record, Snapshot

if TYPE_CHECKING:
    from pledgebook.ledger import Reader


def snapshots(reader: Reader, source: str | None = None) -> list[tuple[Snapshot, int]]:
    """The snapshots (of a source) by source and day, with the number of their records. The last of its pages stands for all."""
    found: dict[tuple[str, str, str], tuple[Snapshot, int]] = {}
    for snapshot, count in reader.snapshots(source):
        key = (snapshot.source, snapshot.seen, snapshot.part or snapshot.hash)
        before = found.pop(key, None)
        found[key] = (snapshot, count + (before[1] if before else 0))
    return list(found.values())


def records_of(reader: Reader, snapshot: Snapshot) -> Iterator[Record]:
    """The records of a snapshot, of all its pages."""
    if snapshot.part is None:
        yield from reader.records(snapshot)
        return
    for page, _ in reader.snapshots(snapshot.source):
        if (page.seen, page.part) == (snapshot.seen, snapshot.part):
            yield from reader.records(page)
