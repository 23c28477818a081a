"""How sure a statement is: the probability that its kind, its actors and its quantity are all right.

What judging the candidate gave, how surely its actors were found, and what is counted are signs of a linear model of
its own. It is learned from statements that weights read on documents they had not seen (`evals/learn/unseen.py`), so
that of a hundred statements with a confidence of 0.8 about eighty are right on such texts. Sums are of whole hundredths
and the result has two digits: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pledgebook.extract.decide.linear import Weights, chance, load_weights, odds_of, weigh
from pledgebook.model import Statement

STEPS = tuple(range(-200, 325, 25))
"""Hundredths of a natural logarithm of odds at which a probability counts as surer."""


def _steps(name: str, probability: float) -> list[str]:
    odds = odds_of(min(0.999, max(0.001, probability)))
    return [f"{name}>{step}" for step in STEPS if odds > step]


def confidence_signs(statement: Statement, trust: float) -> list[str]:
    """The signs of a statement with settled actors, whose `confidence` is still that of the judgement alone. `trust`: the
    probability that the actors are right."""
    kind, quantity, act = statement.kind, statement.quantity, statement.act
    rules = sorted({actor.rule or "named" for actor in statement.actors}) or ["none"]
    measure = "none" if quantity is None else quantity.measure
    source = ("named" if statement.attribution[-1].named else "unnamed") if statement.attribution else "none"
    found = ["bias", *_steps("odds", statement.confidence or 0.0), *_steps("trust", trust)]
    found += [f"actors:{rule}" for rule in rules]
    found += [f"kind:{kind}", f"actors×kind:{min(3, len(statement.actors))}×{kind}"]
    found += [f"quantity:{measure}", f"quantity×kind:{measure}×{kind}"]
    if quantity is not None:
        found.append(f"bounds:{'open' if None in (quantity.low, quantity.high) else 'both'}")
    found += [
        f"strength:{statement.strength}",
        f"modality:{act.modality}",
        f"polarity:{act.polarity}",
        f"source:{source}",
    ]
    found.append(f"words:{min(4, len(statement.object.text.split()) // 3)}")
    found.append(f"sentence:{min(4, (statement.quote.end - statement.quote.start) // 100)}")
    return found


def with_confidence(
    statements: Iterable[tuple[Statement, float]], weights: Weights | None = None
) -> Iterator[Statement]:
    """The statements with how sure each is. They come with settled actors and the probability that these are right.

    `weights`: others than those that ship. Raises SetupError where these are missing or broken.
    """
    table = (weights or load_weights()).confidence
    for one, trust in statements:
        yield replace(one, confidence=round(chance(weigh(confidence_signs(one, trust), table)), 2))
