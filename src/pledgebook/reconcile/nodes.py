"""Statements that say the very same thing, taken together, and the raw joints between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

import msgspec

from pledgebook.model import Judgement
from pledgebook.reconcile import weights as w
from pledgebook.reconcile.block import mentions, subjects
from pledgebook.reconcile.features import NAMED, PLAIN, Features
from pledgebook.reconcile.likeness import month
from pledgebook.reconcile.numbers import EXACT, NEAR, OTHER_UNIT, UNLIKE, numbers
from pledgebook.reconcile.weigh import (
    DIFFERENT,
    SAID_AGAIN,
    apart,
    elsewhere,
    related_by_number,
    said_again,
    same_document,
    weigh,
)

Node = list[Features]
"""Statements that say the very same thing in the same month, ascending by id; the first stands for all."""


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A joint of two nodes (`left` < `right`), what made it, its points, and the two statements that it joins."""

    left: int
    right: int
    outcome: int
    points: int
    one: Features
    other: Features


class Sets:
    """Disjoint sets of numbers, each known by its lowest."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, one: int) -> int:
        """The lowest of the set that holds this one."""
        parent = self._parent
        while (above := parent.get(one, one)) != one:
            parent[one] = parent.get(above, above)
            one = above
        return one

    def join(self, left: int, right: int) -> bool:
        """Make two sets one; whether they were two."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return False
        self._parent[max(a, b)] = min(a, b)
        return True


def nodes_of(statements: Iterable[Features], alone: Collection[str]) -> list[Node]:
    """The statements as nodes, ascending by their first id. A statement that says too little to be known again, and any
    of `alone` (those that a person judged), stands by itself; so does a second one of the same sentence."""
    found: dict[object, Node] = {}
    sentences: set[tuple[object, str, int]] = set()
    ordered = sorted({one.id: one for one in statements}.values(), key=_id)
    alike = Counter((one.anchor, one.mass, one.act) for one in ordered)  # cheaper to compare than all
    for one in ordered:
        signature: object = one.id
        if one.cues & NAMED and alike[one.anchor, one.mass, one.act] > 1 and one.id not in alone:
            signature = (
                one.words, one.anchor, one.floor, one.ceiling, one.unit, one.per, one.kind, one.negated, one.actors, one.recipients,
                one.first, one.last, one.venue, one.act, one.around, one.names, one.context, one.title, one.cues, month(one.day) if one.day else 0,
            )  # fmt: skip
            place = (signature, one.document, one.sentence)
            if place in sentences:
                signature = one.id
            sentences.add(place)
        found.setdefault(signature, []).append(one)
    return list(found.values())


def _id(one: Features) -> str:
    return one.id


