"""`pledgebook log`: the ledger, entry by entry."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, WrittenBy, opened
from pledgebook.cli.output import say
from pledgebook.model import EntryKind
from pledgebook.publish.history import history_lines


def log_command(
    book: BookPlace = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 50,
    before: Annotated[int | None, typer.Option(metavar="ENTRY", min=1, help="Only entries before this one.")] = None,
    kind: Annotated[EntryKind | None, typer.Option("--kind", "-k", help="Only entries of this kind.")] = None,
    run: Annotated[str | None, typer.Option(metavar="RUN", help="Only what this run of the program wrote.")] = None,
    as_of: WrittenBy = None,
) -> None:
    """Print the entries of the ledger, the latest first: number, time, run, kind, what it adds, its hash.

    Note down the hash of the latest entry: `pledgebook verify --head HASH` then proves that nothing was taken away.

    \b
    Examples:
      pledgebook log --limit 5
      pledgebook log --kind judgement
    """
    with opened(book, as_of=as_of) as kept:
        entries = kept.log(limit=limit, after=before, kind=kind, run=run)
    say(*(history_lines(entries, whole=True) if entries else ["nothing fits\n"]))
