"""The weights that annotated documents give: the models of one deal of documents, ready for the extraction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from evals.learn.examples import Examples, Questions, joined
from evals.learn.models import Array, fit_answers, fit_yes_or_no, matrix, vocabulary
from pledgebook.extract.decide.linear import KINDS, Weights
from pledgebook.language.lexicon import lexicon_table

READING_STRENGTH = 0.03
"""How far evidence may move the weight of a sign of a candidate from its prior: the variance of the Gaussian around it.
Chosen, like the others, on both cross-validations."""
RECIPIENT_STRENGTH = 0.05
"""The same for the signs of places."""
CONFIDENCE_STRENGTH = 0.1
"""The same for the signs of statements."""
THRESHOLD = 0.38
"""The probability from which a candidate is a statement: between 0.36, where more is found, and 0.42, where what is found is
surer; both cross-validations differ little in between (`scripts/folds --thresholds`)."""


def priors() -> tuple[dict[str, float], dict[str, dict[str, float]], dict[str, float]]:
    """The prior weights: of being a statement, of each kind, and of a place receiving."""
    raw = lexicon_table("priors")
    return raw["statement"], raw["kind"], raw["recipient"]


def _asked(
    examples: Sequence[Examples], known: Sequence[str]
) -> tuple[dict[str, int], csr_matrix, NDArray[np.int64], Array]:
    """The examples as the fits take them: columns of the signs, matrix, answers, weights."""
    every = joined(examples)
    columns = vocabulary(every.signs, known)
    return columns, matrix(every.signs, columns), np.array(every.answers), np.array(every.weights)


def _yes_or_no(examples: Sequence[Examples], prior: dict[str, float], strength: float) -> dict[str, int]:
    """Sign → weight in hundredths: enough for the same decisions, and the same on every machine."""
    columns, x, y, weight = _asked(examples, list(prior))
    towards = np.array([prior.get(sign, 0.0) for sign in columns])
    b = fit_yes_or_no(x, y.astype(float), weight, towards, strength)
    rounded = {sign: round(100 * float(value)) for sign, value in zip(columns, b, strict=True)}
    return {sign: value for sign, value in rounded.items() if value}


def _readings(
    documents: Sequence[Questions], statement: dict[str, float], kinds: dict[str, dict[str, float]]
) -> dict[str, tuple[int, ...]]:
    """Sign → weights in hundredths, one a kind, each against none. What is known of statements
    holds for every kind."""
    known_signs = [*statement, *(sign for table in kinds.values() for sign in table)]
    columns, x, y, weight = _asked([d.reading for d in documents], known_signs)
    known = [[statement.get(s, 0.0) + kinds.get(kind, {}).get(s, 0.0) for kind in KINDS] for s in columns]
    prior = np.array([[0.0, *row] for row in known])
    b = fit_answers(x, y, weight, prior - prior.mean(axis=1, keepdims=True), READING_STRENGTH)
    against = b[:, 1:] - b[:, :1]
    rounded = {
        sign: tuple(round(100 * float(value)) for value in row) for sign, row in zip(columns, against, strict=True)
    }
    return {sign: row for sign, row in rounded.items() if any(row)}


def learn(documents: Sequence[Questions], threshold: float = THRESHOLD) -> Weights:
    """The models from the questions of annotated documents; confidence is learned later, from what they read."""
    to_statement, to_kind, to_recipient = priors()
    return Weights(
        "learned",
        threshold,
        _readings(documents, to_statement, to_kind),
        _yes_or_no([d.recipient for d in documents], to_recipient, RECIPIENT_STRENGTH),
        {},
    )


def learn_confidence(examples: Examples) -> dict[str, int]:
    """Sign of a statement → weight of being right, in hundredths."""
    return _yes_or_no([examples], {}, CONFIDENCE_STRENGTH)
