"""`pledgebook verify`: prove that nothing was changed behind anybody's back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import complain, say
from pledgebook.cli.progress import counting
from pledgebook.errors import UsageError
from pledgebook.ledger import read_public_key, read_seals
from pledgebook.model import Problem
from pledgebook.publish.wording import counted


def verify_command(
    book: BookPlace = None,
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HASH", help="The hash of an entry, or its first 12 digits, noted down before (log prints it)."
        ),
    ] = None,
    seal: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Seals taken before (pledgebook seal); may be given again."),
    ] = None,
    signed_by: Annotated[
        str | None,
        typer.Option("--signed-by", metavar="KEY", help="Each seal must be signed by this key: base64, or a PEM file."),
    ] = None,
) -> None:
    """Recompute the whole chain of entries, every quote against its document, and every table against what it follows from.

    A changed, missing or exchanged entry is named by its number. Entries cut off at the end leave no gap: give --seal, seals
    that were taken before, or --head, a hash that was noted down, to find that too.

    \b
    Examples:
      pledgebook verify
      pledgebook verify --head HASH
      pledgebook verify --seal seals.txt --signed-by KEY

    \b
    Exit code: 0 all is as it was written, 1 something does not fit.
    """
    if signed_by is not None and not seal:
        raise UsageError("--signed-by says who signed the seals of --seal FILE, and none is given")
    seals = [one for path in seal or () for one in read_seals(path)]
    trusted = read_public_key(signed_by) if signed_by is not None else None
    problems = [
        Problem(one.where, f"the seal of {one.time} {what}", "seal") for one in seals if (what := one.fault(trusted))
    ]
    with opened(book) as kept:
        with counting("verifying") as tell:
            problems += kept.verify(head, progress=tell, seals=seals)
        counts, last = kept.counts(), kept.head()
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
    told = f"; the latest has the hash {last.hash}" if last else ""
    fitting = f", and {counted(len(seals), 'seal')} of it fit" if seals else ""
    say(
        f"{kept.place}: all {counts.entries:,} entries, every quote and every table are as they were written{fitting}{told}\n"
    )
