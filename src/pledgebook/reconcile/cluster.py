"""Statements into commitments: the connected sets that honour every "different".

Two statements are joined *raw* where they share a key and a rule says that they are the same, or where a person says so.
A raw component is a set connected in that way; it depends on nothing but the statements, so any order and any batches
of adding lead to the same ones. Within a component the joints are taken strongest first (a person's before any rule's, then by
points, then by ids) and each is made unless it would bring together two statements that are held apart: by a person, by a
field that excludes the other, by one sentence that says both, or by one document that gives them unlike numbers. A
person's "same" gives way to nothing but a person's "different".

Statements that say the very same thing in the same month are one *node*, so that a promise that a thousand pages repeat costs
no more than one that two repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from pledgebook.model import Judgement
from pledgebook.reconcile.features import Features
from pledgebook.reconcile.judge import difference, judgement
from pledgebook.reconcile.nodes import Cluster, Edge, Node, View, nodes_of, outvoted, peaceful, ruled
from pledgebook.reconcile.relate import relation
from pledgebook.reconcile.weigh import OTHER_NUMBER, SAME_AMOUNT, UNSURE, same_document, strangers, weigh


@dataclass(frozen=True, slots=True)
class Group:
    """A raw component, split into its commitments.

    `commitments`: ids of statements, ascending, each set a commitment. `judgements`: those that hold the sets together, those
    that hold them apart, relations between them, and what a rule is unsure about.
    """

    commitments: tuple[tuple[str, ...], ...]
    judgements: tuple[Judgement, ...]


def group(
    statements: Sequence[Features], rulings: Sequence[Judgement] = (), *, seen: View | None = None
) -> tuple[Group, ...]:
    """All the given statements as raw components, ascending by first id, each split into its commitments.

    `rulings`: a person's judgements; a rule's are left aside, because the rules judge anew. `seen`: the `view` of some of the
    statements: pairs that it has weighed are not weighed again.
    """
    persons = [ruling for ruling in rulings if ruling.person]
    nodes = nodes_of(statements, {end for ruling in persons for end in (ruling.left, ruling.right)})
    same, different = ruled(nodes, persons, "same"), ruled(nodes, persons, "different")
    field = View(nodes, seen)
    sets, _ = field.connect(range(len(nodes)), same)
    components: dict[int, list[int]] = defaultdict(list)
    for number in range(len(nodes)):
        components[sets.find(number)].append(number)
    persons_same: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in same:
        persons_same[sets.find(pair[0])].append(pair)
    persons_different: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for left, right in different:
        persons_different[sets.find(left)].add((min(left, right), max(left, right)))
    found = []
    for root, members in components.items():
        if len(members) == 1:
            found.append(Group((_ids(nodes, members),), _twins(nodes, members)))
        else:
            found.append(_Component(field, members, persons_same[root], persons_different[root]).split())
    return tuple(found)


def _ids(nodes: Sequence[Node], members: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(one.id for member in members for one in nodes[member]))


def _twins(nodes: Sequence[Node], members: Iterable[int]) -> tuple[Judgement, ...]:
    """What joins the statements of a node, which say the same: each with the first."""
    found = []
    for member in members:
        first, *others = nodes[member]
        if others:
            outcome, points = weigh(first, others[0])  # of another document, as all of them
            found += [judgement(first, other, outcome, points) for other in others]
    return tuple(found)


_FEW: Final = 16
"""Up to so many wordings all are weighed against each other, and a joint has to stand against what speaks for two things, unless
nothing is held apart and all joints that connect them are sure."""
_SURE: Final = 80
"""Points of a joint that is sure: 2 to the 8th, against one, that the two are the same."""
_MANY: Final = 256
"""So many wordings of one promise are no longer all weighed against each other, which would take the square of the time."""


def _open_to_votes(joint: Edge) -> bool:
    """Whether the other pairs of two clusters may speak against a joint: it rests on a number, and not surely."""
    return joint.outcome == SAME_AMOUNT and joint.points < _SURE


class _Component:
    """One raw component while it is being split."""

    def __init__(
        self,
        field: View,
        members: Sequence[int],
        same: Sequence[tuple[int, int]],
        different: Collection[tuple[int, int]],
    ) -> None:
        self._field, self._nodes, self._members = field, field.nodes, members
        self._same, self._different = same, different
        self._clusters = {member: Cluster(member, field.nodes[member]) for member in members}
        self._where = {member: member for member in members}
        self._judgements = list(_twins(field.nodes, members))

    def split(self) -> Group:
        """The component's commitments."""
        for left, right in self._same:
            one, other = self._where[left], self._where[right]
            if one != other and not self._forbidden(one, other):
                self._join(one, other)
        blocks = self._field.blocks(self._members)
        if not self._different and peaceful([self._nodes[one] for one in self._members]):
            # nothing is held apart: no need to weigh every pair. Connected anew by itself, so that the joints that are
            # recorded do not depend on what else was given
            joints = self._field.connect(self._members, self._same, blocks)[1]
            if len(self._members) > _FEW or not any(map(_open_to_votes, joints)):
                self._take(joints, free=True)
                return self._group([])
        if len(self._members) > _MANY:
            self._take([*self._some(), *self._field.taken_up(self._members)], free=False)
            return self._group([])
        between = self._field.pairs(blocks)
        weighed = [edge for left, right in between if (edge := self._field.joint(left, right)) is not None]
        self._take([*weighed, *self._field.taken_up(self._members)], free=False)
        return self._group(between)

    def _some(self) -> Iterable[Edge]:
        """Joints enough: those that connect the nodes of each number, and those that connect the whole."""
        numbers: dict[tuple[str | None, float], list[int]] = defaultdict(list)
        for member in self._members:
            numbers[self._nodes[member][0].unit, self._nodes[member][0].anchor].append(member)
        for members in (*numbers.values(), self._members):
            yield from self._field.connect(members, ())[1]

    def _take(self, edges: Iterable[Edge], *, free: bool) -> None:
        """Make the joints, strongest first; `free`: nothing holds anything apart."""
        for edge in sorted(edges, key=lambda edge: (-edge.points, edge.one.id, edge.other.id)):
            one, other = self._where[edge.left], self._where[edge.right]
            if one == other:
                continue
            report = [edge] if edge.outcome == OTHER_NUMBER else []
            if not free:
                ours, theirs = self._clusters[one], self._clusters[other]
                if self._forbidden(one, other) or ours.clashes(theirs, [*ours.reports, *theirs.reports, *report]):
                    continue
                if edge.outcome == SAME_AMOUNT and outvoted(ours, theirs, self._field):
                    continue
            self._join(one, other)
            self._clusters[min(one, other)].reports += report
            self._judgements.append(judgement(edge.one, edge.other, edge.outcome, edge.points))

    def _join(self, one: int, other: int) -> None:
        low, high = min(one, other), max(one, other)
        taken = self._clusters.pop(high)
        for member in taken.members:
            self._where[member] = low
        self._clusters[low].add(taken)

    def _forbidden(self, one: int, other: int) -> bool:
        """Whether a person holds anything of two clusters apart."""
        sides = {one, other}
        return any({self._where.get(left), self._where.get(right)} == sides for left, right in self._different)

    def _group(self, between: Iterable[tuple[int, int]]) -> Group:
        """The commitments, with the best judgement of each sort between any two of them."""
        best: dict[tuple[int, int, str | None], Judgement] = {}
        if len(self._clusters) > 1:
            for left, right in between:
                low, high = sorted((self._where[left], self._where[right]))
                if low == high:
                    continue
                found = between_commitments(self._nodes[left][0], self._nodes[right][0], self._field)
                if found is not None:
                    key = (low, high, found.relation)
                    if key not in best or _preferred(found) < _preferred(best[key]):
                        best[key] = found
        commitments = sorted(_ids(self._nodes, cluster.members) for cluster in self._clusters.values())
        return Group(tuple(commitments), (*self._judgements, *(best[key] for key in sorted(best, key=str))))


