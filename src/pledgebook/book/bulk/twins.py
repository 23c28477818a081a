"""Near-duplicates: agency copy on many sites is read once, and kept for each source.

Within a shard, the first of a family is read. A later one takes its reading over where this changes nothing: the two have
the same date, the same kind of publisher and home country, every line that differs holds no sentence that could be a
statement, and every word that a taken-over statement quotes stands in the later text too. Else it is read as any other. Which
documents are compared is found by MinHash (Broder 1997, in datasketch) over runs of five words.
"""

from __future__ import annotations

import functools
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from pledgebook.extract import passing
from pledgebook.model import Actor, Attribution, Document, Statement, statement_id
from pledgebook.resolve import home, mentions

ALIKE = 0.8
"""Share of runs of words from which two texts are compared. Copies with another head line and other boilerplate have more."""
_COMPARED = 3
"""Documents that one is compared with at most, the first ones: a family of many that are alike and all differ costs no more."""
_HASHES = 64
_RUN = 5
_WORD = re.compile(r"\w+")
_LEAST_WORDS = 40
"""Shorter texts are read as fast as they are compared."""


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document
    statements: tuple[Statement, ...]


class Twins:
    """The documents of a shard that were read, to be asked for one whose reading holds for another."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._index = MinHashLSH(threshold=ALIKE, num_perm=_HASHES)
        self._read: list[_Read] = []

    def reading_for(
        self, document: Document, read: Callable[[Document], tuple[Statement, ...] | None]
    ) -> tuple[tuple[Statement, ...] | None, str | None]:
        """The statements of a document, and the source of the twin that they were taken over from; else those that `read`
        gives (None: it could not), and None."""
        sketch = _sketch(document.text)
        if sketch is None:
            return read(document), None
        for place in sorted(self._index.query(sketch))[:_COMPARED]:
            first = self._read[place]
            taken = taken_over(first.document, first.statements, document)
            if taken is not None:
                return taken, first.document.source
        statements = read(document)
        if statements is not None:
            self._index.insert(len(self._read), sketch)
            self._read.append(_Read(document, statements))
        return statements, None


def _sketch(text: str) -> Any:
    """The MinHash of the runs of five words of a text; None for a short one."""
    import numpy as np

    words = np.fromiter((zlib.crc32(word.encode()) for word in _WORD.findall(text.lower())), dtype=np.uint64)
    if len(words) < _LEAST_WORDS:
        return None
    runs = np.zeros(len(words) - _RUN + 1, dtype=np.uint64)
    for k in range(_RUN):
        runs = runs * np.uint64(1_000_003) + words[k : len(runs) + k]
    sketch = _empty_sketch().copy()
    sketch.update_batch(np.unique(runs >> np.uint64(32)).tolist())
    return sketch


@functools.cache
def _empty_sketch() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=_HASHES, hashfunc=int, scheme="affine32")


def taken_over(first: Document, statements: Sequence[Statement], document: Document) -> tuple[Statement, ...] | None:
    """The statements of `first` as those of `document`, a near-duplicate; None where it has to be read by itself."""
    if first.published != document.published or not _same_standing(first, document):
        return None
    same, changed = _compared(first.text, document.text)
    for start, end in passing(document):
        if any(low < end and start < high for low, high in changed):
            return None
    move = _Move(same)
    moved = [_moved(one, document, move) for one in statements if move.holds(one.quote.start, one.quote.end)]
    found = [one for one in moved if one is not None]
    return tuple(found) if len(found) == len(moved) else None


def _same_standing(first: Document, document: Document) -> bool:
    """Whether both mean the same by "the government" and "$"."""
    if first.publisher == document.publisher:
        return True
    return home(first, mentions(first)) == home(document, mentions(document))


def _compared(first: str, second: str) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """Lines that both texts have, in order, as (start in the first, start in the second, length); and the stretches of the
    second text between them."""
    ours, theirs = first.splitlines(keepends=True), second.splitlines(keepends=True)
    starts = [_starts(ours), _starts(theirs)]
    same, changed, reached = [], [], 0
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        here, there = starts[0][block.a], starts[1][block.b]
        if reached < there:
            changed.append((reached, there))
        length = starts[1][block.b + block.size] - there
        same.append((here, there, length))
        reached = there + length
    return same, changed


def _starts(lines: Sequence[str]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


class _Move:
    """Offsets of one text as offsets of the other, within the stretches that both have."""

    def __init__(self, same: Sequence[tuple[int, int, int]]) -> None:
        self._same = [one for one in same if one[2]]
        self._firsts = [one[0] for one in self._same]

    def _shift(self, start: int, end: int) -> int | None:
        place = bisect_right(self._firsts, start) - 1
        if place < 0:
            return None
        here, there, length = self._same[place]
        return there - here if end <= here + length else None

    def holds(self, start: int, end: int) -> bool:
        """Whether the stretch stands in the other text."""
        return self._shift(start, end) is not None

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """The stretch in the other text. Raises LookupError where it does not stand there."""
        shift = self._shift(start, end)
        if shift is None:
            raise LookupError
        return start + shift, end + shift


def _moved(statement: Statement, document: Document, move: _Move) -> Statement | None:
    """A statement with the offsets of another text; None where a word of it does not stand there."""

    def part(one: Any) -> Any:
        if one is None or one.start is None or (isinstance(one, Actor | Attribution) and one.start == one.end):
            return one
        start, end = move(one.start, one.end)
        return replace(one, start=start, end=end)

    try:
        act, target = part(statement.act), part(statement.object)
        return replace(
            statement,
            id=statement_id(document.id, statement.kind, (act.start, act.end), (target.start, target.end)),
            document=document.id,
            quote=part(statement.quote),
            act=act,
            object=target,
            quantity=part(statement.quantity),
            actors=tuple(map(part, statement.actors)),
            addressees=tuple(map(part, statement.addressees)),
            recipients=tuple(map(part, statement.recipients)),
            period=part(statement.period),
            venue=part(statement.venue),
            attribution=tuple(map(part, statement.attribution)),
        )
    except LookupError:
        return None
