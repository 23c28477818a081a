"""Two statements against each other: which rule asks, what forbids, and what all signs weigh together.

Lean, symmetric, and the same whatever else is in the book. What is cheapest to refuse comes first: almost all pairs of a book speak of different
things.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Final

from pledgebook.reconcile import weights as w
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, OWN, RELATING, Features
from pledgebook.reconcile.likeness import shared_bits, side
from pledgebook.reconcile.numbers import (
    BOTH_UNSTATED,
    EXACT,
    NEAR,
    ONE_UNSTATED,
    OTHER_UNIT,
    ROUNDED,
    UNLIKE,
    VAGUE,
    counts_alike,
    digits,
    numbers,
    tells,
    times_apart,
)
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients, wide
from pledgebook.reconcile.signs import (
    for_others,
    months_apart,
    named,
    others_act,
    periods,
    signs,
    signs_of_twin,
    strangers_to_each_other,
)
from pledgebook.reconcile.words import FORMAL_ACTS

# what comes of a pair
NOTHING: Final = 0
UNSURE: Final = 1
DIFFERENT: Final = 2
SAID_AGAIN: Final = 3
OTHER_NUMBER: Final = 4
SAME_WORDS: Final = 5
NUMBER_LEFT_OUT: Final = 6
SAME_AMOUNT: Final = 7

RULES: Final = {
    UNSURE: w.UNSURE,
    SAID_AGAIN: w.SAID_AGAIN,
    OTHER_NUMBER: w.OTHER_NUMBER,
    SAME_WORDS: w.SAME_WORDS,
    NUMBER_LEFT_OUT: w.NUMBER_LEFT_OUT,
    SAME_AMOUNT: w.SAME_AMOUNT,
}

_AGREE: Final = (EXACT, NEAR, VAGUE, ROUNDED)
_KINDRED: Final = frozenset(("commitment", "action", "agreement"))


def kindred(left: str, right: str) -> bool:
    """Whether two kinds may speak of one promise by their words alone: made, agreed, or delivered."""
    return left == right or (left in _KINDRED and right in _KINDRED)


@functools.lru_cache(maxsize=65_536)
def opposite(left: str, right: str) -> bool:
    """Whether two acts (stems) undo each other."""
    return any((line, 1 - side) in w.SIDES.get(right, ()) for line, side in w.SIDES.get(left, ()))


def apart(left: Features, right: Features) -> str | None:
    """Why two statements cannot be one whatever else agrees: the name of the field, None where nothing forbids it.

    Numbers that differ are left to `weigh`, which may find that the same thing is said with another number.
    """
    if left.negated != right.negated:
        return "polarity"
    if left.actors != right.actors and strangers_to_each_other(left, right):
        return "actors"
    if left.act != right.act and opposite(left.act, right.act):
        return "act"
    if left.unit != right.unit and not counts_alike(left, right):
        return "unit"
    return None


def elsewhere(left: Features, right: Features) -> str | None:
    """Whether two statements are for others or for another time: the name of the field. What is done may be told with another time
    than what was promised."""
    if left.recipients != right.recipients and for_others(left, right):
        return "recipients"
    if left.kind != right.kind:
        return None
    if (left.last != right.last or left.first != right.first) and periods(left, right) == APART:
        return "period"
    return None


def points(left: Features, right: Features, rule: w.Rule, number: int) -> int:
    """All that speaks for and against two statements being one, added up, in tenths of a bit. `number`: how their numbers stand."""
    return _sum(rule, signs(left, right, number))


def _sum(rule: w.Rule, found: Iterable[str]) -> int:
    return w.SIGNS[rule.sign] + sum(map(w.SIGNS.__getitem__, found))


def weigh(left: Features, right: Features) -> tuple[int, int]:
    """What comes of a pair and its points: NOTHING, UNSURE, DIFFERENT, or one of the rules for the same.

    Pure and symmetric. That two statements of one sentence, or of one document with unlike numbers, are two things is
    asked separately (`same_document`), because it is not a matter of what they say.
    """
    number = numbers(left, right)
    if number in (UNLIKE, OTHER_UNIT) and not _other_number(left, right):
        return DIFFERENT, 0
    outcome, rule = asked(left, right, number)
    if outcome == SAME_AMOUNT:
        return _by_number(left, right, number)
    return _by_words(left, right, number, outcome, rule)


def asked(left: Features, right: Features, number: int) -> tuple[int, w.Rule]:
    """Which rule asks about two statements whose numbers stand so, and what comes of it where it joins them."""
    if number in _AGREE and tells(left) and tells(right):
        return SAME_AMOUNT, w.SAME_AMOUNT
    return _RULE_OF[number]


def _by_number(left: Features, right: Features, number: int) -> tuple[int, int]:
    """Where numbers agree: the sum of the signs decides."""
    if apart(left, right) is not None or elsewhere(left, right) is not None:
        return DIFFERENT, 0
    if left.document == right.document and left.kind != right.kind:
        return NOTHING, 0  # a text that says what will be done and what was done tells of two things
    total = points(left, right, w.SAME_AMOUNT, number)
    if total >= _least(left) and (total >= w.SURE_OF_WHO or known_who(left, right)):
        if left.actors != right.actors and actors(left.actors, right.actors) == OVERLAPPING:
            return UNSURE, total  # each names somebody whom the other does not: never more than a doubt
        return SAME_AMOUNT, total
    if total >= w.SAME_AMOUNT.unsure or _meet(left, right, number):
        return UNSURE, total
    return NOTHING, total


def _least(one: Features) -> int:
    """What the signs of two statements must add up to where both say this one's number."""
    return w.SURE_OF_PERCENT if one.unit == "percent" else w.SAME_AMOUNT.same


