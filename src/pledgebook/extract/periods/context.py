"""What stands around an atom of time: its preposition, and what the neighbouring words make of both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledgebook.extract.periods.atoms import Atom
from pledgebook.extract.periods.calendar import Clock, Moment
from pledgebook.extract.periods.words import DASH, SPACE, TABLE, alternatives
from pledgebook.language.counted_years import counts_things

_ROLES = {words: role for role, entry in TABLE["prepositions"].items() for words in entry["words"]}
_BETWEEN = "between"
EDGES = rf"(?:{alternatives(TABLE['edges']['words'])}(?:{SPACE}|{DASH}))"
"""One word between a preposition and a time that leaves the value alone."""
_LEAD = re.compile(
    rf"(?<![\w-])(?:(?P<role>{alternatives([*_ROLES, _BETWEEN])}){SPACE}(?!(?i:of)\b))?(?P<edges>{EDGES}{{0,5}})\Z"
)
_WINDOW = 64

_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_OPENER = re.compile(rf"\b{alternatives(TABLE['openers']['words'])}{SPACE}\Z")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\.?[^\S\r\n]{1,3}\Z")
_WORD_AFTER = re.compile(r"[^\S\r\n]{1,3}([A-Za-z]+)")
_PARTICIPLE = re.compile(r"[a-z](?:ed|en|wn|it)[^\S\r\n]{1,3}\Z")
_CITED = re.compile(
    rf"\b{alternatives(TABLE['cited']['words'], ignore_case=False)}(?:{SPACE}(?:No\.?{SPACE})?[0-9]{{1,6}})?,?\s\Z"
)
_COMPARED = re.compile(rf"\b{alternatives(TABLE['compared']['before'])}\b[^.,;:()]{{0,24}}\Z")
_NO_YEAR_BEFORE, _NO_YEAR_AFTER = (frozenset(TABLE["no_year"][side]) for side in ("before", "after"))
_NOT_PLURAL = frozenset({"is", "was", "has", "as", "its", "this", "us", "across", "versus", "plus", "does"})
_ENDS = ("end", "close", "noon", "midday", "midnight")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before an atom: where the phrase begins, what its preposition makes of the time ("" for none;
    the names are those of the lexicon), the preposition, and the words between both."""

    start: int
    role: str
    word: str = ""
    edges: str = ""


def lead_of(text: str, atom: Atom, floor: int) -> Lead:
    """The preposition of an atom, not looked for before `floor`."""
    m = _LEAD.search(text, max(floor, atom.start - _WINDOW), atom.start)
    if m is None:
        return Lead(atom.start, "")
    word = " ".join((m["role"] or "").lower().split())
    role = _BETWEEN if word == _BETWEEN else _ROLES.get(word, "")
    start = m.start() if role else m.start("edges")
    return Lead(start, role, word, " ".join(m["edges"].lower().split()))


def stands(text: str, atom: Atom, lead: Lead) -> bool:
    """Whether the words around let an atom be a time: a year is no count and no part of a name."""
    if lead.word == "of" and _CITED.search(text, max(0, lead.start - 32), lead.start):
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
    if word.lower() in _NO_YEAR_AFTER:
        return False
    timed = bool(lead.role or lead.edges)
    if lead.word in ("on", "at") and not lead.edges:
        return False
    if not lead.word and not lead.edges and counts_things(text, atom.start, atom.end):
        return False
    if word.islower() and word.endswith("s") and word not in _NOT_PLURAL:  # "2,000 homes", without the comma
        round_number = int(text[atom.start : atom.start + 4]) % 100 == 0
        owned = text[max(0, atom.start - 3) : atom.start].rstrip().endswith(("'s", "’s"))
        if round_number or not (timed or owned):
            return False
    preceding = _WORD_BEFORE.search(text, max(0, lead.start - 24), lead.start)
    named = preceding is not None and preceding[1].lower() in _NO_YEAR_BEFORE
    return timed or not (named or _name_before(text, atom.start))


def _name_before(text: str, start: int) -> bool:
    """Whether a word with a capital stands directly before, or the last letter of an abbreviation ("U.S.C.")."""
    m = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return m is not None and m[1][0].isupper() and ("." not in m.group() or len(m[1]) == 1)


def role_of(text: str, lead: Lead, end: int, moment: Moment, clock: Clock) -> str:
    """What the preposition makes of a time after all: "" where it does not belong to the time."""
    role = lead.role
    if role in ("until", "after", "before", "from") and _POSSESSIVE.match(text, end):
        return ""  # "following today's decision" is a deed of today
    if lead.word == "by" and lead.edges == "the" and _WORD_AFTER.match(text, end):
        # "communities affected by the April 2007 earthquake": who did it, not by when
        return "" if _PARTICIPLE.search(text, max(0, lead.start - 6), lead.start) else role
    if role == "before" and lead.edges.replace(" of", "").replace("the ", "").endswith(_ENDS):
        return "until"
    if role == "from" and lead.word == "from" and _COMPARED.search(text, max(0, lead.start - 40), lead.start):
        return "within"
    over = moment.first is not None and clock.anchor is not None and moment.first <= clock.anchor
    if role == "within" and over and _OPENER.search(text, max(0, lead.start - 24), lead.start):
        return "from"
    return role
