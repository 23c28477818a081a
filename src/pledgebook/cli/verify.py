"""`pledgebook verify`: prove that nothing was changed behind anybody's back."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import complain, say
from pledgebook.cli.progress import counting


def verify_command(
    book: BookPlace = None,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="The whole hash of an entry, noted down before (log prints it).")
    ] = None,
) -> None:
    """Recompute the whole chain of entries, every quote against its document, and the tables against the entries.

    A changed, missing or exchanged entry is named by its number. Entries cut off at the end leave no gap: give --head, a
    hash that was noted down before, to find that too.

    \b
    Examples:
      pledgebook verify
      pledgebook verify --head HASH

    \b
    Exit code: 0 all is as it was written, 1 something does not fit.
    """
    with opened(book) as kept:
        with counting("verifying") as tell:
            problems = kept.verify(head, progress=tell)
        counts, last = kept.counts(), kept.head()
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
    told = f"; the latest has the hash {last.hash}" if last else ""
    say(f"{kept.place}: all {counts.entries:,} entries and every quote are as they were written{told}\n")
