"""`pledgebook read`: print every statement of the sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from pledgebook.book import read_all
from pledgebook.book.readers import NOTES, ModelReader, cost, model_reader
from pledgebook.book.settled import settle
from pledgebook.cli.options import (
    Answers,
    Bom,
    Encoding,
    Kinds,
    MinConfidence,
    Output,
    PrivateNetwork,
    Prompts,
    Published,
    Publisher,
    Reader,
    Sources,
    Title,
    reading_by,
)
from pledgebook.cli.output import complain, put, say
from pledgebook.cli.progress import spinning
from pledgebook.documents import expand
from pledgebook.model import Kind, Reading
from pledgebook.publish.contents import content_of_readings
from pledgebook.publish.formats import StatementFormat
from pledgebook.publish.wording import counted


def read_command(
    sources: Sources,
    form: Annotated[StatementFormat, typer.Option("--format", "-f", help="How to print.")] = "table",
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    title: Title = None,
    encoding: Encoding = None,
    kind: Kinds = None,
    min_confidence: MinConfidence = None,
    bom: Bom = False,
    brief: Annotated[bool, typer.Option("--brief", help="Leave the sentences out of the table.")] = False,
    allow_private_network: PrivateNetwork = False,
    reader: Reader = "rules",
    answers: Answers = None,
    prompts: Prompts = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what the language model would cost, and ask nothing.")
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
      pledgebook read folder/ --reader llm --answers answers/    (docs/language-model.md)

    \b
    Exit code: 0 every source was read, 1 some were not (a line for each on
    standard error), 2 the call was wrong.
    """
    given = {"published": published, "publisher": publisher, "title": title, "encoding": encoding}
    if dry_run:
        nothing = read_all(sources, **given, allow_private_network=allow_private_network, reader=lambda _: ((), ()))
        _print_cost(nothing, model_reader(answers=answers, prompts=prompts))
        return
    settle()
    readings = read_all(
        sources,
        **given,
        allow_private_network=allow_private_network,
        reader=reading_by(reader, answers, prompts),
    )
    failed: list[Reading] = []
    shown = _only(
        _complaining(spinning(readings, "reading", [one.source for one in expand(sources)]), failed),
        kind or (),
        min_confidence or 0.0,
    )
    put(content_of_readings(shown, brief=brief), form, output, bom=bom)
    if failed:
        raise typer.Exit(1)


def _complaining(readings: Iterable[Reading], failed: list[Reading]) -> Iterator[Reading]:
    """The same readings; the problems of each go to standard error, a line each, and it is noted."""
    for reading in readings:
        for problem in reading.problems:
            complain(problem)
        if any(problem.rule not in NOTES for problem in reading.problems):
            failed.append(reading)
        yield reading


def _print_cost(readings: Iterable[Reading], model: ModelReader) -> None:
    """How many documents, calls and tokens the language model would take."""
    documents, calls, tokens = 0, 0, 0
    for reading in readings:
        for problem in reading.problems:
            complain(problem)
        if reading.document is not None:
            more = cost(reading.document, model)
            documents, calls, tokens = documents + 1, calls + more[0], tokens + more[1]
    say(
        f"{counted(documents, 'document')}, {counted(calls, 'call')} to {model.model}, about {tokens:,} tokens sent; "
        "the answers come on top\n"
    )


def _only(readings: Iterable[Reading], kinds: Iterable[Kind], least: float) -> Iterator[Reading]:
    for reading in readings:
        kept = tuple(
            one
            for one in reading.statements
            if (not kinds or one.kind in kinds) and (one.confidence is None or one.confidence >= least)
        )
        yield dataclasses.replace(reading, statements=kept)
