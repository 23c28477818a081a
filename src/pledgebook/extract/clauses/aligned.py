"""The words that a sentence is parsed by, and the parse laid back over the text from which they come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.cues import cues
from pledgebook.extract.layout import Sentence
from pledgebook.language.clean_copy import CleanCopy


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
            high -= len(copy.text[low:high]) - len(_BREAK.sub("", copy.text[low:high]))
        pieces.append((low, high))
    words = [copy.text[low:high] for low, high in pieces]
    text = " ".join([*words[:-1], _small(words[-1])] if len(words) > 1 else words)
    # the parser knows the dollar, the pound and the euro, and takes any other sign for a name
    known = text if text.isascii() else "".join("$" if _is_strange(c) else c for c in text)
    start = chain[0].start
    same = len(pieces) == 1 and not copy.changed(*pieces[0]) and known == text
    return Words(known.translate(blanks), tuple(pieces), start, copy, same)


def _is_strange(sign: str) -> bool:
    return sign not in _KNOWN_SIGNS and unicodedata.category(sign) == "Sc"


def _small(words: str) -> str:
    """An item with its first word in small letters, unless it is a name ("Provide" is none)."""
    first = re.match(r"[A-Z][a-z]+", words)
    return words[0].lower() + words[1:] if first and first[0].lower() in cues() else words


def aligned(doc: Any, words: Words, text: str) -> Any:
    """The parse with the document's own words in the place of the clean ones, so that offsets count from `words.start`.

    Every token keeps its analysis and lemma; what the parser did not see is one token of white space each.
    """
    if words.same:
        return doc
    from spacy.tokens import Doc

    forms: list[str] = []
    spaces: list[bool] = []
    origin: list[int | None] = []  # the token of the parse that each new one is, None for filling
    at = words.start
    for token in doc:
        start, end = words.original(token.idx, token.idx + len(token))
        start = max(start, at)
        if start > at and forms:
            spaces[-1] = True
            if start > at + 1:
                forms.append(" " * (start - at - 1))
                spaces.append(False)
                origin.append(None)
        forms.append(re.sub(r"\s", " ", text[start:end]) or "\u200b")
        spaces.append(False)
        origin.append(token.i)
        at = max(start, end)
    place = {old: new for new, old in enumerate(origin) if old is not None}
    rows = [doc[old] if old is not None else None for old in origin]
    return Doc(
        doc.vocab,
        words=forms,
        spaces=spaces,
        tags=["_SP" if t is None else t.tag_ for t in rows],
        pos=["SPACE" if t is None else t.pos_ for t in rows],
        morphs=["" if t is None else str(t.morph) for t in rows],
        lemmas=[" " if t is None else t.lemma_ for t in rows],
        heads=[max(0, new - 1) if t is None else place[t.head.i] for new, t in enumerate(rows)],
        deps=["dep" if t is None else t.dep_ for t in rows],
        ents=["O" if t is None or not t.ent_type_ else f"{t.ent_iob_}-{t.ent_type_}" for t in rows],
    )
