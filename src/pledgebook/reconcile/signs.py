"""What the fields of two statements say of each other: a *sign* for each that says something, "recipients.same".

What a sign weighs stands in `data/weights.json`, learned by `evals/learn/pairs.py`; whether it is agreement, and its sentence, in
`data/fields.toml` (`fields.py`). Merging asks this of every pair that may be one promise, so it is one pass over what `side` has worked out
for each of the two; and fields that mostly agree are looked at only where they do not.
"""

from __future__ import annotations

import functools
from itertools import permutations
from typing import Final, get_args

from pledgebook.model import Kind
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, PART, TOTAL, Features
from pledgebook.reconcile.likeness import BARE, STEPS, Side, likeness, side, side_of, squares
from pledgebook.reconcile.numbers import (
    EXACT,
    NEAR,
    ONE_UNSTATED,
    OTHER_UNIT,
    ROUNDED,
    UNLIKE,
    UNNAMED,
    VAGUE,
    digits,
    is_money,
    names_unit,
    numbers,
    times_apart,
    units,
)
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients, wide
from pledgebook.reconcile.words import COMMON, bits
from pledgebook.world.data import table

_RULES: Final = table("reconcile", "data/rules.toml")

Sign = str


def signs(left: Features, right: Features, number: int | None = None) -> list[Sign]:
    """Every sign of two statements, in the order of FIELDS. `number`: how their numbers stand, where it is known already."""
    return _signs(left, right, side(left), side(right), numbers(left, right) if number is None else number)


def _signs(left: Features, right: Features, ours: Side, theirs: Side, number: int) -> list[Sign]:
    found: list[Sign] = []
    if left.kind != right.kind:
        found.append(_KINDS[left.kind, right.kind])
    if left.negated != right.negated:
        found.append("polarity.unlike")
    who = _who(left.actors, right.actors, left.unit == right.unit == "percent")
    found.append(_NAMED_ACTORS.get(who, who) if who in _NAMED_ACTORS and named(left, right, ours, theirs) else who)
    if ours.lands != theirs.lands and ours.lands and theirs.lands:
        found.append(_lands(ours.lands, theirs.lands))
    _of_words(left, right, ours, theirs, found)
    _of_number(left, right, number, found)
    _of_whom_and_when(left, right, found)
    if left.act == right.act or left.act in right.words or right.act in left.words:
        found.append("act.common" if left.act in COMMON or right.act in COMMON else "act.same")
    if left.document == right.document:
        found.append(_document(left, right))
    elif (sign := _published(left, right, ours.month, theirs.month)) is not None:
        found.append(sign)
    return found


def signs_of_twin(one: Features, number: int) -> list[Sign]:
    """Every sign of a statement and one of the very same words that another document made in the same month. `number`: how their numbers
    stand."""
    own = side_of(one)  # not to be remembered: a statement is asked once, before all of it is known
    found = _signs(one, one, own, own, number)
    found[-1] = "published.undated" if own.month < 0 else _nearness(0)
    if one.title and (sign := _titles(one.title, one.title)):
        found.append(sign)  # twins stand under one title
    return found


# words and names


def _steps(name: str, end: str = "") -> tuple[Sign, ...]:
    """The sign for each step of likeness; the last for a side that says nothing."""
    like = (f"{name}.like-{step}{end}" for step in range(1, STEPS + 1))
    return (f"{name}.unlike{end}", *like, f"{name}.bare{end}")


# by how easily numbers agree by chance: ODD, ROUND, WORDS
_OBJECT: Final = _steps("object")
_OBJECTS: Final = (_OBJECT, (*_OBJECT[:-1], "object.bare-round"), _steps("object", "-words"))
_SENTENCES: Final = (_steps("around"), _steps("around", "-round"), _steps("around", "-words"))
_NAMES: Final = (_steps("names"), _steps("names"), _steps("names", "-words"))
_CONTEXTS: Final = (_steps("context"), _steps("context"), _steps("context", "-words"))
_ALSO: Final = ("others.none", "others.like-1", "others.like-2", "others.like-3")


def _of_words(left: Features, right: Features, ours: Side, theirs: Side, found: list[Sign]) -> None:
    """How like objects, sentences, names and places are, and whether the sentences share other numbers."""
    target, sentence, names, context = likeness(left, right, ours, theirs)
    chance = max(ours.chance, theirs.chance)
    found += (_OBJECTS[chance][target], _SENTENCES[chance][sentence], _NAMES[chance][names])
    if context != BARE:
        found.append(_CONTEXTS[chance][context])
    if left.title and right.title and left.document != right.document and (sign := _titles(left.title, right.title)):
        found.append(sign)
    if left.others and right.others:
        found.append(_ALSO[min(3, len(left.others & right.others))])


