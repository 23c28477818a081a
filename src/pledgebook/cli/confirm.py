"""`pledgebook confirm`: a row that a person has checked."""

from __future__ import annotations

from pledgebook.cli.options import BookPlace, By, Id, Note, opened, person
from pledgebook.cli.output import say
from pledgebook.config import needs_second


def confirm_command(id: Id, book: BookPlace = None, by: By = None, note: Note = None) -> None:
    """Say that you checked a commitment, or one of its statements. list --reviewed and --unreviewed tell them apart.

    Where pledgebook.toml says second_reviewer = true, it counts as reviewed when somebody else has checked it, too.

    \b
    Examples:
      pledgebook confirm cm-0a1b2c3d4e5f6071 --by "R. Diaz" --note "read beside the fact sheet"
    """
    with opened(book) as kept:
        entry = kept.confirm(id, by=person(by), note=note, needs_second=needs_second())
    say(f"entry {entry.sequence}: {id} checked (undo with: pledgebook undo {entry.sequence})\n")
