"""CSV that a spreadsheet opens as it is meant: RFC 4180, UTF-8, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""What opens a formula in a spreadsheet, also in full width (OWASP, CSV injection): such words of a document get an apostrophe
before them, blanks in front of them or not."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BOM = b"\xef\xbb\xbf"
"""The mark by which Excel knows UTF-8."""


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, str | float | int | bool | None]]) -> Iterator[bytes]:
    """The heading and a line a row. None is an empty cell; numbers are as short as they are exact; true and false are words."""
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row.get(name)) for name in columns])


def _cell(value: str | float | int | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**63 else repr(value)
    if isinstance(value, int):
        return str(value)
    value = _CONTROL.sub("\ufffd", value)
    return f"'{value}" if value.lstrip(" \u00a0").startswith(_FORMULA) else value


def _line(cells: Sequence[str]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerow(cells)
    return sink.getvalue().encode("utf-8", "replace")
