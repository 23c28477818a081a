"""The files of a scan: three Parquet files a shard, each written under another name and renamed when it is whole.

DIR/scan.json              what was scanned, and with which settings
DIR/statements/NAME.parquet  a row a statement
DIR/problems/NAME.parquet    a row a problem
DIR/documents/NAME.parquet   a row a document; with its text where it makes statements
DIR/shards/NAME.json       written last: the shard is whole; how much is in it
DIR/log.jsonl              a line for each shard that was read, in the order in which they were done
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from pledgebook.documents.bulk import MANIFEST
from pledgebook.errors import ScanError, SetupError, UsageError
from pledgebook.model import Document, Imprint, Problem, Reading, Said, Statement
from pledgebook.publish.rows import STATEMENT_COLUMNS, Row, statement_row

if TYPE_CHECKING:
    import pyarrow

_OF_BOOKS = ("reviewed", "commitment", "superseded")
"""Columns that only a book can fill."""
STATEMENTS: dict[str, type] = {
    **{name: kind for name, kind in STATEMENT_COLUMNS.items() if name not in _OF_BOOKS},
    "file": str,
    "offset": int,
    "value": str,
}
"""The columns of statements: those of `pledgebook read --format parquet`, the file and the place in it where the document
stands, and the whole statement as JSON."""
PROBLEMS: dict[str, type] = {"source": str, "rule": str, "what": str, "file": str, "offset": int}
DOCUMENTS: dict[str, type] = {
    "document": str,
    "source": str,
    "url": str,
    "title": str,
    "publisher": str,
    "published": str,
    "file": str,
    "offset": int,
    "characters": int,
    "statements": int,
    "twin_of": str,
    "body_start": int,
    "body_end": int,
    "text": str,
}
"""`twin_of`: the source of the document whose reading was taken over. `text`: None where there are no statements."""

TABLES = {"statements": STATEMENTS, "problems": PROBLEMS, "documents": DOCUMENTS}
_ROWS = 2_000
"""Rows that are held before they are written."""


class Tables:
    """The three files of one shard while they are written: a context that leaves whole files, or none."""

    def __init__(self, folder: Path, name: str) -> None:
        self._places = {table: folder / table / f"{name}.parquet" for table in TABLES}
        self._drafts = {table: folder / "drafts" / f"{name}.{os.getpid()}.{table}" for table in TABLES}
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._writers: dict[str, Any] = {}
        self._streams: dict[str, BinaryIO] = {}

    def __enter__(self) -> Tables:
        import pyarrow.parquet as pq

        with _explained(self._drafts["statements"]):
            for table, draft in self._drafts.items():
                self._streams[table] = draft.open("wb")
                self._writers[table] = pq.ParquetWriter(
                    self._streams[table], _schema(TABLES[table]), compression="zstd"
                )
        return self

    def put(self, table: str, row: Row) -> None:
        """One row. Raises ScanError where the disk is full."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _ROWS:
            self._write(table)

    def _write(self, table: str) -> None:
        import pyarrow as pa

        with _explained(self._drafts[table]):
            self._writers[table].write_table(pa.Table.from_pylist(self._rows[table], schema=_schema(TABLES[table])))
        self._rows[table].clear()

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            for open_one in (*self._writers.values(), *self._streams.values()):
                with suppress(OSError):
                    open_one.close()
            for draft in self._drafts.values():
                draft.unlink(missing_ok=True)

    def _finish(self) -> None:
        for table, draft in self._drafts.items():
            if self._rows[table]:
                self._write(table)
            with _explained(draft):
                self._writers[table].close()
                self._streams[table].flush()
                os.fsync(self._streams[table].fileno())
                self._streams[table].close()
        for table, draft in self._drafts.items():
            with _explained(draft):
                draft.replace(self._places[table])


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Faults of the disk as a ScanError that says what to do."""
    try:
        yield
    except OSError as error:
        raise ScanError(
            f"cannot write {path.parent.parent}: {error.strerror or error}; make room or mend it, then start the same "
            "command again: shards that are whole are kept"
        ) from error


def _schema(columns: Mapping[str, type]) -> pyarrow.Schema:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise SetupError("a scan needs pyarrow: pip install 'pledgebook[bulk]'") from error
    kinds = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


def write_whole(path: Path, data: bytes, drafts: Path) -> None:
    """A small file, whole or not at all. Raises ScanError where the disk is full."""
    draft = drafts / f"{path.name}.{os.getpid()}"
    with _explained(draft):
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)


def statement_columns(statement: Statement, document: Document, file: str, offset: int) -> Row:
    """A statement as a row of STATEMENTS."""
    row = statement_row(Said(statement, imprint_of(document)))
    value = msgspec.json.encode(statement).decode()
    return {
        **{name: row[name] for name in row if name not in _OF_BOOKS},
        "file": file,
        "offset": offset,
        "value": value,
    }


def imprint_of(document: Document) -> Imprint:
    """What a reader is told of a document beside its words."""
    return Imprint(document.id, document.source, document.title, document.publisher, document.published, document.url)


def document_columns(document: Document, file: str, offset: int, statements: int, twin_of: str | None) -> Row:
    """A document as a row of DOCUMENTS."""
    return {
        "document": document.id,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "file": file,
        "offset": offset,
        "characters": len(document.text),
        "statements": statements,
        "twin_of": twin_of,
        "body_start": document.body[0],
        "body_end": document.body[1],
        "text": document.text if statements else None,
    }


def problem_columns(problem: Problem, file: str, offset: int) -> Row:
    """A problem as a row of PROBLEMS."""
    return {"source": problem.source, "rule": problem.rule, "what": problem.what, "file": file, "offset": offset}


def is_scan(place: str | os.PathLike[str]) -> bool:
    """Whether a folder holds the results of a scan."""
    return "://" not in os.fspath(place) and (Path(place) / MANIFEST).is_file()


def whole_shards(folder: Path) -> set[str]:
    """The names of the shards that are whole."""
    return {path.stem for path in (folder / "shards").glob("*.json")}


_statement = msgspec.json.Decoder(Statement)


def readings_of(place: str | os.PathLike[str]) -> Iterator[Reading]:
    """Every document of a scan that makes statements, with these; then what could not be read. By the names of the shards;
    those that were not finished are a problem. Raises UsageError where the folder holds no scan."""
    folder = Path(place)
    try:
        planned = msgspec.json.decode((folder / MANIFEST).read_bytes())["shards"]
    except (OSError, msgspec.DecodeError, KeyError) as error:
        raise UsageError(f"{folder} does not hold a scan: its {MANIFEST} cannot be read") from error
    whole = whole_shards(folder)
    missing = set(planned) - whole
    if missing:
        what = f"{len(missing):,} of {len(planned):,} shards were not finished: start the same scan again, then add it again"
        yield Reading(str(folder), None, (), (Problem(str(folder), what, "unfinished-scan"),))
    for name in sorted(whole.intersection(planned)):
        yield from _of_shard(folder, name)


_Key = tuple[str, str, str, int]


def _key(row: Mapping[str, Any]) -> _Key:
    return row["document"], row["source"], row["file"], row["offset"]


def _of_shard(folder: Path, name: str) -> Iterator[Reading]:
    said: dict[_Key, dict[str, Statement]] = {}
    for row in _rows(folder / f"statements/{name}.parquet", ["document", "source", "file", "offset", "value"]):
        statement = _statement.decode(row["value"])
        said.setdefault(_key(row), {})[statement.id] = statement
    for row in _rows(folder / f"documents/{name}.parquet", list(DOCUMENTS)):
        if row["text"] is None:
            continue
        document = Document(
            row["source"], row["text"], row["title"], row["publisher"], row["published"], row["url"],
            (row["body_start"], row["body_end"]), row["document"],
        )  # fmt: skip
        yield Reading(row["source"], document, tuple(said[_key(row)].values()))
    for row in _rows(folder / f"problems/{name}.parquet", ["source", "what", "rule"]):
        yield Reading(row["source"], None, (), (Problem(row["source"], row["what"], row["rule"]),))


def _rows(path: Path, columns: list[str]) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with path.open("rb") as stream, pq.ParquetFile(stream) as parquet:
        for batch in parquet.iter_batches(batch_size=1_000, columns=columns):
            yield from batch.to_pylist()
