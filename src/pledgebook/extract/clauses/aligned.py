"""The words that a sentence is parsed by, and the parse laid back over the text from which they come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pledgebook.extract.clauses.tokens import Row
from pledgebook.extract.cues import cues
from pledgebook.extract.layout import Sentence
from pledgebook.language.clean_copy import CleanCopy
from pledgebook.language.grammar import expression


@dataclass(frozen=True, slots=True)
class Words:
    """`text`: the words to parse. `pieces`: the stretches of the clean copy that they are made of (half-open), a blank
    between two. `start`: where the first stands in the document. `copy`: the clean copy; `same`: every word stands in the
    document as it is parsed, `start` characters further on."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    start: int
    copy: CleanCopy
    same: bool

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the document for a stretch of `text`."""
        for low, high in self.pieces:
            if start < high - low:
                return self.copy.original(low + start, min(low + end, high))
            start, end = start - (high - low) - 1, end - (high - low) - 1
        raise ValueError("no stretch of these words")


_KNOWN_SIGNS = "$£€"
_BREAK = re.compile(r"[\s:：—–-]+$")


def read_words(copy: CleanCopy, sentence: Sentence, blanks: Mapping[int, str]) -> Words:
    """The words of a sentence, with `blanks` (code point → blank) exchanged; of an item that goes on where its lead breaks off, with those of the lead before them."""
    chain = [sentence]
    while chain[0].continues and chain[0].lead is not None:
        chain.insert(0, chain[0].lead)
    pieces: list[tuple[int, int]] = []
    for one in chain:
        low, high = copy.copied(one.start, one.end)
        if one is not sentence:
            high = low + len(_led(copy.text[low:high]))
        pieces.append((low, high))
    words = [copy.text[low:high] for low, high in pieces]
    text = " ".join([*words[:-1], _small(words[-1])] if len(words) > 1 else words)
    # the parser knows the dollar, the pound and the euro, and takes any other sign for a name
    known = text if text.isascii() else "".join("$" if _is_strange(c) else c for c in text)
    start = chain[0].start
    same = len(pieces) == 1 and not copy.changed(*pieces[0]) and known == text
    return Words(known.translate(blanks), tuple(pieces), start, copy, same)


def _led(words: str) -> str:
    """A lead without its colon, and without the words in whose place each of its items stands."""
    return _BREAK.sub("", expression("extract", "list-stand-in").sub("", words))


def _is_strange(sign: str) -> bool:
    return sign not in _KNOWN_SIGNS and unicodedata.category(sign) == "Sc"


def _small(words: str) -> str:
    """An item with its first word in small letters, unless it is a name ("Provide" is none)."""
    first = re.match(r"[A-Z][a-z]+", words)
    return words[0].lower() + words[1:] if first and first[0].lower() in cues() else words


def aligned(rows: Sequence[Row], words: Words, text: str) -> Sequence[Row]:
    """The parse with the document's own words in the place of the clean ones, so that offsets count from `words.start`.

    Every word keeps its analysis and lemma; what the parser did not see is one word of white space each.
    """
    if words.same:
        return rows
    places: list[int] = []  # of each row among those moved
    moved: list[Row] = []
    at = words.start
    for row in rows:
        start, end = words.original(row.idx, row.idx + len(row.text))
        start = max(start, at)
        if start > at + 1 and moved:
            moved.append(_unseen(start - at - 1, at + 1 - words.start, len(moved)))
        places.append(len(moved))
        form = re.sub(r"\s", " ", text[start:end]) or "\u200b"
        moved.append(row._replace(text=form, idx=start - words.start))
        at = max(start, end)
    for place, row in zip(places, rows, strict=True):
        moved[place] = moved[place]._replace(head=places[row.head])
    return moved


def _unseen(length: int, at: int, place: int) -> Row:
    return Row(" " * length, at, "_SP", "SPACE", " ", "dep", place - 1)
