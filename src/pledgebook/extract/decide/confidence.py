"""How sure a statement is: the probability that its kind, its actors and its quantity are all right.

What judging a candidate and its kind gave, who acts and how that was found, and what is counted are signs of a third
linear model. It is learned from statements that weights read on documents they had not seen (`evals/learn/sure.py`), so
that of a hundred statements with a confidence of 0.8 about eighty are right on such texts. Sums are of two-digit
weights and the result has two digits: the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pledgebook.extract.decide.linear import Weights, load_weights
from pledgebook.model import Statement

STEPS = tuple(step / 4 for step in range(-8, 13))
"""Natural logarithms of odds at which a judgement counts as surer."""


def chance(total: float) -> float:
    """The probability whose logarithm of odds is `total`."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def confidence_signs(statement: Statement) -> list[str]:
    """The signs of a settled statement whose `confidence` is still that of the judgement alone."""
    judged = min(0.999, max(0.001, statement.confidence or 0.001))
    odds = math.log(judged / (1 - judged))
    found = ["bias", *(f"odds>{step:g}" for step in STEPS if odds > step)]
    kind = statement.kind
    rules = sorted({actor.rule or "named" for actor in statement.actors}) or ["none"]
    found += [f"actors:{rule}" for rule in rules]
    if rules == ["none"]:
        found.append(f"actors:none×{kind}")
    found += [f"kind:{kind}", f"several×{kind}:{min(3, len(statement.actors))}"]
    measure = "none" if statement.quantity is None else statement.quantity.measure
    found += [f"quantity:{measure}", f"quantity×kind:{measure}×{kind}"]
    if statement.quantity is not None:
        found += [f"bounds:{'open' if None in (statement.quantity.low, statement.quantity.high) else 'both'}"]
    found += [
        f"strength:{statement.strength}",
        f"modality:{statement.act.modality}",
        f"polarity:{statement.act.polarity}",
    ]
    found.append(
        f"said-by:{len(statement.attribution) and ('named' if statement.attribution[-1].named else 'unnamed')}"
    )
    found.append(f"words:{min(4, len(statement.object.text.split()) // 3)}")
    found.append(f"sentence:{min(4, (statement.quote.end - statement.quote.start) // 100)}")
    return found


def confidence_of(signs: Iterable[str], weights: Mapping[str, float]) -> float:
    """The probability, 0 to 1 with two digits, that a statement with these signs is right."""
    return round(chance(math.fsum(weights.get(sign, 0.0) for sign in dict.fromkeys(signs))), 2)


def with_confidence(statements: Sequence[Statement], weights: Weights | None = None) -> tuple[Statement, ...]:
    """The statements with how sure each is; to be asked once their actors are settled.

    `weights`: others than those that ship. Raises SetupError where these are missing or broken.
    """
    table = (weights or load_weights()).confidence
    return tuple(replace(one, confidence=confidence_of(confidence_signs(one), table)) for one in statements)
