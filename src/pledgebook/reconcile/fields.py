"""The table of fields: what of two statements is compared, how, and how a reader is told.

A comparison of a field gives a *sign* and how many times it weighs: ("recipients.same", 1), or ("object.shared", 17) for 17 bits of
words in common; None where it says nothing. What a sign weighs stands in `data/weights.json`, learned by `evals/learn/pairs.py`; whether it is
agreement, and its sentence, in `data/fields.toml`. A new field is a line of FIELDS and its signs in these two files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, PART, TOTAL, Features
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.names import readable_name
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients
from pledgebook.reconcile.words import COMMON, bits, readable
from pledgebook.world.data import table
from pledgebook.world.words import stem

_RULES: Final = table("reconcile", "data/rules.toml")

Sign = tuple[str, int]
Compare = Callable[[Features, Features], Sign | None]

# how two numbers stand
BOTH_UNSTATED: Final = 0
ONE_UNSTATED: Final = 1
EXACT: Final = 2
NEAR: Final = 3
VAGUE: Final = 4
UNLIKE: Final = 5
OTHER_UNIT: Final = 6

FEW: Final = 10
"""Below it a count says nothing by itself: three priorities agree with any other three."""


class Field(NamedTuple):
    """A field: its name, how two are compared, and the value of the first of two as a reader reads it."""

    name: str
    compare: Compare
    shown: Callable[[Features, Features], str]


# numbers


@functools.lru_cache(maxsize=65_536)
def digits(number: float) -> int:
    """Significant digits of a number, at most four: 20,000 has one, 23,400 three; a count below ten says as little as none."""
    if abs(number) < FEW:
        return 0
    return min(4, len(f"{abs(number):.6e}".split("e")[0].replace(".", "").rstrip("0")) or 1)


def _general() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _RULES["nouns"]["general"]:
        nouns = line["nouns"].split()
        for noun in line["general"].split():
            found[noun] = frozenset(nouns) | frozenset(line["general"].split())
    return found


_GENERAL: Final = _general()
"""A general noun to the nouns that it may stand for."""


@functools.lru_cache(maxsize=65_536)
def units(left: str, right: str) -> bool:
    """Whether two nouns may count the same things: "refugee" and "person"; never two currencies."""
    return right in _GENERAL.get(left, ()) or left in _GENERAL.get(right, ())


def counts_alike(left: Features, right: Features) -> bool:
    """Whether two numbers with other nouns may be of the same things: one noun may stand for the other, one is a word of the other's
    object ("1,000 police officers", "1,000 police"), or the number is the same and not round. Never two currencies."""
    if left.unit is None or right.unit is None or left.unit == right.unit:
        return True
    if not (_is_count(left) and _is_count(right)):
        return False
    if units(left.unit, right.unit) or _names_unit(left, right):
        return True
    return left.anchor == right.anchor and digits(left.anchor) > 1


def _is_count(one: Features) -> bool:
    return one.unit != "percent" and not is_money(one)


def _names_unit(left: Features, right: Features) -> bool:
    return stem(right.unit or "") in left.words or stem(left.unit or "") in right.words


def numbers(left: Features, right: Features) -> int:
    """How the numbers of two statements stand."""
    if left.unit is None or right.unit is None:
        return BOTH_UNSTATED if left.unit is right.unit else ONE_UNSTATED
    if left.unit != right.unit and not counts_alike(left, right):
        return OTHER_UNIT
    if left.per != right.per and left.per is not None and right.per is not None:
        return UNLIKE
    if left.floor > right.ceiling or right.floor > left.ceiling:
        return UNLIKE
    if left.ceiling > 1.5 * left.floor or right.ceiling > 1.5 * right.floor:
        return VAGUE
    return EXACT if left.anchor == right.anchor else NEAR


def is_money(one: Features) -> bool:
    """Whether the number is a sum of money."""
    return one.unit is not None and one.unit.isupper()


def tells(one: Features) -> bool:
    """Whether agreeing in this number says anything: a sum of money, a percentage, or a count that is not small."""
    return abs(one.anchor) >= FEW or one.unit == "percent" or is_money(one)


_NUMBER: Final = {NEAR: "near", VAGUE: "vague", ONE_UNSTATED: "left-out", OTHER_UNIT: "unit"}


def _number(left: Features, right: Features) -> Sign | None:
    found = numbers(left, right)
    if found == EXACT:
        sort = "exact" if is_money(left) else "percent" if left.unit == "percent" else "count"
        return f"number.{sort}-{digits(left.anchor)}", 1
    if found == UNLIKE:
        return f"number.{'close' if times_apart(left, right) <= 1.25 else 'unlike'}", 1
    return (f"number.{_NUMBER[found]}", 1) if found in _NUMBER else None


def times_apart(left: Features, right: Features) -> float:
    """The larger number as a multiple of the smaller; infinite above zero."""
    small, large = sorted((abs(left.anchor), abs(right.anchor)))
    return large / small if small else float("inf")


def _unit(left: Features, right: Features) -> Sign | None:
    if left.unit is None or right.unit is None or left.unit == right.unit or not counts_alike(left, right):
        return None
    return ("unit.general" if units(left.unit, right.unit) or _names_unit(left, right) else "unit.other"), 1


def _rate(left: Features, right: Features) -> Sign | None:
    return None if left.per == right.per else ("rate.one", 1)


def _standing(left: Features, right: Features) -> Sign | None:
    if (left.cues ^ right.cues) & ADDITIONAL:
        return "standing.one-additional", 1
    if left.cues & ADDITIONAL:
        return "standing.both-additional", 1
    if (left.cues ^ right.cues) & PART:
        return "standing.one-part", 1
    return ("standing.one-total", 1) if (left.cues ^ right.cues) & TOTAL else None


# words and names


def shared_bits(left: Features, right: Features) -> int:
    """Bits of the words that both objects have."""
    return sum(map(bits, left.words & right.words))


_MOST: Final = 40
"""So many bits count at most: whoever says more in common is sure already."""


def _object(left: Features, right: Features) -> Sign | None:
    shared = shared_bits(left, right)
    return ("object.shared", min(shared, _MOST)) if shared else None


def _left_over(left: Features, right: Features) -> Sign | None:
    over = min(left.mass, right.mass) - shared_bits(left, right)
    return ("object.left-over", min(over, _MOST)) if over > 0 else None


_RICH: Final = 10
"""Bits that a text must hold for it to say anything that the other says nothing of it: "$55 billion" alone fits any purpose."""
_SHARES: Final = tuple(_RULES["shares"]["steps"])


def _share(shared: int, less: int) -> int | None:
    """Which step of `[shares]` the part in common reaches; None where the shorter text says too little."""
    if less < _RICH:
        return None
    return len([step for step in _SHARES if 100 * shared >= step * less])


def _cover(left: Features, right: Features) -> Sign | None:
    step = _share(shared_bits(left, right), min(left.mass, right.mass))
    if step is not None:
        return f"object.cover-{step}", 1
    return ("object.bare-round" if _is_round(left) else "object.bare"), 1


def _is_round(one: Features) -> bool:
    """Whether a number agrees by chance easily, or there is none."""
    return one.unit is None or digits(one.anchor) <= 1


def _whole_cover(left: Features, right: Features) -> Sign | None:
    """How much of the sentence with less to say the other says too; a round number needs it more."""
    ours, theirs = left.words | left.around, right.words | right.around
    step = _share(sum(map(bits, ours & theirs)), min(sum(map(bits, ours)), sum(map(bits, theirs))))
    if step is None:
        return None
    return f"around.cover-{step}{'-round' if _is_round(left) else ''}", 1


def _around(left: Features, right: Features) -> Sign | None:
    """Words that one side or both have outside the object."""
    if not left.around and not right.around:
        return None
    both = (left.words & right.around) | (left.around & right.words) | (left.around & right.around)
    shared = sum(map(bits, both))
    return ("around.shared", min(shared, _MOST)) if shared else None


def _names(left: Features, right: Features) -> Sign | None:
    shared = sum(map(name_bits, left.names & right.names)) if left.names and right.names else 0
    return ("names.shared", min(shared, _MOST)) if shared else None


def _other_names(left: Features, right: Features) -> Sign | None:
    """How many of the names of the side with fewer the other has too."""
    if not left.names or not right.names:
        return None
    less = min(sum(map(name_bits, left.names)), sum(map(name_bits, right.names)))
    step = _share(sum(map(name_bits, left.names & right.names)), less)
    return None if step is None else (f"names.cover-{step}", 1)


# who, whom, when, where


def _kind(left: Features, right: Features) -> Sign | None:
    return None if left.kind == right.kind else (f"kind.{'-'.join(sorted((left.kind, right.kind)))}", 1)


def _polarity(left: Features, right: Features) -> Sign | None:
    return None if left.negated == right.negated else ("polarity.unlike", 1)


def strangers_to_each_other(left: Features, right: Features) -> bool:
    """Whether the actors of two statements exclude each other: two countries do, and two organisations. An organisation may be one
    of a country's own, or a name for several countries, so beside a country it only weighs against."""
    if not left.actors or not right.actors or actors(left.actors, right.actors) != APART:
        return False
    return _countries(left.actors) == _countries(right.actors)


