"""The table of fields: what of two statements is compared, how, and how a reader is told.

A comparison of a field gives a *sign* and how many times it weighs: ("recipients.same", 1), or ("object.shared", 17) for 17 bits of
words in common; None where it says nothing. What a sign weighs stands in `data/weights.json`, learned by `evals/learn/pairs.py`; whether it is
agreement, and its sentence, in `data/fields.toml`. A new field is a line of FIELDS and its signs in these two files.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Final, NamedTuple, get_args

from pledgebook.model import Kind
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, PART, TOTAL, Features
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.names import readable_name
from pledgebook.reconcile.numbers import (
    EXACT,
    NEAR,
    ONE_UNSTATED,
    OTHER_UNIT,
    UNLIKE,
    VAGUE,
    digits,
    names_unit,
    numbers,
    times_apart,
    units,
)
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients
from pledgebook.reconcile.words import COMMON, bits, rarest, readable
from pledgebook.world.data import table

_RULES: Final = table("reconcile", "data/rules.toml")

Sign = tuple[str, int]


class Common(NamedTuple):
    """What several fields ask of two statements, worked out once: how their numbers stand, and bits of the words of both objects, of the
    words of both sentences and of the names that both have."""

    number: int
    words: int
    sentence: int
    names: int


Compare = Callable[[Features, Features, Common], Sign | None]


class Field(NamedTuple):
    """A field: its name, how two are compared, and the value of the first of two as a reader reads it."""

    name: str
    compare: Compare
    shown: Callable[[Features, Features], str]


# numbers


_NUMBER: Final[dict[int, Sign]] = {
    NEAR: ("number.near", 1),
    VAGUE: ("number.vague", 1),
    ONE_UNSTATED: ("number.left-out", 1),
    OTHER_UNIT: ("number.unit", 1),
}


def _number(left: Features, right: Features, common: Common) -> Sign | None:
    if common.number == EXACT:
        return _exact(left.unit or "", left.anchor)
    if common.number == UNLIKE:
        return ("number.close", 1) if times_apart(left, right) <= 1.25 else ("number.unlike", 1)
    return _NUMBER.get(common.number)


@functools.lru_cache(maxsize=65_536)
def _exact(unit: str, anchor: float) -> Sign:
    sort = "exact" if unit.isupper() else "percent" if unit == "percent" else "count"
    return f"number.{sort}-{digits(anchor)}", 1


def _unit(left: Features, right: Features, common: Common) -> Sign | None:
    if left.unit is None or right.unit is None or left.unit == right.unit or common.number == OTHER_UNIT:
        return None
    general = units(left.unit, right.unit) or names_unit(left, right)
    return ("unit.general", 1) if general else ("unit.other", 1)


def _rate(left: Features, right: Features, common: Common) -> Sign | None:
    return None if left.per == right.per else ("rate.one", 1)


def _standing(left: Features, right: Features, common: Common) -> Sign | None:
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


@functools.lru_cache(maxsize=16_384)
def _sentence(words: frozenset[str], around: frozenset[str]) -> tuple[frozenset[str], int]:
    """All words of an object and around it, and their bits; no word is in both."""
    both = words | around
    return both, sum(map(bits, both))


@functools.lru_cache(maxsize=16_384)
def _bits_of_names(names: frozenset[str]) -> int:
    return sum(map(name_bits, names))


def common(left: Features, right: Features, number: int | None = None) -> Common:
    """What several fields ask of two statements. `number`: how their numbers stand, where it is known already."""
    ours, theirs = _sentence(left.words, left.around)[0], _sentence(right.words, right.around)[0]
    names = left.names & right.names
    return Common(
        numbers(left, right) if number is None else number,
        sum(map(bits, left.words & right.words)),
        sum(map(bits, ours & theirs)),
        sum(map(name_bits, names)) if names else 0,
    )


_MOST: Final = 40
"""So many bits count at most: whoever says more in common is sure already."""


def _counted(name: str) -> tuple[Sign | None, ...]:
    """The sign for each number of bits; none for 0."""
    return (None, *((name, times) for times in range(1, _MOST + 1)))


_OBJECT: Final = _counted("object.shared")
_LEFT_OVER: Final = _counted("object.left-over")
_AROUND: Final = _counted("around.shared")
_SHARED_NAMES: Final = _counted("names.shared")


def _object(left: Features, right: Features, common: Common) -> Sign | None:
    return _OBJECT[common.words if common.words < _MOST else _MOST]


def _left_over(left: Features, right: Features, common: Common) -> Sign | None:
    over = (left.mass if left.mass < right.mass else right.mass) - common.words
    return _LEFT_OVER[over if over < _MOST else _MOST] if over > 0 else None


_RICH: Final = 10
"""Bits that a text must hold for it to say anything that the other says nothing of it: "$55 billion" alone fits any purpose."""
_SHARES: Final = tuple(_RULES["shares"]["steps"])


def _share(shared: int, less: int) -> int | None:
    """Which step of `[shares]` the part in common reaches; None where the shorter text says too little."""
    return None if less < _RICH else bisect_right(_SHARES, 100 * shared / less)


def _steps(name: str) -> tuple[Sign, ...]:
    return tuple((name.format(step), 1) for step in range(len(_SHARES) + 1))


_COVER: Final = _steps("object.cover-{}")
_WHOLE_COVER: Final = _steps("around.cover-{}")
_WHOLE_COVER_ROUND: Final = _steps("around.cover-{}-round")
_NAMES_COVER: Final = _steps("names.cover-{}")


def _cover(left: Features, right: Features, common: Common) -> Sign | None:
    step = _share(common.words, min(left.mass, right.mass))
    if step is not None:
        return _COVER[step]
    return ("object.bare-round", 1) if _is_round(left) else ("object.bare", 1)


def _is_round(one: Features) -> bool:
    """Whether a number agrees by chance easily, or there is none."""
    return one.unit is None or digits(one.anchor) <= 1


def _whole_cover(left: Features, right: Features, common: Common) -> Sign | None:
    """How much of the sentence with less to say the other says too; a round number needs it more."""
    less = min(_sentence(left.words, left.around)[1], _sentence(right.words, right.around)[1])
    step = _share(common.sentence, less)
    if step is None:
        return None
    return _WHOLE_COVER_ROUND[step] if _is_round(left) else _WHOLE_COVER[step]


def _around(left: Features, right: Features, common: Common) -> Sign | None:
    """Words that one side or both have outside the object."""
    shared = common.sentence - common.words
    return _AROUND[shared if shared < _MOST else _MOST]


def _names(left: Features, right: Features, common: Common) -> Sign | None:
    return _SHARED_NAMES[common.names if common.names < _MOST else _MOST]


def _other_names(left: Features, right: Features, common: Common) -> Sign | None:
    """How many of the names of the side with fewer the other has too."""
    step = _share(common.names, min(_bits_of_names(left.names), _bits_of_names(right.names)))
    return None if step is None else _NAMES_COVER[step]


# who, whom, when, where


_KINDS: Final[dict[tuple[str, str], Sign]] = {
    pair: (f"kind.{'-'.join(sorted(pair))}", 1) for pair in permutations(get_args(Kind), 2)
}


def _kind(left: Features, right: Features, common: Common) -> Sign | None:
    return None if left.kind == right.kind else _KINDS[left.kind, right.kind]


def _polarity(left: Features, right: Features, common: Common) -> Sign | None:
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
_ACTORS: Final[dict[int, Sign]] = {how: (f"actors.{name}", 1) for how, name in _SETS.items()}
_RECIPIENTS: Final[dict[int, Sign]] = {how: (f"recipients.{name}", 1) for how, name in _SETS.items()}


def _actors(left: Features, right: Features, common: Common) -> Sign | None:
    if not left.actors or not right.actors:
        return ("actors.nobody", 1) if left.actors == right.actors else ("actors.one", 1)
    return _ACTORS[EQUAL if left.actors == right.actors else actors(left.actors, right.actors)]


def for_others(left: Features, right: Features) -> bool:
    """Whether the recipients of two statements exclude each other: countries do; an organisation may be named beside another."""
    if recipients(left.recipients, right.recipients) != APART:
        return False
    return _countries(left.recipients) and _countries(right.recipients)


def _recipients(left: Features, right: Features, common: Common) -> Sign | None:
    if not left.recipients or not right.recipients:
        return None if left.recipients == right.recipients else ("recipients.one", 1)
    found = recipients(left.recipients, right.recipients)
    return ("recipients.other", 1) if found == APART and not for_others(left, right) else _RECIPIENTS[found]


def periods(left: Features, right: Features) -> int:
    """How two periods stand: EQUAL, OVERLAPPING, CONTAINED for two deadlines that are not the same, APART, 0 for unstated."""
    if not (left.first or left.last) or not (right.first or right.last):
        return 0
    if left.first == right.first:
        return EQUAL if left.last == right.last else CONTAINED if left.last and right.last else OVERLAPPING
    if (left.last and right.first > left.last) or (right.last and left.first > right.last):
        return APART
    return OVERLAPPING


_PERIODS: Final[dict[int, Sign]] = {
    EQUAL: ("period.same", 1),
    OVERLAPPING: ("period.meet", 1),
    CONTAINED: ("period.deadline", 1),
    APART: ("period.apart", 1),
}


def _period(left: Features, right: Features, common: Common) -> Sign | None:
    found = periods(left, right)
    if found:
        return _PERIODS[found]
    return ("period.one", 1) if left.first or left.last or right.first or right.last else None


def _venue(left: Features, right: Features, common: Common) -> Sign | None:
    if left.venue is None or right.venue is None:
        return None
    return ("venue.same", 1) if left.venue == right.venue else ("venue.other", 1)


def _act(left: Features, right: Features, common: Common) -> Sign | None:
    if left.act != right.act and left.act not in right.words and right.act not in left.words:
        return None
    return ("act.common", 1) if left.act in COMMON or right.act in COMMON else ("act.same", 1)


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
_NEAR_MONTHS: Final[int] = _RULES["months"]["near"]


@functools.lru_cache(maxsize=1_024)
def _nearness(months: int) -> Sign:
    return next((sign for limit, sign in _MONTHS if months <= limit), "published.beyond"), 1


def _published(left: Features, right: Features, common: Common) -> Sign | None:
    if left.document == right.document:
        return None
    months = months_apart(left, right)
    if months < 0:
        return "published.undated", 1
    if months > _NEAR_MONTHS and periods(left, right) == EQUAL:
        return None  # the same stated period outweighs years between two reports
    return _nearness(months)


_LITTLE: Final = 6
"""Bits of words that a mention may add and still say nothing of its own."""


def _document(left: Features, right: Features, common: Common) -> Sign | None:
    """A later mention that adds next to nothing is the number taken up again, surely so with "the"; one that says more is mostly
    another item of a list."""
    if left.document != right.document:
        return None
    earlier, later = (left, right) if left.sentence <= right.sentence else (right, left)
    if sum(map(bits, later.words - earlier.words - earlier.around)) > _LITTLE:
        return "document.own", 1
    return ("document.definite", 1) if later.cues & DEFINITE else ("document.bare", 1)


_SHOWN: Final = 6
"""So many words or names are shown, those that say most."""


def _show_words(one: Features, other: Features) -> str:
    return ", ".join(map(readable, rarest(one.words & other.words, _SHOWN)))


def _show_around(one: Features, other: Features) -> str:
    both = (one.words & other.around) | (one.around & other.words) | (one.around & other.around)
    return ", ".join(map(readable, rarest(both, _SHOWN)))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(map(readable_name, sorted(names, key=lambda name: (-name_bits(name), name))[:_SHOWN]))


def _show_names(one: Features, other: Features) -> str:
    return _listed(one.names & other.names)


def _show_own_names(one: Features, other: Features) -> str:
    return _listed(one.names - other.names)


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


_COMPARES: Final = tuple(field.compare for field in FIELDS)


def signs(left: Features, right: Features, number: int | None = None) -> list[Sign]:
    """Every sign of two statements. `number`: how their numbers stand, where it is known already."""
    known = common(left, right, number)
    return [sign for compare in _COMPARES if (sign := compare(left, right, known)) is not None]
