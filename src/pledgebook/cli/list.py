"""`pledgebook list`: the commitments of a ledger."""

from __future__ import annotations

import enum
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, Output, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledgebook.book import Commitments


class ListFormat(enum.StrEnum):
    """How commitments are printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


class ListKind(enum.StrEnum):
    """What to list."""

    commitment = "commitment"
    action = "action"
    agreement = "agreement"
    appeal = "appeal"
    figure = "figure"
    all = "all"


class Sort(enum.StrEnum):
    """What a list is ordered by."""

    first_stated = "first_stated"
    deadline = "deadline"
    amount = "amount"
    actor = "actor"
    statements = "statements"


class StatusName(enum.StrEnum):
    """The statuses, for `--status`."""

    no_public_evidence = "no_public_evidence"
    in_progress = "in_progress"
    stalled = "stalled"
    overdue = "overdue"
    kept = "kept"
    partly_kept = "partly_kept"
    broken = "broken"
    unverifiable = "unverifiable"


def list_(
    book: BookPlace = None,
    actor: Annotated[
        str | None, typer.Option(metavar="ID", help="Who undertakes: MX, EU, org:usaid, or a name.")
    ] = None,
    recipient: Annotated[str | None, typer.Option(metavar="ID", help="Who receives: HT, M49:419, or a name.")] = None,
    kind: Annotated[
        ListKind, typer.Option("--kind", "-k", help="Commitments, or what else documents state.")
    ] = ListKind.commitment,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="USD, EUR, refugee, visa, percent …")] = None,
    status: Annotated[StatusName | None, typer.Option(help="What became of it.")] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="EDTF", help="To be done within: 2023, 2022-10/2024-09; whatever overlaps counts."),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help='Words that its statements hold, in any form; a "phrase" in quotation marks, -word for none of them.',
        ),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Stated by this publisher.")] = None,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help="Only those whose sources contradict each other.")
    ] = False,
    sort: Annotated[Sort, typer.Option(help="What to order by.")] = Sort.first_stated,
    descending: Annotated[bool, typer.Option("--descending", "-d", help="The last first.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=1,
            help="At most so many (default: 50 in a table, all in csv and jsonl).",
            show_default=False,
        ),
    ] = None,
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help="Go on where a table said there is more.")] = None,
    as_of: AsOf = None,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = ListFormat.table,
    output: Output = None,
) -> None:
    """List the commitments of a ledger, one row each, however many documents state it.

    \b
    Examples:
      pledgebook list --actor MX --unit USD --sort amount --descending
      pledgebook list --recipient HT --contradicted
      pledgebook list --text "border infrastructure" --as-of 2022-12-31
      pledgebook list --format csv --output commitments.csv
    """
    from pledgebook.cli.output import to_file, to_standard_output

    wanted = {
        "actor": actor,
        "recipient": recipient,
        "kind": None if kind is ListKind.all else kind.value,
        "unit": unit,
        "status": status.value if status else None,
        "period": period,
        "text": text,
        "publisher": publisher,
        "contradicted": True if contradicted else None,
        "sort": sort.value,
        "descending": descending,
        "after": after,
    }
    with opened(book) as kept:
        seen = kept.as_of(as_of) if as_of else kept
        if form is ListFormat.table:
            chunks = _table(
                seen.commitments(**wanted, limit=limit or 50), to_terminal=output is None and sys.stdout.isatty()
            )
        else:
            pages = seen.pages(**wanted, limit=limit or None)
            chunks = _csv(pages) if form is ListFormat.csv else _jsonl(pages)
        to_standard_output(chunks) if output is None else to_file(chunks, output)


def _table(page: Commitments, *, to_terminal: bool) -> Iterator[bytes]:
    from pledgebook.cli.commitments import listed

    if not page:
        yield b"nothing fits\n"
        return
    yield listed(page, to_terminal=to_terminal).encode()
    if page.cursor:
        yield f"\nThere is more: --after {page.cursor}\n".encode()


def _csv(pages: Iterator[Commitments]) -> Iterator[bytes]:
    from pledgebook.book.rows import COMMITMENT_COLUMNS
    from pledgebook.cli.sheet import csv_lines

    yield from csv_lines(list(COMMITMENT_COLUMNS), (row for page in pages for row in page.rows()))


def _jsonl(pages: Iterator[Commitments]) -> Iterator[bytes]:
    from pledgebook.model import encode_jsonl

    for page in pages:
        yield encode_jsonl(page.records())
