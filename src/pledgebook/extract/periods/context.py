"""What stands around an atom of time: its preposition, what the neighbouring words make of both, and which way the clause
points ("will vote on Friday" is the next Friday, "resigned on Friday" the last).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pledgebook.extract.periods.atoms import Atom
from pledgebook.extract.periods.calendar import Clock, Direction, Moment
from pledgebook.extract.periods.words import TABLE, pattern
from pledgebook.language.counted_years import counts_things
from pledgebook.language.grammar import piece
from pledgebook.language.plain import FOLDED, padded

_ROLES = {words: role for role, entry in TABLE["prepositions"].items() for words in entry["words"]}
_LEADS, _NO_YEAR = TABLE["leads"], TABLE["no_year"]
_WINDOW = 64
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\.?[^\S\r\n]{1,3}\Z")
_WORD_AFTER = re.compile(r"[^\S\r\n]{1,3}([A-Za-z]+)")
_STOP, _DASH = re.compile(r"[.,;:!?()\"“”\r\n]"), re.compile("[–—-]")
_BOUNDARY = re.compile(rf"{_STOP.pattern}|\s{_DASH.pattern}\s")
_OPENING = re.compile(rf",?{piece('periods', 'gap')}")
_BACK, _NEAR, _ON = 160, 32, 80


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before an atom. `start`: where the phrase begins; `role`: what its preposition makes of the time, by the names
    of the lexicon ("" for none); `word`: the preposition; `edges`: the words between both."""

    start: int
    role: str
    word: str = ""
    edges: str = ""


def lead_of(text: str, atom: Atom, floor: int) -> Lead:
    """The preposition of an atom, not looked for before `floor`."""
    m = pattern("lead").search(text, _opening(text, max(floor, atom.start - _WINDOW), atom.start), atom.start)
    if m is None:
        return Lead(atom.start, "")
    word = " ".join((m["role"] or "").lower().split())
    role = _ROLES.get(word, "")
    start = m.start() if role else m.start("edges")
    return Lead(start, role, word, " ".join(m["edges"].lower().split()))


@functools.cache
def _lead_words() -> frozenset[bytes]:
    """The words of prepositions and of what may stand between them and a time, each by itself, folded."""
    return frozenset(word for words in (*_ROLES, *TABLE["edges"]["words"]) for word in FOLDED(words).split())


def _opening(text: str, low: int, start: int) -> int:
    """From where on in `text[low:start]` nothing stands but words of a preposition and what may follow it."""
    before = padded(text, FOLDED)[low + 1 : start + 1]
    words = before.split()
    own = len(words)
    while own and words[own - 1] in _lead_words():
        own -= 1
    return low + len(before.rsplit(None, len(words) - own)[0].rstrip()) if own else low


def stands(text: str, atom: Atom, lead: Lead) -> bool:
    """Whether the words around let an atom be a time: a year is no count and no part of a name."""
    if lead.word in _LEADS["citing"] and pattern("cited").search(text, max(0, lead.start - 32), lead.start):
        return False
    if atom.kind == "day word" and text[atom.start].isupper() and _name_before(text, atom.start):
        return False  # newspapers have "Today" in their name
    if atom.needs == "nothing":
        return True
    if atom.needs == "range":
        return False
    if atom.needs == "preposition":
        return bool(lead.role or lead.edges)
    following = _WORD_AFTER.match(text, atom.end)
    word = following[1] if following else ""
    if word.lower() in _NO_YEAR["after"]:
        return False
    timed = bool(lead.role or lead.edges)
    if lead.word in _LEADS["point"] and not lead.edges:
        return False
    if not lead.word and not lead.edges and counts_things(text, atom.start, atom.end):
        return False
    if (
        word.islower() and pattern("plural").fullmatch(word) and word not in _NO_YEAR["no_plural"]
    ):  # "2,000 homes", without the comma
        round_number = int(text[atom.start : atom.start + 4]) % 100 == 0
        owned = pattern("possessor").search(text, max(0, atom.start - 3), atom.start) is not None
        if round_number or not (timed or owned):
            return False
    preceding = _WORD_BEFORE.search(text, max(0, lead.start - 24), lead.start)
    named = preceding is not None and preceding[1].lower() in _NO_YEAR["before"]
    return timed or not (named or _name_before(text, atom.start))


def _name_before(text: str, start: int) -> bool:
    """Whether a word with a capital stands directly before, or the last letter of an abbreviation ("U.S.C.")."""
    m = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return m is not None and m[1][0].isupper() and ("." not in m.group() or len(m[1]) == 1)


def role_of(text: str, lead: Lead, end: int, moment: Moment, clock: Clock) -> str:
    """What the preposition makes of a time after all: "" where it does not belong to the time."""
    role = lead.role
    if role in ("until", "after", "before", "from") and pattern("possessive").match(text, end):
        return ""  # "following today's decision" is a deed of today
    if lead.word in _LEADS["agent"] and lead.edges in TABLE["determiners"]["article"] and _WORD_AFTER.match(text, end):
        # "communities affected by the April 2007 earthquake": who did it, not by when
        return "" if pattern("participle").search(text, max(0, lead.start - 6), lead.start) else role
    if role == "before" and pattern("edge_end").search(lead.edges):
        return "until"
    if (
        role == "from"
        and lead.word in _LEADS["start"]
        and pattern("compared").search(text, max(0, lead.start - 40), lead.start)
    ):
        return "within"
    over = moment.first is not None and clock.anchor is not None and moment.first <= clock.anchor
    if role == "within" and over and pattern("opener").search(text, max(0, lead.start - 24), lead.start):
        return "from"
    return role


def tense(text: str, start: int, end: int, distant: bool = False) -> Direction | None:
    """Whether the words around `text[start:end]` say "future" or "past", None where they say neither.

    A verb in the past counts within a few words only (what was agreed may speak of a date to come), unless `distant`.
    """
    low = max(0, start - _BACK)
    boundary = low
    for m in (_BOUNDARY if _DASH.search(text, low, start) else _STOP).finditer(text, low, start):
        boundary = m.end()
    if text[boundary:start].strip():
        return _last(text, boundary, start, boundary if distant else start - _NEAR)
    opening = _OPENING.match(text, end)
    if opening is None:
        return None
    stop = _BOUNDARY.search(text, opening.end(), opening.end() + _ON)
    first = pattern("cue").search(text, opening.end(), stop.start() if stop else min(len(text), opening.end() + _ON))
    return None if first is None else "future" if first["ahead"] else "past"


def _last(text: str, start: int, end: int, past_from: int) -> Direction | None:
    """What the verbs of a clause say: a coming one holds for what depends on it ("will be included in"), a verb of
    saying after it takes over ("those who will go said on Friday")."""
    found: Direction | None = None
    for m in pattern("cue").finditer(text, start, end):
        if m["ahead"]:
            found = "future"
        elif m.start() < past_from:
            continue
        elif found is None or m.group().lower() in TABLE["tense"]["saying"]:
            found = "past"
    return found
