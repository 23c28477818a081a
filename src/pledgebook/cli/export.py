"""`pledgebook export`: a whole ledger, or what of it fits, for other programs."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pledgebook.book.exporting import RowsOf
from pledgebook.book.lists import Filters
from pledgebook.cli.filters import (
    ActorName,
    Contradicted,
    Descending,
    PublisherName,
    RecipientName,
    Reviewed,
    SortBy,
    UnitName,
    VenueName,
    WhatBecame,
    Within,
    Words,
)
from pledgebook.cli.options import AsOf, Bom, BookPlace, MinConfidence, Output, opened
from pledgebook.cli.output import put
from pledgebook.errors import UsageError
from pledgebook.model import Kind
from pledgebook.publish.exchange import URN, Reporter
from pledgebook.publish.formats import ExportFormat


def export_command(
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="For which programs.")],
    book: BookPlace = None,
    actor: ActorName = None,
    recipient: RecipientName = None,
    kind: Annotated[Literal[Kind, "all"], typer.Option("--kind", "-k", help="Of which kind.")] = "all",
    unit: UnitName = None,
    status: WhatBecame = None,
    period: Within = None,
    text: Words = None,
    publisher: PublisherName = None,
    venue: VenueName = None,
    contradicted: Contradicted = False,
    reviewed: Reviewed = None,
    min_confidence: MinConfidence = None,
    sort: SortBy = "first_stated",
    descending: Descending = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="At most so many commitments.", show_default=False)
    ] = None,
    as_of: AsOf = None,
    rows: Annotated[RowsOf, typer.Option(help="What a row of csv, xlsx and parquet is.")] = "commitments",
    base: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="The address of your site: ids of jsonld begin with it.", show_default=False
        ),
    ] = None,
    reporter_ref: Annotated[
        str, typer.Option(metavar="ID", help="Your id as an organisation, as registered with IATI.")
    ] = Reporter().ref,
    reporter_name: Annotated[str, typer.Option(metavar="NAME", help="Your name, for iati.")] = Reporter().name,
    reporter_type: Annotated[
        str, typer.Option(metavar="CODE", help="What you are, a code of IATI's OrganisationType; 90 is other.")
    ] = Reporter().type,
    output: Output = None,
    bom: Bom = False,
) -> None:
    """Write a whole ledger, or what of it fits, in a format of other programs.

    csv, xlsx and parquet are tables. jsonl is the ledger itself, entry by entry, and a new one can be made of it (`copy`).
    jsonld is linked data, iati the promises of money as IATI 2.03, annotations what was reviewed, for training.

    \b
    Examples:
      pledgebook export --format xlsx --output pledges.xlsx
      pledgebook export --format jsonl --output pledges.jsonl
      pledgebook export --format iati --actor US --output pledges.xml
      pledgebook export --format annotations --output reviewed.zip
    """
    wanted: Filters = {
        "actor": actor,
        "recipient": recipient,
        "kind": None if kind == "all" else kind,
        "unit": unit,
        "status": status,
        "period": period,
        "text": text,
        "publisher": publisher,
        "venue": venue,
        "contradicted": True if contradicted else None,
        "reviewed": reviewed,
        "min_confidence": min_confidence,
        "sort": sort,
        "descending": descending,
    }
    reporter = Reporter(reporter_ref, reporter_name, reporter_type)
    with (
        opened(book, as_of=as_of) as kept,
        kept.export(rows=rows, most=limit, base=_base(base), reporter=reporter, **wanted) as content,
    ):
        put(content, form, output, bom=bom)


def _base(address: str | None) -> str:
    if address is None:
        return URN
    if not address.startswith(("http://", "https://")):
        raise UsageError(f"--base takes the address of a site, https://…, not {address!r}")
    return address if address.endswith("/") else f"{address}/"
