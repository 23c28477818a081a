"""Text → stretches of time with their EDTF values.

Three steps: the rules of `atoms`, `parts` and `relative` find atoms ("June", "last week", "FY 2023") and the longest of those that overlap stay; neighbours become ranges and lists ("from May 2021 to May 2023",
"2024 or 2025"); the preposition before them makes deadlines and open stretches ("by 2030", "since April").
The words are in `language/en/periods.toml`, their grammar in `language/en/patterns/periods.toml`, the fiscal calendars
in `language/en/fiscal_years.toml`.

Conventions: "by", "until", "through" X → `../X`; "since", "from" X → `X/..`; "after" X → from the next unit on;
"early", "late", "mid" and "end of" do not change the value; "last year" is the calendar year, "the last year" the
twelve months up to the publication; months and longer are counted by months, shorter by days. A phrase that cannot be
worked out is still found, with `edtf` None: a length with no start, a relative date without a publication date, a
fiscal year in a country whose calendar is not known (or with no country).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pledgebook.extract.periods import atoms as dates
from pledgebook.extract.periods import parts, relative
from pledgebook.extract.periods.atoms import Atom
from pledgebook.extract.periods.calendar import Clock, Direction, Lean, Moment, after, before, clock_of, nearest
from pledgebook.extract.periods.context import Lead, lead_of, role_of, stands, tense
from pledgebook.extract.periods.relative import lasting, length_in_years
from pledgebook.extract.periods.words import pattern
from pledgebook.language.searching import Searching
from pledgebook.model import Stretch

_RULES = {**dates.RULES, **parts.RULES, **relative.RULES}
_LONGEST_LIST = 12


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


@functools.cache
def _compiled() -> Searching:
    """The patterns of the rules, in their order, compiled on first use: that takes longer than most texts."""
    return Searching(pattern(name) for name in _RULES)


def _atoms(text: str, clock: Clock) -> list[Atom]:
    """The atoms of a text from left to right; of those that overlap, the one that begins first, then the longest."""
    matched = (build(m, clock) for found, build in zip(_compiled()(text), _RULES.values(), strict=True) for m in found)
    ordered = sorted((a for a in matched if a is not None), key=lambda a: (a.start, -a.end))
    chosen: list[Atom] = []
    for atom in ordered:
        if not chosen or atom.start >= chosen[-1].end:
            chosen.append(atom)
    return chosen


def _phrase(
    text: str, atoms: Sequence[Atom], index: int, floor: int, clock: Clock, direction: Direction | None
) -> tuple[Stretch | None, int]:
    """The phrase that begins with an atom, and how many atoms it takes."""
    atom = atoms[index]
    lead = lead_of(text, atom, floor)
    lean = _lean(text, lead, atom, direction)
    if atom.kind == "duration":
        return _lasting(text, atoms, index, lead, clock, lean)
    moment, used = _joined(text, atoms, index, lead, clock, lean)
    ranged = moment is not None or atom.kind == "range"
    if moment is None:
        if not stands(text, atom, lead):
            return None, 1
        moment = _meant(atom, clock, lean)
    start, end = lead.start, atoms[index + used - 1].end
    role = lead.role if moment is None else role_of(text, lead, end, moment, clock)
    if not role and lead.role:
        start = atom.start
    if ranged and role in ("between", "from"):
        role = "within"
    if atom.kind == "deadline":
        role = "until"
    onwards = pattern("onwards").match(text, end)
    if onwards and used == 1:
        role, end = "from", onwards.end()
    edtf = None if moment is None else _edtf(moment, role, clock)
    relative = edtf is not None and any(a.relative for a in atoms[index : index + used])
    years = None if atom.length is None or used > 1 else length_in_years(*atom.length)
    return Stretch(start, end, text[start:end], edtf, relative, years), used


def _lasting(
    text: str, atoms: Sequence[Atom], index: int, lead: Lead, clock: Clock, lean: Lean
) -> tuple[Stretch | None, int]:
    """A length of time: with a value where its start follows ("for two years from 1 July")."""
    atom = atoms[index]
    count, unit = atom.length or (0, "year")
    years = length_in_years(count, unit)
    if index + 1 < len(atoms) and pattern("start").fullmatch(text, atom.end, atoms[index + 1].start):
        start = _meant(atoms[index + 1], clock, lean)
        moment = None if start is None else lasting(start, count, unit)
        if moment is not None:
            words = text[atom.start : atoms[index + 1].end]
            return Stretch(atom.start, atoms[index + 1].end, words, moment.edtf, atoms[index + 1].relative, years), 2
    return Stretch(atom.start, atom.end, text[atom.start : atom.end], None, False, years), 1


def _lean(text: str, lead: Lead, atom: Atom, direction: Direction | None) -> Lean:
    """Which way an atom without a year is read."""
    if lead.role == "since":
        return "past"
    if direction is not None or atom.moment is not None:
        return direction
    told = tense(text, lead.start, atom.end, distant=atom.kind == "weekday")
    if lead.role == "until" and told != "past":
        return "future" if atom.kind == "weekday" else "deadline"
    return told or ("past" if atom.kind == "weekday" else None)


def _meant(atom: Atom, clock: Clock, lean: Lean) -> Moment | None:
    if atom.moment is not None or not (atom.readings or atom.open):
        return atom.moment
    return nearest(atom.readings, clock, lean) or atom.open


def _joined(
    text: str, atoms: Sequence[Atom], index: int, lead: Lead, clock: Clock, lean: Lean
) -> tuple[Moment | None, int]:
    """The range or list that an atom opens with those after it, and how many atoms that takes; None for neither."""
    if index + 1 == len(atoms):
        return None, 1
    first, second = atoms[index], atoms[index + 1]
    ranged = pattern("to").fullmatch(text, first.end, second.start) or (
        lead.role == "between" and pattern("and").fullmatch(text, first.end, second.start)
    )
    if ranged and (lead.role or first.needs in ("nothing", "preposition") or stands(text, first, lead)):
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
    while last + 1 < min(len(atoms), index + _LONGEST_LIST):
        gap = pattern("list").fullmatch(text, atoms[last].end, atoms[last + 1].start)
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


def _is_ahead(moment: Moment, clock: Clock) -> bool:
    return moment.first is not None and clock.anchor is not None and moment.first > clock.anchor


def _edtf(moment: Moment, role: str, clock: Clock) -> str | None:
    """The EDTF of a moment after its preposition."""
    if moment.high == "..":
        return f"{moment.low}/.."
    if role == "as_of":
        role = "from" if _is_ahead(moment, clock) else "until"
    if role in ("until", "before"):
        end = moment.high if role == "until" else before(moment)
        return None if end is None else f"../{end}"
    if role in ("from", "since", "after"):
        start = after(moment) if role == "after" else moment.low
        return None if start is None else f"{start}/.."
    return moment.edtf