def known_who(left: Features, right: Features) -> bool:
    """Whether something says that the same act: actors in common, or a country that acts in one and that the other's text names."""
    if left.actors and right.actors and actors(left.actors, right.actors) != APART:
        return True
    return named(left, right, side(left), side(right))


def _meet(left: Features, right: Features, number: int) -> bool:
    """Whether two texts of one month say the same number of the same actors for the same recipients: always worth a question."""
    return (
        number == EXACT
        and bool(left.actors and left.recipients)
        and left.actors == right.actors
        and left.recipients == right.recipients
        and left.document != right.document
        and 0 <= months_apart(left, right) <= w.MEETING_MONTHS
        and not wide(left.recipients)
    )


def _by_words(left: Features, right: Features, number: int, outcome: int, rule: w.Rule) -> tuple[int, int]:
    """Where no numbers agree: enough words of both objects have to be the same besides."""
    if left.kind != right.kind or left.negated != right.negated:
        return DIFFERENT, 0
    shared = shared_bits(left, right)
    if shared < w.UNSURE.words:
        return NOTHING, 0
    if actors(left.actors, right.actors) == APART or apart(left, right) or elsewhere(left, right):
        return DIFFERENT, 0
    total = points(left, right, rule, number)
    if (
        total >= rule.same
        and _covered(rule, shared, left, right)
        and _CONDITION[outcome](left, right)
        and actors(left.actors, right.actors) != OVERLAPPING
    ):
        return outcome, total
    if outcome == OTHER_NUMBER:
        return DIFFERENT, total
    return (UNSURE if total >= rule.unsure and _covered(w.UNSURE, shared, left, right) else NOTHING), total


_RULE_OF: Final = {
    BOTH_UNSTATED: (SAME_WORDS, w.SAME_WORDS),
    EXACT: (SAME_WORDS, w.SAME_WORDS),
    NEAR: (SAME_WORDS, w.SAME_WORDS),
    VAGUE: (SAME_WORDS, w.SAME_WORDS),
    ROUNDED: (SAME_WORDS, w.SAME_WORDS),
    ONE_UNSTATED: (NUMBER_LEFT_OUT, w.NUMBER_LEFT_OUT),
    UNLIKE: (OTHER_NUMBER, w.OTHER_NUMBER),
    OTHER_UNIT: (OTHER_NUMBER, w.OTHER_NUMBER),
}


def _covered(rule: w.Rule, shared: int, left: Features, right: Features) -> bool:
    less, more = (left.mass, right.mass) if left.mass <= right.mass else (right.mass, left.mass)
    return shared >= rule.words and shared * 100 >= rule.cover * less and shared * 100 >= rule.both * more


def _in_time(left: Features, right: Features) -> bool:
    """Whether the same words are of one case: official texts repeat their phrases for another."""
    own = bool((left.cues | right.cues) & OWN) or left.act in FORMAL_ACTS or right.act in FORMAL_ACTS
    if months_apart(left, right) <= (w.OWN_MONTHS if own else w.SAME_WORDS_MONTHS):
        return True
    return not own and periods(left, right) == EQUAL


def _whole(left: Features, right: Features) -> bool:
    """Whether one that says no number may mean the other's: the number is that of the whole and not of a part or an addition,
    and more than words agrees."""
    other, numbered = (left, right) if left.unit is None else (right, left)
    if numbered.cues & RELATING & ~(other.cues & ADDITIONAL):
        return False
    return (
        left.act == right.act
        or recipients(left.recipients, right.recipients) in (EQUAL, CONTAINED)
        or periods(left, right) == EQUAL
        or (left.venue is not None and left.venue == right.venue)
    )


