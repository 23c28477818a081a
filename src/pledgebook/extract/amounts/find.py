"""Amounts in running text: numbers, money, percentages, ranges, bounds, multiples and rates, as values with spans.

The parts are grammars of their own (`numbers`, `money`, `percents`, `bounds`); here they are put together, and what
looks like an amount and is none (`prose`) is left out. Time grows with the length of the text alone: every
expression is bounded, and every loop looks a fixed number of tokens ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pledgebook.extract.amounts.bounds import Around, around, prefixes
from pledgebook.extract.amounts.lexicon import number_words, pattern
from pledgebook.extract.amounts.money import marks, money_of, signs_end
from pledgebook.extract.amounts.numbers import Number, numbers
from pledgebook.extract.amounts.prose import is_compound, is_share, is_time, is_year
from pledgebook.extract.amounts.shapes import names, set_phrases
from pledgebook.language.lexicon import lexicon_table
from pledgebook.model.amount import Amount, Measure
from pledgebook.world.numbers import decimal_of

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Atom:
    """One value before bounds are read: `low`/`high` as the number alone says, `number` what it was read from."""

    start: int
    end: int
    low: Fraction
    high: Fraction | None
    unit: str | None
    measure: Measure
    number: Number
    scale: Fraction = ONE
    sign_first: bool = False
    ranged: bool = False


def _set_phrases(text: str) -> Iterator[_Atom]:
    """Amounts that are no number followed by a unit: "three-fold", "2:14:04" of a race, "not a single"."""
    multiples, finishes, nothing = set_phrases(text)
    yield from _multiples(multiples)
    yield from _finishes(text, finishes)
    for match in nothing:
        zero = Fraction(0)
        yield _Atom(match.start(), match.end(), zero, zero, None, "count", Number(*match.span(), zero))


def _multiples(found: Iterable[re.Match[str]]) -> Iterator[_Atom]:
    """ "three-fold", "five times more", "twice as many"."""
    for match in found:
        value = _value_of((match["fold"] or match["times"] or match["x"] or "2").lower())
        if value is not None:
            unit = "fold" if match["fold"] else "time"
            yield _Atom(match.start(), match.end(), value, value, unit, "multiple", Number(*match.span(), value))


def _value_of(said: str) -> Fraction | None:
    """The number that digits or one word say; None for "several"."""
    words = number_words()
    known = words.units.get(said) or words.tens.get(said) or words.scales.get(said)
    return known or (Fraction(said) if said[0].isdigit() else None)


def _finishes(text: str, found: Iterable[re.Match[str]]) -> Iterator[_Atom]:
    """ "2:14:04", the time of a race in seconds."""
    for match in found:
        led = pattern("clock_before").search(text, max(0, match.start() - 4), match.start())
        if not led and not pattern("clock_behind").match(text, match.end()):
            hours, minutes, seconds = (int(part) for part in match.groups())
            value = Fraction(hours * 3600 + minutes * 60 + seconds)
            yield _Atom(match.start(), match.end(), value, value, "second", "count", Number(*match.span(), value))


class _Spans:
    """Spans in order of their start; answers whether one overlaps, for questions in rising order."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in spans:
            if self._merged and start < self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((start, end))
        self._at = 0

    def overlap(self, start: int, end: int) -> bool:
        while self._at < len(self._merged) and self._merged[self._at][1] <= start:
            self._at += 1
        return self._at < len(self._merged) and self._merged[self._at][0] < end


def _atoms(text: str, dollar: str) -> list[_Atom]:
    found = numbers(text, prose=True, money_at=signs_end(text))
    seen = marks(text, found)
    fixed = sorted(_set_phrases(text), key=lambda atom: atom.start)
    taken, named = _Spans([(a.start, a.end) for a in fixed]), _Spans(names(text))
    signed = {at for mark in seen if mark.unit.before and not mark.unit.name for at in _behind(text, mark.end)}
    kept = [
        n
        for n in found
        if not taken.overlap(n.start, n.end) and not (named.overlap(n.start, n.end) and n.start not in signed)
    ]
    sums = money_of(text, kept, seen, dollar=dollar, prose=True)
    by_number = {item.number[0]: item for item in sums}
    inside = _Spans([(item.start, item.end) for item in sums])
    atoms = list(fixed)
    for n in kept:
        item = by_number.get(n.start)
        if item is not None and item.value is not None:
            if n.bare or (pattern("indefinite").match(text, n.start) and pattern("sum_as_name").match(text, n.end)):
                continue
            high = item.high if item.vague else item.value
            atoms.append(
                _Atom(
                    item.start,
                    item.end,
                    item.value * item.factor,
                    None if high is None else high * item.factor,
                    item.currency,
                    "money",
                    n,
                    item.scale,
                    item.sign_first,
                    item.vague,
                )
            )
        elif not inside.overlap(n.start, n.end) and not n.bare:
            atoms.append(_bare_atom(text, n))
    return sorted(atoms, key=lambda atom: (atom.start, atom.end))


