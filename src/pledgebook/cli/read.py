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
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="A file, a folder, - for standard input, or an http(s) address.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output; it appears whole or not at all.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date, ISO (2022-07-12); relative dates are worked out from it.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    kind: Annotated[list[KindName] | None, typer.Option("--kind", "-k", help="Only statements of this kind; may be given again.")] = None,
    allow_private_network: Annotated[bool, typer.Option("--allow-private-network", help="Let addresses lead into private and loopback networks.")] = False,
) -> None:
    """Print every public commitment, action, agreement, appeal and figure of the sources.

    \b
    Examples:
      pledgebook read article.txt --published 2022-07-12 --publisher "Fox News"
      pledgebook read statements/ --format jsonl --output statements.jsonl
      pledgebook read https://example.org/fact-sheet --format html -o page.html
      pdftotext treaty.pdf - | pledgebook read - --kind commitment

    \b
    Text, Markdown, HTML and PDF are read; NAME.meta.json beside NAME.txt gives title, publisher, published, url.
    Exit code: 0 all sources read, 1 some failed (one line each on standard error), 2 the call was wrong.
    """
    from pledgebook.book import read_all

    readings = read_all(
        sources, published=published, publisher=publisher, title=title, allow_private_network=allow_private_network
    )
    failed = show(_only(_progress(readings), {k.value for k in kind or ()}), format.value, output)
    if failed:
        raise typer.Exit(1)


def _only(readings: Iterable[Reading], kinds: set[str]) -> Iterator[Reading]:
    import dataclasses

    for reading in readings:
        if kinds:
            kept = tuple(s for s in reading.statements if s.kind in kinds)
            yield dataclasses.replace(reading, statements=kept)
        else:
            yield reading


def _progress(readings: Iterator[Reading]) -> Iterator[Reading]:
    """A spinner with a count on standard error, only where a person watches."""
    if not sys.stderr.isatty():
        yield from readings
        return
    from rich.console import Console

    console = Console(stderr=True)
    done = 0
    with console.status("reading…") as status:
        for reading in readings:
            done += 1
            status.update(f"reading… {done} done")
            yield reading


def show(readings: Iterable[Reading], format: str, output: Path | None = None) -> bool:
    """Print readings in a format; True where a source failed. Problems go to standard error, one line each."""
    from pledgebook.cli.formats import complain, render

    failed = False

    def watched() -> Iterator[Reading]:
        nonlocal failed
        for reading in readings:
            for problem in reading.problems:
                complain(problem)
            failed = failed or reading.document is None
            yield reading

    if output is None:
        for chunk in render(watched(), format, to_terminal=sys.stdout.isatty()):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        return failed
    import os
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as draft:
            try:
                for chunk in render(watched(), format, to_terminal=False):
                    draft.write(chunk)
                draft.flush()
                os.fsync(draft.fileno())
            except BaseException:
                Path(draft.name).unlink(missing_ok=True)
                raise
        Path(draft.name).chmod(0o666 & ~_umask())
        Path(draft.name).replace(output)
    except OSError as error:
        from pledgebook.errors import UsageError

        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error
    return failed


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask
