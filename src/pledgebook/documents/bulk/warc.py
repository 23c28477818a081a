"""WARC → documents: the records of a crawl that hold pages, and where the file is broken.

A crawl packs each record on its own (gzip members, zstd or lz4 frames: WARC 1.1, annex D), so that reading can begin at any
of them. That is used twice: a large file is read in pieces by several processes, and after a broken record the next whole one
is looked for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from pledgebook.documents.address import Page, kind_of_answer
from pledgebook.documents.bulk.found import Found, Note, Told, fault
from pledgebook.documents.bulk.unpack import warc_readers
from pledgebook.documents.items import of_bytes
from pledgebook.documents.limits import size_words
from pledgebook.documents.metadata import Metadata
from pledgebook.documents.secrets import without_secrets
from pledgebook.model import Document, Problem

MARKS = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd", "lz4": b"\x04\x22\x4d\x18"}
"""What the packed record begins with: RFC 1952; RFC 8878, 3.1.1; LZ4 frame format."""
_PLAIN = b"WARC/"
_BLOCK = 1 << 20
_Decoding = Literal["all", "none"]


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: where it begins, its type, its address, the type of its content, and its block."""

    at: int
    sort: str
    address: str
    content: str
    block: bytes
    length: int
    digest: str | None
    page_digest: str | None


def warc_documents(stream: BinaryIO, file: str, start: int, stop: int, told: Told) -> Iterator[Found]:
    """The pages of the records that begin in `[start, stop)` of a file, and its faults, each with its place.

    Read are responses with status 200, resources and conversions (the texts of a crawl) that are HTML, PDF or text;
    other records say nothing. A record that is cut off, whose digest does not fit or that cannot be unpacked is one fault.
    """
    told_of = -1
    for record in _records(stream, file, start, stop, told):
        if isinstance(record, Found):
            if record.offset != told_of:  # a record that swallows the next one is one fault, not two
                yield record
            continue
        wrong = _wrong(record)
        if wrong:
            told_of = record.at
            yield fault(file, record.at, f"byte {record.at}: {wrong}", "broken-record")
        whole = wrong in (None, _HEADER_ONLY)
        if whole and record.sort in ("response", "resource", "conversion") and record.address:
            found = _found(record, file, told)
            if found is not None:
                yield found


def _records(stream: BinaryIO, file: str, start: int, stop: int, told: Told) -> Iterator[_Record | Found]:
    """The records from the first that begins at `start` or later; a broken stretch of the file is one fault."""
    mark = _mark(stream)
    at = _next_start(stream, mark, start) if start else 0
    told_packed = False
    broken = False
    while at is not None and at < stop:
        last: int | None = None
        stream.seek(at)
        try:
            for record in _read(stream, told):
                if record.at >= stop and _begins(stream, mark, record.at):
                    return
                if record.at == last and not told_packed:
                    told_packed = True
                    what = (
                        "its records are packed together, not each on its own: it is read as a whole, offsets are rough"
                    )
                    yield fault(file, record.at, what, "packed-together")
                last, broken = record.at, False
                yield record
            if last is not None or at:
                return
            yield fault(file, at, "holds no WARC record", "broken-record")
            return
        except OSError as error:
            if error.errno is not None:  # the disk, not the bytes
                raise
            reached = at if last is None else last
            after = _next_start(stream, mark, reached + 1)
            if not broken:  # a stretch with no whole record in it is one fault
                broken = True
                place = at if last is None else _next_mark(stream, mark, reached + 1, after)
                yield fault(file, place, f"byte {place}: {_in_words(error)}", "broken-record")
            at = after


def _read(stream: BinaryIO, told: Told) -> Iterator[_Record]:
    """The records from where the stream stands, by fastwarc."""
    warc_readers()
    from fastwarc.warc import ArchiveIterator

    for one in ArchiveIterator(stream, parse_http=False, fsspec_args=False):
        length = one.content_length
        block = one.reader.read(told.limits.file_bytes + 1)
        headers = one.headers
        yield _Record(
            one.stream_pos,
            str(headers.get("WARC-Type") or ""),
            str(headers.get("WARC-Target-URI") or "").strip("<>"),
            str(headers.get("Content-Type") or "").split(";")[0].strip().lower(),
            block,
            length,
            headers.get("WARC-Block-Digest"),
            headers.get("WARC-Payload-Digest"),
        )


def _wrong(record: _Record) -> str | None:
    """What is wrong with a record that could be unpacked, None for a whole one."""
    if len(record.block) < record.length and not (record.at and not record.block):
        return f"a record is cut off: {len(record.block):,} of {record.length:,} bytes are there"
    if len(record.block) < record.length or _fits(record.block, record.digest) is not False:
        return None
    page = _BLANK_LINE.split(record.block, maxsplit=1)[-1]
    return _HEADER_ONLY if _fits(page, record.page_digest) else "a record does not fit its digest"


_HEADER_ONLY = "a record does not fit its digest, its page fits its own and is read"
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def _fits(data: bytes, stated: str | None) -> bool | None:
    """Whether bytes have the digest that is stated; None where none is."""
    expected = _digest(stated)
    return None if expected is None else hashlib.new(expected[0], data).digest() == expected[1]


