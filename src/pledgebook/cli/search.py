"""`pledgebook search`: statements of a ledger by their words."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, opened
from pledgebook.cli.output import say
from pledgebook.publish.commitment_tables import hits


def search_command(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="Words that a statement holds, in any form and order.")
    ],
    book: BookPlace = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="At most so many.")] = 20,
    as_of: AsOf = None,
) -> None:
    """Find statements by their words, the best first, with the commitment each belongs to.

    \b
    Examples:
      pledgebook search border infrastructure
      pledgebook search "seasonal visas" --as-of 2022-07-01
    """
    with opened(book, as_of=as_of) as kept:
        found = kept.search(" ".join(words), limit=limit)
    say(hits(found) if found else "nothing fits\n")
