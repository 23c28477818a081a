"""Which statements are worth comparing: those that share a key.

A key joins what two statements of one promise have in common with enough that few others have it, so that the sets of
statements that share one stay small in a book of millions:

- who, and two of the four rarest words of the object, the third with the fourth left out (they find the same thing with or
  without a number; on 358 official documents 98 of 100 pairs that a rule joins share such a key or one of the next);
- who acts, who receives, or a country that the text names, the number, and the year: a number of up to two significant digits agrees by chance too often over a
  long time, so such a key holds for two neighbouring years; a number of three and more digits needs no year;
- the number, and one of the six rarest words of the sentence, whoever acts: a ministry in one text and its country in
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
from pledgebook.reconcile.likeness import side
from pledgebook.reconcile.numbers import FEW, digits
from pledgebook.reconcile.weigh import ADJACENT
from pledgebook.reconcile.words import rarest

_ACTORS: Final = 4
_WORDS: Final = 4
_RARE: Final = 6
_GROUP: Final = {"commitment": "c", "action": "c", "agreement": "c", "appeal": "p", "figure": "f"}


def keys(features: Features) -> tuple[int, ...]:
    """The block keys of a statement, 64-bit signed, ascending, without repeats."""
    return tuple(sorted({*map(key_of, subjects(features)), *map(key_of, mentions(features))}))


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


@functools.lru_cache(maxsize=32_768)  # asked for when a statement comes and whenever it is compared
def subjects(features: Features) -> tuple[str, ...]:
    """The keys under which statements of any document are compared, as text."""
    value = features.unit is not None and abs(features.anchor) >= FEW
    found: set[str] = set()
    chosen = rarest(features.words, _WORDS) if features.cues & NAMED else []
    pairs = [f"{one}|{other}" if one < other else f"{other}|{one}" for one, other in combinations(chosen, 2)][:5]
    sort = _GROUP[features.kind]
    for actor in features.actors[:_ACTORS] or ("",):
        found.update([f"{sort}|{actor}|{pair}" for pair in pairs or chosen])
    if not value:
        return tuple(found)
    # what is counted has many names, and a sum may be said without its currency
    number = f"{'%' if features.unit == 'percent' else '#'}|{features.anchor!r}"
    years = _years(features.anchor, features.day)
    for one in parties(features) or ("",):
        found.update([f"{one}|{number}|{year}" for year in years])
    found.update([f"v|{number}|{word}" for word in rarest(features.words | features.around, _RARE)])
    return tuple(found)


def parties(features: Features) -> tuple[str, ...]:
    """Those by whom a number is found: who acts, who receives, and the countries that its text names; a few."""
    named = side(features).lands.difference(features.actors, features.recipients)
    return tuple(dict.fromkeys((*features.actors[:_ACTORS], *features.recipients[:_ACTORS], *sorted(named)[:_ACTORS])))


def _years(anchor: float, day: int) -> tuple[int, ...]:
    return _neighbours(day) if day and digits(anchor) < 3 else (0,)


@functools.lru_cache(maxsize=65_536)
def _neighbours(day: int) -> tuple[int, ...]:
    year = date.fromordinal(day).year
    return (year, year + 1)


@functools.lru_cache(maxsize=65_536)  # what is said of one promise shares its keys
def key_of(text: str) -> int:
    """A key as a number: 64-bit, signed."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