def _behind(text: str, end: int) -> tuple[int, ...]:
    """Where a number may begin whose sign ends there: at once, or behind one blank."""
    return (end, end + 1) if text[end : end + 1].isspace() else (end,)


def _bare_atom(text: str, n: Number) -> _Atom:
    """A number without currency: a percentage where the word follows, else a count."""
    high = n.high if n.vague else n.value
    percent = pattern("percent_behind").match(text, n.end)
    if percent is not None:
        return _Atom(n.start, percent.end(), n.value, high, "percent", "percent", n, n.scale, False, n.vague)
    return _Atom(n.start, n.end, n.value, high, None, "count", n, n.scale, False, n.vague)


_DASH = re.compile(r"\s{0,1}[-–—‐‑~]\s{0,1}")


def _range(text: str, first: _Atom, second: _Atom, lead: int) -> _Atom | None:
    """The range of two neighbours, or None; `lead` is where the hedges of the first begin ("from about 5 to 10")."""
    gap = text[first.end : second.start]
    if len(gap) > 7 or "multiple" in (first.measure, second.measure) or first.ranged or second.ranged:
        return None
    between = pattern("between").search(text, max(0, lead - 10), lead) if pattern("and").fullmatch(gap) else None
    dash, to = _DASH.fullmatch(gap) is not None, pattern("to").fullmatch(gap) is not None
    either = pattern("or").fullmatch(gap) is not None and second.low == first.low + 1
    if not (between or dash or to or either):
        return None
    owner = _owner_of_unit(first, second, dash, between is not None, gap)
    low = first.low * _scale_shared(first, second)
    if owner is None or not low < second.low or first.number.share != second.number.share:
        return None
    if (dash and _goes_on(text, first, second)) or (to and _is_change(text, first, second, lead)):
        return None
    start = between.start() if between else first.start
    unit, measure = owner.unit, owner.measure
    return replace(
        second, start=start, low=low, high=second.low, unit=unit, measure=measure, ranged=True, sign_first=False
    )


def _lacks_scale(first: _Atom, second: _Atom) -> bool:
    """The scale is said once: "$30–40 million"."""
    return first.scale == 1 and second.scale > 1


def _owner_of_unit(first: _Atom, second: _Atom, dash: bool, between: bool, gap: str) -> _Atom | None:
    """Which of two ends of a range has the unit of both, None where they have nothing to do with each other."""
    shared = _lacks_scale(first, second)
    if first.unit == second.unit:
        return second if not dash or gap.strip() == gap or shared or first.sign_first else None
    if first.unit is None and not second.sign_first:
        return second
    return first if second.unit is None and first.sign_first and (dash or between or shared) else None


def _scale_shared(first: _Atom, second: _Atom) -> Fraction:
    """What the first end is multiplied by: the scale of the second, where that is meant for both."""
    once = _lacks_scale(first, second) and first.low < 1000 and first.low * second.scale < second.low
    return second.scale if once else ONE


def _goes_on(text: str, first: _Atom, second: _Atom) -> bool:
    """Whether a dash stands before or behind as well: "1-2-3" is no range."""
    behind = text[second.end : second.end + 1] in ("-", "–") and text[second.end + 1 : second.end + 2].isdigit()
    return behind or text[first.start - 1 : first.start] in ("-", "–")


def _is_change(text: str, first: _Atom, second: _Atom, lead: int) -> bool:
    """Whether "to" leads from an old amount to a new one: "rose from 5 to 10", "raise it by $1 million to $5 million"."""
    if first.unit == second.unit and pattern("by").search(text, max(0, lead - 4), lead):
        return True
    near = pattern("from_near").search(text, max(0, lead - 40), lead)
    return near is not None and pattern("change").search(text, max(0, lead - 100), lead) is not None


