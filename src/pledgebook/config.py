"""Settings: what the command line, the environment and `pledgebook.toml` say, in this order.

    [pledgebook]
    book = "summit.db"              # or postgresql://…; the ledger that commands use where --book is not given
    seal_key = "keys/seal.pem"      # the file of a private key with which `pledgebook seal` signs
    document_seconds = 600          # for one document; what takes longer is a problem, and the next one is read
    document_characters = 10000000  # of the text of one document
    second_reviewer = true          # what one person has checked counts as reviewed when another has, too

    [reader.llm]                    # a language model as a reader: `pledgebook read --reader llm`
    model = "llama3.1:8b"
    address = "http://localhost:11434/v1"
    key_variable = "OPENAI_API_KEY" # the environment variable that holds the key, never the key itself

A setting that no one gives has its default. `pledgebook.toml` is looked for in the working folder only, so that a
command means the same wherever else it is run from.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pledgebook.errors import UsageError

BOOK = "pledgebook.db"
"""The ledger where nothing else is said: a file of the working folder."""

FILE = "pledgebook.toml"
VARIABLE = "PLEDGEBOOK_BOOK"
_KNOWN = {"book", "seal_key", "document_seconds", "document_characters", "second_reviewer"}


def book_place(given: str | os.PathLike[str] | None = None) -> str:
    """Where the ledger is: `given`, else the environment's PLEDGEBOOK_BOOK, else `book` of pledgebook.toml, else BOOK.

    Raises UsageError where pledgebook.toml is not readable TOML or holds a setting that does not exist.
    """
    if given is not None:
        return os.fspath(given)
    return os.environ.get(VARIABLE) or str(settings().get("book", BOOK))


def settings(folder: Path = Path()) -> dict[str, Any]:
    """What `pledgebook.toml` of a folder says; empty where there is none. Raises UsageError as `book_place`."""
    raw = _file(folder)
    found = raw.get("pledgebook", {})
    if not isinstance(found, dict):
        raise UsageError(f"{FILE}: settings stand under the heading [pledgebook]")
    strange = sorted({*raw} - {"pledgebook", "reader"}) or sorted({*found} - _KNOWN)
    if strange:
        raise UsageError(f"{FILE}: there is no setting {strange[0]!r}; there are: {', '.join(sorted(_KNOWN))}")
    for name in ("book", "seal_key"):
        if not isinstance(found.get(name, ""), str):
            raise UsageError(f"{FILE}: {name} takes a path{' or an address' if name == 'book' else ''} in quotes")
    for name in ("document_seconds", "document_characters"):
        if name in found and not (_is_number(found[name]) and 0 < found[name] < 1e9):
            raise UsageError(f"{FILE}: {name} takes a number above 0")
    if not isinstance(found.get("second_reviewer", False), bool):
        raise UsageError(f"{FILE}: second_reviewer takes true or false")
    return found


def needs_second(folder: Path = Path()) -> bool:
    """Whether `pledgebook.toml` of a folder asks for a second person before a row counts as reviewed. Raises UsageError as
    `book_place`."""
    return bool(settings(folder).get("second_reviewer", False))


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much one document may take: seconds until its statements are found, and characters of its text."""

    seconds: float = 600.0
    characters: int = 10_000_000


def reading_limits(folder: Path = Path()) -> ReadingLimits:
    """What `pledgebook.toml` of a folder allows. Raises UsageError as `book_place`."""
    found, usual = settings(folder), ReadingLimits()
    return ReadingLimits(
        float(found.get("document_seconds", usual.seconds)), int(found.get("document_characters", usual.characters))
    )


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """`[reader.llm]`: a language model as a reader.

    `model`: its name at the server. `address`: of the server, up to and with "/v1"; it may lie in a private network. `key`:
    the value of the environment variable that `key_variable` names. `answers`: a folder in which answers are kept.
    `timeout`: seconds for one answer. `parallel`: questions at a time. `window`: characters of a document in one question.
    """

    model: str | None = None
    address: str | None = None
    key: str | None = field(default=None, repr=False)
    answers: str | None = None
    timeout: float = 120.0
    parallel: int = 4
    window: int = 6_000


_OF_MODEL: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "model": ("its name in quotes", lambda v: isinstance(v, str) and bool(v)),
    "address": ("an address in quotes that begins with http:// or https://", lambda v: _is_address(v)),
    "key_variable": ("the name of an environment variable that is set", lambda v: bool(os.environ.get(str(v)))),
    "answers": ("a folder in quotes", lambda v: isinstance(v, str) and bool(v)),
    "timeout": ("a number of seconds above 0", lambda v: _is_number(v) and v > 0),
    "parallel": ("a whole number from 1", lambda v: _is_number(v) and v == int(v) >= 1),
    "window": ("a whole number of characters from 200", lambda v: _is_number(v) and v == int(v) >= 200),
}
"""Each setting of [reader.llm]: what it takes, in words and as a test."""


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def model_settings(folder: Path = Path()) -> ModelSettings:
    """What `pledgebook.toml` says of the language model. Raises UsageError where a setting does not exist or takes
    something else, such as an environment variable that is not set."""
    readers = _file(folder).get("reader", {})
    found = readers.get("llm", {}) if isinstance(readers, dict) else None
    if not isinstance(found, dict) or {*readers} - {"llm"}:
        raise UsageError(f"{FILE}: the settings of readers stand under the heading [reader.llm]")
    if "key" in found:
        raise UsageError(f"{FILE}: a key does not belong in a file; set key_variable to an environment variable")
    for name, value in found.items():
        if name not in _OF_MODEL:
            raise UsageError(f"{FILE}: there is no setting {name!r} of [reader.llm]; there are: {', '.join(_OF_MODEL)}")
        takes, fits = _OF_MODEL[name]
        if not fits(value):
            raise UsageError(f"{FILE}: {name} of [reader.llm] takes {takes}")
    variable = found.get("key_variable")
    rest = {name: value for name, value in found.items() if name != "key_variable"}
    return ModelSettings(key=os.environ[variable] if variable else None, **rest)


def _file(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{FILE}: {error}") from error
