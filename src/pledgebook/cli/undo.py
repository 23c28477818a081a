"""`pledgebook undo`: an entry no longer counts."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say


def undo_command(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", min=1, help="The number of the entry, as log prints it.")],
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
) -> None:
    """Take back what a person said in an entry, all of it: a judgement, merge, split, link, ruling, rejection, correction,
    confirmation or removal. The entry stays in the ledger; another one says that it no longer counts.

    \b
    Examples:
      pledgebook undo 41 --note "misread the annex"
    """
    with opened(book) as kept:
        done = kept.undo(entry, by=person(by), note=note)
    say(f"entry {done.sequence}: entry {entry} no longer counts\n")