def _lends_unit(first: _Atom, second: _Atom) -> bool:
    """Whether a bare count stands before an amount whose unit may be meant for both."""
    bare = first.measure == "count" and not first.unit
    return bare and second.unit is not None and not second.sign_first and second.measure != "multiple"


def _sharing(text: str, first: _Atom, second: _Atom) -> _Atom:
    """The first of "from 5 to 10 percent" with the unit and scale said once for both."""
    gap = text[first.end : second.start]
    if len(gap) > 6 or not pattern("to").fullmatch(gap) or not _lends_unit(first, second):
        return first
    if not pattern("from_near").search(text, max(0, first.start - 40), first.start):
        return first
    scale = second.scale if first.scale == 1 and first.low < 1000 else ONE
    low, high = first.low * scale, None if first.high is None else first.high * scale
    return replace(first, low=low, high=high, unit=second.unit, measure=second.measure)


def _with_ranges(text: str, atoms: Sequence[_Atom], said: dict[int, Around]) -> list[_Atom]:
    merged: list[_Atom] = []
    for atom in atoms:
        if merged and not merged[-1].ranged:
            both = _range(text, merged[-1], atom, said[merged[-1].start].start)
            if both is not None:
                merged[-1] = both
                continue
            merged[-1] = _sharing(text, merged[-1], atom)
        merged.append(atom)
    return merged


def _per(text: str, end: int) -> str | None:
    """The time or thing of a rate that follows: "a year", "people per month", "per country", "annually"."""
    match = pattern("rate").match(text, end)
    if match is None:
        return None
    word = next(group for group in match.groups() if group).lower()
    often: str = lexicon_table("numbers")["often"].get(word, word)
    return often


def _is_amount(text: str, atom: _Atom, said: Around) -> bool:
    """Whether a bare count is an amount; money, percentages, ranges with units and multiples always are."""
    if atom.measure != "count" or atom.unit is not None:
        return True
    number = atom.number
    if number.share and not atom.ranged:
        return is_share(text, number, said)
    return not (
        (not atom.ranged and is_year(text, number, said))
        or is_time(text, atom.start, atom.end, said)
        or is_compound(text, atom.end, said)
    )


def _amount(text: str, atom: _Atom, said: Around, dollar: str) -> Amount:
    low: Fraction | None = atom.low
    high, unit, measure = atom.high, atom.unit, atom.measure
    if "+" in text[atom.start : atom.end] and not atom.ranged:
        high = None
    if said.side is not None and said.side.opens_up and not (atom.ranged and not atom.number.vague):
        high = None
    elif said.side is not None and said.side.opens_down and not atom.ranged and not atom.number.vague:
        low = None
    if measure == "count" and unit is None and atom.number.share:
        unit, measure = "percent", "percent"
        low, high = (None if value is None else value * 100 for value in (low, high))
    elif measure == "count" and unit is None and atom.scale >= 10**6 and pattern("in_purpose").match(text, said.end):
        unit, measure = dollar, "money"
    return Amount(
        said.start,
        said.end,
        text[said.start : said.end],
        None if low is None else decimal_of(low),
        None if high is None else decimal_of(high),
        unit,
        measure,
        said.approximate,
        None if measure == "multiple" else _per(text, said.end),
        said.additional and measure != "multiple",
    )


def amounts(text: str, *, dollar: str = "USD") -> list[Amount]:
    """The amounts of a sentence or a whole text, in order, none overlapping.

    `dollar`: the ISO 4217 code that a bare "$" and "dollars" mean in this text ("AUD" for an Australian publisher).
    A part of a whole ("two thirds", "one in three") is given in percent, rounded to two places where it does not
    end. Money whose currency the words leave open ("5 billion pesos") has the unit "XXX".
    """
    atoms = _atoms(text, dollar)
    before = prefixes(text, [atom.start for atom in atoms])
    said = {atom.start: around(text, atom.start, atom.end, before) for atom in atoms}
    alone = [atom for atom in atoms if atom.measure != "count" or not is_year(text, atom.number, said[atom.start])]
    result: list[Amount] = []
    end = 0
    for atom in _with_ranges(text, alone, said):
        words = around(text, atom.start, atom.end, before) if atom.ranged else said[atom.start]
        if _is_amount(text, atom, words):
            amount = _amount(text, atom, words, dollar)
            if amount.start >= end:
                result.append(amount)
                end = amount.end
    return result
