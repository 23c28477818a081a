"""`pledgebook list`: the commitments of a ledger."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pledgebook.book.lists import Filters
from pledgebook.cli.filters import (
    ActorName,
    Contradicted,
    Descending,
    PublisherName,
    RecipientName,
    Reviewed,
    SortBy,
    Told,
    UnitName,
    VenueName,
    WhatBecame,
    Within,
    Words,
)
from pledgebook.cli.options import AsOf, Bom, BookPlace, MinConfidence, Output, opened
from pledgebook.cli.output import put
from pledgebook.model import Kind
from pledgebook.publish.contents import content_of_list
from pledgebook.publish.formats import ListFormat

IN_A_TABLE = 50
"""Lines of a table where nobody says how many."""


def list_command(
    book: BookPlace = None,
    actor: ActorName = None,
    recipient: RecipientName = None,
    kind: Annotated[
        Literal[Kind, "all"], typer.Option("--kind", "-k", help="Commitments, or what else documents state.")
    ] = "commitment",
    unit: UnitName = None,
    status: WhatBecame = None,
    period: Within = None,
    text: Words = None,
    publisher: PublisherName = None,
    venue: VenueName = None,
    contradicted: Contradicted = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="What persons rejected, the latest first.")] = False,
    reviewed: Reviewed = None,
    progress: Told = False,
    min_confidence: MinConfidence = None,
    sort: SortBy = "first_stated",
    descending: Descending = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=1,
            help="At most so many (default: 50 in a table, all elsewhere).",
            show_default=False,
        ),
    ] = None,
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help="Go on where a table said there is more.")] = None,
    as_of: AsOf = None,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = "table",
    output: Output = None,
    bom: Bom = False,
) -> None:
    """List the commitments of a ledger, one row each, however many documents state it.

    \b
    Examples:
      pledgebook list --actor MX --unit USD --sort amount --descending
      pledgebook list --recipient HT --contradicted
      pledgebook list --text "border infrastructure" --as-of 2022-12-31
      pledgebook list --format csv --output commitments.csv
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
        "progress": True if progress else None,
        "min_confidence": min_confidence,
        "sort": sort,
        "descending": descending,
        "after": after,
    }
    every: Filters = {**wanted}
    wanted["limit"] = limit or IN_A_TABLE
    with opened(book, as_of=as_of) as kept:
        if rejected:
            found = kept.rejected(limit=limit or IN_A_TABLE)
            content = content_of_list(lambda: found, lambda: [found])
        else:
            content = content_of_list(
                lambda: kept.commitments(**wanted),
                lambda: kept.pages(most=limit, **every),
                total=lambda: kept.count(**every),
                why_none=lambda: kept.nothing_fits(**every),
            )
        put(content, form, output, bom=bom)
