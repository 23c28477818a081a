"""Sentences → word pieces, the alphabet of the encoder (WordPiece, as BERT cuts English without case).

Forty lines rather than a library: the one that is in use brings a client for a model hub, and this program is to run
without a network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from pledgebook.errors import SetupError

LONGEST_WORD = 100
"""Letters of a word from which it is not cut but unknown, as BERT has it."""
_UNBROKEN = re.compile(r"\S+")
_CHINESE = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"))


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a sentence: their numbers, and half-open offsets of each in it; the marks of its beginning and its
    end have an empty span."""

    numbers: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


@functools.cache
def _vocabulary() -> dict[str, int]:
    try:
        lines = resources.files(__package__).joinpath("pieces.txt").read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SetupError(f"the encoder's word pieces are missing ({error}); install pledgebook again") from error
    return {piece: number for number, piece in enumerate(lines)}


def pieces(sentence: str, most: int) -> Pieces:
    """The first `most` word pieces of a sentence, the two marks counted. Raises SetupError where their list is missing."""
    known = _vocabulary()
    numbers, spans = [known["[CLS]"]], [(0, 0)]
    for start, word in _words(sentence):
        for number, low, high in _cut(word):
            if len(numbers) == most - 1:
                break
            numbers.append(number)
            spans.append((start + low, start + high))
    return Pieces((*numbers, known["[SEP]"]), (*spans, (0, 0)))


def _words(sentence: str) -> Iterator[tuple[int, str]]:
    """Words and single marks with their offsets."""
    for match in _UNBROKEN.finditer(sentence):
        word, start = match.group(), match.start()
        low = 0
        for at, letter in enumerate(word):
            if _stands_alone(letter):
                if low < at:
                    yield start + low, word[low:at]
                yield start + at, letter
                low = at + 1
        if low < len(word):
            yield start + low, word[low:]


@functools.lru_cache(maxsize=10_000)
def _stands_alone(letter: str) -> bool:
    """Whether a letter is a piece of its own: marks, all of ASCII that is no letter or digit, and the signs of Chinese."""
    if letter.isascii():
        return not letter.isalnum()
    return unicodedata.category(letter).startswith("P") or any(low <= letter <= high for low, high in _CHINESE)


def _plain(letter: str) -> str:
    """A letter in lower case without accents; nothing for an accent alone or a sign that is not seen."""
    plain = unicodedata.normalize("NFD", letter.lower())
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))


@functools.lru_cache(maxsize=50_000)
def _cut(word: str) -> tuple[tuple[int, int, int], ...]:
    """The pieces of a word: number and half-open offsets in it; the unknown piece where its letters cannot be had."""
    known = _vocabulary()
    plain, places = [], []
    for at, letter in enumerate(word):
        for one in _plain(letter):
            plain.append(one)
            places.append(at)
    text, low, found = "".join(plain), 0, []
    while low < len(text) <= LONGEST_WORD:
        high = len(text)
        while high > low and ("##" * (low > 0)) + text[low:high] not in known:
            high -= 1
        if high == low:
            return ((known["[UNK]"], 0, len(word)),)
        found.append((known["##" * (low > 0) + text[low:high]], places[low], places[high - 1] + 1))
        low = high
    return tuple(found) if found or not text else ((known["[UNK]"], 0, len(word)),)
