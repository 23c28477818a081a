"""One file of evidence: which form it has, the snapshot it makes, and its records as a stream."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path

from pledgebook.errors import UsageError
from pledgebook.evidence.formats import Format, Records, format_of
from pledgebook.evidence.formats.clean import PIECE
from pledgebook.evidence.formats.description import SOURCE_NAME, parse_description, read_description, shipped
from pledgebook.evidence.formats.draft import Draft, draft
from pledgebook.evidence.formats.layout import Description
from pledgebook.evidence.formats.rows import Row, rows
from pledgebook.evidence.formats.survey import settled
from pledgebook.evidence.formats.table import read_table
from pledgebook.model import Problem, Snapshot, SourceSort

MANY = 100
"""How many problems of one rule are told one by one; further ones are counted."""
REMARKS = frozenset({"negative-amount", "page", "read-as"})
"""The rules of problems that lose nothing: what they speak of is kept as it is."""
UNDESCRIBED = "description"
"""The rule of the problem that no description fits a table."""


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
    if source is not None and not SOURCE_NAME.fullmatch(source):
        raise UsageError(f"the name of a source is small letters, digits and hyphens, at most 80, not {source!r}")
    given = None if description is None else _described(description)
    try:
        if path.is_dir():
            return _nothing(path, "a folder is no file of evidence", "folder")
        if not _head(path).strip():
            return _nothing(path, "the file is empty", "empty")
        form = None if given is not None else format_of(path, sort)
        if isinstance(form, Problem):
            return EvidenceReading(None, iter((form,)))
        if form is not None:
            return _of_form(path, form, source or _slug(path), day)
        return _of_table(path, given or _fitting(path), source, day)
    except OSError as error:
        return _nothing(path, f"cannot be read ({error.strerror or error})", "unreadable")


def _of_form(path: Path, form: Format, source: str, day: str) -> EvidenceReading:
    page = form.page(path)
    snapshot = Snapshot(
        source,
        form.sort,
        day,
        path.name,
        _hash(path),
        publisher=form.publisher,
        address=form.address,
        notes=form.notes,
        part=page.mark if page else None,
        count=page.count if page else None,
    )
    return EvidenceReading(snapshot, _told(path, lambda: form.read(path)))


def _of_table(path: Path, layout: Description | Problem, source: str | None, day: str) -> EvidenceReading:
    remarks: list[Problem] = []
    if isinstance(layout, Problem) and layout.rule == UNDESCRIBED:
        made = draft(path, source or _slug(path))
        if made is not None and made.certain:
            remarks = [Problem(str(path), f"read without a description: {' '.join(made.sure)}", "read-as")]
            layout = parse_description(made.toml, "the draft")
    found = layout if isinstance(layout, Problem) else settled(path, layout)
    if isinstance(found, Problem):
        return EvidenceReading(None, iter((found,)))
    description = found.description
    snapshot = Snapshot(
        source or description.source,
        "table",
        day,
        path.name,
        _hash(path),
        description.title,
        description.publisher,
        description.address,
        description.licence,
        (*description.notes, *found.notes),
        description.country,
    )
    return EvidenceReading(snapshot, _told(path, lambda: chain(remarks, read_table(path, description))))


def describe(path: Path, source: str | None = None) -> Draft | Problem:
    """A first description of a table, for a person to mend; a Problem where the file is none or needs none.

    `source`: the name that the source gets, else the file's. Raises UsageError where the file cannot be read.
    """
    try:
        form = format_of(path)
        if isinstance(form, Problem):
            return form
        if form is not None:
            return Problem(
                str(path), f"needs no description: its form, {form.sort}, says what its fields mean", "description"
            )
        return draft(path, source or _slug(path)) or Problem(
            str(path), "holds no header over rows of figures", "columns"
        )
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error


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
    what = f"is a table that no description fits: pledgebook evidence describe {path.name} -o {beside.name} drafts one"
    return Problem(str(path), what, UNDESCRIBED)


def _fits(path: Path, layout: Description) -> bool:
    head = islice(rows(path, sheets=layout.sheets, delimiter=layout.delimiter), max(1, layout.header))
    header = next((row for row in head if isinstance(row, Row) and row.line >= layout.header), None)
    if header is None:
        return False
    names = {" ".join(str(cell).split()).casefold() for cell in header.cells if cell is not None}
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
    """The records, problems of a rule told one by one up to MANY and counted from there, remarks once with their number."""
    told: Counter[str] = Counter()
    remarks: dict[str, Problem] = {}
    try:
        for record in records():
            if not isinstance(record, Problem):
                yield record
                continue
            told[record.rule] += 1
            if record.rule in REMARKS:
                remarks.setdefault(record.rule, record)
            elif told[record.rule] <= MANY:
                yield record
    except OSError as error:
        yield Problem(str(path), f"cannot be read further ({error.strerror or error})", "unreadable")
    yield from _counted(path, told, remarks)


def _counted(path: Path, told: Counter[str], remarks: dict[str, Problem]) -> Iterator[Problem]:
    """A line for each sort of remark, and for each sort of problem of which not all were told."""
    for rule, count in told.items():
        if rule in remarks:
            more = f"; {count:,} such in all" if count > 1 else ""
            yield Problem(str(path), remarks[rule].what + more, rule)
        elif count > MANY:
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