class View:
    """Nodes by number, with what was found out about pairs of them so far."""

    def __init__(self, nodes: Sequence[Node], seen: View | None = None) -> None:
        """`seen`: another view, of which what was found out about pairs of statements is taken over."""
        self.nodes = nodes
        self._subjects = [subjects(node[0]) for node in nodes]
        self._joints: dict[int, Edge | None] = {}  # by the places of both in one number
        self._weighed: dict[str, dict[str, tuple[int, int]]] = {} if seen is None else seen._weighed
        self._every: list[tuple[int, ...]] | None = None

    def every_block(self) -> list[tuple[int, ...]]:
        """All nodes that share a key, largest block first; worked out once."""
        if self._every is None:
            self._every = self.blocks(range(len(self.nodes)))
        return self._every

    def blocks(self, members: Iterable[int]) -> list[tuple[int, ...]]:
        """Those of the nodes that share a key, each set once, largest first."""
        found = sorted(self._sharing(members))
        found.sort(key=len, reverse=True)
        return found

    def _sharing(self, members: Iterable[int]) -> set[tuple[int, ...]]:
        """Those of the nodes that share a key, each set once."""
        found: dict[str, list[int]] = defaultdict(list)
        for number in members:
            for key in self._subjects[number]:
                found[key].append(number)
        return {tuple(block) for block in found.values() if len(block) > 1}

    def pairs(self, blocks: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
        """Every two nodes that share one of the blocks, each once, the lower first, ascending."""
        many = len(self.nodes)
        # as one number each: a pair of numbers for every pair of a book keeps the collector of garbage busy
        found = {left * many + right for block in blocks for left, right in combinations(block, 2)}
        return [divmod(pair, many) for pair in sorted(found)]

    def weighed(self, one: Features, other: Features) -> tuple[int, int]:
        """What comes of two statements of the nodes, worked out once."""
        if one.id > other.id:
            one, other = other, one
        known = self._weighed.get(one.id)
        if known is None:
            known = self._weighed[one.id] = {}
        found = known.get(other.id)
        if found is None:
            found = known[other.id] = weigh(one, other)
        return found

    def joint(self, left: int, right: int) -> Edge | None:
        """The joint that the rules see between two nodes (`left` < `right`), or None."""
        place = left * len(self.nodes) + right
        if place in self._joints:
            return self._joints[place]
        outcome, points = self.weighed(self.nodes[left][0], self.nodes[right][0])
        ends = allowed(self.nodes[left], self.nodes[right]) if outcome > DIFFERENT else None
        self._joints[place] = found = None if ends is None else Edge(left, right, outcome, points, *ends)
        return found

    def taken_up(self, members: Iterable[int]) -> Iterator[Edge]:
        """The joints of numbers that a document takes up again: each with the nearest sentence before that says it."""
        said: dict[str, list[tuple[int, str, int, Features]]] = defaultdict(list)
        for number in members:
            for one in self.nodes[number]:
                for key in mentions(one):
                    said[key].append((one.sentence, one.id, number, one))
        for block in said.values():
            if len(block) < 2:
                continue
            block.sort(key=lambda mention: mention[:2])
            for place, (_, _, number, one) in enumerate(block):
                for _, _, before, other in reversed(block[:place]):
                    if before == number:
                        break
                    outcome, points = repeated(other, one)
                    if outcome > DIFFERENT:
                        ends = (other, one) if before < number else (one, other)
                        yield Edge(min(before, number), max(before, number), outcome, points, *ends)
                        break

    def connect(
        self, members: Sequence[int], same: Iterable[tuple[int, int]], blocks: Sequence[Sequence[int]] | None = None
    ) -> tuple[Sets, list[Edge]]:
        """The nodes (ascending) connected by rules and by the pairs of `same`, and joints that suffice for it.

        In a block a node is compared with the sets that are there already, member by member until one joins, so that a
        promise told in thousands of ways is compared about once a statement and not with each of the others. `blocks`: those of the members,
        where they are known.
        """
        sets, used = Sets(), []
        for edge in self.taken_up(members):
            if sets.join(edge.left, edge.right):
                used.append(edge)
        for left, right in same:
            sets.join(left, right)
        for block in self.blocks(members) if blocks is None else blocks:
            there: dict[int, list[int]] = {}  # by the lowest of each set
            for number in block:
                joined, before = False, sets.find(number)
                for lowest, gathered in there.items():
                    if lowest == before:
                        continue
                    for member in gathered:
                        if (joint := self.joint(member, number)) is not None:
                            joined = sets.join(member, number)
                            used.append(joint)
                            break
                if joined:
                    merged: dict[int, list[int]] = {}
                    for lowest, gathered in there.items():
                        merged.setdefault(sets.find(lowest), []).extend(gathered)
                    there = merged
                there.setdefault(sets.find(number) if joined else before, []).append(number)
        return sets, used


def repeated(earlier: Features, later: Features) -> tuple[int, int]:
    """What comes of two statements of one document that share a number, the earlier first."""
    if said_again(earlier, later):
        return SAID_AGAIN, w.SAID_AGAIN.same
    return (DIFFERENT, 0) if same_document(earlier, later) else weigh(earlier, later)


def allowed(left: Node, right: Node) -> tuple[Features, Features] | None:
    """The first two statements of two nodes that no document holds apart; None where all are."""
    for one in left:
        for other in right:
            if not same_document(one, other):
                return one, other
    return None


def ruled(nodes: Sequence[Node], rulings: Iterable[Judgement], verdict: str) -> list[tuple[int, int]]:
    """The pairs of nodes of which a person said this, in the order of the ids."""
    where = {one.id: number for number, node in enumerate(nodes) for one in node}
    return [
        (where[ruling.left], where[ruling.right])
        for ruling in sorted(rulings, key=lambda ruling: (ruling.left, ruling.right))
        if ruling.person and ruling.verdict == verdict and ruling.left in where and ruling.right in where
    ]


VOTE: Final = 60
"""Points that one pair can speak for or against at most, in tenths of a bit."""
MEAN: Final = 0
"""Points that the pairs have to reach in the mean."""
RICH: Final = 10
NAMES: Final = 3
"""Bits of an object, or names, that make a statement one that can be judged alone."""
FREE: Final = 0
HELD: Final = 1
BY_NUMBER: Final = 2


def profile(one: Features) -> tuple[object, ...]:
    """All of a statement that can hold it apart from another of another document: the same profile, the same verdict."""
    return (
        (one.kind, one.negated, one.actors, one.recipients, one.first, one.last, w.SIDES.get(one.act)),
        (one.unit, one.anchor, one.floor, one.ceiling, one.per, one.cues & PLAIN, related_by_number(one, one)),
    )


def held(one: Features, other: Features) -> int:
    """Whether the profiles of two statements hold them apart: FREE, HELD, or BY_NUMBER where nothing but unlike numbers does
    (a joint of two reports may allow that)."""
    if apart(one, other) is not None or elsewhere(one, other) is not None:
        return HELD
    if numbers(one, other) in (UNLIKE, OTHER_UNIT):
        return HELD if related_by_number(one, other) else BY_NUMBER
    return FREE


class Cluster:
    """Nodes that were joined, and what of them can hold others apart."""

    def __init__(self, number: int, node: Node) -> None:
        self.members = [number]
        self.profiles = {profile(node[0]): node[0]}
        self.documents: dict[str, list[Features]] = defaultdict(list)
        for one in node:
            self.documents[one.document].append(one)
        self.reports: list[Edge] = []

    def voters(self) -> list[Features]:
        """The statements that say most, of unlike profiles or not."""
        rich = (
            one for those in self.documents.values() for one in those if one.mass >= RICH or len(one.names) >= NAMES
        )
        return sorted(rich, key=lambda one: (-one.mass, one.id))[:VOTERS]

    def add(self, other: Cluster) -> None:
        """Take in all of another."""
        self.members += other.members
        self.profiles |= other.profiles
        self.reports += other.reports
        for document, those in other.documents.items():
            self.documents[document] += those

    def clashes(self, other: Cluster, reports: Sequence[Edge]) -> bool:
        """Whether rules hold anything of the two apart. `reports`: joints that say that two unlike numbers are reports of
        one thing, for then they do not hold apart others that say these numbers."""
        for one in self.profiles.values():
            for those in other.profiles.values():
                why = held(one, those)
                if why == HELD or (why == BY_NUMBER and not _reported(one, those, reports)):
                    return True
        few, many = sorted((self.documents, other.documents), key=len)
        return any(
            same_document(one, those)
            for document in few
            if document in many
            for one in few[document]
            for those in many[document]
        )


VOTERS: Final = 8
"""So many statements of a cluster vote, those that say most."""


def outvoted(ours: Cluster, theirs: Cluster, view: View) -> bool:
    """Whether the pairs of two clusters, taken together, do not speak for one thing. Who says too little to be judged alone does not
    vote."""
    balance = 0
    voters = theirs.voters()
    for one in ours.voters():
        for other in voters:
            outcome, points = view.weighed(one, other)
            balance += (-VOTE if outcome == DIFFERENT else max(-VOTE, min(VOTE, points))) - MEAN
    return balance < 0


def _reported(one: Features, other: Features, reports: Sequence[Edge]) -> bool:
    """Whether both numbers are among those that are said to be reports of one thing."""
    said = [end for edge in reports for end in (edge.one, edge.other)]
    return any(numbers(one, end) in _ALIKE for end in said) and any(numbers(other, end) in _ALIKE for end in said)


_ALIKE: Final = (EXACT, NEAR)


def peaceful(nodes: Sequence[Node]) -> bool:
    """Whether no two nodes are held apart."""
    profiles: dict[tuple[object, ...], Features] = {}
    sentences: set[tuple[str, int]] = set()
    deadlines: dict[str, tuple[int, int]] = {}
    for node in nodes:
        profiles.setdefault(profile(node[0]), node[0])
        for one in node:
            if (one.document, one.sentence) in sentences:
                return False
            sentences.add((one.document, one.sentence))
            if (one.first or one.last) and deadlines.setdefault(one.document, (one.first, one.last)) != (
                one.first,
                one.last,
            ):
                return False
    distinct = list(profiles.values())
    return not any(held(one, other) for place, one in enumerate(distinct) for other in distinct[place + 1 :])
