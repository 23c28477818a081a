"""The table of fields: what of two statements is compared, how, and how a reader is told.

A comparison of a field gives a *sign*, "recipients.same", or None where it says nothing. What a sign weighs stands in
`data/weights.json`, learned by `evals/learn/pairs.py`; whether it is agreement, and its sentence, in `data/fields.toml`. A new field is a
line of FIELDS and its signs in these two files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Final, NamedTuple, get_args

from pledgebook.model import Kind
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, PART, TOTAL, Features
from pledgebook.reconcile.likeness import STEPS, Common, common, side
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
    times_apart,
    units,
)
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients, wide
from pledgebook.reconcile.words import COMMON, bits, rarest, readable
from pledgebook.world.data import table

_RULES: Final = table("reconcile", "data/rules.toml")

Sign = str
Compare = Callable[[Features, Features, Common], Sign | None]


class Field(NamedTuple):
    """A field: its name, how two are compared, and the value of the first of two as a reader reads it."""

    name: str
    compare: Compare
    shown: Callable[[Features, Features], str]


# numbers


_NUMBER: Final[dict[int, Sign]] = {
    NEAR: "number.near",
    VAGUE: "number.vague",
    ONE_UNSTATED: "number.left-out",
    OTHER_UNIT: "number.unit",
}


def _number(left: Features, right: Features, common: Common) -> Sign | None:
    if common.number == EXACT:
        return _exact(left.unit or "", left.anchor)
    if common.number == UNLIKE:
        return "number.close" if times_apart(left, right) <= 1.25 else "number.unlike"
    return _NUMBER.get(common.number)


@functools.lru_cache(maxsize=65_536)
def _exact(unit: str, anchor: float) -> Sign:
    sort = "exact" if unit.isupper() else "percent" if unit == "percent" else "count"
    return f"number.{sort}-{digits(anchor)}"


def _unit(left: Features, right: Features, common: Common) -> Sign | None:
    if left.unit is None or right.unit is None or left.unit == right.unit or common.number == OTHER_UNIT:
        return None
    general = units(left.unit, right.unit) or names_unit(left, right)
    return "unit.general" if general else "unit.other"


def _rate(left: Features, right: Features, common: Common) -> Sign | None:
    return None if left.per == right.per else "rate.one"


def _standing(left: Features, right: Features, common: Common) -> Sign | None:
    if (left.cues ^ right.cues) & ADDITIONAL:
        return "standing.one-additional"
    if left.cues & ADDITIONAL:
        return "standing.both-additional"
    if (left.cues ^ right.cues) & PART:
        return "standing.one-part"
    return "standing.one-total" if (left.cues ^ right.cues) & TOTAL else None


# words and names


def _steps(name: str, end: str = "") -> tuple[Sign, ...]:
    """The sign for each step of likeness; the last for a side that says nothing."""
    like = (f"{name}.like-{step}{end}" for step in range(1, STEPS + 1))
    return (f"{name}.unlike{end}", *like, f"{name}.bare{end}")


_OBJECT: Final = _steps("object")
_OBJECTS: Final = (_OBJECT, (*_OBJECT[:-1], "object.bare-round"), _steps("object", "-words"))
_SENTENCES: Final = (_steps("around"), _steps("around", "-round"), _steps("around", "-words"))
_NAMES: Final = (_steps("names"), _steps("names"), _steps("names", "-words"))
_CONTEXTS: Final = tuple(
    (*steps[:-1], None) for steps in (_steps("context"), _steps("context"), _steps("context", "-words"))
)


def _object(left: Features, right: Features, common: Common) -> Sign | None:
    return _OBJECTS[common.chance][common.object]


def _around(left: Features, right: Features, common: Common) -> Sign | None:
    """How like the whole sentences are; a round number needs it more."""
    return _SENTENCES[common.chance][common.sentence]


def _names(left: Features, right: Features, common: Common) -> Sign | None:
    return _NAMES[common.chance][common.names]


def _context(left: Features, right: Features, common: Common) -> Sign | None:
    return _CONTEXTS[common.chance][common.context]


_ALSO: Final = ("others.none", "others.like-1", "others.like-2", "others.like-3")


def _others(left: Features, right: Features, common: Common) -> Sign | None:
    """Whether their sentences share other numbers."""
    if not left.others or not right.others:
        return None
    return _ALSO[min(3, len(left.others & right.others))]


# who, whom, when, where


_KINDS: Final[dict[tuple[str, str], Sign]] = {
    pair: f"kind.{'-'.join(sorted(pair))}" for pair in permutations(get_args(Kind), 2)
}


def _kind(left: Features, right: Features, common: Common) -> Sign | None:
    return None if left.kind == right.kind else _KINDS[left.kind, right.kind]


def _polarity(left: Features, right: Features, common: Common) -> Sign | None:
    return None if left.negated == right.negated else "polarity.unlike"


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
_ACTORS: Final[dict[int, Sign]] = {how: f"actors.{name}" for how, name in _SETS.items()}
_RECIPIENTS: Final[dict[int, Sign]] = {how: f"recipients.{name}" for how, name in _SETS.items()}
_WIDE_RECIPIENTS: Final[dict[int, Sign]] = {how: f"{sign}-wide" for how, sign in _RECIPIENTS.items()}


def _actors(left: Features, right: Features, common: Common) -> Sign | None:
    percent = left.unit == right.unit == "percent"
    if not left.actors or not right.actors:
        nobody = left.actors == right.actors
        if percent:
            return "actors.nobody-percent" if nobody else "actors.one-percent"
        return "actors.nobody" if nobody else "actors.one"
    if left.actors == right.actors:
        if percent:
            return "actors.same-percent"
        return "actors.same" if _countries(left.actors) else "actors.same-organisation"
    return _ACTORS[actors(left.actors, right.actors)]


def for_others(left: Features, right: Features) -> bool:
    """Whether the recipients of two statements exclude each other: countries do; an organisation may be named beside another."""
    if recipients(left.recipients, right.recipients) != APART:
        return False
    if wide(left.recipients) and wide(right.recipients):
        return False  # a region is often where a text is told, not whom the money is for
    return _countries(left.recipients) and _countries(right.recipients)


def _recipients(left: Features, right: Features, common: Common) -> Sign | None:
    if not left.recipients or not right.recipients:
        return None if left.recipients == right.recipients else _one_for_whom(left, right)
    found = recipients(left.recipients, right.recipients)
    if found == APART and not for_others(left, right) and not (wide(left.recipients) and wide(right.recipients)):
        return "recipients.other"
    return (_WIDE_RECIPIENTS if wide(left.recipients) or wide(right.recipients) else _RECIPIENTS)[found]


def _one_for_whom(left: Features, right: Features) -> Sign:
    """Whether the one that has no recipients names those of the other all the same, or what stands before it does."""
    one, other = (left, right) if left.recipients else (right, left)
    place = side(other).place
    for name in one.takers:
        if _stems(name) <= place:
            return "recipients.named"
    return "recipients.one"


@functools.lru_cache(maxsize=16_384)
def _stems(name: str) -> frozenset[str]:
    return frozenset(name.split())


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
    EQUAL: "period.same",
    OVERLAPPING: "period.meet",
    CONTAINED: "period.deadline",
    APART: "period.apart",
}


def _period(left: Features, right: Features, common: Common) -> Sign | None:
    found = periods(left, right)
    if found:
        return _PERIODS[found]
    return "period.one" if left.first or left.last or right.first or right.last else None


def _venue(left: Features, right: Features, common: Common) -> Sign | None:
    if left.venue is None or right.venue is None:
        return None
    return "venue.same" if left.venue == right.venue else "venue.other"


def _act(left: Features, right: Features, common: Common) -> Sign | None:
    if left.act != right.act and left.act not in right.words and right.act not in left.words:
        return None
    return "act.common" if left.act in COMMON or right.act in COMMON else "act.same"


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
    return next((sign for limit, sign in _MONTHS if months <= limit), "published.beyond")


def _published(left: Features, right: Features, common: Common) -> Sign | None:
    if left.document == right.document:
        return None
    months = months_apart(left, right)
    if months < 0:
        return "published.undated"
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
        return "document.own"
    return "document.definite" if later.cues & DEFINITE else "document.bare"


_SHOWN: Final = 6
"""So many words or names are shown, those that say most."""


def _show_words(one: Features, other: Features) -> str:
    return ", ".join(map(readable, rarest(one.words & other.words, _SHOWN)))


def _show_around(one: Features, other: Features) -> str:
    """What both sentences say outside of both objects."""
    both = side(one).sentence & side(other).sentence
    return ", ".join(map(readable, rarest(both - (one.words & other.words), _SHOWN)))


def _show_context(one: Features, other: Features) -> str:
    """What both say in what stands before, and in the other's sentence."""
    ours, theirs = side(one), side(other)
    both = ours.place & theirs.place
    return ", ".join(map(readable, rarest(both - (ours.sentence & theirs.sentence), _SHOWN)))


