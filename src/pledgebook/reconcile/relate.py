"""How two statements stand that are not the same but speak of one thing."""

from __future__ import annotations

from pledgebook.model import Judgement, RelationType
from pledgebook.reconcile import weights as w
from pledgebook.reconcile.features import ADDITIONAL, PART, REVISE, TOTAL, Features
from pledgebook.reconcile.likeness import shared_bits
from pledgebook.reconcile.numbers import EXACT, ONE_UNSTATED, OTHER_UNIT, UNLIKE, numbers
from pledgebook.reconcile.places import APART
from pledgebook.reconcile.places import actors as compare_actors
from pledgebook.reconcile.places import recipients as compare_recipients
from pledgebook.reconcile.signs import periods
from pledgebook.reconcile.weigh import NOTHING, UNSURE, kindred, opposite, weigh

_Found = tuple[RelationType, Features, str]


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


def relate(left: Features, right: Features) -> _Found | None:
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
    number = numbers(left, right)
    if left.document == right.document and left.sentence == right.sentence:
        return _amounts(left, right) if number == UNLIKE and left.kind == right.kind else None
    if not _alike(left, right):
        return None
    if left.kind == right.kind and (left.negated != right.negated or opposite(left.act, right.act)):
        return _taken_back(left, right)
    if number == UNLIKE and left.kind == right.kind:
        return _revised(left, right) or _amounts(left, right)
    return _restated(left, right, number)


def _alike(left: Features, right: Features) -> bool:
    """Whether the words of two objects agree, and nothing says that they are for others or for another time."""
    shared = shared_bits(left, right)
    less = min(left.mass, right.mass)
    if shared < w.RELATED.words or shared * 100 < w.RELATED.cover * less:
        return False
    return compare_recipients(left.recipients, right.recipients) != APART and periods(left, right) != APART


def _later(left: Features, right: Features) -> Features | None:
    return None if left.day == right.day else left if left.day > right.day else right


def _taken_back(left: Features, right: Features) -> _Found | None:
    later = _later(left, right)
    if later is not None and (left.negated == right.negated or later.negated):
        return "replaces", later, "the later one takes it back"
    return None


def _revised(left: Features, right: Features) -> _Found | None:
    revised, later = [one for one in (left, right) if one.cues & REVISE], _later(left, right)
    if len(revised) == 1 and (later is None or revised[0] is later):
        return "replaces", revised[0], "the later one says that its number takes the place of another"
    return None


def _restated(left: Features, right: Features, number: int) -> _Found | None:
    """Whether one repeats the other as another kind or without its number."""
    shared = shared_bits(left, right)
    most = shared * 100 >= w.SAME_WORDS.cover * max(left.mass, right.mass)
    if left.kind != right.kind:
        if not (most or (number == EXACT and shared >= w.SAME_WORDS.words)) or number in (UNLIKE, OTHER_UNIT):
            return None
        source = min((one for one in (left, right) if one.kind != "commitment"), key=lambda one: one.id)
        other = left if source is right else right
        return "restates", source, f"the {source.kind} repeats the words of the {other.kind}"
    if number == ONE_UNSTATED and weigh(left, right)[0] in (NOTHING, UNSURE):
        source = left if left.unit is None else right
        if shared * 100 >= w.SAME_WORDS.cover * source.mass and shared >= w.SAME_WORDS.words:
            return "restates", source, "one repeats the other's words without its number"
    return None


def _amounts(left: Features, right: Features) -> _Found | None:
    """Of two unlike numbers of one thing: whether one tops up, is a part of or the total of the other."""
    small, large = (left, right) if abs(left.anchor) < abs(right.anchor) else (right, left)
    if large.cues & TOTAL and not small.cues & TOTAL:
        return "total_of", large, "the larger number is said to be a total"
    if small.cues & PART and not large.cues & PART:
        return "part_of", small, "the smaller number is said to be a part"
    added = [one for one in (left, right) if one.cues & ADDITIONAL]
    return ("tops_up", added[0], "one is said to come on top") if len(added) == 1 else None
