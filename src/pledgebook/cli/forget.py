"""`pledgebook forget`: a document leaves the lists, and its text the ledger where that is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say


def forget_command(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its id (sha256:…), as show --format json prints it.")
    ],
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
    erase: Annotated[
        bool, typer.Option("--erase", help="Take its text out of the ledger, too; this cannot be undone.")
    ] = False,
) -> None:
    """Take a document and its statements out of every list. Adding it again does not bring it back; undo does.

    With --erase its text is gone for good. The hash of its entry stays, so that verify still proves all others, and an entry
    says who erased it. Copies that were made before (backup) still hold it.

    \b
    Examples:
      pledgebook forget sha256:0a71145b… --note "published by mistake"
      pledgebook forget sha256:0a71145b… --erase --by "Legal department" --note "court order 12/2026"
    """
    with opened(book) as kept:
        entry = kept.forget(document, by=person(by), note=note, erase=erase)
    undo = "its text is erased" if erase else f"undo with: pledgebook undo {entry.sequence}"
    say(f"entry {entry.sequence}: {document} is in no list any more ({undo})\n")
