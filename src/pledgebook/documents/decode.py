"""Bytes → text: byte order marks, UTF-8, the declared encoding, then detection; binary data is told apart.

The order of trust is that of how rarely each lies: a byte order mark, then UTF-8 (text of another
encoding is hardly ever valid UTF-8 by chance), then what the page or server declares, then
charset-normalizer's statistics.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from pledgebook.model import Problem

_BOMS = (  # the longer first: the mark of UTF-32 LE begins with that of UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive (Word and Excel files are such)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_CONTROL = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})
_NOT_BLANK = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE_BYTES = 256 * 1024


def signature(data: bytes) -> str | None:
    """What the first bytes say a file is ("a ZIP archive …"), None for no known kind of binary file."""
    return next((what for mark, what in _SIGNATURES if data.startswith(mark)), None)


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: white space, control and zero-width characters at most."""
    return not _NOT_BLANK.search(text)


def fault_of_text(text: str, source: str) -> Problem | None:
    """Why a text cannot be read at all: nothing in it, or half a surrogate pair; None when it can."""
    if not text:
        return Problem(source, "empty", "empty")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        code = ord(surrogate.group())
        what = f"holds half a surrogate pair (U+{code:04X} at character {surrogate.start()}), which no text can hold"
        return Problem(source, what, "lone-surrogate")
    if is_blank(text):
        return Problem(source, "holds no words, only white space", "empty")
    return None


def decode(data: bytes, source: str, declared: Iterable[str | None] = ()) -> str | Problem:
    """The text of `data`, or a problem ("empty", "binary", "wrong-encoding").

    `declared`: encodings that the page or its server names, the more trusted first; None and unknown
    names are passed over. Line ends stay as they are, and a byte order mark stays as U+FEFF, so that
    offsets count the file's own characters. Where UTF-8 is broken in a few places only, each broken
    sequence becomes one U+FFFD.
    """
    if not data:
        return Problem(source, "empty", "empty")
    what = signature(data)
    if what:
        return Problem(source, f"{what}, not text", "binary")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strictly(data, encoding)
            if text is not None:
                return text
    wide = _wide_encoding(data)
    if wide:
        text = _strictly(data, wide)
        if text is not None:
            return text
    controls = len(data) - len(data.translate(None, _CONTROL))
    text = _strictly(data, "utf-8")
    if text is not None:
        # A few control characters may stand in any text; a file of which they are a third is none.
        if controls >= 32 and controls * 3 > len(data):
            return Problem(source, "binary data, not text", "binary")
        return _escaped(data, declared) or text
    if controls * 33 > len(data):  # random bytes hold a tenth, text in old encodings none
        return Problem(source, "binary data, not text", "binary")
    text = _nearly_utf8(data) or _as_declared(data, declared) or _detected(data)
    if text is None:
        return Problem(source, "not text in any known encoding; save it as UTF-8", "wrong-encoding")
    return text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is NUL."""
    sample = data[: 4096 & ~1]
    if len(sample) < 32 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _codec(label: str | None) -> str | None:
    """The codec of an encoding's label on the web (WHATWG: "latin-1" is windows-1252), None when unknown."""
    if not label:
        return None
    from resiliparse.parse.encoding import map_encoding_to_html5

    name: str | None = map_encoding_to_html5(label.strip().lower(), False)
    return name


def _escaped(data: bytes, declared: Iterable[str | None]) -> str | None:
    """ISO-2022-JP, whose bytes are all ASCII and would pass as UTF-8."""
    if b"\x1b" not in data:
        return None
    names = [_codec(label) for label in declared]
    return _strictly(data, "iso2022_jp") if "iso2022_jp" in names else None


def _as_declared(data: bytes, declared: Iterable[str | None]) -> str | None:
    for label in declared:
        name = _codec(label)
        if name and name != "utf-8":
            text = _strictly(data, name)
            if text is not None:
                return text
    return None


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken sequences (a cut or two glued pages), told by its many whole ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    whole = sum(1 for char in text[: 4 * _SAMPLE_BYTES] if char > "\x7f" and char != "\ufffd")
    return text if broken * 4 <= whole else None


def _detected(data: bytes) -> str | None:
    """By charset-normalizer, on the part of a long text where the bytes beyond ASCII begin."""
    from charset_normalizer import from_bytes

    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1024) if first else 0
    matches = from_bytes(data[start : start + _SAMPLE_BYTES])
    best = matches.best()
    if best is None:
        return None
    encoding = best.encoding
    if any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in matches):
        encoding = "cp1252"  # equally likely by its statistics, far likelier in English text
    elif encoding in ("mac_iceland", "mac_latin2", "mac_turkish"):
        encoding = "mac_roman"
    return _strictly(data, encoding) or _strictly(data, best.encoding)
