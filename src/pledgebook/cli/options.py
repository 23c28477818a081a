"""Options that many commands share, so that they mean the same everywhere."""

from __future__ import annotations

import enum
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from pledgebook.book import Book
from pledgebook.book.readers import by_both, by_model, model_reader
from pledgebook.book.reading import ReadDocument, by_rules
from pledgebook.errors import UsageError
from pledgebook.model import Kind

if TYPE_CHECKING:
    OneKind = Kind
else:  # typer takes a list of enums, and no list of literals
    OneKind = enum.StrEnum("OneKind", get_args(Kind))

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE", help="A file, a folder, - for standard input, or an http(s) address."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When it was published, as 2022-07-12; relative dates count from it."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")]
PrivateNetwork = Annotated[
    bool,
    typer.Option("--allow-private-network", help="Let addresses lead into private and loopback networks."),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="In which encoding texts are written that do not say so, as cp1252."),
]
BookPlace = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="PATH|URL",
        help="The ledger: a file, or postgresql://… (default: PLEDGEBOOK_BOOK, then pledgebook.toml, then pledgebook.db).",
        show_default=False,
    ),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="A commitment (cm-…) or one of its statements (st-…).")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what had been said and seen by this day, as 2023-06-30."),
]
WrittenBy = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only entries written by this day (UTC), as 2023-06-30.")
]
Kinds = Annotated[
    list[OneKind] | None,
    typer.Option("--kind", "-k", help="Only statements of this kind; may be given again."),
]
Bom = Annotated[bool, typer.Option("--bom", help="Begin CSV with the mark by which Excel knows UTF-8.")]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", metavar="NUMBER", min=0.0, max=1.0, help="Only what is at least so sure, 0 to 1."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; it appears whole or not at all."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so (default: your user name).")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why; it is kept in the ledger.")]

ReaderName = Literal["rules", "llm", "both"]
Reader = Annotated[
    ReaderName,
    typer.Option("--reader", help="Who reads: our rules, the language model of pledgebook.toml, or both."),
]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="DIR", help="Where answers of the language model are looked up and kept."),
]
Prompts = Annotated[
    Path | None,
    typer.Option("--prompts", metavar="DIR", help="Write unanswered questions here and ask no server."),
]


def reading_by(name: ReaderName, answers: Path | None, prompts: Path | None) -> ReadDocument:
    """Who reads the documents of a call. Raises UsageError where the settings name no language model."""
    if name == "rules":
        if answers or prompts:
            raise UsageError("--answers and --prompts are for --reader llm or both")
        return by_rules
    model = model_reader(answers=answers, prompts=prompts)
    return by_model(model) if name == "llm" else by_both(model)


def person(by: str | None) -> str:
    """Who judges or rules: the name that was given, else the user's. Raises typer.BadParameter where neither is known."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise typer.BadParameter("say who you are with --by NAME") from error


def opened(place: str | None, *, create: bool = False, as_of: str | None = None) -> Book:
    """The ledger of the call, as of a day. Reading commands never make one: a wrong path is an error, not an empty answer."""
    book = Book.open(place, create=create)
    try:
        return book.as_of(as_of) if as_of else book
    except UsageError:
        book.close()
        raise
