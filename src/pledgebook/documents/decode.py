"""Bytes → text: byte order marks, UTF-8, the declared encoding, then detection; binary data is told apart.

The order of trust is that of how rarely each lies: a byte order mark, then UTF-8 (text of another
encoding is hardly ever valid UTF-8 by chance), then what the page or server declares, then the
encoding in which it reads like a language.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pledgebook.documents.encodings import escaped, guess, wide
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that it was read in. `guessed`: nothing and nobody said which it is."""

    text: str
    encoding: str
    guessed: bool = False


def decode(
    data: bytes, source: str, declared: Iterable[str | None] = (), given: str | None = None
) -> Decoded | Problem:
    """The text of `data`, or a problem ("empty", "binary", "wrong-encoding").

    `declared`: encodings that the page or its server names, the more trusted first; None and unknown
    names are passed over. `given`: the encoding that the caller names: that one or a problem. Line ends stay as they are,
    and a byte order mark stays as U+FEFF, so that offsets count the file's own characters. Where UTF-8 is broken in a few
    places only, each broken sequence becomes one U+FFFD.
    """
    if not data:
        return Problem(source, "empty", "empty")
    what = signature(data)
    if what:
        return Problem(source, f"{what}, not text", "binary")
    if given is not None:
        text = strictly(data, given)
        return Problem(source, f"not text in {given}", "wrong-encoding") if text is None else Decoded(text, given)
    found = _marked(data) or _plain(data, declared)
    if found is not None:
        return found if not _is_binary(found.text) else Problem(source, "binary data, not text", "binary")
    controls = len(data) - len(data.translate(None, _CONTROL))
    best = guess(data)
    if best is not None:
        return Decoded(best.text, best.encoding, guessed=True)
    if controls * 33 > len(data):  # random bytes hold a tenth, text in old encodings none
        return Problem(source, "binary data, not text", "binary")
    what = "reads like no language in any known encoding: name it with --encoding, or save the text as UTF-8"
    return Problem(source, what, "wrong-encoding")


def _marked(data: bytes) -> Decoded | None:
    """Text whose bytes themselves say what they are: a byte order mark, the NULs of wide characters, escapes."""
    for mark, encoding in _BOMS:
        if data.startswith(mark) and (text := strictly(data, encoding)) is not None:
            return Decoded(text, encoding)
    broad = wide(data)
    if broad is not None and (text := strictly(data, broad)) is not None:
        return Decoded(text, broad, guessed=True)
    japanese = escaped(data)
    return None if japanese is None else Decoded(japanese, "iso2022_jp", guessed=True)


def _plain(data: bytes, declared: Iterable[str | None]) -> Decoded | None:
    """UTF-8, also with a few broken sequences; else what the page or the server says."""
    whole = strictly(data, "utf-8")
    if whole is not None:
        controls = len(data) - len(data.translate(None, _CONTROL))
        # letters of another script in UTF-16 may pass as UTF-8 with control characters in it
        other = guess(data) if controls * 20 > len(data) else None
        return Decoded(whole, "utf-8") if other is None else Decoded(other.text, other.encoding, guessed=True)
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls * 33 > len(data):
        return None
    if (text := _nearly_utf8(data)) is not None:
        return Decoded(text, "utf-8")
    for label in declared:
        name = _codec(label)
        if name and name != "utf-8" and (text := strictly(data, name)) is not None:
            return Decoded(text, name)
    return None


def _is_binary(text: str) -> bool:
    """Any text may hold a few control characters; where they are a third of a file, it is no text."""
    controls = sum(1 for sign in text if sign < " " and sign not in "\t\n\r\f\v\x1b")
    return controls >= 32 and controls * 3 > len(text)


def strictly(data: bytes, encoding: str) -> str | None:
    """The text, None where one byte does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _codec(label: str | None) -> str | None:
    """The codec of an encoding's label on the web (WHATWG: "latin-1" is windows-1252), None when unknown."""
    if not label:
        return None
    from resiliparse.parse.encoding import map_encoding_to_html5

    name: str | None = map_encoding_to_html5(label.strip().lower(), False)
    return name


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken sequences (a cut or two glued pages), told by its many whole ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    whole = sum(1 for char in text[: 4 * _SAMPLE_BYTES] if char > "\x7f" and char != "\ufffd")
    return text if broken * 4 <= whole else None