def _digest(stated: str | None) -> tuple[str, bytes] | None:
    """The digest of a block as the name of its function and its bytes; None where none is stated, or in a way that is not
    the usual one (base32 for SHA-1, else hexadecimal: WARC 1.1, 5.8)."""
    name, _, value = (stated or "").partition(":")
    name = name.lower().replace("-", "")
    if name not in ("sha1", "md5", "sha256"):
        return None
    size = hashlib.new(name).digest_size
    try:
        raw = bytes.fromhex(value) if len(value) == 2 * size else base64.b32decode(value.upper())
    except ValueError:
        return None
    return (name, raw) if len(raw) == size else None


def _found(record: _Record, file: str, told: Told) -> Found | None:
    """The page of a record, None where it is none that is read."""
    source = without_secrets(record.address)
    if record.content != "application/http":
        kind, readable = kind_of_answer(record.content, _path(record.address))
        page = Page(record.block, kind, None, record.address)
        return _of_page(page, source, record, told) if readable else None
    answer = _answer(record.block)
    if isinstance(answer, str):
        return fault(file, record.at, f"byte {record.at}: {answer}", "broken-record")
    if answer is None:
        return None
    body, content, charset = answer
    kind, readable = kind_of_answer(content, _path(record.address))
    return _of_page(Page(body, kind, charset, record.address), source, record, told) if readable else None


def _of_page(page: Page, source: str, record: _Record, told: Told) -> Found:
    def make(note: Note) -> Document | Problem:
        limit = told.limits.html_bytes if page.kind == "html" else told.limits.file_bytes
        if len(page.data) > limit:
            return Problem(source, f"larger than the limit of {size_words(limit)}", "too-large")
        beside = Metadata(url=page.address)
        return of_bytes(page.data, source, page.kind, told.given, beside, told.limits, told.encoding, page, note)

    return Found(source, record.at, len(page.data), make)


def _answer(block: bytes) -> tuple[bytes, str, str | None] | str | None:
    """The body of an HTTP answer, its content type and encoding; None for one without a page; a fault in words."""
    decodings: tuple[_Decoding, ...] = ("all", "none")
    for decoding in decodings:  # some crawls keep the header of a packing that they have taken off
        try:
            record = _http(block, decoding)
            headers = record.http_headers
            if headers is None or headers.status_code != 200:
                return None
            body = record.reader.read()
        except OSError:
            continue
        packed = decoding == "none" and body.startswith((MARKS["gzip"], b"\x78\x9c"))
        return (
            "an answer's packing is broken" if packed else (body, record.http_content_type or "", record.http_charset)
        )
    return "the header of an answer cannot be read"


def _http(block: bytes, decoding: _Decoding) -> Any:
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(block)
    record.parse_http(auto_decode=decoding, quirks_mode=True)  # also headers whose lines end with LF alone
    return record


def _path(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0]


def _in_words(error: OSError) -> str:
    return f"no whole record stands there ({str(error).strip().lower() or 'it breaks off'})"


def _mark(stream: BinaryIO) -> bytes:
    """What a record of this file begins with, by its first bytes."""
    stream.seek(0)
    head = stream.read(8)
    return next((mark for mark in MARKS.values() if head.startswith(mark)), _PLAIN)


def _begins(stream: BinaryIO, mark: bytes, at: int) -> bool:
    """Whether a record may begin there; the stream stands where it stood afterwards."""
    before = stream.tell()
    stream.seek(at)
    fits = stream.read(len(mark)) == mark
    stream.seek(before)
    return fits


def _next_mark(stream: BinaryIO, mark: bytes, start: int, otherwise: int | None) -> int:
    """The next place where a record may begin, before `otherwise`; else `start` - 1, where the last one began."""
    found = next(_marks(stream, mark, start), None)
    return start - 1 if found is None or (otherwise is not None and found >= otherwise) else found


def _next_start(stream: BinaryIO, mark: bytes, start: int) -> int | None:
    """The first place from `start` at which a record begins that can be unpacked, None where there is none."""
    for at in _marks(stream, mark, start):
        if mark == _PLAIN or _unpacks(stream, mark, at):
            return at
    return None


def _marks(stream: BinaryIO, mark: bytes, start: int) -> Iterator[int]:
    """Every place from `start` where the bytes are those that a record begins with."""
    at, kept = start, b""
    while True:
        stream.seek(at + len(kept))
        block = stream.read(_BLOCK)
        if not block:
            return
        data = kept + block
        place = data.find(mark)
        while place >= 0:
            if mark != _PLAIN or _opens_line(stream, at + place):
                yield at + place
            place = data.find(mark, place + 1)
        kept = data[-(len(mark) - 1) :]
        at += len(data) - len(kept)


def _opens_line(stream: BinaryIO, at: int) -> bool:
    """Whether a record without packing may begin there: a version at the beginning of a line, or after a cut."""
    stream.seek(max(at - 1, 0))
    around = stream.read(12 if at else 11)
    return bool(re.match(rb"\n?WARC/[01]\.\d+\r?\n", around)) or bool(
        re.match(rb".WARC/[01]\.\d+\r\n", around, re.DOTALL)
    )


def _unpacks(stream: BinaryIO, mark: bytes, at: int) -> bool:
    name = next(name for name, one in MARKS.items() if one == mark)
    stream.seek(at)
    try:
        return bool(warc_readers()[name](stream).read(5) == _PLAIN)
    except OSError:
        return False
