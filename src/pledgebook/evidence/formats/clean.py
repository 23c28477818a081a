"""The bytes of a file as UTF-8 that a parser accepts, in pieces: decoded, mended, and with the line of what was mended.

Files of evidence come from everywhere: a declaration says UTF-8 and the bytes are Windows-1252, a NUL stands in a name, a
line never ends. Whoever reads through `Clean` gets text, and a `Problem` for each sort of fault, with the line of the first.
"""

from __future__ import annotations

import codecs
import io
import re
import threading
from collections.abc import Iterator
from html import escape
from html.entities import html5
from pathlib import Path
from typing import BinaryIO

from pledgebook.model import Problem

PIECE = 1 << 16  # bytes read at a time
LONGEST_LINE = 1 << 20  # characters; a line of a table that is longer is none
LONGEST_STRETCH = 1 << 26  # bytes between two marks: what one record may take of memory

_MARKS = (  # the four-byte marks first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# encodings of text only: a file must not choose a codec that unpacks or interprets
_TEXT = re.compile(
    r"utf-?(8|16|32)(-[bl]e)?|ascii|iso-?8859-\d+|cp\d+|koi8-[ru]|gb(k|18030|2312)|big5|shift_jis|euc[_-](jp|kr)|mac-roman"
)
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NEVER_IN_TABLES = re.compile("\x00")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_:][\w.:-]*);")
LONGEST_NAME = 256  # characters of a reference to an entity that may lie across two pieces

_met = threading.local()


def _mend(error: UnicodeError) -> tuple[str, int]:
    """What bytes that do not fit are read as: Windows-1252 in UTF-8, the usual mistake, U+FFFD elsewhere."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if getattr(_met, "first", None) is None:
        _met.first = error.start
    if error.encoding.replace("_", "-").lower() == "utf-8":
        return error.object[error.start : error.end].decode("cp1252", "replace"), error.end
    return "\ufffd", error.end


codecs.register_error("pledgebook-mend", _mend)


class Clean(io.RawIOBase):
    """A file as a raw stream of clean UTF-8. `problems` fills up as faults are met; whoever reads takes them out."""

    def __init__(self, path: Path, file: BinaryIO, *, xml: bool = False) -> None:
        self.problems: list[Problem] = []
        self.line = 1  # of the next piece
        self.overlong = False
        self.source, self._file, self._xml = str(path), file, xml
        self._never = _NEVER_IN_XML if xml else _NEVER_IN_TABLES
        self._told: set[str] = set()
        self._held = ""
        self._ready = b""
        self._since = 0
        self._ended = False
        head = file.read(PIECE)
        encoding, mark = self._encoding(head)
        self._decoder = codecs.getincrementaldecoder(encoding)("pledgebook-mend")
        self._first = head[mark:]

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes: at most `size`, all there are for -1; b"" at the end."""
        pieces, length = [], 0
        while size < 0 or length < size:
            if not self._ready:
                self._ready = self._piece()
                if not self._ready:
                    break
            taken = self._ready if size < 0 else self._ready[: size - length]
            self._ready = self._ready[len(taken) :]
            pieces.append(taken)
            length += len(taken)
        return b"".join(pieces)

    def text(self) -> str:
        """The next piece as characters; "" at the end. Not to be mixed with `read`."""
        return self._piece().decode("utf-8")

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        taken = self.read(len(view))
        view[: len(taken)] = taken
        return len(taken)

    def mark(self) -> None:
        """Says that a record is done: what comes next counts towards a new one."""
        self._since = 0

    def take(self) -> list[Problem]:
        """The problems met since the last time."""
        taken, self.problems = self.problems, []
        return taken

    def _piece(self) -> bytes:
        while not self._ended:
            raw = self._first or self._file.read(PIECE)
            self._first = b""
            self._ended = not raw
            _met.first = None
            pending = len(self._decoder.getstate()[0])
            text = self._decoder.decode(raw, final=self._ended)
            if _met.first is not None:
                met = self.line + raw[: max(0, _met.first - pending)].count(b"\n")
                self._tell(
                    "wrong-encoding",
                    met,
                    "holds bytes that its encoding does not know; UTF-8 is read as Windows-1252 there",
                )
            if (never := self._never.search(text)) is not None:
                at = self.line + text.count("\n", 0, never.start())
                self._tell("control-characters", at, "holds characters that no text may hold; they are taken out")
                text = self._never.sub("", text)
            if self._xml:
                text = self._without_entities(text)
            self.line += text.count("\n")
            clean = text.encode("utf-8", "replace")
            self._since += len(clean)
            if self._since > LONGEST_STRETCH:
                self.overlong = self._ended = True
                return b""
            if clean:
                return clean
        return b""

    def _without_entities(self, text: str) -> str:
        """The text without references to entities: HTML's become their characters, others nothing.

        The parser never meets an entity of the file's own, so none can blow up, fetch anything or break the file off.
        """
        text, self._held = self._held + text, ""
        cut = text.rfind("&", max(0, len(text) - LONGEST_NAME))
        if cut >= 0 and ";" not in text[cut:] and not self._ended:
            text, self._held = text[:cut], text[cut:]
        if "<!ENTITY" in text:
            self._tell(
                "entities",
                self.line + text.count("\n", 0, text.find("<!ENTITY")),
                "declares entities: they are not resolved",
            )
        if "&" not in text:
            return text

        def character(found: re.Match[str]) -> str:
            known = html5.get(found[1] + ";")
            if known is None:
                at = self.line + text.count("\n", 0, found.start())
                self._tell("entities", at, f"refers to the entity {found[1][:40]!r}: it is taken out")
                return ""
            return escape(known)

        return _ENTITY.sub(character, text)

    def _tell(self, rule: str, line: int, what: str) -> None:
        if rule not in self._told:
            self._told.add(rule)
            self.problems.append(Problem(self.source, f"line {line}: {what} (only the first place is named)", rule))

    def _encoding(self, head: bytes) -> tuple[str, int]:
        """The encoding, and the length of its mark at the beginning."""
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name, len(mark)
        if self._xml and head[:2] == b"<\0":
            return "utf-16-le", 0
        if self._xml and head[:2] == b"\0<":
            return "utf-16-be", 0
        declared = _DECLARED.match(head) if self._xml else None
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        try:
            known = codecs.lookup(name).name
        except LookupError:
            known = ""
        if known.startswith(("utf-16", "utf-32")):  # then the declaration itself could not have been read as it was
            known = ""
        if not _TEXT.fullmatch(known):
            self._tell("wrong-encoding", 1, f"says that it is in {name!r}, and is not; read as UTF-8")
            return "utf-8", 0
        return known, 0


def lines(stream: Clean) -> Iterator[str]:
    """The lines of a table with their ends; stops, with a problem, at a line that is longer than LONGEST_LINE."""
    with io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8", newline="") as text:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            stream.mark()
            if len(line) >= LONGEST_LINE:
                what = f"line {number}: is longer than {LONGEST_LINE:,} characters: what follows is not read"
                stream.problems.append(Problem(stream.source, what, "too-long"))
                return
            yield line
