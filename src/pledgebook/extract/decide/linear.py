"""Whether a candidate is a statement, and of which kind: its readings are weighed against each other and against none.

A candidate may be a commitment, an action, an agreement, an appeal, a figure, or no statement. Each sign of it has a
weight for each of the five, against none (`weights.json`, learned from annotated documents by `evals/learn/train.py`);
their sums are the logarithms of odds. So "is it one" and "of which kind" are one decision, and what is unusual for a
commitment may be usual for an appeal. Weights are whole hundredths, so that their sums are exact on every machine.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import get_args

from pledgebook.errors import SetupError
from pledgebook.model import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned data, weights in hundredths of a natural logarithm of odds. `reading`: sign of a candidate → a weight
    for each kind, in the order of `KINDS`. `recipient`: sign of a place → weight of being a recipient. `confidence`: sign
    of a statement → weight of being right. `threshold`: the probability from which a candidate is a statement. `version`:
    of the file."""

    version: str
    threshold: float
    reading: Mapping[str, tuple[int, ...]]
    recipient: Mapping[str, int]
    confidence: Mapping[str, int]
    packed: Mapping[str, int] = field(init=False, repr=False, compare=False)
    """The rows of `reading`, each as one number (`pack`), so that adding rows is adding numbers."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", {sign: pack(row) for sign, row in self.reading.items()})


_BITS, _HALF = 32, 1 << 31
"""Room for a sum of weights: of 200,000 signs with the largest weight that has been learned."""
_HALVES = [sum(_HALF << (_BITS * place) for place in range(count)) for count in range(len(KINDS) + 1)]


def pack(row: Sequence[int]) -> int:
    """Whole numbers as one: their sums are those of the packed numbers."""
    return sum(weight << (_BITS * place) for place, weight in enumerate(row))


def unpack(packed: int, count: int) -> list[int]:
    """The numbers that were packed, or their sums; each from -2**31 on and below 2**31."""
    raised = packed + _HALVES[count]  # no number is below zero now, and none reaches into the room of the next
    return [one - _HALF for one in struct.unpack(f"<{count}I", raised.to_bytes(count * _BITS // 8, "little"))]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the signs of a candidate say: the likeliest kind, the probability that it is a statement at all (`odds`: its
    natural logarithm of odds in hundredths), and the probability that it is one of that kind."""

    kind: Kind
    odds: int
    probability: float
    of_kind: float


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
            {sign: tuple(row) for sign, row in raw["reading"].items()},
            raw["recipient"],
            raw["confidence"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(f"weights.json is missing or broken ({error}); rebuild it with: scripts/train") from error


def odds_of(probability: float) -> int:
    """The natural logarithm of the odds of a probability between 0 and 1, in hundredths."""
    return round(100 * math.log(probability / (1 - probability)))


def chance(hundredths: int) -> float:
    """The probability whose natural logarithm of odds is so many hundredths."""
    return 1 / (1 + math.exp(-max(-4000, min(4000, hundredths)) / 100))


def weigh(signs: Iterable[str], table: Mapping[str, int]) -> int:
    """The sum of the weights of these signs, each counted once, in hundredths."""
    return sum(table.get(sign, 0) for sign in set(signs))


def totals(signs: Iterable[str], weights: Weights) -> list[int]:
    """The sum of the weights of each kind against none, in the order of `KINDS`, in hundredths."""
    return unpack(sum(map(weights.packed.get, set(signs), itertools.repeat(0))), len(KINDS))


SIGNS_SHARE, OPINION_SHARE = 0.8, 0.4
"""How much the signs and the encoder count where both are asked. They were learned apart and often see the same, so less than
the whole of each: chosen among six pairs on kinds of publisher that neither had learned from (docs/decisions/0019)."""


KIND_SHARE = 0.8
"""How much the encoder counts where the kind of a statement is chosen, save that it makes no figure of anything else. With each
kind of publisher left out in turn 85.6 % of the kinds were right (mean over kinds of publisher), 84.6 with the share above."""
_COUNTED: Kind = "figure"
_FIGURE = KINDS.index(_COUNTED)


_CERTAIN = frozenset(f"certain:{kind}" for kind in KINDS)


def beside(
    signs: Iterable[str], sums: Sequence[int], opinion: Sequence[int], share: float = OPINION_SHARE
) -> list[int]:
    """The sums of these signs and the encoder's opinion (`extract/opinion`), weighed together. Where the grammar leaves one kind
    alone, as in "Portugal expects Spain to release water", the encoder is only asked whether anything is stated."""
    if not _CERTAIN.isdisjoint(signs):
        opinion = [max(opinion)] * len(opinion)
    return [round(SIGNS_SHARE * own + share * other) for own, other in zip(sums, opinion, strict=True)]


def judged_beside(signs: Iterable[str], sums: Sequence[int], opinion: Sequence[int]) -> Judgement:
    """The readings of a candidate, weighed as wholes beside the encoder's opinion of it."""
    known = tuple(signs)
    mixed, kinds = beside(known, sums, opinion), beside(known, sums, opinion, KIND_SHARE)
    if mixed.index(max(mixed)) != _FIGURE:
        kinds[_FIGURE] = min(kinds[_FIGURE], max(one for k, one in enumerate(kinds) if k != _FIGURE) - 1)
    return judgement_of(mixed, kinds)


def judge(signs: Iterable[str], weights: Weights, opinion: Sequence[int] | None = None) -> Judgement:
    """The readings of a candidate with these signs, weighed as wholes. `opinion`: what the encoder thinks of it; None where no
    second opinion is wanted."""
    known = tuple(signs)
    sums = totals(known, weights)
    return judgement_of(sums) if opinion is None else judged_beside(known, sums, opinion)


def judgement_of(sums: Sequence[int], of_kinds: Sequence[int] | None = None) -> Judgement:
    """What the sums of the kinds against none say, in the order of `KINDS`, in hundredths. `of_kinds`: others, by which the kind of
    a statement is chosen."""
    best = max(sums)
    odds = best + round(100 * math.log(math.fsum(math.exp((one - best) / 100) for one in sums)))
    probability = chance(odds)
    likeliest = sums if of_kinds is None else of_kinds
    most = max(likeliest)
    every = math.fsum(math.exp((one - most) / 100) for one in likeliest)
    return Judgement(KINDS[likeliest.index(most)], odds, probability, probability / every)
