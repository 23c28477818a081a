"""A whole book as lines of JSON: every entry, byte for byte what was hashed, and then what follows from them.

A line is an object whose `type` says what it is: "book" (the first line), "entry" or "commitment". From the entries alone a new
book is made; the commitments stand there for those who only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

import msgspec

from pledgebook.errors import UsageError
from pledgebook.model import Entry, EntryKind
from pledgebook.model.version import program_version

FORMAT = 1
"""The number of this form of lines."""


class _Line(msgspec.Struct):
    type: str
    format: int = 0
    entries: int = 0
    sequence: int = 0
    time: str = ""
    run: str = ""
    kind: str = ""
    body: msgspec.Raw = msgspec.Raw()
    previous: str = ""
    hash: str = ""


_decoder = msgspec.json.Decoder(_Line)


def book_line(head: Entry | None) -> dict[str, Any]:
    """The first line: which form the file has, which program wrote it, and the last entry that it holds."""
    told: dict[str, Any] = {"type": "book", "format": FORMAT, "program": program_version()}
    return told | {"entries": head.sequence if head else 0, "head": head.hash if head else None}


def entry_line(entry: Entry) -> dict[str, Any]:
    """An entry as a line; its body stands there as it is, so that its hash can be proved."""
    return {
        "type": "entry",
        "sequence": entry.sequence,
        "time": entry.time,
        "run": entry.run,
        "kind": entry.kind,
        "body": msgspec.Raw(entry.body),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def entries_of(lines: Iterable[bytes], source: str) -> Iterator[Entry]:
    """The entries of such a file in order, as its lines come. `source`: the name of the file, for people.

    Raises UsageError where it is not such a file, of a later form, or cut.
    """
    promised = last = 0
    for number, line in enumerate(lines, 1):
        try:
            found = _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{source}: line {number} is no line of an export of a book ({error})") from None
        if number == 1 and (found.type != "book" or found.format != FORMAT):
            raise UsageError(
                f"{source} is no whole book: pledgebook export --format jsonl writes one where no filter is given"
            )
        if found.type == "book":
            promised = found.entries
        elif found.type == "entry":
            last = found.sequence
            kind, body = cast(EntryKind, found.kind), bytes(found.body)  # what it means is proved with the chain
            yield Entry(found.sequence, found.time, found.run, kind, body, found.previous, found.hash)
    if last != promised:
        raise UsageError(f"{source} is not as it was written: entries are missing after entry {last} of {promised}")
