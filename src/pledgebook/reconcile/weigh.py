"""Two statements against each other, in whole points: lean, symmetric, and the same whatever else is in the book.

What is cheapest to refuse comes first: almost all pairs of a book speak of different things.
"""

from __future__ import annotations

import functools
from typing import Final

from pledgebook.reconcile import weights as w
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, KNOWN, OWN, PART, REVISE, TOTAL, Features
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients
from pledgebook.reconcile.words import bits

# how two numbers stand
BOTH_UNSTATED: Final = 0
ONE_UNSTATED: Final = 1
EXACT: Final = 2
NEAR: Final = 3
VAGUE: Final = 4
UNLIKE: Final = 5
OTHER_UNIT: Final = 6

# what comes of a pair
NOTHING: Final = 0
UNSURE: Final = 1
DIFFERENT: Final = 2
SAID_AGAIN: Final = 3
OTHER_NUMBER: Final = 4
SAME_WORDS: Final = 5
NUMBER_LEFT_OUT: Final = 6
SAME_AMOUNT: Final = 7
KNOWN_PROMISE: Final = 8

RULES: Final = {
    UNSURE: w.UNSURE,
    SAID_AGAIN: w.SAID_AGAIN,
    OTHER_NUMBER: w.OTHER_NUMBER,
    SAME_WORDS: w.SAME_WORDS,
    NUMBER_LEFT_OUT: w.NUMBER_LEFT_OUT,
    SAME_AMOUNT: w.SAME_AMOUNT,
    KNOWN_PROMISE: w.KNOWN_PROMISE,
}

_KINDRED: Final = frozenset(("commitment", "action", "agreement"))


FEW: Final = 10
"""Below it a count says nothing by itself: three priorities agree with any other three."""


@functools.lru_cache(maxsize=65_536)
def digits(number: float) -> int:
    """Points for agreeing in this number, by its significant digits: 20,000 has one, 23,400 three."""
    significant = len(f"{abs(number):.6e}".split("e")[0].replace(".", "").rstrip("0")) or 1
    if abs(number) < FEW:
        significant = 0
    return w.DIGITS[min(significant, len(w.DIGITS) - 1)]


@functools.lru_cache(maxsize=65_536)
def units(left: str, right: str) -> bool:
    """Whether two nouns may count the same things: "refugee" and "person"; never two currencies."""
    return right in w.GENERAL.get(left, ()) or left in w.GENERAL.get(right, ())


def numbers(left: Features, right: Features) -> int:
    """How the numbers of two statements stand."""
    if left.unit is None or right.unit is None:
        return BOTH_UNSTATED if left.unit is right.unit else ONE_UNSTATED
    if left.unit != right.unit and not units(left.unit, right.unit):
        return OTHER_UNIT
    if left.per != right.per and left.per is not None and right.per is not None:
        return UNLIKE
    if left.anchor == right.anchor:
        return EXACT
    if left.floor > right.ceiling or right.floor > left.ceiling:
        return UNLIKE
    wide = left.ceiling > 1.5 * left.floor or right.ceiling > 1.5 * right.floor
    return VAGUE if wide else NEAR


@functools.lru_cache(maxsize=65_536)
def opposite(left: str, right: str) -> bool:
    """Whether two acts (stems) undo each other."""
    return any((line, 1 - side) in w.SIDES.get(right, ()) for line, side in w.SIDES.get(left, ()))


def periods(left: Features, right: Features) -> int:
    """How two periods stand: EQUAL, OVERLAPPING, CONTAINED for two deadlines that are not the same, APART, 0 for unstated."""
    if not (left.first or left.last) or not (right.first or right.last):
        return 0
    if left.first == right.first:
        return EQUAL if left.last == right.last else CONTAINED if left.last and right.last else OVERLAPPING
    if (left.last and right.first > left.last) or (right.last and left.first > right.last):
        return APART
    return OVERLAPPING


