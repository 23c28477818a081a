"""Same, different or unsure, with the rule, the score and the reasons."""

from __future__ import annotations

import functools

from pledgebook.model import Judgement, Verdict
from pledgebook.reconcile import weights as w
from pledgebook.reconcile.explain import reasons, told_apart
from pledgebook.reconcile.features import Features
from pledgebook.reconcile.likeness import shared_bits
from pledgebook.reconcile.numbers import OTHER_UNIT, UNLIKE, numbers
from pledgebook.reconcile.relate import relation
from pledgebook.reconcile.weigh import (
    DIFFERENT,
    OTHER_NUMBER,
    RULES,
    SAID_AGAIN,
    UNSURE,
    apart,
    elsewhere,
    said_again,
    same_document,
    weigh,
)


@functools.lru_cache(maxsize=4_096)
def score(points: int) -> float:
    """How sure, 0 to 1: the odds double with every ten points above even."""
    return round(1 / (1 + 2 ** (-max(-300, min(300, points)) / 10)), 3)


def judge(left: Features, right: Features) -> Judgement | None:
    """What the rules say of two statements; None where nothing is worth recording. `judge(a, b) == judge(b, a)`.

    "different" is recorded where the words would make two statements one and something holds them apart, and where they
    are related.
    """
    if left.id == right.id:
        return None
    if left.id > right.id:
        left, right = right, left
    outcome, points = weigh(left, right)
    apart_here = same_document(left, right)
    if outcome > DIFFERENT and not apart_here:
        return judgement(left, right, outcome, points)
    if said_again(left, right):
        return judgement(left, right, SAID_AGAIN, w.SAID_AGAIN.same)
    if (related := relation(left, right)) is not None:
        return related
    if outcome == UNSURE and not apart_here:
        return judgement(left, right, outcome, points)
    return difference(left, right)


def judgement(left: Features, right: Features, outcome: int, points: int) -> Judgement:
    """The judgement of a rule that came out as `outcome` with `points`."""
    if left.id > right.id:
        left, right = right, left
    verdict: Verdict = "unsure" if outcome == UNSURE else "same"
    return Judgement(left.id, right.id, verdict, RULES[outcome].name, score(points), reasons(left, right, outcome))


def difference(left: Features, right: Features) -> Judgement | None:
    """Two statements that the words would make one, and what holds them apart; None where words do not."""
    if left.id > right.id:
        left, right = right, left
    shared = shared_bits(left, right)
    more = max(left.mass, right.mass)
    if shared < w.SAME_WORDS.words or shared * 100 < w.SAME_WORDS.cover * more:
        return None
    why = held_apart(left, right)
    return None if why is None else Judgement(left.id, right.id, "different", f"held-apart/{w.VERSION}", 1.0, (why,))


def held_apart(left: Features, right: Features) -> str | None:
    """Why two statements cannot be one, as a sentence; None where nothing forbids it."""
    field = apart(left, right) or elsewhere(left, right) or ("kind" if left.kind != right.kind else None)
    if field is not None:
        return told_apart(field, left, right)
    if left.document == right.document and left.sentence == right.sentence:
        return "one sentence says both"
    if numbers(left, right) in (UNLIKE, OTHER_UNIT):
        if left.document == right.document:
            return "one document gives both numbers"
        if weigh(left, right)[0] != OTHER_NUMBER:
            return "the numbers differ and too little else agrees"
    return "one document gives both deadlines" if same_document(left, right) else None
