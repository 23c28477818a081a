"""Sums of money: a number with the sign, code or name of a currency before or behind it.

Currencies are data (`language/en/currencies.toml`, ISO 4217). A sign in front binds closer than a name behind; where a
bare "$" stands, the caller says whose dollar it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from pledgebook.extract.amounts.lexicon import Unit, currency_names, currency_signs, pattern, plural
from pledgebook.extract.amounts.numbers import Number, numbers
from pledgebook.extract.amounts.shapes import signs
from pledgebook.language.grammar import alternatives
from pledgebook.language.lexicon import lexicon_table

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum, or a currency named without one (`value` None).

    `value`: in the unit that the words name (50 for "50 cents"); `factor`: that unit in the currency (1/100), so
    the sum is `value * factor`. `currency`: ISO 4217 code. `sign_first`: the currency stands before the number.
    `scale`, `vague`, `high`, `bare`: as in Number. `number`: span of the number alone.
    """

    start: int
    end: int
    value: Fraction | None
    factor: Fraction
    currency: str
    sign_first: bool = False
    scale: Fraction = ONE
    high: Fraction | None = None
    vague: bool = False
    bare: bool = False
    number: tuple[int, int] = (0, 0)


class Mark(NamedTuple):
    """A sign, code or name of money in the text."""

    start: int
    end: int
    unit: Unit


@functools.cache
def _name_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){alternatives(currency_names())}(?![^\W\d_])", re.IGNORECASE)


def marks(text: str, near: Sequence[Number] | None = None) -> list[Mark]:
    """Every sign, code and name of money of a text, in order, none overlapping, the longer before the shorter.

    `near`: names are looked for behind these numbers only, which is where running text has them.
    """
    named, names = _name_pattern(), currency_names()
    found = [*_signs_in(text)]
    if near is None:
        called = list(named.finditer(text))
    else:
        places = (pattern("before_name").match(text, number.end) for number in near)
        called = [m for place in places if place for m in [named.match(text, place.end())] if m]
    found += [Mark(m.start(), m.end(), names[re.sub(r"\s+", " ", m[0]).lower()]) for m in called]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            code = kept[-1] if kept else None
            if code and text[mark.start : mark.end] == "$" and 0 <= mark.start - code.end <= 2 and _is_code(text, code):
                kept[-1] = Mark(code.start, mark.end, replace(code.unit, after=False))
            else:
                kept.append(mark)
    return kept


def signs_end(text: str) -> set[int]:
    """The offsets at which signs and codes end that may stand before a number."""
    return {mark.end for mark in _signs_in(text) if mark.unit.before}


@functools.lru_cache(maxsize=1)
def _signs_in(text: str) -> tuple[Mark, ...]:
    """The signs and codes of a text, which is asked for them twice."""
    known = currency_signs()
    return tuple(Mark(m.start(), m.end(), known[re.sub(r"\s+", " ", m[0])]) for m in signs(text))


def _is_code(text: str, mark: Mark) -> bool:
    """Whether a mark is a code of three capitals, as in "CAD $420 million"."""
    written = text[mark.start : mark.end]
    return len(written) == 3 and written.isalpha() and written.isupper()


_BESIDE = re.compile(r"[\s\-‐‑]{0,3}")


def _beside(text: str, start: int, end: int) -> bool:
    return end - start <= 3 and _BESIDE.fullmatch(text, start, end) is not None


def _plural(text: str, mark: Mark) -> bool:
    return text.endswith(plural(""), mark.start, mark.end)


def _currency(unit: Unit, dollar: str) -> str:
    return dollar if unit.code == "$" else unit.code


def _takes(text: str, number: Number, mark: Mark, *, prose: bool) -> bool:
    """Whether the name behind a number is money there: "5 billion won" is, "5 won" is a verb."""
    unit = mark.unit
    if not prose:
        return True
    if unit.careful and number.scale < 10**6:
        return False
    if unit.weight and _is_weight(text, number, mark):
        return False
    return not (unit.name and text[mark.start : mark.end] in lexicon_table("currencies")["codes"]["no_name"])


def _is_weight(text: str, number: Number, mark: Mark) -> bool:
    """Whether pounds are no money: "20 pounds of rice", "a 20-pound sack"; "20 million pounds of aid" are."""
    if pattern("weight").match(text, mark.end) and not pattern("for_purpose").match(text, mark.end):
        return True
    return number.scale == 1 and text[number.end : mark.start].strip() != "" and not _plural(text, mark)


def _leads(text: str, mark: Mark, *, prose: bool) -> bool:
    """Whether a mark may stand in front of its number; names only in the singular and outside running text."""
    return mark.unit.before and not (mark.unit.name and (prose or _plural(text, mark)))


