"""One line of the ledger, chained by hash to the line before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

EntryKind = Literal[
    "document",
    "merge",
    "judgement",
    "undo",
    "evidence",
    "link",
    "ruling",
    "rejection",
    "correction",
    "confirmation",
    "removal",
]
"""What a line adds: a document with its statements; the outcome of merging by rules; a person's judgement about two
statements; the undoing of an earlier line; a snapshot of official records; a confirmed measure of delivery; a status
that a person ruled; statements that a person rejected, corrected or confirmed; a document that a person took out."""

GENESIS = "0" * 64
"""What stands for the hash of the line before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the append-only book.

    `sequence`: 1, 2, 3 … without a gap. `time`: when it was written, ISO 8601 in UTC with microseconds, ended by "Z".
    `run`: which run of the program wrote it. `body`: JSON in UTF-8, byte for byte what was hashed. `previous`: the
    `hash` of the line before, GENESIS for the first. `hash`: see `entry_hash`.
    """

    sequence: int
    time: str
    run: str
    kind: EntryKind
    body: bytes
    previous: str
    hash: str


def entry_hash(previous: str, sequence: int, time: str, run: str, kind: str, body: bytes) -> str:
    """SHA-256, in lower-case hexadecimal, over the hash of the line before and everything that this line says.

    The fields before the body are joined by line feeds, which none of them can hold, so that no two lines share a hash
    by shifting words from one field to another.
    """
    head = f"{previous}\n{sequence}\n{time}\n{run}\n{kind}\n".encode()
    return hashlib.sha256(head + body).hexdigest()
