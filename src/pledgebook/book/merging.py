"""From statements of the ledger to commitments: block, compare, judge, group, write down.

A batch of statements that have no place yet is compared with those that share a block key with them; the components
they join are grouped anew as a whole. A judgement is a pure function of two statements and a component is always
grouped from all its statements, so the same sets come out in whatever order and batches statements were added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pledgebook import reconcile
from pledgebook.book.days import today
from pledgebook.book.settled import uncollected
from pledgebook.book.status import write_statuses
from pledgebook.ledger import Component, Ledger, Merge, Reader, Writer
from pledgebook.model import Commitment, Judgement, Said
from pledgebook.reconcile import Features

BATCH = 5_000
"""Statements placed in one transaction: enough to write in bulk, few enough that other writers need not wait long."""

Progress = Callable[[int], None]


def merge(
    ledger: Ledger, run: str, *, again: bool = False, batch: int = BATCH, progress: Progress | None = None
) -> int:
    """Place every statement that waits for it, in batches of one transaction each; how many were placed.

    `again`: place all statements anew, by the rules of this version. `progress`: told the number placed so far after each
    batch. What was placed stays placed where a later batch fails.
    """
    if again:
        with ledger.write(run) as writer:
            writer.clear_features()
            _put_missing_features(writer)
            writer.wait_all()
    done = 0
    while True:
        with ledger.write(run) as writer, uncollected():
            waiting = writer.pending(batch)
            if waiting:
                write_statuses(writer, today(), among={one.id for one in place(writer, waiting)})
        if not waiting:
            return done
        done += len(waiting)
        if progress is not None:
            progress(done)


def place(writer: Writer, waiting: Sequence[int]) -> list[Commitment]:
    """Give statements, by number, their place among the commitments, and write it down as one entry; the commitments that
    came of it."""
    new, keys = _put_features(writer, waiting)
    nearby = _features(writer, writer.neighbours(keys.same) - new.keys())
    rulings = writer.judgements({*new, *nearby}, persons=True)
    # a person may join statements that no block brings together
    named = {one for ruling in rulings for one in (ruling.left, ruling.right)}
    number_of = {features.id: number for number, features in (*nearby.items(), *new.items())}
    number_of |= writer.numbers(named - number_of.keys())
    both = list(new.values()), list(nearby.values())
    seen = reconcile.view(*both)
    touched = {*reconcile.touching(*both, rulings, seen=seen), *named}
    whole = writer.components({*new, *(number_of[one] for one in touched if one in number_of)})
    members = new.keys() | {number for numbers in whole.values() for number in numbers}
    members |= {number_of[one] for one in named if one in number_of}
    features = {**new, **_features(writer, members - new.keys())}
    judged = writer.judgements(members)
    rulings = [judgement for judgement in judged if judgement.person]
    groups = reconcile.group([features[number] for number in sorted(features)], rulings, seen=seen)
    # what was said of two statements that both had their place before is not worked out again, and still holds
    fresh = {one.id for one in new.values()}
    still = [one for one in judged if _beside(one) and not {one.left, one.right} & fresh]
    delivering = _delivering(writer, new, keys.progress)
    # every judgement between two commitments, because one may be split later; within one, grouping judges anew
    where = {one: statements[0] for group in groups for statements in group.commitments for one in statements}
    beside_new = reconcile.related(*both, where, best_only=False, seen=seen)
    related = _by_statement((*beside_new, *delivering, *still))
    said = {one.statement.id: one for one in writer.said(features).values()}
    known = {one.id: one for one in features.values()}
    components, commitments = [], []
    for group in groups:
        inside = [statement for statements in group.commitments for statement in statements]
        beside = {judgement: None for statement in inside for judgement in related[statement]}
        components.append(Component(group.commitments, (*group.judgements, *beside)))
        about = _by_statement((*rulings, *group.judgements, *beside))
        commitments += [_summary(statements, said, about, known) for statements in group.commitments]
    writer.store_merge(Merge(reconcile.RULE, tuple(components)), commitments)
    return commitments


def _delivering(writer: Writer, new: Mapping[int, Features], keys: Collection[int]) -> tuple[Judgement, ...]:
    """Which deeds deliver on which promises, where one of the two is new. `keys`: those of the new ones."""
    around = writer.neighbours(keys) - new.keys()
    return reconcile.delivering(list(new.values()), list(_features(writer, around).values()))


def derive(writer: Writer, *, batch: int = BATCH) -> None:
    """What a rebuilt ledger lacks because no entry holds it: features, and the summaries of commitments."""
    _put_missing_features(writer, batch)
    put_summaries(writer, batch)


def put_summaries(writer: Writer, batch: int = BATCH) -> None:
    """Work the summaries of commitments out anew that are stale."""
    while stale := writer.stale_commitments(batch):
        writer.put_commitments(commitments_of(writer, stale))


def commitments_of(reader: Reader, numbers: Sequence[int]) -> list[Commitment]:
    """The summaries of commitments, by their numbers, from what their statements and the judgements about them say."""
    members = reader.members(numbers)
    said = reader.said([number for inside in members.values() for number in inside])
    about = _by_statement(reader.judgements(said))
    by_id = {one.statement.id: one for one in said.values()}
    sets = [[said[number].statement.id for number in inside] for inside in members.values()]
    return [_summary(statements, by_id, about) for statements in sets]


def features_of(reader: Reader, numbers: Sequence[int]) -> list[tuple[int, bytes, Sequence[int]]]:
    """What merging compares of statements, by number, with their block keys, as the ledger keeps it."""
    found = {number: reconcile.features(said) for number, said in sorted(reader.said(numbers, before=True).items())}
    return [(number, reconcile.encode_features(one), _keys(one).every) for number, one in found.items()]


class _Keys(NamedTuple):
    """The block keys under which statements are found: by what may be the same, and by what may deliver on it."""

    same: Collection[int]
    progress: Collection[int]

    @property
    def every(self) -> list[int]:
        """All of them, ascending."""
        return sorted({*self.same, *self.progress})


def _keys(one: Features) -> _Keys:
    return _Keys(reconcile.keys(one), reconcile.progress_keys(one))


def _summary(
    statements: Iterable[str],
    said: Mapping[str, Said],
    about: Mapping[str, Sequence[Judgement]],
    known: Mapping[str, Features] | None = None,
) -> Commitment:
    ordered = sorted(statements)
    judgements = {judgement: None for statement in ordered for judgement in about[statement]}
    return reconcile.commitment([said[one] for one in ordered], list(judgements), known=known)


def _beside(judgement: Judgement) -> bool:
    """Whether it is a rule's word about two commitments: how one stands to the other, or doubt."""
    return not judgement.person and (judgement.relation is not None or judgement.verdict == "unsure")


def _by_statement(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    found: defaultdict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        found[judgement.left].append(judgement)
        found[judgement.right].append(judgement)
    return found


def _put_missing_features(writer: Writer, batch: int = BATCH) -> None:
    while missing := writer.featureless(batch):
        _put_features(writer, missing)


def _put_features(writer: Writer, numbers: Sequence[int]) -> tuple[dict[int, Features], _Keys]:
    """Work out and keep the features of statements with their block keys; returns both."""
    found = {number: reconcile.features(said) for number, said in sorted(writer.said(numbers, before=True).items())}
    keys = {number: _keys(one) for number, one in found.items()}
    writer.put_features((number, reconcile.encode_features(one), keys[number].every) for number, one in found.items())
    same = set[int]().union(*(one.same for one in keys.values()))
    return found, _Keys(same, set[int]().union(*(one.progress for one in keys.values())))


def _features(writer: Writer, numbers: Collection[int]) -> dict[int, Features]:
    return {number: reconcile.decode_features(body) for number, body in writer.features(numbers).items()}
