"""The words of an object: which of them say what a promise is about, and how much each says.

A word is worth the more the fewer objects hold it (in bits: the binary logarithm of one over its share of the objects of
the corpus named in `data/words.toml`). Words of grammar, of number and of promising in general are worth nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

from pledgebook.world.data import table
from pledgebook.world.words import stem

_WORD = re.compile(r"[^\W\d_]\w*(?:[-‐‑'’&.][^\W_]\w*)*|(?<![\d,.$€£¥])\d{4,9}(?![\d,.%])")
"""A word, or the number of an order, a resolution or a law."""
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_PREFIXES: Final = frozenset(table("reconcile", "data/words.toml")["prefixes"]["joined"].split())


@functools.lru_cache(maxsize=131_072)
def pieces(word: str) -> tuple[str, ...]:
    """The stems that a word of the text gives: "non-agricultural" one, "clean-energy" two, "H-2B" one, "the" none."""
    if word[0].isdigit():
        return () if _YEAR.fullmatch(word) or word.endswith("000") else (word,)
    word = word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")
    word = word.removesuffix("'s").replace("'", "").replace(".", "")
    if "-" not in word:
        found: tuple[str, ...] = (word,)
    else:
        parts = word.split("-")
        if any(len(part) == 1 or not part.isalpha() for part in parts):
            found = (word.replace("-", ""),)
        elif parts[0] in _PREFIXES:
            found = ("".join(parts[:2]), *parts[2:])
        else:
            found = tuple(parts)
    silent, stems = _silent(), []
    for part in found:
        one = stem(part)
        if part not in silent and one not in silent and len(part) > 1:
            stems.append(one)
    return tuple(stems)


@functools.cache
def _silent() -> frozenset[str]:
    return frozenset(
        word for group in table("reconcile", "data/words.toml")["silent"].values() for word in group.split()
    )


RARE: Final = 9
"""Bits of a word that the table does not hold."""


FORMAL: Final = 1
"""Bits of a word of procedure."""


def _table() -> dict[str, int]:
    raw = table("reconcile", "data/words.toml")
    found = {stem(word): int(bits) for bits, words in raw["bits"].items() for word in words.split()}
    formal = (word for group in raw["formal"].values() for word in group.split())
    return found | {stem(word): FORMAL for word in formal}


@functools.cache
def _whole() -> dict[str, str]:
    raw = table("reconcile", "data/words.toml")
    groups = (*raw["silent"].values(), *raw["formal"].values(), *raw["bits"].values())
    found: dict[str, str] = {}
    for word in (word for group in groups for word in group.split()):
        if stem(word) != word:
            found[stem(word)] = word
    return found


@functools.lru_cache(maxsize=131_072)
def readable(stem: str) -> str:
    """A stem as a word for people: the commonest word of it that the table knows, else the stem."""
    return _whole().get(stem, stem)


_REMEMBERED: Final = 131_072
"""So many stems at most are held in memory."""


class _Bits(dict[str, int]):
    def __missing__(self, stem: str) -> int:
        if len(self) < _REMEMBERED:
            self[stem] = RARE  # the next time it is found without a call
        return RARE


bits: Final = _Bits(_table()).__getitem__
"""What a stem is worth, 1 to 9 bits."""


def rarest(words: Iterable[str], count: int) -> list[str]:
    """The words that say most, rarest first, ties by the alphabet."""
    return sorted(words, key=_rank)[:count]


class _Ranks(dict[str, str]):
    """A word as what it is sorted by: first its bits, most first, then itself."""

    def __missing__(self, word: str) -> str:
        found = f"{RARE - bits(word)}{word}"
        if len(self) < _REMEMBERED:
            self[word] = found
        return found


_rank: Final = _Ranks().__getitem__


class _Stretches(dict[str, tuple[str, ...]]):
    """The stems of stretches without white space, remembered: a text has the same ones again and again."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        found = tuple(piece for word in _WORD.findall(stretch) for piece in pieces(word))
        if len(self) < _REMEMBERED:
            self[stretch] = found
        return found


_stretch: Final = _Stretches().__getitem__


def words_of(text: str) -> set[str]:
    """The stems of a text that say something."""
    return set[str]().union(*map(_stretch, text.split()))  # no word has white space in it


COMMON: Final = frozenset(map(stem, table("reconcile", "data/words.toml")["common"]["acts"].split()))
"""Acts that any promise may have: that two statements share one says nothing."""
FORMAL_ACTS: Final = frozenset(map(stem, table("reconcile", "data/words.toml")["formal"]["acts"].split()))
"""Acts of procedure: what is done so is done again in the same words for another case."""
