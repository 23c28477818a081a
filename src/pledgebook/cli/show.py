"""`pledgebook show`: everything of one commitment."""

from __future__ import annotations

import enum
import sys
from typing import Annotated

import typer

from pledgebook.cli.options import AsOf, BookPlace, Output, opened


class ShowFormat(enum.StrEnum):
    """How a commitment is printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="A commitment (cm-…) or one of its statements (st-…).")],
    book: BookPlace = None,
    as_of: AsOf = None,
    form: Annotated[ShowFormat, typer.Option("--format", "-f", help="How to print.")] = ShowFormat.text,
    output: Output = None,
) -> None:
    """Show a commitment: its statements with their exact words and who says so, contradictions, relations, status, history.

    \b
    Examples:
      pledgebook show cm-0a1b2c3d4e5f6071
      pledgebook show cm-0a1b2c3d4e5f6071 --as-of 2022-12-31 --format json
    """
    from pledgebook.cli.commitments import history_lines, shown
    from pledgebook.cli.output import to_file, to_standard_output
    from pledgebook.model import commitment_record, encode_json, encode_jsonl

    with opened(book) as kept:
        seen = kept.as_of(as_of) if as_of else kept
        found = seen.commitment(id)
        if form is ShowFormat.text:
            told = shown(found.commitment, found.statuses, to_terminal=output is None and sys.stdout.isatty())
            told += "\nHistory\n" + "".join(history_lines(seen.history(id)))
            chunk = told.encode("utf-8", "replace")
        else:
            record = commitment_record(found.commitment, found.statuses)
            chunk = encode_json(record) if form is ShowFormat.json else encode_jsonl([record])
    to_standard_output([chunk]) if output is None else to_file([chunk], output)
