"""`pledgebook copy`: a ledger moves house, from a file to a server or back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.book.restoring import restore
from pledgebook.cli.output import say
from pledgebook.ledger import copy_ledger


def copy_command(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A ledger: a file (a backup or a .jsonl, too), or postgresql://…")
    ],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty place: a new file, or an empty database.")],
) -> None:
    """Copy a ledger from a file to a PostgreSQL server or back, with the same entries and the same hashes.

    It also restores a backup, and makes a ledger from the file of `export --format jsonl`. The other ledger stays as it is; what is written to it later is not copied.

    \b
    Examples:
      pledgebook copy pledges-2026-11-25.db postgresql://localhost/pledges
      pledgebook copy postgresql://localhost/pledges pledges.db
      pledgebook copy pledges.jsonl pledges.db
    """
    place = restore(Path(source), target) if source.endswith(".jsonl") else copy_ledger(source, target)
    say(f"copied to {place}; prove it with: pledgebook verify --book TO\n")