def between_commitments(left: Features, right: Features, field: View, *, differences: bool = True) -> Judgement | None:
    """What is worth recording of two statements that are not of one commitment: a relation, doubt, or what holds them apart."""
    if strangers(left, right):
        return None
    if (related := relation(left, right)) is not None:
        return related
    outcome, points = field.weighed(left, right)
    if outcome == UNSURE and not same_document(left, right):
        return judgement(left, right, outcome, points)
    return difference(left, right) if differences else None


def view(new: Sequence[Features], known: Sequence[Features]) -> View:
    """The statements as nodes with what they share, for `touching` and `related` of the same: worked out once for both."""
    return View(nodes_of((*known, *new), ()))


def touching(
    new: Sequence[Features],
    known: Sequence[Features],
    rulings: Sequence[Judgement] = (),
    *,
    seen: View | None = None,
) -> set[str]:
    """Ids of those known that are joined raw to a new one: what has to be grouped anew with them, each with its whole
    component. Of statements that say the very same thing one is named for all, because they are in one component.

    `known`: those that share a key with a new one, and the other ends of the persons' judgements about the new ones.
    `rulings`: the persons' judgements about any of them. `seen`: the `view` of the same statements.
    """
    fresh = {one.id for one in new}
    persons = [ruling for ruling in rulings if ruling.person]
    alone = {end for ruling in persons for end in (ruling.left, ruling.right)}
    field = seen if seen is not None and not alone else View(nodes_of((*known, *new), alone))
    nodes = field.nodes
    at = {number for number, node in enumerate(nodes) if any(one.id in fresh for one in node)}
    touched = set(at)
    for edge in field.taken_up(range(len(nodes))):
        touched.update((edge.left, edge.right) if edge.left in at or edge.right in at else ())
    for left, right in ruled(nodes, persons, "same"):
        touched.update((left, right) if left in at or right in at else ())
    for block in field.every_block():
        arrived = [number for number in block if number in at]
        for number in block if arrived else ():
            if number not in touched and any(field.joint(*sorted((number, one))) for one in arrived):
                touched.add(number)
    old = (next((one.id for one in nodes[number] if one.id not in fresh), None) for number in touched)
    return {one for one in old if one is not None}


