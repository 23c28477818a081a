"""Entries of the ledger, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pledgebook.ledger import describe
from pledgebook.model import Entry
from pledgebook.publish.wording import harmless


def history_lines(entries: Sequence[Entry], *, whole: bool = False) -> Iterator[str]:
    """A line an entry: number, time, kind, what it says. `whole`: with the run and the whole hash."""
    for entry in entries:
        time = entry.time[:19].replace("T", " ")
        line = f"{entry.sequence:>6}  {time}  {entry.kind:<9}  {harmless(describe(entry))}"
        yield f"{line}\n        {entry.run}  {entry.hash}\n" if whole else f"{line}\n"
