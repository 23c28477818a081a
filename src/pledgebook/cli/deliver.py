"""`pledgebook deliver`: a deed that a later document tells of counts, or does not, as progress of a commitment."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say


def deliver_command(
    commitment: Annotated[str, typer.Argument(metavar="ID", help="A commitment (cm-…).")],
    deed: Annotated[
        str,
        typer.Argument(metavar="DEED", help="What delivers on it: an action or figure of the ledger (cm-… or st-…)."),
    ],
    book: BookPlace = None,
    does_not: Annotated[
        bool, typer.Option("--not", help="Say that it does not, whatever a rule says.", show_default=False)
    ] = False,
    by: By = None,
    note: Note = None,
) -> None:
    """Say that a deed which a later document tells of delivers on a commitment. show and status tell it as progress, apart from official records.

    \b
    Examples:
      pledgebook list --kind action --text "refugees"
      pledgebook deliver cm-0a1b2c3d4e5f6071 cm-8192a3b4c5d6e7f0 --by "R. Diaz" --note "the same programme"
      pledgebook deliver cm-0a1b2c3d4e5f6071 st-8192a3b4c5d6e7f0 --not --by "R. Diaz"
    """
    with opened(book) as kept:
        entry = kept.deliver(commitment, deed, by=person(by), note=note, delivers=not does_not)
    word = "does not deliver on" if does_not else "delivers on"
    say(f"entry {entry.sequence}: {deed} {word} {commitment} (undo with: pledgebook undo {entry.sequence})\n")
