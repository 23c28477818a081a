"""`pledgebook log`: the ledger, entry by entry."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, WrittenBy, opened


class EntryKindName(enum.StrEnum):
    """The kinds of entry, for `--kind`."""

    document = "document"
    merge = "merge"
    judgement = "judgement"
    undo = "undo"
    evidence = "evidence"
    link = "link"
    ruling = "ruling"


def log(
    book: BookPlace = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 50,
    before: Annotated[int | None, typer.Option(metavar="ENTRY", min=1, help="Only entries before this one.")] = None,
    kind: Annotated[EntryKindName | None, typer.Option("--kind", "-k", help="Only entries of this kind.")] = None,
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
    from pledgebook.cli.commitments import history_lines
    from pledgebook.cli.output import to_standard_output

    with opened(book) as kept:
        seen = kept.as_of(as_of) if as_of else kept
        entries = seen.log(limit=limit, after=before, kind=kind.value if kind else None, run=run)
    lines = history_lines(entries, whole=True) if entries else ["nothing fits\n"]
    to_standard_output(line.encode("utf-8", "replace") for line in lines)
