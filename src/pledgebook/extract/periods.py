"""Text → stretches of time with their EDTF values.

Three steps: the rules of `periods_atoms`, `periods_parts` and `periods_relative` find atoms ("June", "last week",
"FY 2023") and the longest of those that overlap stay; neighbours become ranges and lists ("from May 2021 to May 2023",
"2024 or 2025"); the preposition before them makes deadlines and open stretches ("by 2030", "since April").
The words are in `lexicon/periods.toml`, the fiscal calendars in `lexicon/fiscal_years.toml`.

Conventions: "by", "until", "through" X → `../X`; "since", "from" X → `X/..`; "after" X → from the next unit on;
"early", "late", "mid" and "end of" do not change the value; "last year" is the calendar year, "the last year" the
twelve months up to the publication; months and longer are counted by months, shorter by days. A phrase that cannot be
worked out is still found, with `edtf` None: a length with no start, a relative date without a publication date, a
fiscal year in a country whose calendar is not known (or with no country).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.extract import periods_atoms, periods_durations, periods_parts, periods_relative
from pledgebook.extract.periods_atoms import Atom
from pledgebook.extract.periods_calendar import (
    Clock,
    Direction,
    Lean,
    Moment,
    after,
    before,
    clock_of,
    nearest,
)
from pledgebook.extract.periods_durations import lasting, length_in_years
from pledgebook.extract.periods_tense import tense
from pledgebook.extract.periods_words import DASH, GAP, SPACE, TABLE, alternatives
from pledgebook.model import Stretch

_RULES = (*periods_atoms.RULES, *periods_parts.RULES, *periods_relative.RULES, *periods_durations.RULES)
_ROLES = {words: role for role, entry in TABLE["prepositions"].items() for words in entry["words"]}
_EDGES = rf"(?:{alternatives(TABLE['edges']['words'])}(?:{SPACE}|{DASH}))"
_BETWEEN = ("between", "from between")
_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<role>{alternatives([*_ROLES, *_BETWEEN])}){SPACE}(?!(?i:of)\b))?(?P<edges>{_EDGES}{{0,5}})$"
)
_WINDOW = 64
"""Characters before an atom in which its preposition is looked for."""
_TO = re.compile(
    rf"(?:{GAP}{DASH}{GAP}|{SPACE}(?i:to|through|thru|until|till|up{SPACE}to|into|and{SPACE}into|and{SPACE}through){SPACE}){_EDGES}{{0,3}}"
)
_AND = re.compile(rf"{SPACE}(?i:and){SPACE}{_EDGES}{{0,3}}")
_LIST = re.compile(
    rf",?{SPACE}(?P<last>(?i:and|or|and/or))(?:{SPACE}(?i:in|the|on))?{SPACE}|,{SPACE}|{GAP}(?P<sign>[&/]){GAP}"
)
_ONWARDS = re.compile(
    rf"{SPACE}(?i:onwards?|and{SPACE}(?:beyond|after|later|onwards?)|or{SPACE}later|to{SPACE}(?:the{SPACE}present|date)|forward)\b"
)
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_START = re.compile(rf",?{SPACE}{alternatives(TABLE['starts']['words'])}{SPACE}{_EDGES}{{0,3}}")
_OPENER = re.compile(rf"\b{alternatives(TABLE['openers']['words'])}{SPACE}$")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\.?[^\S\r\n]{1,3}$")
_WORD_AFTER = re.compile(r"[^\S\r\n]{1,3}([A-Za-z]+)")
_NO_YEAR_BEFORE, _NO_YEAR_AFTER = (frozenset(TABLE["no_year"][side]) for side in ("before", "after"))
_NOT_PLURAL = frozenset(
    {"is", "was", "has", "as", "its", "this", "us", "across", "focus", "progress", "gas", "versus", "plus", "does"}
)


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before an atom: where the phrase begins, what its preposition makes of it ("" for none)."""

    start: int
    role: str
    edges: bool


def periods(
    text: str, published: str | None = None, country: str | None = None, direction: Direction | None = None
) -> list[Stretch]:
    """The time phrases of a sentence or a whole document, in order, not overlapping, the longest where several match.

    `published`: ISO date of the publication ("2022-07-12", "2022-07" or "2022"), which relative phrases are measured
    against; without it they stay open ("in May" is `XXXX-05`) or without a value. `country`: alpha-2 id (or EU) whose
    fiscal calendar, order of day and month ("3/4/2022") and hemisphere of seasons hold; without it fiscal years have
    no value. `direction`: which way to read what names no year or week: "past" for what was done ("on Friday" is the
    last Friday), "future" for what is to be done. With None the words around say it ("will vote on Friday"); where
    they do not, it is the nearest month or date, the last weekday, and a deadline lies ahead.

    Time is linear in the length of the text.
    """
    clock = clock_of(published, country)
    atoms = _atoms(text, clock)
    found: list[Stretch] = []
    index = floor = 0
    while index < len(atoms):
        stretch, used = _phrase(text, atoms, index, floor, clock, direction)
        if stretch is not None:
            found.append(stretch)
            floor = stretch.end
        index += used
    return found


