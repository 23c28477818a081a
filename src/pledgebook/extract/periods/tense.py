"""Which way the words around a time point: "will vote on Friday" is the next Friday, "resigned on Friday" the last.

A cheap reading of words, for those who have no parse: only the clause before the time counts, or, where the time
opens the sentence, the first verb after it.
"""

from __future__ import annotations

import re

from pledgebook.extract.periods.calendar import Direction
from pledgebook.extract.periods.words import SPACE, TABLE, alternatives

_AHEAD = rf"(?<![\w])(?:{alternatives(TABLE['tense']['ahead'])})\b|(?<=\w)(?:['’](?i:ll))\b"
_BEHIND = rf"\b(?:{alternatives(TABLE['tense']['behind'])}|(?i:[a-z]{{2,16}}ed))\b"
_CUE = re.compile(rf"(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND})")
_REPORTED = re.compile(r"(?i)\b(?:said|told|announced|stated|declared|reported|added|noted|confirmed|explained)\b")
_BOUNDARY = re.compile(r"[.,;:!?()\"“”\r\n]|\s[–—-]\s")
_OPENING = re.compile(rf",?{SPACE}")
_BACK, _NEAR, _ON = 160, 32, 80


def tense(text: str, start: int, end: int, distant: bool = False) -> Direction | None:
    """Whether the words around `text[start:end]` say "future" or "past", None where they say neither.

    A verb in the past counts within a few words only (what was agreed may speak of a date to come), unless `distant`.
    """
    low = max(0, start - _BACK)
    boundary = low
    for m in _BOUNDARY.finditer(text, low, start):
        boundary = m.end()
    if text[boundary:start].strip():
        return _last(text, boundary, start, boundary if distant else start - _NEAR)
    opening = _OPENING.match(text, end)
    if opening is None:
        return None
    stop = _BOUNDARY.search(text, opening.end(), opening.end() + _ON)
    first = _CUE.search(text, opening.end(), stop.start() if stop else min(len(text), opening.end() + _ON))
    return None if first is None else "future" if first["ahead"] else "past"


def _last(text: str, start: int, end: int, past_from: int) -> Direction | None:
    """What the verbs of a clause say: a coming one holds for what depends on it ("will be included in"), a verb of
    saying after it takes over ("those who will go said on Friday")."""
    found: Direction | None = None
    for m in _CUE.finditer(text, start, end):
        if m["ahead"]:
            found = "future"
        elif m.start() < past_from:
            continue
        elif found is None or _REPORTED.fullmatch(m.group()):
            found = "past"
    return found
