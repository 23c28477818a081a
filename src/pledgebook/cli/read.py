"""`pledgebook read`: print every statement of the sources."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledgebook.book import Reading
    from pledgebook.model import Problem


class Format(enum.StrEnum):
    """How statements are printed."""

    table = "table"
    jsonl = "jsonl"
    json = "json"
    html = "html"


class KindName(enum.StrEnum):
    """The kinds of statement, for `--kind`."""

    commitment = "commitment"
    action = "action"
    agreement = "agreement"
    appeal = "appeal"
    figure = "figure"


def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="A file, a folder, - for standard input, or an http(s) address."),
    ],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file; it appears whole or not at all."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When it was published, as 2022-07-12; relative dates count from it."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    kind: Annotated[
        list[KindName] | None, typer.Option("--kind", "-k", help="Only statements of this kind; may be given again.")
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Leave the sentences out of the table.")] = False,
    allow_private_network: Annotated[
        bool,
        typer.Option("--allow-private-network", help="Let addresses lead into private and loopback networks."),
    ] = False,
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
    from pledgebook.book import read_all

    readings = read_all(
        sources, published=published, publisher=publisher, title=title, allow_private_network=allow_private_network
    )
    if show(_only(_progress(readings), {k.value for k in kind or ()}), form.value, output=output, brief=brief):
        raise typer.Exit(1)


def _only(readings: Iterable[Reading], kinds: set[str]) -> Iterator[Reading]:
    import dataclasses

    for reading in readings:
        kept = tuple(statement for statement in reading.statements if not kinds or statement.kind in kinds)
        yield dataclasses.replace(reading, statements=kept)


def _progress(readings: Iterator[Reading]) -> Iterator[Reading]:
    """A spinner with a count on standard error, only where a person watches, and out of the way while others print."""
    if not sys.stderr.isatty():
        yield from readings
        return
    from rich.console import Console

    done = 0
    status = Console(stderr=True).status("reading…")
    while True:
        with status:
            reading = next(readings, None)
        if reading is None:
            return
        done += 1
        status.update(f"reading… {done} done")
        yield reading


def complain(problem: Problem) -> None:
    """One clear line on standard error: which source, and what was wrong with it."""
    from pledgebook.cli.wording import harmless

    sys.stderr.write(f"pledgebook: {harmless(problem.source)}: {harmless(problem.what)}\n")


def show(readings: Iterable[Reading], form: str, *, output: Path | None = None, brief: bool = False) -> bool:
    """Print readings in a format; True where a source failed. Problems go to standard error, one line each."""
    from pledgebook.cli.formats import render
    from pledgebook.cli.output import to_file, to_standard_output

    failed = False

    def watched() -> Iterator[Reading]:
        nonlocal failed
        for reading in readings:
            for problem in reading.problems:
                failed = True
                complain(problem)
            yield reading

    if output is None:
        to_standard_output(render(watched(), form, to_terminal=sys.stdout.isatty(), brief=brief))
    else:
        to_file(render(watched(), form, brief=brief), output)
    return failed
