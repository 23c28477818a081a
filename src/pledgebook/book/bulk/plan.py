"""Sources → shards, each named by the hash of what goes into it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from pledgebook.book.bulk.fingerprint import code_fingerprint
from pledgebook.config import ReadingLimits
from pledgebook.documents.bulk import PIECE_BYTES, Piece, pieces_of, stored_files
from pledgebook.model import Problem

SHARD_FILES = 1_000
"""Files of a shard at most: small files are read together."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the caller chose. Each has a part in the names of the shards.

    `published`, `publisher`, `encoding`: of all documents, as `read` takes them. `columns`: the columns of tables, see
    `pledgebook.documents.bulk.Told`. `sample`: the share of the documents that are read, 0 to 1; which ones follows from
    their places. `twins`: read near-duplicates once. `limits`: of one document. `shard_bytes`: about how much of a file
    goes into one shard.
    """

    published: str | None = None
    publisher: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    sample: float = 1.0
    twins: bool = True
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    shard_bytes: int = PIECE_BYTES


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker reads in one go. `name`: the hash of its pieces, the code and the settings. `size`: bytes to read."""

    name: str
    pieces: tuple[Piece, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The shards of a scan in their order, and what is wrong with its sources."""

    sources: tuple[str, ...]
    settings: Settings
    shards: tuple[Shard, ...]
    problems: tuple[Problem, ...]
    files: int


def plan_of(sources: Sequence[str], settings: Settings) -> Plan:
    """Look at the sources and cut them into shards. The same sources, code and settings give the same plan; a new file
    changes the shards around it and no others. Raises SetupError where a library is missing."""
    problems: list[Problem] = []
    seen: dict[str, None] = {}
    pieces: list[Piece] = []
    for source in sources:
        for stored in stored_files(source):
            if isinstance(stored, Problem):
                problems.append(stored)
            elif stored.address not in seen:  # a file that two sources name is read once
                seen[stored.address] = None
                cut = pieces_of(stored, settings.shard_bytes)
                problems += [cut] if isinstance(cut, Problem) else []
                pieces += [] if isinstance(cut, Problem) else cut
    shards = tuple(_shard(group, settings) for group in _groups(pieces, settings.shard_bytes))
    return Plan(tuple(sources), settings, shards, tuple(problems), len(seen))


def _groups(pieces: Iterable[Piece], most: int) -> Iterator[tuple[Piece, ...]]:
    """Neighbours together until they are large enough. A group also ends where the name of a file says so, one in 256, so
    that a file that comes or goes moves no more than the groups up to there."""
    group: list[Piece] = []
    held = 0
    for piece in pieces:
        if group and (held + piece.size > most or len(group) == SHARD_FILES):
            yield tuple(group)
            group, held = [], 0
        group.append(piece)
        held += piece.size
        if zlib.crc32(piece.file.encode("utf-8", "surrogatepass")) % 256 == 0:
            yield tuple(group)
            group, held = [], 0
    if group:
        yield tuple(group)


def _shard(pieces: tuple[Piece, ...], settings: Settings) -> Shard:
    named = [replace(piece, file=piece.name) for piece in pieces]
    told = msgspec.json.encode((code_fingerprint(), settings, named), order="deterministic")
    return Shard(hashlib.sha256(told).hexdigest()[:24], pieces, sum(piece.size for piece in pieces))
