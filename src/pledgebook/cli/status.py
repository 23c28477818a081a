"""`pledgebook status`: what became of commitments."""

from __future__ import annotations

import enum
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, Output, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledgebook.book import Book


class StatusFormat(enum.StrEnum):
    """How statuses are printed."""

    text = "text"
    jsonl = "jsonl"


def status(
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
            help="A table of exchange rates of your own (CSV: currency, period, per_usd or in_usd, source).",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also commitments of which no evidence speaks.")] = False,
    form: Annotated[StatusFormat, typer.Option("--format", "-f", help="How to print.")] = StatusFormat.text,
    output: Output = None,
) -> None:
    """Say what became of commitments, as of a day, with reasons: what had been said, seen and ruled by then, and nothing later.

    No public evidence is not the same as nothing delivered, and is said in those words.

    \b
    Examples:
      pledgebook status
      pledgebook status cm-0a1b2c3d4e5f6071 --as-of 2023-06-30 --forecast
      pledgebook status --all --format jsonl --output status.jsonl
    """
    from pledgebook.cli.output import to_file, to_standard_output

    if id is None and (forecast or convert):
        raise typer.BadParameter(f"{'--forecast' if forecast else '--convert'} takes the ID of one commitment")
    if form is StatusFormat.jsonl and (forecast or convert):
        raise typer.BadParameter(f"{'--forecast' if forecast else '--convert'} is told in text only")
    if rates and not convert:
        raise typer.BadParameter("--rates goes with --convert CURRENCY")
    if id is not None and every:
        raise typer.BadParameter("--all goes without an ID")
    day = as_of or datetime.now(UTC).date().isoformat()
    with opened(book) as kept:
        chunks = _chunks(
            kept.as_of(day), id, every, form, forecast, convert, rates, output is None and sys.stdout.isatty()
        )
        to_standard_output(chunks) if output is None else to_file(chunks, output)


def _chunks(
    kept: Book,
    id: str | None,
    every: bool,
    form: StatusFormat,
    forecast: bool,
    convert: str | None,
    rates: Path | None,
    to_terminal: bool,
) -> Iterator[bytes]:
    from pledgebook.cli.records import checks_told, outlooks_told, status_table, statuses_told
    from pledgebook.model import commitment_record, encode_jsonl

    found = [kept.commitment(id)] if id else kept.followed(every=every)
    if form is StatusFormat.jsonl:
        for one in found:
            yield encode_jsonl([commitment_record(one.commitment, one.statuses)])
        return
    rows = list(found)
    promises = [one for one in rows if one.commitment.kind != "figure"]
    figures = [one for row in rows if row.commitment.kind == "figure" for one in kept.check(row.commitment.id)]
    if id is None and promises:
        yield status_table(promises, to_terminal=to_terminal).encode("utf-8", "replace")
    elif promises:
        conversions = kept.conversions(promises[0], convert, rates) if convert else ()
        yield statuses_told(promises[0], conversions, to_terminal=to_terminal).encode("utf-8", "replace")
    if id is not None and promises and forecast:
        yield outlooks_told(kept.forecasts(id), to_terminal=to_terminal).encode("utf-8", "replace")
    if figures:
        yield checks_told(figures, to_terminal=to_terminal).encode("utf-8", "replace")
    if not promises and not figures:
        told = "no evidence and no ruling speaks of a commitment yet; --all lists the others"
        yield f"{told if id is None else 'it is a figure, and no evidence is linked to it'}\n".encode()
