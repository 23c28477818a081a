"""`pledgebook merge`: say that commitments are one; or have everything merged anew by rule."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say
from pledgebook.cli.progress import counting


def merge_command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Two or more commitments (cm-…) or statements (st-…).")
    ] = None,
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Judge all statements anew by the rules of this version; persons' judgements stay."
        ),
    ] = False,
) -> None:
    """Say that two or more commitments are the same one. A person's word outranks every rule, and undo takes it back.

    \b
    Examples:
      pledgebook merge cm-0a1b2c3d4e5f6071 cm-8192a3b4c5d6e7f0 --by "R. Diaz" --note "same programme, new name"
      pledgebook merge --again          after an upgrade of pledgebook
    """
    given = ids or []
    if again == bool(given) or len(given) == 1:
        raise typer.BadParameter("give two or more ids, or --again without any")
    with opened(book) as kept:
        if again:
            with counting("merging") as tell:
                placed = kept.merge(again=True, progress=tell)
            say(
                f"{placed:,} statements judged anew; {kept.place} holds {kept.counts().commitments:,} commitments and deeds\n"
            )
            return
        entry = kept.join(given, by=person(by), note=note)
        found = kept.commitment(given[0])
    say(
        f"{found.commitment.id} now has {len(found.commitment.members)} statements "
        f"(undo with: pledgebook undo {entry.sequence})\n"
    )
