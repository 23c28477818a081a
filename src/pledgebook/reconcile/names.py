"""The names of a sentence: programmes, places, laws, meetings; and the sums that it says.

A name is a word with a capital that does not begin its sentence, an abbreviation, or two words with capitals side by side ("global
fund"). Names say more than other words: two promises seldom share a rare one by chance.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from pledgebook.reconcile.words import pieces, readable
from pledgebook.world.data import table

_TABLE: Final = table("reconcile", "data/names.toml")
_TOKEN = re.compile(r"[^\W_][\w'’.-]*[^\W_]|[^\W_]|[^\w\s]")
_JOINING: Final = frozenset(_TABLE["joining"].split())
_TITLE: Final = 0.6
"""A text of which so many of the words have capitals is a heading: there a capital says nothing."""


def names_of(text: str) -> frozenset[str]:
    """The names of a text, as stems; of a name of two words and more every two that stand side by side."""
    if text[1:].islower():
        return frozenset()  # at most the first word has a capital
    tokens = _TOKEN.findall(text)
    titled = _is_titled(tokens)
    found: set[str] = set()
    before: str | None = None
    begins = True
    for token in tokens:
        if not token[0].isalpha():
            begins = begins or token in '.!?:;•“"—–|'
            before = None if token not in "-‑&/" else before
            continue
        if not token[0].isupper():
            before = before if token in _JOINING else None
            begins = False
            continue
        own, abbreviation = _capital(token)
        if not own:
            begins, before = False, None
            continue
        if abbreviation or not (begins or titled):
            found.add(own)
        if before is not None:
            found.add(f"{before} {own}")
        before, begins = own, False
    return frozenset(found)


def _is_titled(tokens: list[str]) -> bool:
    """Whether so many words have capitals that a capital says nothing."""
    words = capitals = 0
    for token in tokens:
        first = token[0]
        if first.isalpha():
            words += 1
            capitals += first.isupper()
    return words > 4 and capitals > _TITLE * words


@functools.lru_cache(maxsize=65_536)
def _capital(word: str) -> tuple[str, bool]:
    """The stems of a word with a capital, and whether it has several."""
    return "-".join(pieces(word)), sum(letter.isupper() for letter in word) > 1


RARE: Final = 9
"""Bits of a name of one word that the table does not hold."""
RARE_PAIR: Final = 11
"""And of two words side by side."""

_BITS: Final = {
    name: int(bits)
    for bits, names in _TABLE["bits"].items()
    for name in (one.replace("_", " ") for one in names.split())
}


@functools.lru_cache(maxsize=131_072)
def bits(name: str) -> int:
    """What a name is worth, 2 to 11 bits."""
    return _BITS.get(name) or (RARE_PAIR if " " in name else RARE)


def readable_name(name: str) -> str:
    """A name as a reader reads it."""
    return " ".join(readable(part).capitalize() for part in name.split())
