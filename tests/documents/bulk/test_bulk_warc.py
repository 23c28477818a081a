"""WARC files, whole and broken: every good record once, every fault once, with its place."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest

from pledgebook.documents.bulk.found import Found, Told
from pledgebook.documents.bulk.warc import MARKS, warc_documents
from pledgebook.model import Document, Problem

PAGE = "<html><head><title>Number {0}</title></head><body><p>" + "Norway will give $5 million to village {0}. " * 8


def everything(data: bytes, *, cut: int | None = None) -> list[tuple[int, str, str]]:
    """What a file gives, read as one or in pieces: places, sources, and the words or what is wrong."""
    stream, size = io.BytesIO(data), len(data)
    found: list[Found] = []
    for start in range(0, size, cut or size):
        found += warc_documents(stream, "crawl", start, min(start + (cut or size), size), Told())
    return [(one.offset, one.source, _seen(one.make(lambda _: None))) for one in found]


def _seen(thing: Document | Problem) -> str:
    return thing.text if isinstance(thing, Document) else f"! {thing.rule}: {thing.what}"


def made(count: int, *, packed: bool = True) -> bytes:
    """A crawl of so many pages."""
    members = [record(number) for number in range(count)]
    return b"".join(gzip.compress(member, mtime=0) for member in members) if packed else b"".join(members)


def record(number: int) -> bytes:
    body = PAGE.format(number).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2022-07-12T00:00:00Z\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("name", "documents", "faults"),
    [
        ("example.warc.gz", 1, []),
        ("warcfile.warc", 16, []),
        ("warcfile.warc.gz", 16, []),
        ("warcfile.warc.lz4", 16, []),
        ("clueweb-quirk.warc.gz", 29, []),  # says it is packed, and is not
        ("example-digest.warc", 0, []),  # requests alone; one states its digest in an odd way
        ("block-sized-records.warc.gz", 0, []),
        ("clipped.warc.gz", 0, [(0, "broken-record", "75,207 of 88,275 bytes")]),
        ("example-trunc.warc", 0, [(1197, "broken-record", "does not fit its digest")]),
        ("example-bad.warc.gz.bad", 1, [(1950, "packed-together", "packed together")]),
        ("example-wrong-chunks.warc.gz", 1, [(0, "broken-record", "its page fits its own")]),
    ],
)
def test_real_files(shared: Path, name: str, documents: int, faults: list[tuple[int, str, str]]) -> None:
    found = everything((shared / "warc" / name).read_bytes())
    good = [one for one in found if not one[2].startswith("! ")]
    bad = [one for one in found if one[2].startswith("! ")]
    assert len(good) == documents
    assert all(source.startswith("http") for _, source, _ in good)
    assert len(bad) == len(faults)
    for (offset, source, what), (place, rule, words) in zip(bad, faults, strict=True):
        assert (offset, source) == (place, "crawl")
        assert what.startswith(f"! {rule}: ")
        assert words in what


def test_three_packings_hold_the_same_records(shared: Path) -> None:
    names = ("warcfile.warc", "warcfile.warc.gz", "warcfile.warc.lz4")
    plain, *packed = [[one[1:] for one in everything((shared / "warc" / name).read_bytes())] for name in names]
    assert packed == [plain, plain]


def members(packed: bytes) -> Iterator[bytes]:
    """What each member of a gzip file holds."""
    while packed:
        one = zlib.decompressobj(wbits=31)
        yield one.decompress(packed) + one.flush()
        packed = one.unused_data


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [("example.warc.gz", 1), ("warcfile.warc.gz", 16)])
def test_records_packed_by_zstd_are_those_packed_by_gzip(shared: Path, name: str, count: int) -> None:
    by_gzip = (shared / "warc" / name).read_bytes()
    zstd = pyarrow.Codec("zstd")
    by_zstd = b"".join(zstd.compress(member, asbytes=True) for member in members(by_gzip))
    assert by_zstd.startswith(MARKS["zstd"])
    found = everything(by_zstd)
    assert [one[1:] for one in found] == [one[1:] for one in everything(by_gzip)]
    assert len(found) == count
    assert everything(by_zstd, cut=10_000) == found
    assert [rest[0] for rest in found] == sorted({rest[0] for rest in found})
    broken = by_zstd[:-20]
    assert everything(broken)[: count - 1] == found[: count - 1]


@pytest.mark.parametrize("cut", [700, 1_111, 5_000, 100_000])
def test_pieces_give_what_the_whole_gives(cut: int) -> None:
    data = made(40)
    assert everything(data, cut=cut) == everything(data)
    assert len(everything(data)) == 40


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_broken_costs_its_record_alone(seed: int, packed: bool) -> None:
    dice = random.Random(seed)
    data = bytearray(made(30, packed=packed))
    whole = everything(bytes(data))
    starts = [one[0] for one in whole]
    number = dice.randrange(1, 29)
    begin, end = starts[number], starts[number + 1]
    if packed:
        data[begin + 12 : end - 12] = dice.randbytes(end - begin - 24)
    else:
        data[begin : begin + 10] = b"x" * 10
    found = everything(bytes(data))
    good = [one for one in found if not one[2].startswith("! ")]
    assert good == [one for one in whole if one[0] != begin]
    (fault,) = [one for one in found if one[2].startswith("! ")]
    assert starts[number - 1] <= fault[0] <= begin


@pytest.mark.parametrize(
    "data", [b"", b"nothing of the kind", b"\x1f\x8b\x08" + b"\0" * 50, gzip.compress(b"words", mtime=0)], ids=range(4)
)
def test_what_is_no_crawl_is_one_fault(data: bytes) -> None:
    found = everything(data) if data else []
    assert [one[2].split(":")[0] for one in found] == (["! broken-record"] if data else [])


def test_garbage_never_stops_the_reading() -> None:
    dice = random.Random(7)
    data = bytearray(made(60))
    for _ in range(len(data) // 100):
        data[dice.randrange(len(data))] = dice.randrange(256)
    found = everything(bytes(data))
    assert any(one[2].startswith("! ") for one in found)
    text = {one[1]: one[2] for one in everything(made(60))}
    for _, source, words in found:
        assert words.startswith("! ") or text.get(source) == words or source not in text
