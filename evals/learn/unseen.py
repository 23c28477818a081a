"""Documents read by weights that were learned without them: what the figures of new texts and their confidence rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from evals.learn.annotated import Annotated
from evals.learn.examples import Examples, Questions, joined, questions
from evals.learn.publishers import by_publisher, stratified
from evals.learn.weights import learn, learn_confidence
from evals.measure.accuracy import right_records
from pledgebook.extract.decide.confidence import confidence_signs, with_confidence
from pledgebook.extract.decide.linear import Weights
from pledgebook.extract.statements import decided
from pledgebook.model import Statement, record_of
from pledgebook.resolve import chosen, remember

WAYS: Mapping[str, Callable[[Sequence[Annotated]], list[list[Annotated]]]] = {
    "folds": stratified,
    "publishers": lambda documents: list(by_publisher(documents).values()),
}
"""How the documents are parted: into stratified folds, or a part for each kind of publisher."""


@dataclass(frozen=True)
class Unseen:
    """A document with weights that were learned without its part (`part`: its number), and what they read in it."""

    one: Annotated
    part: int
    weights: Weights
    statements: tuple[Statement, ...]
    trust: tuple[float, ...]
    """For every statement the probability that its actors are right."""

    def records(self) -> list[dict[str, object]]:
        """The statements as the public record has them."""
        return [record_of(statement, self.one.document) for statement in self.statements]


def read_unseen(one: Annotated, part: int, weights: Weights) -> Unseen:
    """What these weights read in a document; confidence is that of the judgement alone."""
    found = list(
        chosen(decided(one.document, one.examined, weights, look=one.look), remember(one.document, one.mentions))
    )
    return Unseen(one, part, weights, tuple(s for s, _ in found), tuple(trust for _, trust in found))


def unseen(
    documents: Sequence[Annotated], way: str, beside: Sequence[Questions], asked: Mapping[str, Questions] | None = None
) -> list[Unseen]:
    """Every document read by the weights of the other parts. `beside`: the questions of documents that all learn from and
    that are not read; `asked`: those of the documents by name, where they are known already."""
    known = asked or {one.name: questions(one) for one in documents}
    found = []
    for number, part in enumerate(WAYS[way](documents)):
        names = {one.name for one in part}
        weights = learn([*(known[one.name] for one in documents if one.name not in names), *beside])
        found += [read_unseen(one, number, weights) for one in part]
    return found


def judged(read: Unseen, scorer: ModuleType) -> Examples:
    """The statements of an unseen document as examples: is it right? Those paired with an optional annotation are left out."""
    asked = Examples()
    right = right_records(read.one.gold, read.records(), scorer)
    for statement, trust, good in zip(read.statements, read.trust, right, strict=True):
        if good is not None:
            asked.add(confidence_signs(statement, trust), int(good), 1.0)
    return asked


def with_cross_fitted_confidence(read: Sequence[Unseen], scorer: ModuleType) -> list[Unseen]:
    """The same statements, each with a confidence that was learned from the other parts."""
    rows = [judged(one, scorer) for one in read]
    tables = {
        part: learn_confidence(joined(row for row, one in zip(rows, read, strict=True) if one.part != part))
        for part in sorted({one.part for one in read})
    }
    found = []
    for one in read:
        weights = replace(one.weights, confidence=tables[one.part])
        sure = with_confidence(zip(one.statements, one.trust, strict=True), weights)
        found.append(replace(one, weights=weights, statements=tuple(sure)))
    return found
