"""`pledgebook status`: what became of commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pledgebook.book import Book
from pledgebook.cli.options import AsOf, Bom, BookPlace, Output, opened
from pledgebook.cli.output import put
from pledgebook.publish.answers import Followed
from pledgebook.publish.contents import content_of_followed
from pledgebook.publish.formats import StatusFormat
from pledgebook.publish.status_tables import checks_told, outlooks_told, status_table, statuses_told


def status_command(
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A commitment (cm-…) or statement (st-…); all that evidence or a ruling speaks of where none is given.",
        ),
    ] = None,
    book: BookPlace = None,
    as_of: AsOf = None,
    forecast: Annotated[
        bool,
        typer.Option(
            "--forecast",
            help="With how much will have been delivered by the deadline of ID, and how likely that is enough.",
        ),
    ] = False,
    convert: Annotated[
        str | None,
        typer.Option(
            "--convert", metavar="CURRENCY", help="Say the amounts of ID in this currency, too, with the rates used."
        ),
    ] = None,
    rates: Annotated[
        Path | None,
        typer.Option(
            "--rates",
            metavar="FILE",
            help="A table of exchange rates: a CSV file of the ECB or the Federal Reserve, or one with currency, period, per_usd or in_usd, source.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also commitments of which no evidence speaks.")] = False,
    form: Annotated[StatusFormat, typer.Option("--format", "-f", help="How to print.")] = "text",
    output: Output = None,
    bom: Bom = False,
) -> None:
    """Say what became of commitments, as of a day, with reasons: what had been said, seen and ruled by then, and nothing later.

    No public evidence is not the same as nothing delivered, and is said in those words.

    \b
    Examples:
      pledgebook status
      pledgebook status cm-0a1b2c3d4e5f6071 --as-of 2023-06-30 --forecast
      pledgebook status --all --format jsonl --output status.jsonl
    """
    if id is None and (forecast or convert):
        raise typer.BadParameter(f"{'--forecast' if forecast else '--convert'} takes the ID of one commitment")
    if form != "text" and (forecast or convert):
        raise typer.BadParameter(f"{'--forecast' if forecast else '--convert'} is only told as text")
    if rates and not convert:
        raise typer.BadParameter("--rates goes with --convert CURRENCY")
    if id is not None and every:
        raise typer.BadParameter("--all goes without an ID")
    day = as_of or datetime.now(UTC).date().isoformat()
    with opened(book, as_of=day) as kept:
        if id is None:
            rows = kept.followed(every=every)
            content = content_of_followed(rows, lambda to_terminal: _table(kept, list(rows), to_terminal))
        else:
            one = kept.commitment(id)
            content = content_of_followed(
                [one], lambda to_terminal: _one(kept, one, forecast, convert, rates, to_terminal)
            )
        put(content, form, output, bom=bom)


def _table(kept: Book, rows: Sequence[Followed], to_terminal: bool) -> Iterator[str]:
    promises = [one for one in rows if one.commitment.kind != "figure"]
    figures = [one for row in rows if row.commitment.kind == "figure" for one in kept.check(row.commitment.id)]
    if promises:
        yield status_table(promises, to_terminal=to_terminal)
    if figures:
        yield checks_told(figures, to_terminal=to_terminal)
    if not promises and not figures:
        yield "no evidence and no ruling speaks of a commitment yet; --all lists the others\n"


def _one(
    kept: Book, found: Followed, forecast: bool, convert: str | None, rates: Path | None, to_terminal: bool
) -> Iterator[str]:
    id = found.commitment.id
    if found.commitment.kind == "figure":
        figures = kept.check(id)
        yield (
            checks_told(figures, to_terminal=to_terminal)
            if figures
            else "it is a figure, and no evidence is linked to it\n"
        )
        return
    conversions = kept.conversions(found, convert, rates) if convert else ()
    yield statuses_told(found, conversions, to_terminal=to_terminal)
    if forecast:
        yield outlooks_told(kept.forecasts(id), to_terminal=to_terminal)
