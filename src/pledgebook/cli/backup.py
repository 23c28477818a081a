"""`pledgebook backup`: a copy of a ledger in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import say


def backup_command(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The new file; it must not be there yet.")],
    book: BookPlace = None,
) -> None:
    """Copy a ledger, also while others use it, to one SQLite file that appears whole or not at all and verifies by itself.

    \b
    Examples:
      pledgebook backup pledges-2026-11-25.db
      pledgebook backup copy.db --book postgresql://localhost/pledges
    """
    with opened(book) as kept:
        kept.backup(target)
    say(f"{kept.place} copied to {target}\n")