@functools.lru_cache(maxsize=65_536)
def _countries(ids: tuple[str, ...]) -> bool:
    return not any(one.startswith("org:") for one in ids)


_SETS: Final = {EQUAL: "same", CONTAINED: "within", OVERLAPPING: "crossing", APART: "apart"}


def _actors(left: Features, right: Features) -> Sign | None:
    if not left.actors or not right.actors:
        return ("actors.nobody" if left.actors == right.actors else "actors.one"), 1
    return f"actors.{'same' if left.actors == right.actors else _SETS[actors(left.actors, right.actors)]}", 1


def for_others(left: Features, right: Features) -> bool:
    """Whether the recipients of two statements exclude each other: countries do; an organisation may be named beside another."""
    if recipients(left.recipients, right.recipients) != APART:
        return False
    return _countries(left.recipients) and _countries(right.recipients)


def _recipients(left: Features, right: Features) -> Sign | None:
    if not left.recipients or not right.recipients:
        return None if left.recipients == right.recipients else ("recipients.one", 1)
    found = recipients(left.recipients, right.recipients)
    return f"recipients.{'other' if found == APART and not for_others(left, right) else _SETS[found]}", 1


def periods(left: Features, right: Features) -> int:
    """How two periods stand: EQUAL, OVERLAPPING, CONTAINED for two deadlines that are not the same, APART, 0 for unstated."""
    if not (left.first or left.last) or not (right.first or right.last):
        return 0
    if left.first == right.first:
        return EQUAL if left.last == right.last else CONTAINED if left.last and right.last else OVERLAPPING
    if (left.last and right.first > left.last) or (right.last and left.first > right.last):
        return APART
    return OVERLAPPING


