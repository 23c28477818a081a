"""`pledgebook correct`: a person sets a field that was read wrongly."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, By, Id, Note, opened, person
from pledgebook.cli.output import say
from pledgebook.config import needs_second


def correct_command(
    id: Id,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE",
            help="kind, polarity, actors, recipients, quantity, unit, period (EDTF), object (START:END in the text).",
        ),
    ],
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
) -> None:
    """Set fields of a statement that were read wrongly; of a commitment, of the statement whose wording it has.

    What you set outranks every rule, is checked against the text, and is shown as set by you. "none" takes a field away.

    \b
    Examples:
      pledgebook correct cm-0a1b2c3d4e5f6071 actors=Mexico quantity=1.5e9 unit=USD --by "R. Diaz"
      pledgebook correct st-8192a3b4c5d6e7f0 period=2022/2024 recipients=none object=120:164
    """
    values = {name: value for name, _, value in (one.partition("=") for one in fields)}
    with opened(book) as kept:
        entry = kept.correct(id, values, by=person(by), note=note, needs_second=needs_second())
    say(f"entry {entry.sequence}: {', '.join(values)} of {id} set (undo with: pledgebook undo {entry.sequence})\n")
