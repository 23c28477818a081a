"""Packed files as plain streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import Any, BinaryIO

from pledgebook.errors import SetupError


class _Raw(io.RawIOBase):
    """A reader of fastwarc as a stream of Python."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, at most as many as fit."""
        view = memoryview(buffer)
        data = self._reader.read(len(view))
        view[: len(data)] = data
        return len(data)


def unpacked(stream: BinaryIO, packing: str | None) -> BinaryIO:
    """The stream without its packing ("gzip", "zstd", "lz4", "bz2", "xz"; None: as it is). Reading raises OSError, EOFError,
    zlib.error or lzma.LZMAError where the packing is broken."""
    if packing is None:
        return stream
    if packing == "gzip":  # unlike fastwarc's, this one tells a file that was cut off
        return io.BufferedReader(gzip.GzipFile(fileobj=stream), 1 << 20)
    if packing == "bz2":
        return bz2.BZ2File(stream)  # type: ignore[return-value]
    if packing == "xz":
        return lzma.LZMAFile(stream)  # type: ignore[return-value]
    readers = warc_readers()
    return io.BufferedReader(_Raw(readers[packing](stream)), 1 << 20)


def warc_readers() -> dict[str, Any]:
    """The readers of fastwarc by the name of the packing. Raises SetupError where fastwarc is not installed."""
    try:
        from fastwarc import stream_io
    except ImportError as error:
        raise SetupError("reading crawls and packed files needs fastwarc: pip install 'pledgebook[bulk]'") from error
    return {"gzip": stream_io.GzipReader, "zstd": stream_io.ZstdReader, "lz4": stream_io.Lz4Reader}
