"""The weights that annotated documents give: the models of one deal of documents, ready for the extraction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from evals.learn.examples import Examples, Questions, joined
from evals.learn.models import STRENGTH, Array, fit_kind, fit_statement, matrix, vocabulary
from pledgebook.extract.decide.linear import KINDS, Weights
from pledgebook.language.lexicon import lexicon_table

KIND_STRENGTH = 0.05
"""How far evidence may move the weight of a sign of a kind from its prior."""
RECIPIENT_STRENGTH = 0.05
"""The same for the signs of places."""
CONFIDENCE_STRENGTH = 0.1
"""The same for the signs of statements."""
THRESHOLD = 0.35
"""The probability from which a candidate is a statement: the best of both cross-validations (`scripts/folds --thresholds`)."""


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


def _yes_or_no(examples: Sequence[Examples], prior: dict[str, float], strength: float) -> dict[str, float]:
    """Sign → rounded weight. Two digits are kept: enough for the same decisions, and the same on every machine."""
    columns, x, y, weight = _asked(examples, list(prior))
    towards = np.array([prior.get(sign, 0.0) for sign in columns])
    b = fit_statement(x, y.astype(float), weight, towards, strength)
    rounded = {sign: round(float(value), 2) for sign, value in zip(columns, b, strict=True)}
    return {sign: value for sign, value in rounded.items() if value}


def _kinds(examples: Sequence[Examples], prior: dict[str, dict[str, float]]) -> dict[str, tuple[float, ...]]:
    """Sign → rounded weights, one a kind."""
    columns, x, y, weight = _asked(examples, [sign for table in prior.values() for sign in table])
    towards = np.array([[prior.get(kind, {}).get(sign, 0.0) for kind in KINDS] for sign in columns])
    b = fit_kind(x, y, weight, towards, KIND_STRENGTH)
    rounded = {sign: tuple(round(float(value), 2) for value in row) for sign, row in zip(columns, b, strict=True)}
    return {sign: row for sign, row in rounded.items() if any(row)}


def learn(documents: Sequence[Questions], threshold: float = THRESHOLD) -> Weights:
    """The models from the questions of annotated documents; confidence is learned later, from what they read."""
    to_statement, to_kind, to_recipient = priors()
    return Weights(
        "learned",
        threshold,
        _yes_or_no([d.statement for d in documents], to_statement, STRENGTH),
        _kinds([d.kind for d in documents], to_kind),
        _yes_or_no([d.recipient for d in documents], to_recipient, RECIPIENT_STRENGTH),
        {},
    )


def learn_confidence(examples: Examples) -> dict[str, float]:
    """Sign of a statement → rounded weight of being right."""
    return _yes_or_no([examples], {}, CONFIDENCE_STRENGTH)
