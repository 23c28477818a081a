"""`pledgebook read`: print every statement of the sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from pledgebook.book import read_all
from pledgebook.cli.options import Kinds, Output, PrivateNetwork, Published, Publisher, Sources, Title
from pledgebook.cli.output import complain, put
from pledgebook.cli.progress import spinning
from pledgebook.model import Kind, Reading
from pledgebook.publish.contents import content_of_readings
from pledgebook.publish.formats import StatementFormat


def read_command(
    sources: Sources,
    form: Annotated[StatementFormat, typer.Option("--format", "-f", help="How to print.")] = "table",
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    title: Title = None,
    kind: Kinds = None,
    brief: Annotated[bool, typer.Option("--brief", help="Leave the sentences out of the table.")] = False,
    allow_private_network: PrivateNetwork = False,
) -> None:
    """Print every public commitment, action, agreement, appeal and figure of the sources.

    Text, Markdown, HTML and PDF are read; NAME.meta.json beside NAME.txt gives title, publisher, published and url.
    A folder is read in the order of its names. The network is used only where SOURCE is an address.

    \b
    Examples:
      pledgebook read article.txt --published 2022-07-12 --publisher "A newspaper"
      pledgebook read folder/ --format jsonl --output statements.jsonl
      pledgebook read https://example.org/fact-sheet --format html -o page.html
      pdftotext treaty.pdf - | pledgebook read - --kind commitment

    \b
    Exit code: 0 every source was read, 1 some were not (a line for each on
    standard error), 2 the call was wrong.
    """
    readings = read_all(
        sources, published=published, publisher=publisher, title=title, allow_private_network=allow_private_network
    )
    failed: list[Reading] = []
    shown = _only(_complaining(spinning(readings, "reading"), failed), kind or ())
    put(content_of_readings(shown, brief=brief), form, output)
    if failed:
        raise typer.Exit(1)


def _complaining(readings: Iterable[Reading], failed: list[Reading]) -> Iterator[Reading]:
    """The same readings; the problems of each go to standard error, a line each, and it is noted."""
    for reading in readings:
        for problem in reading.problems:
            complain(problem)
        if reading.problems:
            failed.append(reading)
        yield reading


def _only(readings: Iterable[Reading], kinds: Iterable[Kind]) -> Iterator[Reading]:
    for reading in readings:
        kept = tuple(statement for statement in reading.statements if not kinds or statement.kind in kinds)
        yield dataclasses.replace(reading, statements=kept)
