"""`pledgebook explain`: why a place of a text gave its statements, or none."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.book import explain, read
from pledgebook.cli.output import complain, say
from pledgebook.publish.explanation import explanation_lines


def explain_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file, - or an address, as for read.")],
    at: Annotated[
        int,
        typer.Option("--at", metavar="OFFSET", help="A character of the text, counted from 0 (a statement's start)."),
    ],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When it was published, as for read.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    signs: Annotated[
        int, typer.Option(metavar="NUMBER", help="How many signs to name on each side.", min=1, max=50)
    ] = 6,
) -> None:
    """Print which gate, parse, rule, antecedent and signs made each field of the statements at one place of a text.

    \b
    Examples:
      pledgebook explain article.txt --at 395 --published 2022-07-12
    """
    reading = read(file, published=published, publisher=publisher)
    for problem in reading.problems:
        complain(problem)
    if reading.document is None:
        raise typer.Exit(1)
    why, found = explain(reading, at)
    say(*(f"{line}\n" for line in explanation_lines(why, found, signs)))