def _atoms(text: str, clock: Clock) -> list[Atom]:
    """The atoms of a text from left to right; of those that overlap, the one that begins first, then the longest."""
    matched = (build(m, clock) for pattern, build in _RULES for m in pattern.finditer(text))
    ordered = sorted((a for a in matched if a is not None), key=lambda a: (a.start, -a.end))
    chosen: list[Atom] = []
    for atom in ordered:
        if not chosen or atom.start >= chosen[-1].end:
            chosen.append(atom)
    return chosen


def _before(text: str, atom: Atom, floor: int) -> _Before:
    low = max(floor, atom.start - _WINDOW)
    m = _BEFORE.search(text, low, atom.start)
    if m is None:
        return _Before(atom.start, "", False)
    word = " ".join((m["role"] or "").lower().split())
    role = "between" if word in _BETWEEN else _ROLES.get(word, "")
    return _Before(m.start() if role else atom.start - len(m["edges"].lstrip()), role, bool(m["edges"]))


def _phrase(
    text: str, atoms: Sequence[Atom], index: int, floor: int, clock: Clock, direction: Direction | None
) -> tuple[Stretch | None, int]:
    """The phrase that begins with an atom, and how many atoms it takes."""
    atom = atoms[index]
    lead = _before(text, atom, floor)
    lean = _lean(text, lead, atom, direction)
    if atom.kind == "duration":
        return _lasting(text, atoms, index, lead, clock, lean)
    moment, used = _joined(text, atoms, index, lead, clock, lean)
    role = "within" if lead.role in ("between", "from") or atom.kind == "deadline" else lead.role
    if moment is None:
        if not _stands(text, atom, lead):
            return None, 1
        moment = _meant(atom, clock, lean)
        role = "until" if atom.kind == "deadline" else role if atom.kind == "range" else lead.role
    end = atoms[index + used - 1].end
    onwards = _ONWARDS.match(text, end)
    if onwards and used == 1:
        role, end = "from", onwards.end()
    start = lead.start
    if _POSSESSIVE.match(text, end) and role in ("until", "after", "before", "from"):
        start, role = atom.start, ""
    if moment is not None and role == "within" and _opened(text, start, moment, clock):
        role = "from"
    edtf = None if moment is None else _edtf(moment, role, clock)
    relative = edtf is not None and any(a.relative for a in atoms[index : index + used])
    years = None if atom.length is None or used > 1 else length_in_years(*atom.length)
    return Stretch(start, end, text[start:end], edtf, relative, years), used


def _lasting(
    text: str, atoms: Sequence[Atom], index: int, lead: _Before, clock: Clock, lean: Lean
) -> tuple[Stretch | None, int]:
    """A length of time: with a value where its start follows ("for two years from 1 July")."""
    atom = atoms[index]
    count, unit = atom.length or (0, "year")
    years = length_in_years(count, unit)
    if index + 1 < len(atoms) and _START.fullmatch(text, atom.end, atoms[index + 1].start):
        start = _meant(atoms[index + 1], clock, lean)
        moment = None if start is None else lasting(start, count, unit)
        if moment is not None:
            words = text[atom.start : atoms[index + 1].end]
            return Stretch(atom.start, atoms[index + 1].end, words, moment.edtf, atoms[index + 1].relative, years), 2
    return Stretch(atom.start, atom.end, text[atom.start : atom.end], None, False, years), 1


def _opened(text: str, start: int, moment: Moment, clock: Clock) -> bool:
    """Whether the time is that of the beginning of something that goes on: "began in 2018"."""
    over = moment.first is not None and clock.anchor is not None and moment.first <= clock.anchor
    return over and _OPENER.search(text, max(0, start - 24), start) is not None


def _stands(text: str, atom: Atom, lead: _Before) -> bool:
    """Whether what stands around an atom lets it be a time: a year is no count and no part of a name."""
    if atom.needs == "nothing":
        return True
    if atom.needs == "range":
        return False
    if atom.needs == "preposition":
        return bool(lead.role) or lead.edges
    low = max(0, lead.start - 24)
    preceding = _WORD_BEFORE.search(text, low, lead.start)
    following = _WORD_AFTER.match(text, atom.end)
    word = following[1] if following else ""
    if word.lower() in _NO_YEAR_AFTER:
        return False
    timed = bool(lead.role)
    counted = word.islower() and word.endswith("s") and word not in _NOT_PLURAL
    if counted and (
        int(text[atom.start : atom.start + 4]) % 100 == 0 or not (timed or lead.edges or _possessed(text, atom))
    ):
        return False
    if timed or lead.edges:
        return True
    if preceding is None:
        return True
    name = preceding[1]
    return name.lower() not in _NO_YEAR_BEFORE and not (name[0].isupper() and preceding.end() == atom.start)


