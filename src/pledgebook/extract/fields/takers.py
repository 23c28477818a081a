"""Who takes and who gives in the clause of a statement: what it says of a name that could receive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import NOMINAL, coordinated, is_verb, noun_classes
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.extract.clauses.transfers import transfer_of
from pledgebook.model import Actor, Mention


@dataclass(frozen=True, slots=True)
class Case:
    """A statement whose recipients are sought. `names`: token index → mention, of its sentence. `others`: the objects
    of the other statements of the sentence. `before`: the ids that the statement before it gives as recipients;
    `earlier`: those of all statements before it."""

    candidate: Candidate
    parsed: Parsed
    names: Mapping[int, Mention]
    actors: Sequence[Actor]
    kind: str
    others: Sequence[tuple[int, int]] = ()
    before: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()


def transfer_signs(token: Any, case: Case) -> list[str]:
    """Whether the clause says that the name takes or gives what the object is."""
    doc, candidate = case.parsed.doc, case.candidate
    transfer = transfer_of(doc[candidate.act], doc[candidate.head])
    taker = transfer.taker if candidate.taker is None else doc[candidate.taker]
    takers = [taker] if candidate.taker is not None else _takers(taker, case)
    if any(_within(token, t) for t in takers):
        return ["taker", f"taker×kind:{case.kind}", *(["subject-receives"] if transfer.turned else [])]
    apart = candidate.place is not None or _opens_an_item(token)
    if taker is not None and apart and any(t.i == token.i for t in coordinated(taker)):
        return ["another-taker"]
    given = transfer.giver is not None and _within(token, transfer.giver)
    return ["giver"] if given else []


def has_own_taker(case: Case) -> bool:
    """The clause names who takes the object, outside the other objects of its sentence."""
    doc, candidate = case.parsed.doc, case.candidate
    taker = transfer_of(doc[candidate.act], doc[candidate.head]).taker
    at = None if taker is None else taker.idx + case.parsed.start
    return at is not None and not any(low <= at < high for low, high in case.others)


def _opens_an_item(token: Any) -> bool:
    """An amount of its own follows the name: "20 boats to Kenya and the UK 10 to Ghana"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return following.tag_ in ("CD", "$")


def of_the_doer(token: Any, case: Case) -> bool:
    """The name says where or whose the doer is: it hangs on the subject of the act, who gives."""
    act = case.parsed.doc[case.candidate.act]
    verb = verb_above(act)
    doer = subject_of(verb) if is_verb(verb) else None
    turned = transfer_of(act, case.parsed.doc[case.candidate.head]).turned
    if doer is None or turned or doer.pos_ not in NOMINAL or "people" not in noun_classes(doer):
        return False
    return bool(doer.is_ancestor(token))


def _takers(taker: Any | None, case: Case) -> list[Any]:
    """Those who take what the object is: of several in coordination the one that "respectively" gives to it, or those
    inside the object where it holds the first ("20 boats to Kenya and the UK 10 to Ghana": the UK takes nothing)."""
    if taker is None:
        return []
    candidate, offset, takers = case.candidate, case.parsed.start, coordinated(taker)
    if candidate.place is not None and len(takers) == candidate.place[1]:
        takers = [takers[candidate.place[0]]]
    if candidate.start <= takers[0].idx + offset < candidate.end:
        return [t for t in takers if t.idx + offset < candidate.end]
    return takers


def _within(token: Any, name: Any) -> bool:
    """The token heads the name or stands in its words before it."""
    return bool(token.i == name.i or name.left_edge.i <= token.i < name.i)
