"""Whether a candidate is a statement, and of which kind: a linear model over readable signs.

The weights are data (`weights.json`), learned from annotated documents by `evals/learn/train.py`. A candidate's
score for an outcome is the sum of the weights of its signs; two such models are asked: *is it a
statement*, and *which kind*. Choosing is greedy: the best first, none that overlaps one already chosen.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import get_args

from pledgebook.errors import SetupError
from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.model import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned data. `statement`: sign → weight of being one. `kind`: sign → a weight for each kind, in the
    order of `KINDS`. `recipient`: sign of a place → weight of being a recipient. `confidence`: sign of a statement → weight
    of being right. `threshold`: the probability from which a candidate is a statement. `version`: of the file."""

    version: str
    threshold: float
    statement: Mapping[str, float]
    kind: Mapping[str, tuple[float, ...]]
    recipient: Mapping[str, float]
    confidence: Mapping[str, float]


@functools.cache
def load_weights() -> Weights:
    """The weights that ship with the package. Raises SetupError where they are missing or broken."""
    try:
        raw = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
        if tuple(raw["kinds"]) != KINDS:
            raise SetupError("weights.json speaks of other kinds than this program; rebuild it with: scripts/train")
        return Weights(
            raw["version"],
            raw["threshold"],
            raw["statement"],
            {sign: tuple(w) for sign, w in raw["kind"].items()},
            raw["recipient"],
            raw["confidence"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(f"weights.json is missing or broken ({error}); rebuild it with: scripts/train") from error


def probability(signs: Sequence[str], weights: Weights) -> float:
    """The probability, 0 to 1, that a candidate with these signs is a statement."""
    total = math.fsum(weights.statement.get(sign, 0.0) for sign in dict.fromkeys(signs))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def kind_of(signs: Sequence[str], weights: Weights) -> tuple[Kind, float]:
    """The likeliest kind of a statement with these signs, and its probability among the kinds."""
    none = (0.0,) * len(KINDS)
    rows = [weights.kind.get(sign, none) for sign in dict.fromkeys(signs)]
    totals = [math.fsum(row[k] for row in rows) for k in range(len(KINDS))]
    best = max(range(len(KINDS)), key=lambda k: (totals[k], -k))
    return KINDS[best], 1.0 / math.fsum(math.exp(max(-40.0, total - totals[best])) for total in totals)


RIVAL = 1.0
"""What a second object of the same act loses (natural logarithm of odds) unless it is coordinated with the first:
one statement is one act on one object. Chosen on the folds of the training documents."""


def choose(candidates: Sequence[Candidate], probabilities: Sequence[float], threshold: float) -> list[int]:
    """Indices of the chosen candidates in the order of the text: the likeliest first, none overlapping another."""
    order = sorted(
        range(len(candidates)),
        key=lambda k: (-probabilities[k], candidates[k].start, candidates[k].end, candidates[k].head),
    )
    handicapped = threshold / (threshold + (1 - threshold) * math.exp(-RIVAL))
    chosen: dict[int, list[Candidate]] = {}
    kept: list[int] = []
    for k in order:
        if probabilities[k] < threshold:
            break
        one = candidates[k]
        others = chosen.setdefault(one.sentence, [])
        if any(one.end > other.start and one.start < other.end for other in others):
            continue
        rival = any(other.act == one.act and other.first != one.first for other in others)
        if rival and probabilities[k] < handicapped:
            continue
        others.append(one)
        kept.append(k)
    return sorted(kept, key=lambda k: (candidates[k].start, candidates[k].end))
