"""One file of evidence: which sort it is, the snapshot it makes, and its records as a stream."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from pledgebook.errors import UsageError
from pledgebook.evidence.clean import PIECE, Clean
from pledgebook.evidence.description import Description, read_description, shipped
from pledgebook.evidence.fts import COLUMNS, NOTE, read_fts_csv, read_fts_json
from pledgebook.evidence.rows import Row, delimiter_of, rows
from pledgebook.evidence.statistics import read_table
from pledgebook.model import Problem, Record, Snapshot, SourceSort

MANY = 100
"""How many problems of one rule are told one by one; further ones are counted."""

Records = Iterator[Record | Problem]


@dataclass(frozen=True, slots=True)
class EvidenceReading:
    """What one file gives: its snapshot, None where nothing can be read of it, and its records and problems, streamed once."""

    snapshot: Snapshot | None
    records: Records


def read_evidence(
    path: Path,
    *,
    description: Path | str | None = None,
    seen: str | None = None,
    sort: SourceSort | None = None,
    source: str | None = None,
) -> EvidenceReading:
    """Opens a file of official records and tells what it is by its content.

    `description`: for a table, the TOML file that describes it or the name of a description that ships; without it the
    file of the same name that ends in .toml is taken, else the one that ships and fits. `seen`: the ISO date on which the file was
    seen, today for None. `sort`: "iati", "fts" or "table", where the content alone shall not decide. `source`: the name
    that all snapshots of the source share; without it the description's, else the file's name.

    A file that cannot be read gives a problem and no snapshot. Raises UsageError where `seen` is no date, `source` no
    name, or the description is wrong.
    """
    day = _day(seen)
    if source is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", source):
        raise UsageError(f"the name of a source is small letters, digits and hyphens, at most 80, not {source!r}")
    given = None if description is None else _described(description)
    try:
        if path.is_dir():
            return _nothing(path, "a folder is no file of evidence", "folder")
        head = _head(path)
        if not head.strip():
            return _nothing(path, "the file is empty", "empty")
        found = _opened(path, head, given, sort)
        if isinstance(found, Problem):
            return EvidenceReading(None, iter((found,)))
        kind, layout, records = found
        mark = _hash(path)
    except OSError as error:
        return _nothing(path, f"cannot be read ({error.strerror or error})", "unreadable")
    snapshot = Snapshot(
        source=source or (layout.source if layout else _slug(path)),
        sort=kind,
        seen=day,
        file=path.name,
        hash=mark,
        title=layout.title if layout else None,
        publisher=layout.publisher if layout else "UN OCHA, Financial Tracking Service" if kind == "fts" else None,
        address=layout.address if layout else "https://fts.unocha.org/" if kind == "fts" else None,
        licence=layout.licence if layout else None,
        notes=layout.notes if layout else (NOTE,) if kind == "fts" else (),
        country=layout.country if layout else None,
    )
    return EvidenceReading(snapshot, _told(path, records))


def _opened(
    path: Path, head: bytes, given: Description | None, sort: SourceSort | None
) -> tuple[SourceSort, Description | None, Callable[[], Records]] | Problem:
    form = _form(path, head)
    if given is not None or sort == "table":
        return _table(path, given or _fitting(path))
    if sort == "iati" or (sort is None and form == "iati"):
        return "iati", None, lambda: _iati(path)
    if sort == "fts" or (sort is None and form in ("fts-csv", "fts-json")):
        return (
            "fts",
            None,
            lambda: read_fts_json(path) if form == "fts-json" else read_fts_csv(path, delimiter_of(path)),
        )
    if form == "xml":
        return Problem(str(path), "is XML, and no IATI activity file", "unknown-sort")
    return _table(path, _fitting(path))


def _table(
    path: Path, layout: Description | Problem
) -> tuple[SourceSort, Description | None, Callable[[], Records]] | Problem:
    if isinstance(layout, Problem):
        return layout
    return "table", layout, lambda: read_table(path, layout)


def _iati(path: Path) -> Records:
    from pledgebook.evidence.iati import read_iati

    return read_iati(path)


def _form(path: Path, head: bytes) -> str:
    with path.open("rb") as file:
        text = (
            Clean(path, file, xml=head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<")
            .text()
            .lstrip("\ufeff \t\r\n")
        )
    if text.startswith("<"):
        root = re.search(r"<([A-Za-z_][\w.:-]*)", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
        return "iati" if root and root[1] == "iati-activities" else "xml"
    if text.startswith(("{", "[")):
        return "fts-json"
    first = text.split("\n", 1)[0]
    return "fts-csv" if set(first.replace('"', "").strip().split(delimiter_of(path))) >= COLUMNS else "table"


def _fitting(path: Path) -> Description | Problem:
    """The description beside the file, else the one that ships and whose columns the file has."""
    beside = path.with_suffix(".toml")
    if beside != path and beside.is_file():
        return read_description(beside)
    fitting = [layout for layout in shipped() if _fits(path, layout)]
    named = [layout for layout in fitting if layout.source == _slug(path)]
    if len(fitting) == 1 or named:
        return (named or fitting)[0]
    if fitting:
        names = ", ".join(layout.source for layout in fitting)
        return Problem(str(path), f"several descriptions fit ({names}): name one", "description")
    what = f"is a table that no description fits: write one, {beside.name} beside it (docs/evidence.md says how)"
    return Problem(str(path), what, "description")


def _fits(path: Path, layout: Description) -> bool:
    head = list(islice(rows(path, sheets=layout.sheets, delimiter=layout.delimiter), max(1, layout.header)))
    lines = [row for row in head if isinstance(row, Row)]
    header = next((row for row in lines if row.line >= layout.header), None)
    names = {" ".join(str(cell).split()).casefold() for cell in header.cells if cell is not None} if header else set()
    wanted = {column.casefold() for column in layout.columns() if isinstance(column, str)}
    return bool(wanted) and wanted <= names


def _described(description: Path | str) -> Description:
    if isinstance(description, str):
        for layout in shipped():
            if layout.source == description:
                return layout
        if not Path(description).is_file():
            names = ", ".join(layout.source for layout in shipped())
            raise UsageError(f"{description!r} is neither a file nor a description that ships ({names})")
    return read_description(Path(description))


def _told(path: Path, records: Callable[[], Records]) -> Records:
    """The records, problems of a rule told one by one up to MANY and counted from there."""
    told: Counter[str] = Counter()
    try:
        for record in records():
            if isinstance(record, Problem):
                told[record.rule] += 1
                if told[record.rule] > MANY:
                    continue
            yield record
    except OSError as error:
        yield Problem(str(path), f"cannot be read further ({error.strerror or error})", "unreadable")
    for rule, count in told.items():
        if count > MANY:
            yield Problem(str(path), f"{count - MANY:,} further problems of the sort {rule!r} are not listed", rule)


def _nothing(path: Path, what: str, rule: str) -> EvidenceReading:
    return EvidenceReading(None, iter((Problem(str(path), what, rule),)))


def _day(seen: str | None) -> str:
    if seen is None:
        return datetime.now(UTC).date().isoformat()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", seen):
            return date.fromisoformat(seen).isoformat()
    except ValueError:
        pass
    raise UsageError(f"seen takes an ISO date such as 2026-11-24, not {seen!r}")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(PIECE)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _slug(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:80] or "evidence"
