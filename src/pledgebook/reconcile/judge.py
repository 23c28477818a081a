"""Same, different or unsure, with the rule, the score and the reasons; and how two that are not the same stand to each other."""

from __future__ import annotations

from pledgebook.model import Judgement, RelationType, Verdict
from pledgebook.reconcile import weights as w
from pledgebook.reconcile.explain import reasons
from pledgebook.reconcile.features import ADDITIONAL, PART, REVISE, TOTAL, Features
from pledgebook.reconcile.places import APART
from pledgebook.reconcile.places import actors as compare_actors
from pledgebook.reconcile.places import recipients as compare_recipients
from pledgebook.reconcile.weigh import (
    DIFFERENT,
    EXACT,
    NOTHING,
    ONE_UNSTATED,
    OTHER_NUMBER,
    OTHER_UNIT,
    RULES,
    SAID_AGAIN,
    UNLIKE,
    UNSURE,
    apart,
    kindred,
    numbers,
    opposite,
    periods,
    said_again,
    same_document,
    shared_bits,
    weigh,
)


def score(points: int) -> float:
    """How sure, 0 to 1: the odds double with every three points above what is wanted to be unsure at all."""
    return round(1 / (1 + 2 ** ((w.UNSURE.points - points) / 3)), 3)


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
    if outcome > DIFFERENT and not same_document(left, right):
        return judgement(left, right, outcome, points)
    if said_again(left, right):
        return judgement(left, right, SAID_AGAIN, w.SAID_AGAIN.points)
    if (related := relation(left, right)) is not None:
        return related
    if outcome == UNSURE and not same_document(left, right):
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


_WHY = {
    "kind": "one is a {left.kind}, the other a {right.kind}",
    "actors": "others undertake it: {left_actors} and {right_actors}",
    "polarity": "one says that it will, the other that it will not",
    "recipients": "for others: {left_recipients} and {right_recipients}",
    "period": "their periods do not meet",
    "act": "the acts undo each other: {left.act} and {right.act}",
    "unit": "other units: {left.unit} and {right.unit}",
}


def held_apart(left: Features, right: Features) -> str | None:
    """Why two statements cannot be one, as a sentence; None where nothing forbids it."""
    field = apart(left, right)
    if field is not None:
        return _WHY[field].format(
            left=left,
            right=right,
            left_actors=", ".join(left.actors) or "nobody",
            right_actors=", ".join(right.actors) or "nobody",
            left_recipients=", ".join(left.recipients),
            right_recipients=", ".join(right.recipients),
        )
    if left.document == right.document and left.sentence == right.sentence:
        return "one sentence says both"
    if numbers(left, right) in (UNLIKE, OTHER_UNIT):
        if left.document == right.document:
            return "one document gives both numbers"
        if weigh(left, right)[0] != OTHER_NUMBER:
            return "the numbers differ and too little else agrees"
    return "one document gives both deadlines" if same_document(left, right) else None


def relation(left: Features, right: Features) -> Judgement | None:
    """How two statements stand that are not the same but speak of one thing: see `relate`."""
    if left.id > right.id:
        left, right = right, left
    found = relate(left, right)
    if found is None:
        return None
    kind, source, why = found
    rule = f"{kind.replace('_', '-')}/{w.RELATED.name.rpartition('/')[2]}"
    return Judgement(left.id, right.id, "different", rule, 0.8, (why,), relation=kind, source=source.id)


def relate(left: Features, right: Features) -> tuple[RelationType, Features, str] | None:
    """The relation of two statements, which of them bears it, and why.

    replaces: a later one says another number and that it takes the place of an earlier one ("raised its pledge to"), or takes
    the promise back. tops_up: one of the two says "an additional". total_of, part_of: of two numbers the larger says that
    it is a total, the smaller that it is a part. restates: one repeats the other without its number, or as a thing done or
    agreed instead of promised.
    """
    if not kindred(left.kind, right.kind) or compare_actors(left.actors, right.actors) == APART:
        return None
    if not left.actors and left.kind != "figure":
        return None
    one_sentence = left.document == right.document and left.sentence == right.sentence
    shared = shared_bits(left, right)
    less = min(left.mass, right.mass)
    alike = shared >= w.RELATED.words and shared * 100 >= w.RELATED.cover * less
    number = numbers(left, right)
    if one_sentence:
        return _amounts(left, right) if number == UNLIKE and left.kind == right.kind else None
    if not alike or compare_recipients(left.recipients, right.recipients) == APART or periods(left, right) == APART:
        return None
    later = None if left.day == right.day else left if left.day > right.day else right
    if left.kind == right.kind and (left.negated != right.negated or opposite(left.act, right.act)):
        if later is not None and (left.negated == right.negated or later.negated):
            return "replaces", later, "the later one takes it back"
        return None
    if number == UNLIKE and left.kind == right.kind:
        revised = [one for one in (left, right) if one.cues & REVISE]
        if len(revised) == 1 and (later is None or revised[0] is later):
            return "replaces", revised[0], "the later one says that its number takes the place of another"
        return _amounts(left, right)
    strong = shared * 100 >= w.SAME_WORDS.cover * max(left.mass, right.mass) or (
        number == EXACT and shared >= w.SAME_WORDS.words
    )
    if left.kind != right.kind and strong and number not in (UNLIKE, OTHER_UNIT):
        source = min((one for one in (left, right) if one.kind != "commitment"), key=lambda one: one.id)
        return (
            "restates",
            source,
            f"the {source.kind} repeats the words of the {(left if source is right else right).kind}",
        )
    if number == ONE_UNSTATED and weigh(left, right)[0] in (NOTHING, UNSURE):
        source = left if left.unit is None else right
        if shared * 100 >= w.SAME_WORDS.cover * source.mass and shared >= w.SAME_WORDS.words:
            return "restates", source, "one repeats the other's words without its number"
    return None


def _amounts(left: Features, right: Features) -> tuple[RelationType, Features, str] | None:
    """Of two unlike numbers of one thing: whether one tops up, is a part of or the total of the other."""
    small, large = (left, right) if abs(left.anchor) < abs(right.anchor) else (right, left)
    if large.cues & TOTAL and not small.cues & TOTAL:
        return "total_of", large, "the larger number is said to be a total"
    if small.cues & PART and not large.cues & PART:
        return "part_of", small, "the smaller number is said to be a part"
    added = [one for one in (left, right) if one.cues & ADDITIONAL]
    if len(added) == 1:
        return "tops_up", added[0], "one is said to come on top"
    return None
