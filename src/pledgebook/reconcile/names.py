"""The names of a sentence: programmes, places, laws, meetings; and the sums that it says.

A name is a word with a capital that does not begin its sentence, an abbreviation, or two words with capitals side by side ("global
fund"). Names say more than other words: two promises seldom share a rare one by chance.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from pledgebook.reconcile.words import pieces, readable
from pledgebook.world.data import table

_TABLE: Final = table("reconcile", "data/names.toml")
_TOKEN = re.compile(r"[^\W_][\w'’.-]*[^\W_]|[^\W_]|[^\w\s]")
_JOINING: Final = frozenset(_TABLE["joining"].split())
_TITLE: Final = 0.6
"""A text of which so many of the words have capitals is a heading: there a capital says nothing."""


class _Token(NamedTuple):
    """What a token means for the names around it.

    `word`, `capital`: whether it is a word, and one with a capital. `joins`: whether what stands before it may go on after it ("Bank *of* England").
    `ends`: whether a sentence begins after it. `name`: the stems of a word with a capital. `abbreviation`: whether it has several capitals.
    """

    word: bool
    capital: bool
    joins: bool
    ends: bool
    name: str = ""
    abbreviation: bool = False


def _meant(token: str) -> _Token:
    """What a token means."""
    if not token[0].isalpha():
        return _Token(False, False, token in "-‑&/", token in '.!?:;•“"—–|')
    if not token[0].isupper():
        return _Token(True, False, token in _JOINING, False)
    return _Token(True, True, False, False, "-".join(pieces(token)), sum(letter.isupper() for letter in token) > 1)


class _Stretches(dict[str, list[_Token]]):
    """The tokens of stretches without white space, remembered: a text has the same ones again and again."""

    def __missing__(self, stretch: str) -> list[_Token]:
        found = list(map(_meant, _TOKEN.findall(stretch)))
        if len(self) < _REMEMBERED:
            self[stretch] = found
        return found


_REMEMBERED: Final = 65_536
"""So many stretches at most are held in memory."""
_stretch: Final = _Stretches().__getitem__


def names_of(text: str) -> frozenset[str]:
    """The names of a text, as stems; of a name of two words and more every two that stand side by side."""
    if text[1:].islower():
        return frozenset()  # at most the first word has a capital
    tokens = list(chain.from_iterable(map(_stretch, text.split())))  # no token has white space in it
    titled = _is_titled(tokens)
    found: set[str] = set()
    before: str | None = None
    begins = True
    for word, capital, joins, ends, name, abbreviation in tokens:
        if not capital:
            begins = not word and (begins or ends)
            before = before if joins else None
        elif not name:
            begins, before = False, None
        else:
            if abbreviation or not (begins or titled):
                found.add(name)
            if before is not None:
                found.add(f"{before} {name}")
            before, begins = name, False
    return frozenset(found)


def _is_titled(tokens: Sequence[_Token]) -> bool:
    """Whether so many words have capitals that a capital says nothing."""
    words = sum([token[0] for token in tokens])
    return words > 4 and sum([token[1] for token in tokens]) > _TITLE * words


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