def _always(left: Features, right: Features) -> bool:
    return True


_CONDITION: Final = {SAME_WORDS: _in_time, NUMBER_LEFT_OUT: _whole, OTHER_NUMBER: _always}


def related_by_number(left: Features, right: Features) -> bool:
    """Whether one of two unlike numbers says that it is a part, a total, an addition or a revision: then it is another."""
    return bool((left.cues | right.cues) & RELATING)


def _other_number(left: Features, right: Features) -> bool:
    """Whether more than words agrees, so that two unlike numbers are two reports of one thing and not two things."""
    if (left.cues | right.cues) & RELATING or left.unit != right.unit or left.per != right.per:
        return False
    times = times_apart(left, right)
    if times > w.OTHER_NUMBER_RATIO or others_act(left, right):
        return False
    gap = months_apart(left, right)
    if gap < 0 or gap > w.OTHER_NUMBER_MONTHS:
        return False
    return (
        (gap <= w.RECIPIENTS_MONTHS and recipients(left.recipients, right.recipients) in (EQUAL, CONTAINED))
        or periods(left, right) == EQUAL
        or (gap <= w.VENUE_MONTHS and left.venue is not None and left.venue == right.venue)
        or (times <= 1.25 and gap <= w.CLOSE_NUMBER_MONTHS)
    )


def strangers(left: Features, right: Features) -> bool:
    """Whether two statements of two commitments have nothing to do with each other, seen from little: two numbers of the same
    thing that differ without a word of why, or too few words in common. Most pairs that share a key are of this sort."""
    if left.document == right.document and left.sentence == right.sentence:
        return False
    number = numbers(left, right)
    if number in (UNLIKE, OTHER_UNIT):
        if left.kind == right.kind and left.negated == right.negated and not (left.cues | right.cues) & RELATING:
            return True
    elif number in _AGREE and tells(left):
        return False
    return shared_bits(left, right) < w.UNSURE.words


def same_document(left: Features, right: Features) -> bool:
    """Whether two statements of one document are two things because it says both: in one sentence, with unlike numbers, or
    with unlike deadlines."""
    if left.document != right.document:
        return False
    return (
        left.sentence == right.sentence
        or numbers(left, right) in (UNLIKE, ROUNDED)
        or periods(left, right) in (CONTAINED, APART)
    )


ADJACENT: Final = 2
"""Characters between two sentences of one paragraph; a new item of a list brings a sign of its own and so has more."""


def said_again(left: Features, right: Features) -> bool:
    """Whether one statement of a document says again what another said before.

    Either it takes up the number with "the", "this", "its" and adds next to nothing ("the $1.5 billion had been committed by
    Mexico"); or it is the next sentence, has the same actors and the same act, and spells out the one before: it has the
    same number, or both say "additional" and only the second how much.
    """
    if left.document != right.document or left.sentence == right.sentence or left.kind != right.kind:
        return False
    earlier, later = (left, right) if left.sentence < right.sentence else (right, left)
    if later.unit is None or apart(left, right) is not None or elsewhere(left, right) is not None:
        return False
    again = later.unit == earlier.unit and later.anchor == earlier.anchor
    if again and later.cues & DEFINITE and later.mass - shared_bits(left, right) <= w.SAID_AGAIN.words:
        return actors(left.actors, right.actors) != APART
    return _spelled_out(earlier, later, again)


def _spelled_out(earlier: Features, later: Features, again: bool) -> bool:
    """Whether the next sentence spells out the one before."""
    if earlier.act != later.act or not 0 < later.sentence - earlier.end <= ADJACENT:
        return False
    if not earlier.actors or earlier.actors != later.actors:
        return False
    return digits(later.anchor) >= 2 if again else bool(earlier.unit is None and earlier.cues & later.cues & ADDITIONAL)


def names_itself(features: Features) -> bool:
    """Whether a statement says enough to be known again: whether another document of the same words would say the same. One of
    which nobody knows who says it does so only with a number that tells, or as a measured figure."""
    if not features.actors and features.kind != "figure" and not (features.unit is not None and tells(features)):
        return False
    number = numbers(features, features)
    outcome, rule = asked(features, features, number)
    if outcome == SAME_WORDS and features.mass < max(w.UNSURE.words, rule.words):
        return False
    least = rule.same
    if outcome == SAME_AMOUNT:
        least = max(_least(features), least if features.actors else w.SURE_OF_WHO)
    return _sum(rule, signs_of_twin(features, number)) >= least
