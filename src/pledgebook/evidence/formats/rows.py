"""The rows of a table file (CSV, XLSX, Parquet, JSON), one after the other, with the sheet and line that they stand on."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from math import isfinite
from pathlib import Path
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.evidence.formats.clean import Clean, lines
from pledgebook.evidence.formats.json_rows import json_rows
from pledgebook.model import Problem

Cell = str | Decimal | date | None
"""What a cell holds: words, a number, a day, or nothing."""

LARGEST_UNPACKED = 1 << 28  # bytes of a workbook, or of a row group of Parquet, once unpacked
WIDEST = 4096  # cells of a row
LONGEST_SHEET = 1_048_576  # rows of a sheet: what a workbook may have


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the name of its sheet (None where a file has none), its line, counted from 1, and its cells."""

    sheet: str | None
    line: int
    cells: tuple[Cell, ...]

    @property
    def place(self) -> str:
        """How a problem names it: "sheet 2024, line 12"."""
        return f"line {self.line}" if self.sheet is None else f"sheet {self.sheet}, line {self.line}"


def rows(path: Path, *, sheets: Sequence[str] = (), delimiter: str | None = None) -> Iterator[Row | Problem]:
    """The rows of a file; its form is told by its first bytes. `sheets`: patterns of the sheets to be read, all for none.

    Raises OSError where the file cannot be opened, SetupError where a Parquet file meets no pyarrow.
    """
    with path.open("rb") as file:
        head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return _workbook(path, sheets)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    if head.startswith((b"{", b"[")):
        return _json(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = "a workbook of the old form (.xls) or under a password is not read: save it as .xlsx"
        return iter((Problem(str(path), what, "old-workbook"),))
    return _csv(path, delimiter or delimiter_of(path))


def _csv(path: Path, delimiter: str) -> Iterator[Row | Problem]:
    for row in csv_cells(path, delimiter):
        yield row if isinstance(row, Problem) else Row(None, row[0], tuple(row[1][:WIDEST]))


def csv_cells(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """The rows of a CSV file, each with its line; one that cannot be read is a problem, and the next is read.

    Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        stream = Clean(path, file)
        reader = csv.reader(lines(stream), delimiter=delimiter)
        while True:
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                yield Problem(str(path), f"line {before + 1}: the row cannot be read ({error})", "broken-row")
                continue
            yield from stream.take()
            yield before + 1, cells
        yield from stream.take()


def delimiter_of(path: Path) -> str:
    """The sign that parts the cells of the first line that has any: comma, semicolon, tab or bar."""
    with path.open("rb") as file:
        for line in lines(Clean(path, file)):
            if line.strip():
                bare = "".join(line.split('"')[::2])  # what stands in quotes does not count
                return max(",;\t|", key=bare.count)
    return ","


def _workbook(path: Path, sheets: Sequence[str]) -> Iterator[Row | Problem]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > LARGEST_UNPACKED:
            what = f"unpacks to {size >> 20:,} MB; {LARGEST_UNPACKED >> 20} MB are read at most"
            yield Problem(str(path), what, "too-large")
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that it does not know do not touch the figures
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 - what a broken workbook raises is not known: zip, XML, keys, values
        yield Problem(
            str(path),
            f"the workbook cannot be opened ({type(error).__name__}: {_first_line(error)})",
            "broken-workbook",
        )
        return
    try:
        found = False
        for sheet in book.worksheets:
            if sheets and not any(fnmatchcase(sheet.title, pattern) for pattern in sheets):
                continue
            found = True
            yield from _sheet(path, sheet)
        if not found:
            names = ", ".join(sheet.title for sheet in book.worksheets[:20])
            yield Problem(str(path), f"has no sheet {' or '.join(sheets)}; it has {names}", "sheets")
    finally:
        book.close()


def _sheet(path: Path, sheet: Any) -> Iterator[Row | Problem]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    title: str = sheet.title
    line = 0
    try:
        for line, cells in enumerate(sheet.iter_rows(max_row=LONGEST_SHEET, values_only=True), 1):
            if any(cell is not None for cell in cells):
                yield Row(title, line, tuple(_cell(cell) for cell in cells[:WIDEST]))
    except Exception as error:  # noqa: BLE001 - as above
        what = f"sheet {title}, line {line + 1}: cannot be read ({type(error).__name__}: {_first_line(error)})"
        yield Problem(str(path), what, "broken-workbook")


def _parquet(path: Path) -> Iterator[Row | Problem]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise SetupError("reading Parquet needs pyarrow: pip install 'pledgebook[parquet]'") from error
    try:
        with ParquetFile(path) as table:
            sizes = (table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups))
            if max(sizes, default=0) > LARGEST_UNPACKED:
                what = f"a row group of more than {LARGEST_UNPACKED >> 20} MB is not read"
                yield Problem(str(path), what, "too-large")
                return
            yield Row(None, 1, tuple(table.schema_arrow.names))
            line = 1
            for batch in table.iter_batches(batch_size=1024):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    line += 1
                    yield Row(None, line, tuple(_cell(cell) for cell in cells))
    except (ArrowException, OSError, ValueError) as error:
        yield Problem(str(path), f"the Parquet file cannot be read ({_first_line(error)})", "broken-parquet")


def _json(path: Path) -> Iterator[Row | Problem]:
    line = 0
    for values in json_rows(path):
        if isinstance(values, Problem):
            yield values
            continue
        line += 1
        yield Row(None, line, tuple(_cell(value) for value in values[:WIDEST]))


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, Decimal)):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
