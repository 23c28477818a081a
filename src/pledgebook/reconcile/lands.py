"""Which countries a text speaks of, told from its words: their names, and what their people are called ("Danish", "Dane").

A statement of which nobody knows who makes it ("the 95 million kroner were set aside") stands in a text that says so elsewhere. A word counts
as far as it belongs to one country alone: "Zealand" does, "Guinea" and "Republic" do not. It is evidence that is weighed, and it decides nothing.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pledgebook.reconcile.words import RARE, bits, pieces
from pledgebook.world.data import table

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def lands_of(stems: frozenset[str], ids: Iterable[str]) -> frozenset[str]:
    """The countries (ISO 3166-1) that stems belong to, and those among the ids."""
    table = _lands()
    found = {table[one] for one in _known().intersection(stems)}
    found.update(one for one in ids if len(one) == 2)
    return _NONE if not found else frozenset(found)


_NONE: Final = frozenset[str]()


@functools.cache
def _lands() -> dict[str, str]:
    """The country of every stem that belongs to one alone: a name or a demonym of one word before a rare word of a longer name."""
    whole: defaultdict[str, set[str]] = defaultdict(set)
    part: defaultdict[str, set[str]] = defaultdict(set)
    for code, row in table("world", "data/places.toml")["countries"].items():
        for name in row["names"]:
            stems = _stems(name)
            for one in stems:
                (whole if len(stems) == 1 == len(name.split()) else part)[one].add(code)
    for code, called in table("resolve", "data/demonyms.toml")["names"].items():
        for name in called.replace("(s)", "").split(","):
            if " " not in name.strip():  # "South Korean": half of it is another's
                for one in _stems(name):
                    whole[one].add(code)
    rare = {one: codes for one, codes in part.items() if one not in whole and len(one) > _SHORT and bits(one) == RARE}
    return {one: next(iter(codes)) for one, codes in (whole | rare).items() if len(codes) == 1 and one not in _MONEY}


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(_lands())


_SHORT: Final = 4
"""A part of a name that has so many letters is more often another word."""
_MONEY: Final = frozenset(("franc",))
"""Stems that are a country's and a currency's."""


def _stems(name: str) -> set[str]:
    return {piece for word in _WORD.findall(name) for piece in pieces(word)}
