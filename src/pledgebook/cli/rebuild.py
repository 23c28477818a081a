"""`pledgebook rebuild`: the tables of a ledger, made anew from its entries."""

from __future__ import annotations

import sys

from pledgebook.cli.options import BookPlace, opened


def rebuild(book: BookPlace = None) -> None:
    """Empty all tables and fill them again from the entries. The result is the same; entries are never touched.

    \b
    Examples:
      pledgebook rebuild --book summit.db
    """
    from pledgebook.cli.grid import counting

    with opened(book) as kept:
        with counting("rebuilding") as tell:
            kept.rebuild(progress=tell)
        counts = kept.counts()
    sys.stdout.write(
        f"{kept.place}: tables made anew from {counts.entries:,} entries; {counts.commitments:,} commitments and deeds\n"
    )
