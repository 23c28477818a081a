"""What a set of statements amounts to: the commitment as a reader sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from pledgebook.model import (
    Commitment,
    Judgement,
    Member,
    Quantity,
    Relation,
    Said,
    Total,
    awaits_second,
    commitment_id,
    is_checked,
    plain_words,
)
from pledgebook.reconcile.contradictions import contradictions
from pledgebook.reconcile.describe import features
from pledgebook.reconcile.features import NAMED, Features
from pledgebook.reconcile.support import KINDS, STRENGTHS, published, support

_T = TypeVar("_T")
_V = TypeVar("_V")


def commitment(
    members: Sequence[Said],
    judgements: Sequence[Judgement],
    relations: Sequence[Relation] = (),
    *,
    known: Mapping[str, Features] | None = None,
) -> Commitment:
    """The commitment that these statements make.

    `judgements`: those that `group` gave (others are passed over); they say why each member belongs there. The
    best-supported statement decides every field that it states, the next best those that it leaves open; the object is the
    best-supported wording that says what is promised (and how much, if any does). The actors are those that most statements name, the better
    supported where as many name others. Statements of replaced versions are kept and decide nothing, as long as any other
    is there; only the id and the day on which it was first stated come from the earliest of all. `known`: the features of the
    statements, by id, where they were worked out before.

    Raises ValueError without members.
    """
    if not members:
        raise ValueError("a commitment has at least one statement")
    earliest = sorted(members, key=_earliest)
    live = [said for said in members if not said.imprint.superseded] or list(members)
    ordered = sorted(live, key=support)
    described = [(said, features(said) if known is None else known[said.statement.id]) for said in ordered]
    best = ordered[0].statement
    numbered = any(what.unit is not None for _, what in described)
    wording = next(
        (said.statement for said, what in described if what.cues & NAMED and (what.unit is not None or not numbered)),
        best,
    )
    first = earliest[0]
    checked = any(is_checked(said.reviews) for said in members)
    return Commitment(
        id=commitment_id(first.statement.id),
        kind=min((said.statement.kind for said in live), key=KINDS.index),
        actors=_actors([what.actors for _, what in described]),
        recipients=_first(described, lambda pair: pair[1].recipients or None) or (),
        object=plain_words(wording.object.text),
        quantity=_first(ordered, lambda said: _total(said.statement.quantity)),
        period=_first(ordered, lambda said: None if said.statement.period is None else said.statement.period.edtf),
        venue=_first(ordered, lambda said: None if said.statement.venue is None else said.statement.venue.name),
        strength=min((said.statement.strength for said in live), key=STRENGTHS.index),
        rung=_first(ordered, lambda said: said.statement.rung),
        first_stated=first.imprint.published,
        members=_members(earliest, judgements),
        relations=tuple(
            sorted(set(relations), key=lambda relation: (relation.type, relation.commitment, relation.reasons))
        ),
        contradictions=contradictions(described) if len(described) > 1 else (),
        promise=wording.promise,
        polarity=wording.act.polarity,
        modality=wording.act.modality,
        wording=wording.id,
        confidence=max(
            (said.statement.confidence for said in live if said.statement.confidence is not None), default=None
        ),
        reviewed=checked,
        awaits_second=not checked and any(awaits_second(said.reviews) for said in members),
    )


def _earliest(said: Said) -> tuple[bool, int, str]:
    day = published(said)
    return (not day, day, said.statement.id)


def _first(ordered: Sequence[_T], field: Callable[[_T], _V | None]) -> _V | None:
    return next((value for one in ordered if (value := field(one)) is not None), None)


def _actors(named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(actors for actors in named if actors)
    return max(counts, key=lambda actors: counts[actors]) if counts else ()


def _total(quantity: Quantity | None) -> Total | None:
    if quantity is None:
        return None
    return Total(quantity.low, quantity.high, quantity.unit, quantity.per, quantity.additional)


def _members(earliest: Sequence[Said], judgements: Sequence[Judgement]) -> tuple[Member, ...]:
    ids = {said.statement.id for said in earliest}
    best: dict[str, Judgement] = {}
    for judged in judgements:
        if judged.verdict == "same" and judged.left in ids and judged.right in ids:
            for end in (judged.left, judged.right):
                if end not in best or _order(judged) < _order(best[end]):
                    best[end] = judged
    found = []
    for place, said in enumerate(earliest):
        why = best.get(said.statement.id) if place else None
        found.append(Member(said) if why is None else Member(said, why.by, why.reasons))
    return tuple(found)


def _order(judged: Judgement) -> tuple[bool, float, str, str]:
    return (not judged.person, -judged.score, judged.left, judged.right)