def _pairs(text: str, found: Sequence[Number], seen: Sequence[Mark], *, prose: bool) -> dict[int, tuple[Mark, str]]:
    """Number index → its mark and where it stands, each mark used once."""
    starts = {mark.start: k for k, mark in enumerate(seen)}
    ends = {mark.end: k for k, mark in enumerate(seen)}
    opens = {number.start for number in found}
    taken: set[int] = set()
    pairs: dict[int, tuple[Mark, str]] = {}
    for i, number in enumerate(found):
        for space in range(3):
            k = ends.get(number.start - space)
            if k is None or k in taken or (not text[number.start - space : number.start].isspace() and space):
                continue
            if _leads(text, seen[k], prose=prose):
                taken.add(k)
                pairs[i] = (seen[k], "before")
            break
        if i in pairs:
            continue
        for space in range(4):
            k = starts.get(number.end + space)
            if k is None or k in taken:
                continue
            mark = seen[k]
            glued_on = mark.end in opens and space and not mark.unit.name
            if (
                mark.unit.after
                and not glued_on
                and _beside(text, number.end, mark.start)
                and _takes(text, number, mark, prose=prose)
            ):
                taken.add(k)
                pairs[i] = (mark, "after")
            break
        if i not in pairs and (number.vague or number.scale > 1):
            of = pattern("of").match(text, number.end)
            k = starts.get(of.end()) if of else None
            if k is not None and k not in taken and seen[k].unit.name and seen[k].unit.factor == 1:
                taken.add(k)
                pairs[i] = (seen[k], "after")
    return pairs


def money_of(text: str, found: Sequence[Number], seen: Sequence[Mark], *, dollar: str, prose: bool) -> list[Money]:
    """The sums that numbers and marks of one text make; `found` and `seen` in order. A sum in two units
    ("3 dollars 50 cents") is one; in raw text a bare number behind a unit is its cents ("15 dollars 50").
    """
    pairs = _pairs(text, found, seen, prose=prose)
    by_start = {mark.start: mark for mark in seen}
    sums: list[Money] = []
    used: set[int] = set()
    for i, number in enumerate(found):
        if i in used or i not in pairs:
            continue
        mark, place = pairs[i]
        start, end = min(number.start, mark.start), max(number.end, mark.end)
        value, scale, factor = number.value, number.scale, mark.unit.factor
        following = found[i + 1] if i + 1 < len(found) else None
        if place == "after" and following is not None and following.bare and _beside(text, mark.end, following.start):
            value, scale, end = value * following.value, following.value, following.end
            used.add(i + 1)
            following = None
        elif following is not None and factor == 1 and value.denominator == 1:
            extra = _smaller(text, end, following, pairs.get(i + 1), mark.unit, prose=prose)
            if extra is not None:
                value, end = value + extra[0], extra[1]
                used.add(i + 1)
        if factor > 1:
            value, scale, factor = value * factor, scale * factor, ONE
        if place == "before":
            end += 2 if text.startswith("/-", end) else 0  # "Rs. 500/-": no paise
            end = max(end, _said_twice(text, end, by_start, mark, dollar, prose=prose))
        currency = _currency(mark.unit, dollar)
        high = number.high
        number_span = (number.start, number.end)
        sums.append(
            Money(
                start,
                end,
                value,
                factor,
                currency,
                place == "before",
                scale,
                high,
                number.vague,
                number.bare,
                number_span,
            )
        )
    return sums


def _smaller(
    text: str, end: int, following: Number, pair: tuple[Mark, str] | None, unit: Unit, *, prose: bool
) -> tuple[Fraction, int] | None:
    """The cents of "3 dollars [and] 50 cents", as a part of the unit, and where they end."""
    link = pattern("cents").match(text, end)
    if link is None or link.end() != following.start or not 0 < following.value < 100 or following.scale != 1:
        return None
    if pair is not None:
        mark, place = pair
        if place == "after" and mark.unit.factor < 1:
            return following.value * mark.unit.factor, mark.end
        return None
    if prose or following.value.denominator > 1:
        return None
    return following.value / 100, following.end


def _said_twice(text: str, end: int, by_start: Mapping[int, Mark], mark: Mark, dollar: str, *, prose: bool) -> int:
    """The end of "$5 million dollars", whose currency is said twice."""
    for at in range(end, end + 3) if prose else ():
        other = by_start.get(at)
        if other is not None and other.unit.name and _beside(text, end, at):
            same = _currency(other.unit, dollar) == _currency(mark.unit, dollar) and other.unit.factor == 1
            return other.end if same else end
    return end


def _names_money(text: str, mark: Mark) -> bool:
    """Whether a mark is a name or code that means money also without a sum."""
    code = mark.unit.before and mark.end - mark.start == 3 and text[mark.start : mark.end].isalpha()
    return (mark.unit.name or code) and not mark.unit.careful


def money(text: str, *, dollar: str = "USD") -> list[Money]:
    """Every sum of money, and every currency named without a sum (`value` None), in order.

    Every number counts as in `numbers`; what is an amount in running text is decided by `amounts`. `dollar`: the
    ISO 4217 code that a bare "$" or "dollars" means.
    """
    seen = marks(text)
    found = numbers(text, money_at={mark.end for mark in seen if mark.unit.before})
    sums = money_of(text, found, seen, dollar=dollar, prose=False)
    inside = {at for item in sums for at in range(item.start, item.end)}
    names = [
        Money(mark.start, mark.end, None, mark.unit.factor, _currency(mark.unit, dollar))
        for mark in seen
        if _names_money(text, mark) and mark.start not in inside
    ]
    return sorted([*sums, *names], key=lambda item: item.start)