@functools.lru_cache(maxsize=65_536)
def _titles(left: frozenset[str], right: frozenset[str]) -> Sign | None:
    """How two titles stand that have much in common: each says something of its own ("Amends Guam Disaster Declaration", "Amends Texas Disaster
    Declaration"), as titles of two cases do, or not. None where they have little in common."""
    ours, theirs = squares(left), squares(right)
    both = squares(left & right)
    if both * both <= _ALIKE * ours * theirs:
        return None
    return "title.series" if ours > both < theirs else "title.same"


_ALIKE: Final = (_RULES["titles"]["alike"] / 100) ** 2


# numbers


_NUMBER: Final[dict[int, Sign]] = {
    NEAR: "number.near",
    VAGUE: "number.vague",
    ROUNDED: "number.rounded",
    ONE_UNSTATED: "number.left-out",
    OTHER_UNIT: "number.unit",
}
_STANDING: Final = ADDITIONAL | PART | TOTAL


def _of_number(left: Features, right: Features, number: int, found: list[Sign]) -> None:
    """How the numbers stand, what they count, and what is said of them."""
    if number == EXACT:
        found.append(_exact(left.unit or right.unit or "", left.anchor))
    elif number == UNLIKE:
        found.append("number.close" if times_apart(left, right) <= 1.25 else "number.unlike")
    elif number in _NUMBER:
        found.append(_NUMBER[number])
    if left.unit != right.unit and left.unit is not None and right.unit is not None and number != OTHER_UNIT:
        found.append(_units(left, right))
    if left.per != right.per:
        found.append("rate.one")
    if (left.cues | right.cues) & _STANDING and (sign := _standing(left, right)) is not None:
        found.append(sign)


def _units(left: Features, right: Features) -> Sign:
    """How two units stand that are not the same and do not exclude each other."""
    ours, theirs = left.unit or "", right.unit or ""
    if UNNAMED in (ours, theirs):
        return "unit.unnamed"
    if is_money(left):
        return "unit.currency"
    if units(ours, theirs) or names_unit(left, right):
        return "unit.general"
    return "unit.other" if digits(left.anchor) > 1 else "unit.other-round"


@functools.lru_cache(maxsize=65_536)
def _exact(unit: str, anchor: float) -> Sign:
    sort = "exact" if unit.isupper() else "percent" if unit == "percent" else "count"
    return f"number.{sort}-{digits(anchor)}"


def _standing(left: Features, right: Features) -> Sign | None:
    """How two statements stand of which one at least is said to be additional, a part or a total."""
    if (left.cues ^ right.cues) & ADDITIONAL:
        return "standing.one-additional"
    if left.cues & ADDITIONAL:
        return "standing.both-additional"
    if (left.cues ^ right.cues) & PART:
        return "standing.one-part"
    return "standing.one-total" if (left.cues ^ right.cues) & TOTAL else None


# who, whom, when, where


_KINDS: Final[dict[tuple[str, str], Sign]] = {
    pair: f"kind.{'-'.join(sorted(pair))}" for pair in permutations(get_args(Kind), 2)
}


def strangers_to_each_other(left: Features, right: Features) -> bool:
    """Whether the actors of two statements exclude each other: two countries do, and two organisations. An organisation may be one
    of a country's own, or a name for several countries, so beside a country it only weighs against."""
    return _strangers(left.actors, right.actors)


