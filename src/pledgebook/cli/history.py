"""`pledgebook history`: the entries that touched a commitment, a statement or a document."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, WrittenBy, opened


def history(
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
    from pledgebook.cli.commitments import history_lines
    from pledgebook.cli.output import to_standard_output

    with opened(book) as kept:
        seen = kept.as_of(as_of) if as_of else kept
        entries = seen.history(id)
    to_standard_output(line.encode("utf-8", "replace") for line in history_lines(entries))
