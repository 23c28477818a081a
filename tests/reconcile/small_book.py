"""The loop with which a book merges, in memory: what the contract of the rooms says, and nothing else.

Statements come in batches; keys find neighbours; what touches the new ones is loaded with its whole component and grouped anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pledgebook.model import Judgement
from pledgebook.reconcile import Features, decode_features, encode_features, group, keys, touching


class SmallBook:
    """Statements by id, their components and their commitments."""

    def __init__(self) -> None:
        self.features: dict[str, bytes] = {}
        self.blocks: dict[int, set[str]] = defaultdict(set)
        self.component: dict[str, int] = {}
        self.members: dict[int, set[str]] = {}
        self.commitments: dict[int, tuple[tuple[str, ...], ...]] = {}
        self.judgements: dict[int, tuple[Judgement, ...]] = {}
        self.rulings: list[Judgement] = []
        self._next = 0

    def add(self, batch: Sequence[Features]) -> None:
        """Store and merge some statements."""
        for one in batch:
            self.features[one.id] = encode_features(one)
            for key in keys(one):
                self.blocks[key].add(one.id)
        self.place({one.id for one in batch})

    def rule(self, ruling: Judgement) -> None:
        """Append a person's judgement; what it speaks of is placed again."""
        self.rulings.append(ruling)
        self.place({ruling.left, ruling.right})

    def undo(self, ruling: Judgement) -> None:
        """Take a person's judgement back."""
        self.rulings.remove(ruling)
        self.place({ruling.left, ruling.right})

    def place(self, pending: set[str]) -> None:
        """Group anew the pending statements and whatever they touch."""
        whole = set(pending)
        for one in pending:
            if one in self.component:
                whole |= self.members[self.component[one]]
        near = {other for one in whole for key in keys(self._load(one)) for other in self.blocks[key]}
        near |= {
            end for ruling in self.rulings for end in (ruling.left, ruling.right) if {ruling.left, ruling.right} & whole
        }
        known = [self._load(one) for one in near - whole if one in self.component]
        touched = touching([self._load(one) for one in whole], known, self.rulings)
        for one in touched:
            whole |= self.members[self.component[one]]
        for component in {self.component[one] for one in whole if one in self.component}:
            for one in self.members.pop(component):
                del self.component[one]
            del self.commitments[component], self.judgements[component]
        for found in group([self._load(one) for one in whole], self.rulings):
            self._next += 1
            ids = {one for commitment in found.commitments for one in commitment}
            self.members[self._next], self.commitments[self._next] = ids, found.commitments
            self.judgements[self._next] = found.judgements
            self.component.update(dict.fromkeys(ids, self._next))

    def result(self) -> set[tuple[str, ...]]:
        """The commitments, as sets of ids."""
        return {commitment for found in self.commitments.values() for commitment in found}

    def recorded(self) -> set[Judgement]:
        """All judgements of rules."""
        return {judgement for found in self.judgements.values() for judgement in found}

    def _load(self, one: str) -> Features:
        return decode_features(self.features[one])


def commitments_of(statements: Iterable[Features], rulings: Sequence[Judgement] = ()) -> set[tuple[str, ...]]:
    """What `group` makes of everything at once."""
    return {commitment for found in group(list(statements), rulings) for commitment in found.commitments}
