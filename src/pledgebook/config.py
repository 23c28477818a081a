"""Settings: what the command line, the environment and `pledgebook.toml` say, in this order.

    [pledgebook]
    book = "summit.db"              # or postgresql://…; the ledger that commands use where --book is not given

A setting that no one gives has its default. `pledgebook.toml` is looked for in the working folder only, so that a
command means the same wherever else it is run from.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pledgebook.errors import UsageError

BOOK = "pledgebook.db"
"""The ledger where nothing else is said: a file of the working folder."""

FILE = "pledgebook.toml"
VARIABLE = "PLEDGEBOOK_BOOK"
_KNOWN = {"book"}


def book_place(given: str | os.PathLike[str] | None = None) -> str:
    """Where the ledger is: `given`, else the environment's PLEDGEBOOK_BOOK, else `book` of pledgebook.toml, else BOOK.

    Raises UsageError where pledgebook.toml is not readable TOML or holds a setting that does not exist.
    """
    if given is not None:
        return os.fspath(given)
    return os.environ.get(VARIABLE) or settings().get("book", BOOK)


def settings(folder: Path = Path()) -> dict[str, str]:
    """What `pledgebook.toml` of a folder says; empty where there is none. Raises UsageError as `book_place`."""
    path = folder / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{FILE}: {error}") from error
    found = raw.get("pledgebook", {})
    if not isinstance(found, dict):
        raise UsageError(f"{FILE}: settings stand under the heading [pledgebook]")
    strange = sorted({*raw} - {"pledgebook"}) or sorted({*found} - _KNOWN)
    if strange:
        raise UsageError(f"{FILE}: there is no setting {strange[0]!r}; there are: {', '.join(sorted(_KNOWN))}")
    if not all(isinstance(value, str) for value in found.values()):
        raise UsageError(f"{FILE}: book takes a path or an address in quotes")
    return {str(key): str(value) for key, value in found.items()}
