"""Annotated documents → examples for the models: signs with the right answer and a weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evals.learn.annotated import Annotated
from evals.learn.publishers import is_written
from pledgebook.extract.decide.linear import KINDS
from pledgebook.extract.fields.actors import actors_of
from pledgebook.extract.fields.recipients import Option, options
from pledgebook.extract.fields.takers import Case

OPTIONAL = 0.2
"""The weight of an annotation on which careful readers differ, where it is asked whether it is a statement."""
WRITTEN = 0.5
"""What an annotation of a text that we wrote weighs beside another: they are denser and surer than those of real texts. Chosen on both
cross-validations."""
DOUBTED = 0.5
"""Its weight where it is asked who receives."""


@dataclass
class Examples:
    """Examples of one question. `answers`: 0 or 1, for readings 0 for none or the place of the kind
    among KINDS from 1."""

    signs: list[Sequence[str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, signs: Sequence[str], answer: int, weight: float) -> None:
        """One more."""
        self.signs.append(signs)
        self.answers.append(answer)
        self.weights.append(weight)

    def extend(self, more: Examples) -> None:
        """Those of another document."""
        self.signs += more.signs
        self.answers += more.answers
        self.weights += more.weights


@dataclass(frozen=True)
class Questions:
    """The examples of a document for each model: is it a statement and of which kind, does
    this place receive."""

    reading: Examples
    recipient: Examples


def joined(every: Iterable[Examples]) -> Examples:
    """The examples of several documents as one table."""
    total = Examples()
    for one in every:
        total.extend(one)
    return total


def questions(one: Annotated) -> Questions:
    """Everything that a document teaches."""
    reading = Examples()
    more = ("written",) if is_written(one.name) else ()
    for place, answer, weight in answered(one):
        reading.add((*one.examined.proposals[place].signs, *more), answer, weight)
    # the recipients of our own texts are often those of the whole document, not of the sentence
    return Questions(reading, Examples() if more else _recipients(one))


def answered(one: Annotated) -> Iterator[tuple[int, int, float]]:
    """The places of the candidates that have an answer, with it (0 for no statement, else the place of the kind among KINDS
    from 1) and a weight."""
    share = WRITTEN if is_written(one.name) else 1.0
    for place, (g, ignored) in enumerate(zip(one.labels, one.ignored, strict=True)):
        if g is not None:
            weight = OPTIONAL if one.gold[g].get("optional") else 1.0
            yield place, 1 + KINDS.index(one.gold[g]["kind"]), share * weight
        elif not ignored:
            yield place, 0, share


def _recipients(one: Annotated) -> Examples:
    asked = Examples()
    for g, case in cases(one):
        wanted = set(one.gold[g]["recipients"])
        found = options(case, one.examined.around)
        named = {i for option in found if not option.unnamed for i in option.mention.ids}
        for option in found:
            weight = DOUBTED if one.gold[g].get("optional") else 1.0
            asked.add(option.signs, int(receives(option, wanted, named)), weight)
    return asked


def cases(one: Annotated) -> list[tuple[int, Case]]:
    """Every annotated statement that has a candidate, as a case of recipients, with its annotation; what comes before
    it and beside it is taken from the annotations too."""
    rows = []
    text = one.document.text
    order = sorted(range(len(one.gold)), key=lambda g: one.gold[g]["start"])
    rank = {g: place for place, g in enumerate(order)}
    for proposal, g in zip(one.examined.proposals, one.labels, strict=True):
        if g is None:
            continue
        candidate = proposal.candidate
        parsed = one.examined.parsed[candidate.sentence]
        low, high = parsed.sentence.start, parsed.sentence.end
        ahead = [frozenset(one.gold[h]["recipients"]) for h in order[: rank[g]]]
        case = Case(
            candidate,
            parsed,
            one.examined.names[candidate.sentence],
            actors_of(candidate, parsed, text),
            one.gold[g]["kind"],
            [(h["start"], h["end"]) for h in one.gold if h is not one.gold[g] and low <= h["start"] < high],
            ahead[-1] if ahead else frozenset(),
            frozenset().union(*ahead),
        )
        rows.append((g, case))
    return rows


def receives(option: Option, wanted: set[str], named: set[str]) -> bool:
    """Whether an option is one of the annotated recipients. One without an id is where its words spell an
    organisation's, or, as "the region", where a recipient is named nowhere in the sentence."""
    mention = option.mention
    if mention.ids:
        return bool(wanted & set(mention.ids))
    if mention.sort == "organisation":
        words = mention.text.lower().replace("-", " ")
        return any(all(part in words for part in i[4:].split("-")) for i in wanted if i.startswith("org:"))
    return any(not i.startswith("org:") for i in wanted - named)
