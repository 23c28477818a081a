"""What the letters of a text say of its sentences, counted for all sentences at once: words, names, capitals.

Each number is that of a search of the sentence by itself. Characters are those of one byte each (cp1252, where typesetting and
Western letters are); all others are no letters of ASCII, which are all that is counted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgebook.extract.layout import Sentence

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
_COMMA, _BLANK = ord(","), ord(" ")


@dataclass(frozen=True, slots=True)
class Tallies:
    """For each sentence: `words`, runs of letters; `names`, capitals with small letters behind and "a " or ", " before; `small`,
    words of which the second letter is a small one; `capitals`, places where two capitals stand side by side."""

    words: Counts
    names: Counts
    small: Counts
    capitals: Counts


def tallies(text: str, sentences: Sequence[Sentence]) -> Tallies:
    """The tallies of the sentences of a text."""
    code = np.frombuffer(b"\0\0" + text.encode("cp1252", "replace") + b"\0", dtype=np.uint8)
    upper, lower = (code - 65) < 26, (code - 97) < 26  # what lies before "A" is far above in eight bits
    letter = upper | lower
    here, before, two_before, behind = slice(2, -1), slice(1, -2), slice(0, -3), slice(3, None)
    begins = letter[here] & ~letter[before]
    name = upper[here] & lower[behind] & (code[before] == _BLANK) & (lower[two_before] | (code[two_before] == _COMMA))
    starts = np.array([one.start for one in sentences], dtype=np.int64)
    ends = np.array([one.end for one in sentences], dtype=np.int64)
    goes_on = letter[here] & letter[before]  # a sentence that begins within a word begins a word
    return Tallies(
        words=_within(begins, starts, ends) + goes_on[starts],
        names=_within(name, starts + 2, ends - 1),
        small=_within(begins & lower[behind], starts, ends - 1),
        capitals=_within(upper[here] & upper[behind], starts, ends - 1),
    )


def _within(flags: Flags, starts: Counts, ends: Counts) -> Counts:
    """How many flags are up from each start to each end."""
    places = np.flatnonzero(flags)
    found: Counts = np.searchsorted(places, ends) - np.searchsorted(places, starts)
    return np.maximum(found, 0)
