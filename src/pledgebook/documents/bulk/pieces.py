"""A file → pieces that can be read on their own, and a piece → its documents."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pledgebook.documents.bulk.found import Found, Note, Told, fault
from pledgebook.documents.bulk.stores import Stored, kind_of, opened, shown
from pledgebook.documents.bulk.tables import csv_cuts, csv_documents, jsonl_documents, parquet_documents
from pledgebook.documents.bulk.unpack import unpacked
from pledgebook.documents.bulk.warc import MARKS, warc_documents
from pledgebook.documents.items import of_bytes
from pledgebook.documents.items import open as open_item
from pledgebook.documents.sources import KNOWN_TYPES, Item, expand, fault_of_file
from pledgebook.errors import SetupError
from pledgebook.model import Document, Problem

PIECE_BYTES = 16 << 20
"""Bytes of a piece: some thousand articles, so that a killed run loses minutes and a million shards hold the web's news of
years. Packed WARC files are cut at four times as much, for their text is that much longer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file: bytes `[start, stop)`, for Parquet row groups. `kind` and `packing`: how it is read. `stamp`: of
    the file, see `Stored`. `size`: about how many bytes there are to read."""

    file: str
    kind: str
    packing: str | None
    start: int
    stop: int
    stamp: str
    size: int

    @property
    def name(self) -> str:
        """The file as it is shown and written down."""
        return shown(self.file)


def pieces_of(stored: Stored, size: int = PIECE_BYTES) -> list[Piece] | Problem:
    """The pieces of a file, in order; a problem where it cannot be opened. What cannot be cut (a file packed as one, a text,
    a PDF) is one piece. Raises SetupError where a library is missing."""
    try:
        kind, packing = kind_of(stored.address)
        if kind is None:
            kind, packing = _told_by_bytes(stored)
        cuts = _cuts(stored, kind, packing, size)
    except OSError as error:
        return fault_of_file(error, shown(stored.address))
    except ImportError as error:
        raise SetupError(f"{shown(stored.address)} needs {error.name}: pip install 'pledgebook[bulk]'") from error
    share = stored.size // max(len(cuts) - 1, 1)
    return [Piece(stored.address, kind, packing, low, high, stored.stamp, share) for low, high in pairwise(cuts)]


def _told_by_bytes(stored: Stored) -> tuple[str, str | None]:
    """What a file is whose name does not say it."""
    with opened(stored.address) as stream:
        head = stream.read(8)
        packing = next((name for name, mark in MARKS.items() if head.startswith(mark)), None)
        if head.startswith(b"WARC/") or packing:
            stream.seek(0)
            if unpacked(stream, packing).read(5) == b"WARC/":
                return "warc", packing
    return ("parquet" if head.startswith(b"PAR1") else "file"), None


def _cuts(stored: Stored, kind: str, packing: str | None, size: int) -> list[int]:
    """Where the pieces begin, and the end."""
    if kind == "parquet":
        return _parquet_cuts(stored, size)
    end = max(stored.size, 1)
    if kind == "warc" and packing in MARKS:
        return [*range(0, end, 4 * size), end]
    if kind == "jsonl" and packing is None:
        return [*range(0, end, size), end]
    if kind == "csv" and packing is None and end > size:
        with opened(stored.address) as stream:
            inner = [at for at in csv_cuts(stream, size) if at < end]
        return [0, *inner, end]
    return [0, end]


def _parquet_cuts(stored: Stored, size: int) -> list[int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(stored.address) as stream:
        try:
            groups = pq.ParquetFile(stream).metadata
        except pa.ArrowException:
            return [0, 1]  # whoever reads it says what is wrong
        cuts, held = [0], 0
        for number in range(groups.num_row_groups):
            held += groups.row_group(number).total_byte_size
            if held >= size or number == groups.num_row_groups - 1:
                cuts.append(number + 1)
                held = 0
    return cuts


_READERS = {
    "warc": warc_documents,
    "jsonl": jsonl_documents,
    "csv": csv_documents,
    "parquet": parquet_documents,
}


def read_piece(piece: Piece, told: Told) -> Iterator[Found]:
    """The documents of a piece, in order, and its faults. Raises OSError where the file is gone or cannot be read any more,
    SetupError where a library is missing."""
    if piece.kind == "file":
        yield Found(piece.name, 0, piece.size, lambda note: _file(piece, told, note))
        return
    with opened(piece.file) as stored:
        packed = piece.packing is not None and piece.kind != "warc"
        stream = unpacked(stored, piece.packing) if packed else stored
        stop = 1 << 62 if packed else piece.stop
        at = piece.start
        try:
            for found in _READERS[piece.kind](stream, piece.name, piece.start, stop, told):
                at = found.offset
                yield found
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            if not packed or getattr(error, "errno", None) is not None:
                raise
            yield fault(piece.name, at, f"its packing is broken behind byte {at} of its content", "broken-file")


def _file(piece: Piece, told: Told, note: Note) -> Document | Problem:
    """A text, a page or a PDF as a document."""
    given, limits = told.given, told.limits
    if "://" not in piece.file:
        wrong = [one for one in expand([piece.file]) if isinstance(one, Problem)]
        for problem in wrong:
            note(problem)
        return open_item(
            Item(piece.name, path=Path(piece.file)),
            title=given.title,
            publisher=given.publisher,
            published=given.published,
            encoding=told.encoding,
            limits=limits,
            note=note,
        )
    kind = next(
        (kind for end, kind in KNOWN_TYPES.items() if piece.file.partition("::")[0].lower().endswith(end)), None
    )
    try:
        with opened(piece.file) as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        return fault_of_file(error, piece.name)
    if len(data) > (limits.html_bytes if kind == "html" else limits.file_bytes):
        return Problem(piece.name, "larger than the limit", "too-large")
    return of_bytes(data, piece.name, kind, given, limits=limits, encoding=told.encoding, note=note)
