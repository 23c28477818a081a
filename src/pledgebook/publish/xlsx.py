"""A spreadsheet of flat rows: real numbers and dates, a heading that stays, a filter on every column, long words wrapped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pledgebook.errors import UsageError
from pledgebook.publish.rows import DAYS, Row

_WIDTHS = {"promise": 60, "quote": 60, "object": 40, "reason": 60, "title": 40}
_WIDTH = 16
_LONGEST = 32_767  # characters of a cell, the most that the format holds
_MOST_ROWS = 1_048_576  # of a sheet, with its heading
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive knows


def xlsx_file(columns: Mapping[str, type], rows: Iterable[Row], title: str = "pledgebook") -> bytes:
    """The bytes of an XLSX file with one sheet; the same rows give the same bytes. Words are always words: nothing of a document
    can become a formula.

    Raises UsageError for more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for place, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, _WIDTH)
    heading = []
    for name in columns:
        cell = WriteOnlyCell(sheet, name.replace("_", " "))
        cell.font = Font(bold=True)
        heading.append(cell)
    sheet.append(heading)
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, name, row.get(name)) for name in columns])
        count += 1
        if count > _MOST_ROWS:
            raise UsageError(f"a sheet holds {_MOST_ROWS - 1:,} rows at the most: filter them, or take csv or parquet")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    sink = io.BytesIO()
    book.save(sink)
    return _steady(sink.getvalue())


def _cell(sheet: Any, name: str, value: str | float | int | bool | None) -> Cell:
    if isinstance(value, str) and name in DAYS and _DAY.fullmatch(value):
        try:
            cell: Cell = WriteOnlyCell(sheet, datetime.fromisoformat(value))
        except ValueError:
            return _words(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, str):
        return _words(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, float):
        cell.number_format = "0%" if name == "share" else "#,##0.##"
    cell.alignment = Alignment(vertical="top")
    return cell


def _words(sheet: Any, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, "")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value.encode("utf-8", "replace").decode())[:_LONGEST]
    cell.data_type = "s"  # "=…" is what a document says, not a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _steady(archive: bytes) -> bytes:
    """The same archive without the time at which it was made."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", _stamp().encode(), content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def _stamp() -> str:
    return datetime(*_EPOCH).strftime("%Y-%m-%dT%H:%M:%SZ")
