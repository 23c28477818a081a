"""`pledgebook evidence describe`: a first description of a table that nobody described."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import Output
from pledgebook.cli.output import complain, to_file, to_standard_output
from pledgebook.evidence import describe, preview
from pledgebook.model import Problem


def describe_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, XLSX, Parquet or JSON.")],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name that all files of this source share.")
    ] = None,
    output: Output = None,
) -> None:
    """Look at a table and draft its description: columns, dates, unit, scale, and what each row is.

    The draft says what was sure, what is a guess and what is missing. Read it, mend it, and add the file: a description of
    the same name beside it is taken.

    \b
    Examples:
      pledgebook evidence describe aid.csv --output aid.toml
      pledgebook evidence add aid.csv

    \b
    Exit code: 0 a draft was made, 1 the file needs none or is no table, 2 the call was wrong.
    """
    made = describe(file, source)
    if isinstance(made, Problem):
        complain(made)
        raise typer.Exit(1)
    chunks = [made.text(preview(file, made)).encode("utf-8", "replace")]
    to_standard_output(chunks) if output is None else to_file(chunks, output)
