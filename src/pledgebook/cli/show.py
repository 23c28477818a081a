"""`pledgebook show`: everything of one commitment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, Id, Output, opened
from pledgebook.cli.output import put
from pledgebook.publish.commitment_tables import shown
from pledgebook.publish.contents import content_of_followed
from pledgebook.publish.formats import CommitmentFormat
from pledgebook.publish.history import history_lines


def show_command(
    id: Id,
    book: BookPlace = None,
    as_of: AsOf = None,
    form: Annotated[CommitmentFormat, typer.Option("--format", "-f", help="How to print.")] = "text",
    output: Output = None,
) -> None:
    """Show a commitment: its statements with their exact words and who says so, contradictions, relations, status, history.

    \b
    Examples:
      pledgebook show cm-0a1b2c3d4e5f6071
      pledgebook show cm-0a1b2c3d4e5f6071 --as-of 2022-12-31 --format json
    """
    with opened(book, as_of=as_of) as kept:
        found = kept.commitment(id)

        def told(to_terminal: bool) -> Iterator[str]:
            yield shown(found.commitment, found.statuses, to_terminal=to_terminal)
            yield "\nHistory\n" + "".join(history_lines(kept.history(id)))

        put(content_of_followed([found], told, one=True), form, output)