def months_apart(left: Features, right: Features) -> int:
    """Months between two publication dates, by the calendar; -1 where one has none."""
    if not left.day or not right.day:
        return -1
    return abs(month(left.day) - month(right.day))


@functools.lru_cache(maxsize=65_536)
def month(day: int) -> int:
    """The number of the month in which a day lies, counted from year 0."""
    from datetime import date

    when = date.fromordinal(day)
    return when.year * 12 + when.month


@functools.lru_cache(maxsize=1_024)
def _nearness(months: int) -> int:
    if months < 0:
        return w.UNDATED
    for limit, points in w.MONTHS:
        if months <= limit:
            return points
    return w.MONTHS_BEYOND


def shared_bits(left: Features, right: Features) -> int:
    """Bits of the words that both objects have."""
    return sum(map(bits, left.words & right.words))


def apart(left: Features, right: Features) -> str | None:
    """Why two statements cannot be one whatever their words: the name of the field, None where nothing forbids it.

    Numbers that differ are left to `weigh`, which may find that the same thing is said with another number.
    """
    if left.kind != right.kind:
        return "kind"
    if left.actors != right.actors and actors(left.actors, right.actors) == APART:
        return "actors"
    if left.negated != right.negated:
        return "polarity"
    if left.recipients != right.recipients and recipients(left.recipients, right.recipients) == APART:
        return "recipients"
    if (left.last != right.last or left.first != right.first) and periods(left, right) == APART:
        return "period"
    if left.act != right.act and opposite(left.act, right.act):
        return "act"
    if (
        left.unit != right.unit
        and left.unit is not None
        and right.unit is not None
        and not units(left.unit, right.unit)
    ):
        return "unit"
    return None


def points(left: Features, right: Features, shared: int, number: int) -> int:
    """All that speaks for and against two statements being one, added up."""
    less = left.mass if left.mass < right.mass else right.mass
    total = shared - (less - shared) * w.UNSHARED
    if number == EXACT:
        total += digits(left.anchor)
    elif number == NEAR:
        total += w.NEAR
    elif number == VAGUE:
        total += w.VAGUE
    elif number == ONE_UNSTATED:
        total += w.NUMBER_UNSTATED
    if left.unit != right.unit and number in (EXACT, NEAR, VAGUE):
        total += w.UNIT_GENERAL
    if left.per != right.per:
        total += w.PER_UNSTATED
    if (left.cues ^ right.cues) & ADDITIONAL:
        total += w.ADDITIONAL_UNLIKE
    elif left.cues & ADDITIONAL:
        total += w.ADDITIONAL_SAME
    who = EQUAL if left.actors == right.actors and left.actors else actors(left.actors, right.actors)
    if who == EQUAL:
        total += w.ACTORS_SAME
    elif who == CONTAINED:
        total += w.ACTORS_WITHIN
    elif who == OVERLAPPING:
        total += w.ACTORS_CROSS
    whom = recipients(left.recipients, right.recipients)
    if whom == EQUAL:
        total += w.RECIPIENTS_SAME
    elif whom == CONTAINED:
        total += w.RECIPIENTS_WITHIN
    elif whom == OVERLAPPING:
        total += w.RECIPIENTS_CROSS
    near = _nearness(months_apart(left, right))
    when = periods(left, right)
    if when == EQUAL:
        total += w.PERIOD_SAME + max(0, near)  # the same stated period outweighs years between two reports
    else:
        total += near
        if when == OVERLAPPING:
            total += w.PERIOD_CROSS
        elif when == CONTAINED:
            total += w.DEADLINE_UNLIKE
    if left.venue is not None and right.venue is not None:
        total += w.VENUE_SAME if left.venue == right.venue else w.VENUE_UNLIKE
    if left.act == right.act or left.act in right.words or right.act in left.words:
        total += w.ACT_SAME
    return total


