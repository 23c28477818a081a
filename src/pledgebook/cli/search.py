"""`pledgebook search`: statements of a ledger by their words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, opened


def search(
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
    from pledgebook.cli.commitments import hits
    from pledgebook.cli.output import to_standard_output

    with opened(book) as kept:
        seen = kept.as_of(as_of) if as_of else kept
        found = seen.search(" ".join(words), limit=limit)
    if not found:
        sys.stdout.write("nothing fits\n")
        return
    to_standard_output([hits(found).encode("utf-8", "replace")])
