"""`pledgebook split`: say that two statements are not of one commitment."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say
from pledgebook.publish.wording import counted


def split_command(
    left: Annotated[str, typer.Argument(metavar="A", help="A commitment (cm-…) or one of its statements (st-…).")],
    right: Annotated[str, typer.Argument(metavar="B", help="The statement (st-…) that does not belong with it.")],
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
) -> None:
    """Say that B is not of the same commitment as A: as a statement, or as all the others of a commitment.

    \b
    Examples:
      pledgebook split cm-0a1b2c3d4e5f6071 st-8192a3b4c5d6e7f0 --note "another year's quota"
    """
    with opened(book) as kept:
        entry = kept.split(left, right, by=person(by), note=note)
        one, other = kept.commitment(left).commitment, kept.commitment(right).commitment
    if entry is None:
        say(f"{right} is not of {left}: nothing to split\n")
        return
    say(
        f"{one.id} has {counted(len(one.members), 'statement')}, {other.id} has {len(other.members)} "
        f"(undo with: pledgebook undo {entry.sequence})\n"
    )