@functools.lru_cache(maxsize=65_536)
def _strangers(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    if not left or not right or actors(left, right) != APART:
        return False
    return _countries(left) == _countries(right)


@functools.lru_cache(maxsize=65_536)
def _countries(ids: tuple[str, ...]) -> bool:
    return not any(one.startswith("org:") for one in ids)


_SETS: Final = {EQUAL: "same", CONTAINED: "within", OVERLAPPING: "crossing", APART: "apart"}
_ACTORS: Final[dict[int, Sign]] = {how: f"actors.{name}" for how, name in _SETS.items()}
_RECIPIENTS: Final[dict[int, Sign]] = {how: f"recipients.{name}" for how, name in _SETS.items()}
_WIDE_RECIPIENTS: Final[dict[int, Sign]] = {how: f"{sign}-wide" for how, sign in _RECIPIENTS.items()}


@functools.lru_cache(maxsize=65_536)
def _who(left: tuple[str, ...], right: tuple[str, ...], percent: bool) -> Sign:
    """How two sets of actors stand. `percent`: whether both numbers are percentages."""
    if not left or not right:
        nobody = left == right
        if percent:
            return "actors.nobody-percent" if nobody else "actors.one-percent"
        return "actors.nobody" if nobody else "actors.one"
    if left == right:
        if percent:
            return "actors.same-percent"
        return "actors.same" if _countries(left) else "actors.same-organisation"
    return _ACTORS[actors(left, right)]


_NAMED_ACTORS: Final = {"actors.one": "actors.one-named", "actors.apart": "actors.apart-named"}


def named(left: Features, right: Features, ours: Side, theirs: Side) -> bool:
    """Whether the text of one of two statements names a country that acts in the other, "a Danish embassy", or has it receive."""
    return not (theirs.lands.isdisjoint(left.actors) and ours.lands.isdisjoint(right.actors))


def others_act(left: Features, right: Features) -> bool:
    """Whether in each of two statements a country acts or receives that the text of the other does not name."""
    return _unnamed(left, side(right)) and _unnamed(right, side(left))


def _unnamed(one: Features, other: Side) -> bool:
    """Whether a country acts or receives that the text of the other side does not name."""
    return any(len(who) == 2 and who not in other.lands for who in (*one.actors, *one.recipients))


@functools.lru_cache(maxsize=65_536)
def _lands(left: frozenset[str], right: frozenset[str]) -> Sign:
    """How the countries stand that two texts name, where they are not the same and neither names none."""
    if left <= right or right <= left:
        return "lands.within"
    return "lands.apart" if left.isdisjoint(right) else "lands.crossing"


def for_others(left: Features, right: Features) -> bool:
    """Whether the recipients of two statements exclude each other: countries do; an organisation may be named beside another."""
    return _for_others(left.recipients, right.recipients)


@functools.lru_cache(maxsize=65_536)
def _for_others(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    if recipients(left, right) != APART:
        return False
    if wide(left) and wide(right):
        return False  # a region is often where a text is told, not whom the money is for
    return _countries(left) and _countries(right)


@functools.lru_cache(maxsize=65_536)
def _whom(left: tuple[str, ...], right: tuple[str, ...]) -> Sign:
    """How two sets of recipients stand, of which neither is empty."""
    found = recipients(left, right)
    if found == APART and not _for_others(left, right) and not (wide(left) and wide(right)):
        return "recipients.other"
    return (_WIDE_RECIPIENTS if wide(left) or wide(right) else _RECIPIENTS)[found]


def _of_whom_and_when(left: Features, right: Features, found: list[Sign]) -> None:
    """Recipients, periods and venues."""
    if left.recipients:
        found.append(_whom(left.recipients, right.recipients) if right.recipients else _one_for_whom(left, right))
    elif right.recipients:
        found.append(_one_for_whom(right, left))
    if left.first or left.last or right.first or right.last:
        found.append(_PERIODS[periods(left, right)])
    if left.venue is not None and right.venue is not None:
        found.append("venue.same" if left.venue == right.venue else "venue.other")


def _one_for_whom(one: Features, other: Features) -> Sign:
    """Whether the one that has no recipients, the other, names those of the one all the same, or what stands before it does."""
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
    0: "period.one",
    EQUAL: "period.same",
    OVERLAPPING: "period.meet",
    CONTAINED: "period.deadline",
    APART: "period.apart",
}


def months_apart(left: Features, right: Features) -> int:
    """Months between two publication dates, by the calendar; -1 where one has none."""
    ours, theirs = side(left).month, side(right).month
    return -1 if ours < 0 or theirs < 0 else abs(ours - theirs)


_MONTHS: Final = tuple((limit, f"published.within-{limit}") for limit in _RULES["months"]["steps"])
_NEAR_MONTHS: Final[int] = _RULES["months"]["near"]


@functools.lru_cache(maxsize=1_024)
def _nearness(months: int) -> Sign:
    return next((sign for limit, sign in _MONTHS if months <= limit), "published.beyond")


def _published(left: Features, right: Features, ours: int, theirs: int) -> Sign | None:
    """How near in time they were published. `ours`, `theirs`: the months."""
    if ours < 0 or theirs < 0:
        return "published.undated"
    months = abs(ours - theirs)
    if months > _NEAR_MONTHS and periods(left, right) == EQUAL:
        return None  # the same stated period outweighs years between two reports
    return _nearness(months)


_LITTLE: Final = 6
"""Bits of words that a mention may add and still say nothing of its own."""


def _document(left: Features, right: Features) -> Sign:
    """A later mention that adds next to nothing is the number taken up again, surely so with "the"; one that says more is mostly
    another item of a list."""
    earlier, later = (left, right) if left.sentence <= right.sentence else (right, left)
    if sum(map(bits, later.words - earlier.words - earlier.around)) > _LITTLE:
        return "document.own"
    return "document.definite" if later.cues & DEFINITE else "document.bare"
