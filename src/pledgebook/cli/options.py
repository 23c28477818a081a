"""Options that many commands share, so that they mean the same everywhere."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pledgebook.book import Book

BookPlace = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="PATH|URL",
        help="The ledger: a file, or postgresql://… (default: PLEDGEBOOK_BOOK, then pledgebook.toml, then pledgebook.db).",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what had been said and seen by this day, as 2023-06-30."),
]
WrittenBy = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only entries written by this day (UTC), as 2023-06-30.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; it appears whole or not at all."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so (default: your user name).")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why; it is kept in the ledger.")]


def person(by: str | None) -> str:
    """Who judges or rules: the name that was given, else the user's. Raises typer.BadParameter where neither is known."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise typer.BadParameter("say who you are with --by NAME") from error


def opened(place: str | None, *, create: bool = False) -> Book:
    """The ledger of the call. Reading commands never make one: a wrong path is an error, not an empty answer."""
    from pledgebook.book import Book

    return Book.open(place, create=create)
