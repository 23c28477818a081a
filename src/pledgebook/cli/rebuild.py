"""`pledgebook rebuild`: the tables of a ledger, made anew from its entries."""

from __future__ import annotations

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import say
from pledgebook.cli.progress import counting


def rebuild_command(book: BookPlace = None) -> None:
    """Empty all tables and fill them again from the entries. The result is the same; entries are never touched.

    \b
    Examples:
      pledgebook rebuild --book summit.db
    """
    with opened(book) as kept:
        with counting("rebuilding") as tell:
            kept.rebuild(progress=tell)
        counts = kept.counts()
    say(
        f"{kept.place}: tables made anew from {counts.entries:,} entries; {counts.commitments:,} commitments and deeds\n"
    )