def related(
    new: Sequence[Features],
    known: Sequence[Features],
    where: Mapping[str, Hashable] | None = None,
    *,
    best_only: bool = True,
    seen: View | None = None,
) -> tuple[Judgement, ...]:
    """Relations and doubts between the new statements and those known (or new), of pairs that share a key or a sentence.

    `where`: the commitment of statements (anything that tells commitments apart): pairs of one commitment are left out, and between
    two commitments only the best judgement of each sort is given, unless `best_only` is False. Without it pairs of one
    commitment may be among them. `seen`: the `view` of the same statements.
    """
    fresh = {one.id for one in new}
    field = view(new, known) if seen is None else seen
    nodes = field.nodes
    at = {number for number, node in enumerate(nodes) if any(one.id in fresh for one in node)}
    homes = [None if where is None else where.get(node[0].id) for node in nodes]
    wanted: set[tuple[int, int]] = set()
    sentences: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for one in node:
            if one.unit is not None:
                sentences[one.document, one.sentence].append(number)
    for block in (*field.every_block(), *sentences.values()):
        if len(living := {homes[number] for number in block}) == 1 and None not in living:
            continue  # most that share a key are of one commitment
        wanted.update(
            (left, right) if left < right else (right, left)
            for left, right in _with_new(block, at)
            if left != right and (homes[left] is None or homes[left] != homes[right])
        )
    best: dict[Hashable, Judgement] = {}
    for left, right in sorted(wanted):
        found = between_commitments(nodes[left][0], nodes[right][0], field, differences=False)
        if found is None:
            continue
        key: Hashable = (left, right)
        if best_only and homes[left] is not None and homes[right] is not None:
            key = (frozenset((homes[left], homes[right])), found.relation)
        if key not in best or _preferred(found) < _preferred(best[key]):
            best[key] = found
    return tuple(sorted(best.values(), key=lambda one: (one.left, one.right)))


def _with_new(block: Sequence[int], new: Collection[int]) -> Iterable[tuple[int, int]]:
    """Every two of a block of which one is new."""
    arrived = [number for number in block if number in new]
    return combinations(block, 2) if len(arrived) == len(block) else product(arrived, block)


def _preferred(judged: Judgement) -> tuple[float, str, str]:
    return (-judged.score, judged.left, judged.right)