def _meets(rule: w.Rule, total: int, shared: int, left: Features, right: Features) -> bool:
    less, more = (left.mass, right.mass) if left.mass <= right.mass else (right.mass, left.mass)
    return (
        total >= rule.points
        and shared >= rule.words
        and shared * 100 >= rule.cover * less
        and shared * 100 >= rule.both * more
    )


def weigh(left: Features, right: Features) -> tuple[int, int]:
    """What comes of a pair and its points: NOTHING, UNSURE, DIFFERENT, or one of the rules for the same.

    Pure and symmetric. That two statements of one sentence, or of one document with unlike numbers, are two things is
    asked separately (`same_document`), because it is not a matter of what they say.
    """
    if left.kind != right.kind or left.negated != right.negated:
        return DIFFERENT, 0
    number = numbers(left, right)
    if number in (UNLIKE, OTHER_UNIT) and not _other_number(left, right):
        return DIFFERENT, 0
    shared = shared_bits(left, right)
    if shared < w.UNSURE.words:
        return NOTHING, 0
    if apart(left, right) is not None:
        return DIFFERENT, 0
    total = points(left, right, shared, number)
    if left.actors != right.actors and actors(left.actors, right.actors) == OVERLAPPING:
        pass  # each names somebody whom the other does not: never more than a doubt
    elif number in (EXACT, NEAR, VAGUE) and _tells(left) and _tells(right):
        if _meets(w.SAME_AMOUNT, total, shared, left, right):
            return SAME_AMOUNT, total
        if number == EXACT and _known(left, right) and _meets(w.KNOWN_PROMISE, total, shared, left, right):
            return KNOWN_PROMISE, total
    elif number in (BOTH_UNSTATED, EXACT, NEAR, VAGUE):
        if _meets(w.SAME_WORDS, total, shared, left, right) and (
            months_apart(left, right) <= (w.OWN_MONTHS if (left.cues | right.cues) & OWN else w.SAME_WORDS_MONTHS)
            or (periods(left, right) == EQUAL and not (left.cues | right.cues) & OWN)
        ):
            return SAME_WORDS, total
    elif number == ONE_UNSTATED:
        if _meets(w.NUMBER_LEFT_OUT, total, shared, left, right) and _whole(left, right):
            return NUMBER_LEFT_OUT, total
    elif _meets(w.OTHER_NUMBER, total, shared, left, right):
        return OTHER_NUMBER, total
    else:
        return DIFFERENT, total
    return (UNSURE, total) if _meets(w.UNSURE, total, shared, left, right) else (NOTHING, total)


def _tells(one: Features) -> bool:
    """Whether agreeing in this number says anything: a sum of money, a percentage, or a count that is not small."""
    return abs(one.anchor) >= FEW or one.unit == "percent" or (one.unit is not None and one.unit.isupper())


def _known(left: Features, right: Features) -> bool:
    """Whether one names the promise of an actor as known ("the $3 million commitment from Norway") that the other, which was
    published no later, makes."""
    if not left.actors or left.actors != right.actors:
        return False
    months = months_apart(left, right)
    if not 0 <= months <= w.KNOWN_PROMISE_MONTHS or (left.cues | right.cues) & _RELATING:
        return False
    return any(
        one.cues & KNOWN and not other.cues & KNOWN and other.day <= one.day
        for one, other in ((left, right), (right, left))
    )


def _whole(left: Features, right: Features) -> bool:
    """Whether one that says no number may mean the other's: the number is that of the whole and not of a part or an addition,
    and more than words agrees."""
    other, numbered = (left, right) if left.unit is None else (right, left)
    if numbered.cues & _RELATING & ~(other.cues & ADDITIONAL):
        return False
    return (
        left.act == right.act
        or recipients(left.recipients, right.recipients) in (EQUAL, CONTAINED)
        or periods(left, right) == EQUAL
        or (left.venue is not None and left.venue == right.venue)
    )


_RELATING: Final = PART | TOTAL | REVISE | ADDITIONAL


