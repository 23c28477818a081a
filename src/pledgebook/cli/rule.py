"""`pledgebook rule`: a person says what became of a commitment."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Id, opened, person
from pledgebook.cli.output import say
from pledgebook.model import RuledName


def rule_command(
    id: Id,
    status: Annotated[RuledName, typer.Argument(help="What became of it.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; it is shown wherever the status is.")],
    book: BookPlace = None,
    by: By = None,
    ruled: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the ruling (default: today).")
    ] = None,
) -> None:
    """Rule that a commitment is stalled, partly kept, broken or unverifiable. What evidence shows stands beside the ruling.

    \b
    Examples:
      pledgebook rule cm-0a1b2c3d4e5f6071 broken --by "R. Diaz" --note "the programme was ended by decree"
    """
    with opened(book) as kept:
        entry = kept.rule(id, status, by=person(by), note=note, ruled=ruled)
    say(f"entry {entry.sequence}: {status.replace('_', ' ')} (undo with: pledgebook undo {entry.sequence})\n")
