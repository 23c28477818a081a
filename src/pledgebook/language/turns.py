"""Turns of speech in a transcript: "PRESIDENT BIDEN: …", "Mr SMITH (Minister for Health): …", "Anne Lund: …", "HON. P. K. BALA.- …".

The one place that knows what a speaker's label looks like; its words are data (`language/en/sets/turns.toml`).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.world.names import given_names


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a speaker's label stands, half-open, and whether somebody is named in it or it is only a part ("Q")."""

    start: int
    end: int
    named: bool


_NAME = r"[A-Z][\w'’-]*\.?"
_TITLE = rf"(?i:(?:the\s+)?{pattern_of('turns', 'speaker-titles')})"
_LABEL = re.compile(
    r"^[ \t>*_]*(?P<who>"
    rf"(?P<titled>{_TITLE}\b\.?(?:[ ](?:of|for|and|the|{_NAME})){{0,8}})"
    r"|(?P<capitals>[A-Z][A-Z'’.-]+(?:[ ][A-Z][A-Z'’.-]*){0,2})"
    rf"|(?P<plain>{_NAME}(?:[ ]{_NAME}){{1,2}}))"
    r"(?P<aside>\s?\([^()\n]{1,60}\))?(?:[*_]*\s?:[*_]*|\.?\s?[-–—])(?=\s)",
    re.MULTILINE,
)
_PART = re.compile(
    rf"^[ \t>*_]*(?P<who>{pattern_of('turns', 'parts')})(?:\s?\([^()\n]{{1,40}}\))?(?:[*_]*[:.][*_]*\s|[ \t]{{2,}}(?=\S))",
    re.MULTILINE | re.IGNORECASE,
)


@functools.lru_cache(maxsize=8)
def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a text, in its order; () for one that is no transcript.

    A title or a part ("Q:") makes a label of a turn by itself, a name in capitals where it comes again or stands beside
    others, a plain name where it opens with a given name. "SUMMARY:" and "Japan: $7 million" are none.
    """
    labels = list(_LABEL.finditer(text))
    parts = list(_PART.finditer(text))
    labels = [match for match in labels if not any(part.start() == match.start() for part in parts)]
    heard = Counter(match.group("who") for match in labels)
    sure = bool(parts) or any(match.group("titled") for match in labels)
    found = [
        Turn(*match.span("who"), True)
        if not match.group("aside")
        else Turn(match.start("who"), match.end("aside"), True)
        for match in labels
        if _speaks(match, heard, sure)
    ]
    if len(parts) > 1 or found:
        found += [Turn(*match.span("who"), False) for match in parts]
    return tuple(sorted(found, key=lambda turn: turn.start))


def _speaks(match: re.Match[str], heard: Counter[str], sure: bool) -> bool:
    who = match.group("who")
    if match.group("titled"):
        return True
    if set(re.findall(r"\w+", who.lower())) & words_of("turns", "no-speakers"):
        return False
    if match.group("capitals"):
        return len(who) > 3 and (heard[who] > 1 or sure)
    return who.split()[0].rstrip(".") in given_names()


def speaking(turns: Sequence[Turn], place: int) -> Turn | None:
    """The turn in which a place stands, None before the first."""
    return next((turn for turn in reversed(turns) if turn.start <= place), None)
