"""`pledgebook reject`: a row that is no commitment leaves the lists."""

from __future__ import annotations

from pledgebook.cli.options import BookPlace, By, Id, Note, opened, person
from pledgebook.cli.output import say


def reject_command(id: Id, book: BookPlace = None, by: By = None, note: Note = None) -> None:
    """Say that a commitment, or one of its statements, is none. It leaves every list, whatever the rules say later; it stays in
    the history, and list --rejected shows it.

    \b
    Examples:
      pledgebook reject cm-0a1b2c3d4e5f6071 --by "R. Diaz" --note "a heading"
    """
    with opened(book) as kept:
        entry = kept.reject(id, by=person(by), note=note)
    say(f"entry {entry.sequence}: {id} rejected (undo with: pledgebook undo {entry.sequence})\n")
