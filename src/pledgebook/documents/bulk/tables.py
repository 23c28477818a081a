"""JSON lines, CSV and Parquet → documents: a row is a document, its columns give text, title, publisher, date, address."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from pledgebook.documents.bulk.found import Found, Note, Told, fault
from pledgebook.documents.items import of_bytes
from pledgebook.documents.limits import size_words
from pledgebook.documents.metadata import Metadata, one_line
from pledgebook.documents.published import iso_date
from pledgebook.documents.secrets import without_secrets
from pledgebook.documents.text import document_of
from pledgebook.model import Document, Problem

FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "maintext", "article"),
    "html": ("html",),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source_name", "site", "domain"),
    "published": ("published", "date", "date_publish", "publication_date", "published_date"),
    "url": ("url", "link", "address"),
    "id": ("id", "name"),
}
"""The fields of a document, and the columns that hold them where the caller names none; the first that is there counts."""

_REPLACED = "\ufffd"


def jsonl_documents(stream: BinaryIO, file: str, start: int, stop: int, told: Told) -> Iterator[Found]:
    """The documents of the lines that begin in `[start, stop)`; blank lines are none. A line that is no JSON object is a
    problem with its place."""
    for at, line in _lines(stream, start, stop, told.limits.file_bytes):
        if line is None:
            limit = size_words(told.limits.file_bytes)
            yield fault(file, at, f"byte {at}: a line larger than the limit of {limit}", "too-large")
            continue
        if not line.strip():
            continue
        text = line.decode("utf-8", "replace")
        broken = text.count(_REPLACED) - line.count(_REPLACED.encode())
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, dict):
            yield _row(values, file, at, len(line), broken, told)
        else:
            yield fault(file, at, f"byte {at}: a line that is no JSON object", "broken-row")


def _lines(stream: BinaryIO, start: int, stop: int, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that begin in `[start, stop)`, each with its first byte; None for one that is longer than the limit."""
    at = start
    stream.seek(max(start - 1, 0)) if start else None
    if start:
        at += _rest_of_line(stream) - 1
    while at < stop:
        line = stream.readline(limit + 1)
        if not line:
            return
        size = len(line)
        whole = line.endswith(b"\n") or size <= limit
        yield at, line if whole else None
        at += size if whole else size + _rest_of_line(stream)


def _rest_of_line(stream: BinaryIO) -> int:
    """Pass over what is left of a line; how many bytes that was."""
    passed = 0
    while True:
        part = stream.readline(1 << 20)
        passed += len(part)
        if not part or part.endswith(b"\n"):
            return passed


def csv_documents(stream: BinaryIO, file: str, start: int, stop: int, told: Told) -> Iterator[Found]:
    """The documents of the rows that begin in `[start, stop)`, where a row begins (`csv_cuts`). The first row of the file
    names the columns; they are parted by commas, semicolons or tabs, whichever that row holds most of."""
    csv.field_size_limit(told.limits.file_bytes)
    stream.seek(0)
    head = _Counted(stream, 0)
    first = head.line.removeprefix("\ufeff") if head.step() else ""
    comma = max(",;\t", key=first.count)
    try:
        names = next(csv.reader([first], delimiter=comma), [])
    except csv.Error as error:
        yield fault(file, 0, f"the first row, which names the columns, cannot be read ({error})", "broken-file")
        return
    lines = _Counted(stream, start or head.at)
    rows = csv.reader(lines, delimiter=comma)
    while lines.at < stop:
        at, lines.broken = lines.at, 0
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield fault(file, at, f"byte {at}: a row that cannot be read ({error})", "broken-row")
            continue
        if values:
            yield _row(dict(zip(names, values, strict=False)), file, at, lines.at - at, lines.broken, told)


class _Counted:
    """The lines of a stream from a place on, with the count of bytes and of what was no UTF-8."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        stream.seek(start)
        self._stream = stream
        self.at = start
        self.line = ""
        self.broken = 0

    def step(self) -> bool:
        """Take the next line; False at the end."""
        raw = self._stream.readline()
        self.at += len(raw)
        self.line = raw.decode("utf-8", "replace")
        self.broken += self.line.count(_REPLACED) - raw.count(_REPLACED.encode())
        return bool(raw)

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        if not self.step():
            raise StopIteration
        return self.line


def csv_cuts(stream: BinaryIO, size: int) -> Iterator[int]:
    """Places about `size` bytes apart where a row begins: behind a line end outside quotation marks (RFC 4180, 2). The
    whole file is read once for it."""
    at, quotes, due = 0, 0, size
    while line := stream.readline(1 << 20):
        at += len(line)
        quotes += line.count(b'"')
        if at >= due and quotes % 2 == 0 and line.endswith(b"\n"):
            yield at
            due = at + size


def parquet_documents(stream: BinaryIO, file: str, start: int, stop: int, told: Told) -> Iterator[Found]:
    """The documents of the rows of the row groups `[start, stop)` of a Parquet file; their places are rows of the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(stream)
        row = sum(parquet.metadata.row_group(k).num_rows for k in range(start))
        wanted = {name for names in _columns(told).values() for name in names}
        columns = [name for name in parquet.schema_arrow.names if name in wanted]
        for batch in parquet.iter_batches(batch_size=256, row_groups=list(range(start, stop)), columns=columns):
            for values in batch.to_pylist():
                yield _row(values, file, row, 0, 0, told)
                row += 1
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk, not the bytes
            raise
        words = " ".join(str(error).split())[:200]
        yield fault(file, start, f"a Parquet file that cannot be read ({words})", "broken-file")


def _columns(told: Told) -> dict[str, tuple[str, ...]]:
    return {name: (told.columns[name],) if name in told.columns else usual for name, usual in FIELDS.items()}


def _row(values: Mapping[str, Any], file: str, at: int, size: int, broken: int, told: Told) -> Found:
    fields = {
        name: next((values[one] for one in columns if values.get(one) not in (None, "")), None)
        for name, columns in _columns(told).items()
    }
    address = fields["url"] if isinstance(fields["url"], str) else None
    number = fields["id"] if isinstance(fields["id"], str | int) else at
    source = without_secrets(address) if address and "://" in address else one_line(f"{file}#{number}") or file
    stated = _day(fields["published"])
    said = Metadata(one_line(fields["title"]), one_line(fields["publisher"]), stated and iso_date(stated), address)

    def make(note: Note) -> Document | Problem:
        if broken:
            note(Problem(source, f"{broken} bytes or more were no UTF-8: each became U+FFFD", "broken-text"))
        if stated and said.published is None:
            note(Problem(source, f"a date that is none: {stated[:40]!r}; it is read without one", "broken-metadata"))
        if isinstance(fields["text"], str):
            return document_of(fields["text"], source, told.given.over(said))
        if isinstance(fields["html"], str):
            page = fields["html"].encode("utf-8", "replace")
            return of_bytes(page, source, "html", told.given.over(said), said, told.limits, "utf-8", note=note)
        names = ", ".join(_columns(told)["text"])
        return Problem(
            source, f"no text: none of the columns {names} holds any; --column text=NAME names one", "no-text"
        )

    return Found(source, at, size or len(fields["text"] or ""), make)


def _day(value: object) -> str | None:
    if isinstance(value, datetime.date):  # a time of day is a date too
        return value.isoformat()[:10]
    return one_line(value)