def related_by_number(left: Features, right: Features) -> bool:
    """Whether one of two unlike numbers says that it is a part, a total, an addition or a revision: then it is another."""
    return bool((left.cues | right.cues) & _RELATING)


def _other_number(left: Features, right: Features) -> bool:
    """Whether more than words agrees, so that two unlike numbers are two reports of one thing and not two things."""
    if (left.cues | right.cues) & _RELATING or left.unit != right.unit or left.per != right.per:
        return False
    small, large = abs(left.anchor), abs(right.anchor)
    if small > large:
        small, large = large, small
    if small * w.OTHER_NUMBER_RATIO < large:
        return False
    gap = months_apart(left, right)
    if gap < 0 or gap > w.OTHER_NUMBER_MONTHS:
        return False
    return (
        (gap <= w.RECIPIENTS_MONTHS and recipients(left.recipients, right.recipients) in (EQUAL, CONTAINED))
        or periods(left, right) == EQUAL
        or (gap <= w.VENUE_MONTHS and left.venue is not None and left.venue == right.venue)
        or (small * 5 >= large * 4 and gap <= w.CLOSE_NUMBER_MONTHS)
    )


def strangers(left: Features, right: Features) -> bool:
    """Whether two statements of two commitments have nothing to do with each other, seen from little: two numbers of the same
    thing that differ without a word of why, or too few words in common. Most pairs that share a key are of this sort."""
    if left.document == right.document and left.sentence == right.sentence:
        return False
    if (
        left.kind == right.kind
        and left.negated == right.negated
        and not (left.cues | right.cues) & _RELATING
        and numbers(left, right) in (UNLIKE, OTHER_UNIT)
    ):
        return True
    return shared_bits(left, right) < w.UNSURE.words


def same_document(left: Features, right: Features) -> bool:
    """Whether two statements of one document are two things because it says both: in one sentence, with unlike numbers, or
    with unlike deadlines."""
    if left.document != right.document:
        return False
    return (
        left.sentence == right.sentence or numbers(left, right) == UNLIKE or periods(left, right) in (CONTAINED, APART)
    )


ADJACENT: Final = 2
"""Characters between two sentences of one paragraph; a new item of a list brings a sign of its own and so has more."""


def said_again(left: Features, right: Features) -> bool:
    """Whether one statement of a document says again what another said before.

    Either it takes up the number with "the", "this", "its" and adds next to nothing ("the $1.5 billion had been committed by
    Mexico"); or it is the next sentence, has the same actors and the same act, and spells out the one before: it has the
    same number, or both say "additional" and only the second how much.
    """
    if left.document != right.document or left.sentence == right.sentence:
        return False
    earlier, later = (left, right) if left.sentence < right.sentence else (right, left)
    if later.unit is None:
        return False
    again = later.unit == earlier.unit and later.anchor == earlier.anchor
    if again and later.cues & DEFINITE and later.mass - shared_bits(left, right) <= w.SAID_AGAIN.words:
        return apart(left, right) is None
    if earlier.act != later.act or not 0 < later.sentence - earlier.end <= ADJACENT or not earlier.actors:
        return False
    spelled = (
        digits(later.anchor) >= w.DIGITS[2]
        if again
        else earlier.unit is None and earlier.cues & later.cues & ADDITIONAL
    )
    return bool(spelled) and earlier.actors == later.actors and apart(left, right) is None


def names_itself(features: Features) -> bool:
    """Whether a statement says enough to be known again: whether a second one of the same words would be the same. One of
    which nobody knows who says it does not, a measured figure excepted."""
    return bool(features.actors or features.kind == "figure") and weigh(features, features)[0] in (
        SAME_AMOUNT,
        SAME_WORDS,
    )


def kindred(left: str, right: str) -> bool:
    """Whether two kinds may speak of one promise: made, agreed, or delivered."""
    return left == right or (left in _KINDRED and right in _KINDRED)
