"""What lists and exports are filtered by, so that it means the same in both."""

from __future__ import annotations

from typing import Annotated

import typer

from pledgebook.ledger import Sort
from pledgebook.model import StatusName

ActorName = Annotated[str | None, typer.Option(metavar="NAME", help="Who undertakes: Mexico, MX, EU, org:usaid.")]
RecipientName = Annotated[str | None, typer.Option(metavar="NAME", help="Who receives: Haiti, HT, Central America.")]
UnitName = Annotated[str | None, typer.Option(metavar="UNIT", help="USD, dollars, refugee, visa, percent …")]
WhatBecame = Annotated[StatusName | None, typer.Option(help="What became of it.")]
Within = Annotated[
    str | None,
    typer.Option(
        metavar="EDTF",
        help="To be done within: 2023, 2022-10/2024-09; whatever overlaps counts.",
    ),
]
Words = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS",
        help='Words that its statements hold, in any form; a "phrase" in quotation marks, -word for none of them.',
    ),
]
PublisherName = Annotated[str | None, typer.Option(metavar="NAME", help="Stated by this publisher.")]
VenueName = Annotated[str | None, typer.Option(metavar="NAME", help="Said at this meeting or in this instrument.")]
Contradicted = Annotated[bool, typer.Option("--contradicted", help="Only those whose sources contradict each other.")]
Reviewed = Annotated[
    bool | None,
    typer.Option(
        "--reviewed/--unreviewed",
        help="Only what a person has checked or corrected, or has not.",
        show_default=False,
    ),
]
Told = Annotated[bool, typer.Option("--progress", help="Only those of whose progress later documents tell.")]
SortBy = Annotated[Sort, typer.Option("--sort", help="What to order by.")]
Descending = Annotated[bool, typer.Option("--descending", "-d", help="The last first.")]
