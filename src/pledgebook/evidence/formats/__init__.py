"""The files that evidence comes in: one table of formats, told apart by their content.

A new format is a row of `FORMATS`. What gives rows with columns (CSV, workbooks, Parquet, JSON) is the format "table": its
readers are in `rows`, and a description says what the columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pledgebook.evidence.formats.clean import PIECE, Clean
from pledgebook.evidence.formats.fts import COLUMNS, FLOWS, NOTE, Answer, answer_of, read_fts_csv, read_fts_json
from pledgebook.evidence.formats.iati import read_iati
from pledgebook.evidence.formats.rows import delimiter_of
from pledgebook.model import Problem, Record, SourceSort

Records = Iterator[Record | Problem]
_FTS = ("UN OCHA, Financial Tracking Service", "https://fts.unocha.org/", (NOTE,))


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file whose meaning is fixed, so that it needs no description.

    `recognises`: whether the beginning of a file, as text without white space before it, is of this form. `read`: its records and
    problems. `publisher`, `address`, `notes`: what a snapshot says of it where everything of this form comes from one place. `page`: which
    answer a file is a page of, None where files of this form are whole.
    """

    sort: SourceSort
    recognises: Callable[[str], bool]
    read: Callable[[Path], Records]
    publisher: str | None = None
    address: str | None = None
    notes: tuple[str, ...] = ()
    page: Callable[[Path], Answer | None] = lambda path: None


def format_of(path: Path, sort: SourceSort | None = None) -> Format | Problem | None:
    """The form of a file (among those of one sort), None for a table, a Problem for XML that nobody reads.

    Raises OSError where the file cannot be opened.
    """
    if sort == "table":
        return None
    text = beginning(path)
    candidates = [one for one in FORMATS if sort in (None, one.sort)]
    found = next((one for one in candidates if one.recognises(text)), None)
    if found is not None:
        return found
    if sort is not None:
        return candidates[0]
    return Problem(str(path), "is XML, and no IATI activity file", "unknown-sort") if text.startswith("<") else None


def beginning(path: Path) -> str:
    """The first characters of a file, without white space before them."""
    with path.open("rb") as file:
        xml = file.read(PIECE).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<"
        file.seek(0)
        return Clean(path, file, xml=xml).text().lstrip("\ufeff \t\r\n")


def _is_iati(text: str) -> bool:
    root = re.search(r"<([A-Za-z_][\w.:-]*)", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    return text.startswith("<") and root is not None and root[1] == "iati-activities"


def _is_fts_json(text: str) -> bool:
    return text.startswith("{") and FLOWS.search(text) is not None


def _is_fts_csv(text: str) -> bool:
    first = text.split("\n", 1)[0].replace('"', "").strip()
    return any(set(first.split(sign)) >= COLUMNS for sign in ",;\t|")


FORMATS = (
    Format("iati", _is_iati, read_iati),
    Format("fts", _is_fts_csv, lambda path: read_fts_csv(path, delimiter_of(path)), *_FTS),
    Format("fts", _is_fts_json, read_fts_json, *_FTS, page=answer_of),
)
"""Every form of file whose meaning is fixed; the first that recognises a file reads it."""
