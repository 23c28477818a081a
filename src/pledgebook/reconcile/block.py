"""Which statements are worth comparing: those that share a key.

A key joins what two statements of one promise have in common with enough that few others have it, so that the sets of
statements that share one stay small in a book of millions:

- who, and two of the four rarest words of the object, the third with the fourth left out (they find the same thing with or
  without a number; on 358 official documents 98 of 100 pairs that a rule joins share such a key or one of the next);
- who, the number with its unit, and the year: a number of up to two significant digits agrees by chance too often over a
  long time, so such a key holds for two neighbouring years; a number of three and more digits needs no year;
- the number with its unit, and one of the three rarest words of the sentence, whoever acts: a ministry in one text and its country in
  another, or nobody named;
- the document and the number, or the next sentence: what the same document says again.

A statement that says too little to be known again is found by its number only. Statements with more than four actors are found
through the first four in the order of their ids.
"""

from __future__ import annotations

import functools
from datetime import date
from hashlib import blake2b
from itertools import combinations
from typing import Final

from pledgebook.reconcile.features import ADDITIONAL, NAMED, Features
from pledgebook.reconcile.fields import FEW, digits, is_money, tells
from pledgebook.reconcile.weigh import ADJACENT
from pledgebook.reconcile.words import rarest

_ACTORS: Final = 4
_WORDS: Final = 4
_RARE: Final = 3
_GROUP: Final = {"commitment": "c", "action": "c", "agreement": "c", "appeal": "p", "figure": "f"}


def keys(features: Features) -> tuple[int, ...]:
    """The block keys of a statement, 64-bit signed, ascending, without repeats."""
    found = {_key(text) for text in subjects(features)}
    found.update(_key(text) for text in mentions(features))
    return tuple(sorted(found))


def mentions(features: Features) -> tuple[str, ...]:
    """The keys that hold together what one document says of one number, and an addition with the next sentence's."""
    found: tuple[str, ...] = ()
    if features.unit is not None:
        found = (f"d|{features.document}|{features.unit}|{features.anchor!r}",)
        if features.cues & ADDITIONAL:
            found += (f"n|{features.document}|{features.sentence}",)
    elif features.cues & ADDITIONAL:
        found = tuple(f"n|{features.document}|{features.end + gap}" for gap in range(1, ADJACENT + 1))
    return found


def subjects(features: Features) -> frozenset[str]:
    """The keys under which statements of any document are compared, as text."""
    value: str | None = None
    years: tuple[int, ...] = ()
    if features.unit is not None and abs(features.anchor) >= FEW:
        unit = (
            features.unit if is_money(features) or features.unit == "percent" else "#"
        )  # what is counted has many names
        value, years = f"{unit}|{features.anchor!r}", _years(features)
    words = features.words if features.cues & NAMED else frozenset[str]()
    found = _subjects(_GROUP[features.kind], features.actors, words, value, years)
    if value is None or not tells(features):
        return found
    return found | {f"v|{value}|{word}" for word in rarest(features.words | features.around, _RARE)}


@functools.lru_cache(maxsize=16_384)  # the same statements are asked for several times in a row
def _subjects(
    group: str, actors: tuple[str, ...], words: frozenset[str], value: str | None, years: tuple[int, ...]
) -> frozenset[str]:
    chosen = rarest(words, _WORDS)
    pairs = ["|".join(sorted(pair)) for pair in combinations(chosen, 2) if pair != tuple(chosen[2:4])] or chosen
    found: set[str] = set()
    for actor in actors[:_ACTORS] or ("",):
        found.update(f"{group}|{actor}|{pair}" for pair in pairs)
        found.update(f"{actor}|{value}|{year}" for year in years)
    return frozenset(found)


def _years(features: Features) -> tuple[int, ...]:
    if digits(features.anchor) >= 3:
        return (0,)
    return _neighbours(features.day) if features.day else (0,)


@functools.lru_cache(maxsize=65_536)
def _neighbours(day: int) -> tuple[int, ...]:
    year = date.fromordinal(day).year
    return (year, year + 1)


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