def _possessed(text: str, atom: Atom) -> bool:
    return text[max(0, atom.start - 3) : atom.start].rstrip().endswith(("'s", "’s"))


def _lean(text: str, lead: _Before, atom: Atom, direction: Direction | None) -> Lean:
    """Which way an atom without a year is read."""
    if lead.role == "since":
        return "past"
    if direction is not None or atom.moment is not None:
        return direction
    told = tense(text, lead.start, atom.end)
    if lead.role == "until" and told != "past":
        return "future" if atom.kind == "weekday" else "deadline"
    return told or ("past" if atom.kind == "weekday" else None)


def _meant(atom: Atom, clock: Clock, lean: Lean) -> Moment | None:
    if atom.moment is not None or not (atom.readings or atom.open):
        return atom.moment
    return nearest(atom.readings, clock, lean) or atom.open


def _joined(
    text: str, atoms: Sequence[Atom], index: int, lead: _Before, clock: Clock, lean: Lean
) -> tuple[Moment | None, int]:
    """The range or list that an atom opens with those after it, and how many atoms that takes; None for neither."""
    if index + 1 == len(atoms):
        return None, 1
    first, second = atoms[index], atoms[index + 1]
    ranged = _TO.fullmatch(text, first.end, second.start) or (
        lead.role == "between" and _AND.fullmatch(text, first.end, second.start)
    )
    if ranged and (lead.role or first.needs in ("nothing", "preposition") or _stands(text, first, lead)):
        pair = _pair(first, second, clock, lean)
        if pair is not None and _in_order(*pair):
            return Moment(pair[0].low, pair[1].high, pair[0].first, pair[1].last, "span"), 2
    return _listed(text, atoms, index, clock, lean)


def _in_order(low: Moment, high: Moment) -> bool:
    return low.first is None or high.last is None or low.first <= high.last


def _pair(first: Atom, second: Atom, clock: Clock, lean: Lean) -> tuple[Moment, Moment] | None:
    """Both ends of a range; an end without a year takes that of the other, or the year beside it."""
    if first.kind in ("duration", "deadline") or second.kind in ("duration", "deadline"):
        return None
    if first.moment is None and first.in_year and second.moment is not None and second.moment.last is not None:
        low = _by(first, second.moment)
        return None if low is None else (low, second.moment)
    low = _meant(first, clock, lean)
    if low is None:
        return None
    if second.moment is not None:
        return low, second.moment
    if second.in_year and low.first is not None:
        year = low.first.year
        high = second.in_year(year)
        if high is not None and high.first is not None and high.first < low.first:
            high = second.in_year(year + 1)
        return None if high is None else (low, high)
    start = low.first
    ahead = [r for r in second.readings if start is not None and r.first is not None and r.first >= start]
    high = ahead[0] if ahead else second.open
    return None if high is None else (low, high)


def _listed(text: str, atoms: Sequence[Atom], index: int, clock: Clock, lean: Lean) -> tuple[Moment | None, int]:
    """ "2022, 2023 and 2024", "October and November 2022": each directly after the one before."""
    last, closed = index, index
    while last + 1 < len(atoms):
        gap = _LIST.fullmatch(text, atoms[last].end, atoms[last + 1].start)
        if gap is None or atoms[last].kind != atoms[last + 1].kind:
            break
        last += 1
        if gap["last"] or gap["sign"]:
            closed = last
            break
    if closed == index:
        return None, 1
    final = _meant(atoms[closed], clock, lean)
    moments: list[Moment] = []
    for atom in atoms[index : closed + 1]:
        moment = _by(atom, final) if atom.in_year and final is not None else _meant(atom, clock, lean)
        if moment is None or (moments and (after(moments[-1]) != moment.low or moments[-1].unit != moment.unit)):
            return None, 1
        moments.append(moment)
    return Moment(moments[0].low, moments[-1].high, moments[0].first, moments[-1].last, "span"), closed - index + 1


def _by(atom: Atom, end: Moment) -> Moment | None:
    """An atom without a year in the last year in which it does not begin after `end`."""
    if atom.moment is not None or atom.in_year is None or end.last is None:
        return atom.moment or atom.open
    moment = atom.in_year(end.last.year)
    late = moment is not None and moment.first is not None and moment.first > end.last
    return atom.in_year(end.last.year - 1) if late else moment


def _edtf(moment: Moment, role: str, clock: Clock) -> str | None:
    """The EDTF of a moment after its preposition."""
    if moment.high == "..":
        return f"{moment.low}/.."
    if role == "as_of":
        role = "until" if moment.first is None or clock.anchor is None or moment.first <= clock.anchor else "from"
    if role == "until":
        return f"../{moment.high}"
    if role in ("from", "since"):
        return f"{moment.low}/.."
    if role == "after":
        following = after(moment)
        return None if following is None else f"{following}/.."
    if role == "before":
        preceding = before(moment)
        return None if preceding is None else f"../{preceding}"
    return moment.edtf