_PERIODS: Final = {EQUAL: "same", OVERLAPPING: "meet", CONTAINED: "deadline", APART: "apart"}


def _period(left: Features, right: Features) -> Sign | None:
    found = periods(left, right)
    if found:
        return f"period.{_PERIODS[found]}", 1
    return ("period.one", 1) if left.first or left.last or right.first or right.last else None


def _venue(left: Features, right: Features) -> Sign | None:
    if left.venue is None or right.venue is None:
        return None
    return f"venue.{'same' if left.venue == right.venue else 'other'}", 1


def _act(left: Features, right: Features) -> Sign | None:
    if left.act != right.act and left.act not in right.words and right.act not in left.words:
        return None
    return ("act.common" if left.act in COMMON or right.act in COMMON else "act.same"), 1


def months_apart(left: Features, right: Features) -> int:
    """Months between two publication dates, by the calendar; -1 where one has none."""
    if not left.day or not right.day:
        return -1
    return abs(month(left.day) - month(right.day))


@functools.lru_cache(maxsize=65_536)
def month(day: int) -> int:
    """The number of the month in which a day lies, counted from year 0."""
    when = date.fromordinal(day)
    return when.year * 12 + when.month


_MONTHS: Final = tuple((limit, f"published.within-{limit}") for limit in _RULES["months"]["steps"])