def _show_names(one: Features, other: Features) -> str:
    """The names that both have, else those of the first."""
    shown = sorted(one.names & other.names or one.names, key=lambda name: (-name_bits(name), name))[:_SHOWN]
    return ", ".join(map(readable_name, shown))


def _show_others(one: Features, other: Features) -> str:
    return ", ".join(sorted(one.others & other.others))


def _show_number(one: Features, _: Features) -> str:
    return "none" if one.unit is None else f"{one.anchor:,.15g} {one.unit}"


FIELDS: Final = (
    Field("kind", _kind, lambda one, _: one.kind),
    Field("polarity", _polarity, lambda one, _: "will not" if one.negated else "will"),
    Field("actors", _actors, lambda one, _: ", ".join(one.actors) or "nobody named"),
    Field("object", _object, _show_words),
    Field("around", _around, _show_around),
    Field("names", _names, _show_names),
    Field("context", _context, _show_context),
    Field("others", _others, _show_others),
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
_SELDOM: Final = (_kind, _polarity, _unit, _rate, _standing, _venue)
_MOSTLY: Final = tuple(compare for compare in _COMPARES if compare not in _SELDOM)


def signs(left: Features, right: Features, number: int | None = None) -> list[Sign]:
    """Every sign of two statements. `number`: how their numbers stand, where it is known already."""
    known = common(left, right, number)
    compares = _MOSTLY if _plain(left, right) else _COMPARES
    return [sign for compare in compares if (sign := compare(left, right, known)) is not None]


def _plain(left: Features, right: Features) -> bool:
    """Whether the fields of _SELDOM say nothing: most pairs that are weighed are of this sort."""
    return (
        left.kind == right.kind
        and left.unit == right.unit
        and left.negated == right.negated
        and left.per == right.per
        and not (left.cues | right.cues) & _STANDING
        and (left.venue is None or right.venue is None)
    )


_STANDING: Final = ADDITIONAL | PART | TOTAL
