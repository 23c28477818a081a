"""`pledgebook history`: the entries that touched a commitment, a statement or a document."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, WrittenBy, opened
from pledgebook.cli.output import say
from pledgebook.publish.history import history_lines


def history_command(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A commitment (cm-…), a statement (st-…) or a document (sha256:…).")
    ],
    book: BookPlace = None,
    as_of: WrittenBy = None,
) -> None:
    """Print every entry that touched something, the first first: what was added, merged, judged, undone, linked, ruled.

    \b
    Examples:
      pledgebook history cm-0a1b2c3d4e5f6071
    """
    with opened(book, as_of=as_of) as kept:
        entries = kept.history(id)
    say(*history_lines(entries))