@functools.lru_cache(maxsize=1_024)
def _nearness(months: int) -> str:
    return next((sign for limit, sign in _MONTHS if months <= limit), "published.beyond")


def _published(left: Features, right: Features) -> Sign | None:
    if left.document == right.document:
        return None
    months = months_apart(left, right)
    if months < 0:
        return "published.undated", 1
    if months > _RULES["months"]["near"] and periods(left, right) == EQUAL:
        return None  # the same stated period outweighs years between two reports
    return _nearness(months), 1


_LITTLE: Final = 6
"""Bits of words that a mention may add and still say nothing of its own."""


def _document(left: Features, right: Features) -> Sign | None:
    """A later mention that adds next to nothing is the number taken up again, surely so with "the"; one that says more is mostly
    another item of a list."""
    if left.document != right.document:
        return None
    earlier, later = (left, right) if left.sentence <= right.sentence else (right, left)
    if sum(map(bits, later.words - earlier.words - earlier.around)) > _LITTLE:
        return "document.own", 1
    return ("document.definite" if later.cues & DEFINITE else "document.bare"), 1


def _listed(names: frozenset[str], weight: Callable[[str], int], shown: Callable[[str], str]) -> str:
    return ", ".join(map(shown, sorted(names, key=lambda name: (-weight(name), name))[:6]))


def _show_words(one: Features, other: Features) -> str:
    return _listed(one.words & other.words, bits, readable)


def _show_around(one: Features, other: Features) -> str:
    both = (one.words & other.around) | (one.around & other.words) | (one.around & other.around)
    return _listed(both, bits, readable)


def _show_names(one: Features, other: Features) -> str:
    return _listed(one.names & other.names, name_bits, readable_name)


def _show_own_names(one: Features, other: Features) -> str:
    return _listed(one.names - other.names, name_bits, readable_name)


def _show_number(one: Features, _: Features) -> str:
    return "none" if one.unit is None else f"{one.anchor:,.15g} {one.unit}"


FIELDS: Final = (
    Field("kind", _kind, lambda one, _: one.kind),
    Field("polarity", _polarity, lambda one, _: "will not" if one.negated else "will"),
    Field("actors", _actors, lambda one, _: ", ".join(one.actors) or "nobody named"),
    Field("object", _object, _show_words),
    Field("left over", _left_over, _show_words),
    Field("cover", _cover, _show_words),
    Field("around", _around, _show_around),
    Field("whole cover", _whole_cover, _show_around),
    Field("names", _names, _show_names),
    Field("other names", _other_names, _show_own_names),
    Field("number", _number, _show_number),
    Field("unit", _unit, lambda one, _: one.unit or ""),
    Field("rate", _rate, lambda one, _: f"a {one.per}" if one.per else "without a rate"),
    Field("standing", _standing, lambda one, _: ""),
    Field("recipients", _recipients, lambda one, _: ", ".join(one.recipients)),
    Field("period", _period, lambda one, _: ""),
    Field("venue", _venue, lambda one, _: one.venue or ""),
    Field("act", _act, lambda one, _: readable(one.act)),
    Field("published", _published, lambda one, _: ""),
    Field("document", _document, lambda one, _: ""),
)
"""All fields, in the order in which a reader is told."""


def signs(left: Features, right: Features) -> list[Sign]:
    """Every sign of two statements."""
    return [sign for field in FIELDS if (sign := field.compare(left, right)) is not None]
