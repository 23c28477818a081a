"""`pledgebook seal`: write down what the last entry of a ledger is, to be kept where nobody who changes the ledger can reach."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import say
from pledgebook.config import settings
from pledgebook.errors import UsageError
from pledgebook.ledger import Seal, make_key


def seal_command(
    book: BookPlace = None,
    append: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Add the seal to the end of this file, too; it is made where there is none."),
    ] = None,
    git_note: Annotated[
        bool,
        typer.Option(
            "--git-note", help="Add the seal to the notes of the commit HEAD (git notes --ref=pledgebook), too."
        ),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Sign with the Ed25519 key of this PEM file (default: seal_key of pledgebook.toml)."
        ),
    ] = None,
    new_key: Annotated[
        Path | None,
        typer.Option(
            "--new-key", metavar="FILE", help="Make a key in this new file, print its public part, and seal nothing."
        ),
    ] = None,
) -> None:
    """Print a seal: number and hash of the last entry, the time, and a signature where a key is set.

    Keep it outside the ledger: in a mail, on paper, in another repository. `pledgebook verify --seal FILE` holds the ledger
    against all seals ever taken, and so finds entries that were cut off at the end and chains that were made anew.

    \b
    Examples:
      pledgebook seal
      pledgebook seal --append seals.txt
      pledgebook seal --new-key ~/.config/pledgebook-seal.pem
      pledgebook seal --key ~/.config/pledgebook-seal.pem --git-note
    """
    if new_key is not None:
        say(f"{make_key(new_key)}\n")
        return
    chosen = key or (Path(found) if (found := settings().get("seal_key")) else None)
    with opened(book) as kept:
        seal = kept.seal(chosen)
    say(f"{seal}\n")
    if append is not None:
        _append(seal, append)
    if git_note:
        _note(seal)


def _append(seal: Seal, path: Path) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{seal}\n\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _note(seal: Seal) -> None:
    try:
        command = ["git", "notes", "--ref=pledgebook", "append", "-m", str(seal), "HEAD"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        raise UsageError("no git note was made: git is not installed") from None
    if done.returncode:
        raise UsageError(f"no git note was made: {' '.join(done.stderr.split())[:200]}")
