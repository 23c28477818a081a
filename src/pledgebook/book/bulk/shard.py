"""One shard → its files: what a worker does."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgebook.book.barrier import behind_barrier
from pledgebook.book.bulk.plan import Settings, Shard
from pledgebook.book.bulk.results import (
    Tables,
    document_columns,
    problem_columns,
    statement_columns,
    write_whole,
)
from pledgebook.book.bulk.twins import Twins
from pledgebook.book.reading import by_rules, read_document
from pledgebook.book.settled import settle
from pledgebook.documents.bulk import Found, Piece, Told, read_piece
from pledgebook.documents.metadata import Metadata
from pledgebook.documents.sources import fault_of_file
from pledgebook.extract import forgetting
from pledgebook.model import Document, Problem, Statement

_FORGET = 1000
"""Documents after which the parser forgets the words that it met (0.9 kB a document otherwise, for ever)."""


@dataclass(frozen=True, slots=True)
class Job:
    """A shard, where its files go, and how it is read. `limit`: at most so many documents."""

    shard: Shard
    settings: Settings
    folder: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a shard holds. `again`: a file was gone or could not be read: the next run reads the shard once more."""

    documents: int = 0
    twins: int = 0
    statements: int = 0
    problems: int = 0
    bytes: int = 0
    rules: dict[str, int] | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was read: what it holds, and the seconds and processor seconds that it took."""

    name: str
    counts: Counts
    seconds: float
    processor: float


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    offset: int


def read_shard(job: Job) -> Done:
    """Read a shard and write its files; the same job gives the same bytes. Raises ScanError where they cannot be written,
    SetupError where a library is missing; whatever is wrong with a document or a file is a row of the problems."""
    settle()
    begun, used = time.perf_counter(), time.process_time()
    folder = Path(job.folder)
    with Tables(folder, job.shard.name) as tables:
        counts = _Reader(job.settings, tables).read(job)
    name = "again" if counts.again else "json"
    body = msgspec.json.encode(counts, order="deterministic") + b"\n"
    write_whole(folder / "shards" / f"{job.shard.name}.{name}", body, folder / "drafts")
    if not counts.again:
        (folder / "shards" / f"{job.shard.name}.again").unlink(missing_ok=True)
    return Done(job.shard.name, counts, time.perf_counter() - begun, time.process_time() - used)


class _Reader:
    """Reads the documents of one shard into its tables, and counts."""

    def __init__(self, settings: Settings, tables: Tables) -> None:
        self._settings = settings
        self._tables = tables
        self._twins = Twins() if settings.twins else None
        self._counts: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._told = Told(
            Metadata(publisher=settings.publisher, published=settings.published), settings.encoding, settings.columns
        )

    def read(self, job: Job) -> Counts:
        """Everything of the job, or as many documents as it may."""
        found = self._found(job.shard)
        going = True
        while going:
            with forgetting():
                for _ in range(_FORGET):
                    one = None if self._counts["documents"] == job.limit else next(found, None)
                    if one is None:
                        going = False
                        break
                    self._take(*one)
        counts = self._counts
        return Counts(
            counts["documents"],
            counts["twins"],
            counts["statements"],
            counts["problems"],
            counts["bytes"],
            dict(sorted(self._rules.items())),
            bool(counts["again"]),
        )

    def _found(self, shard: Shard) -> Iterator[tuple[Piece, Found]]:
        """What stands in the pieces, without what the sample leaves out. A file that is gone costs no other."""
        for piece in shard.pieces:
            at = piece.start
            try:
                for found in read_piece(piece, self._told):
                    at = found.offset
                    if self._is_sampled(piece.name, found):
                        yield piece, found
            except OSError as error:
                self._counts["again"] += 1
                self._problem(fault_of_file(error, piece.name), _Place(piece.name, at))

    def _is_sampled(self, file: str, found: Found) -> bool:
        share = self._settings.sample
        if share >= 1.0:
            return True
        told = f"{file}\n{found.offset}\n{found.source}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.sha256(told).digest()[:8]) < share * 2**64

    def _take(self, piece: Piece, found: Found) -> None:
        place = _Place(piece.name, found.offset)
        notes: list[Problem] = []
        limits = self._settings.limits
        document = behind_barrier(found.source, lambda: found.make(notes.append), limits.seconds)
        self._counts["bytes"] += found.size
        for note in notes:
            self._problem(note, place)
        if isinstance(document, Problem):
            if document.rule in ("missing", "permission-denied", "unreadable"):
                self._counts["again"] += 1
            self._problem(document, place)
            return
        self._counts["documents"] += 1
        statements, twin_of = self._statements(document, place)
        if statements is None:
            return
        self._counts["twins"] += twin_of is not None
        self._counts["statements"] += len(statements)
        self._tables.put("documents", document_columns(document, piece.name, found.offset, len(statements), twin_of))
        for one in statements:
            self._tables.put("statements", statement_columns(one, document, piece.name, found.offset))

    def _statements(self, document: Document, place: _Place) -> tuple[tuple[Statement, ...] | None, str | None]:
        """The statements of a document, read or taken over; None where it could not be read, which is a problem then."""

        def read(one: Document) -> tuple[Statement, ...] | None:
            found = read_document(one, by_rules, self._settings.limits)
            if isinstance(found, Problem):
                self._problem(found, place)
                return None
            for problem in found[1]:
                self._problem(problem, place)
            return found[0]

        if self._twins is None or len(document.text) > self._settings.limits.characters:
            return read(document), None
        return self._twins.reading_for(document, read)

    def _problem(self, problem: Problem, place: _Place) -> None:
        self._counts["problems"] += 1
        self._rules[problem.rule] += 1
        self._tables.put("problems", problem_columns(problem, place.file, place.offset))
