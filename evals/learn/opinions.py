"""Learn the second opinion: what the vectors of a candidate say of its reading, and how that is weighed beside its signs.

Two fits, both logistic regressions with six outcomes (no statement, or one of a kind). The first learns from vectors
alone. The second learns from the logarithms of odds that signs and vectors gave on folds which they had not learned from,
how far to believe each; both together become one table (`Opinion`), so that the reader only adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.learn.annotated import Annotated
from evals.learn.examples import OPTIONAL
from evals.learn.models import Array, fit_answers
from pledgebook.extract.decide.linear import KINDS, Opinion, Weights, totals

VECTOR_STRENGTH = 0.04
"""How far one spread of a vector's number may move an outcome: the variance of the Gaussian around nothing. Chosen on both
cross-validations."""
BELIEF_STRENGTH = 0.5
"""The same for what signs and vectors say together."""
ROUNDS = 80
"""Steps of a fit: more change no figure."""


def answers(one: Annotated) -> tuple[NDArray[np.int64], Array]:
    """The right answer of every candidate of a document, and how much it counts."""
    right, counts = [], []
    for g, ignored in zip(one.labels, one.ignored, strict=True):
        right.append(0 if g is None else 1 + KINDS.index(one.gold[g]["kind"]))
        optional = g is not None and bool(one.gold[g].get("optional"))
        counts.append(0.0 if ignored else OPTIONAL if optional else 1.0)
    return np.array(right, dtype=np.int64), np.array(counts)


def _fit(x: NDArray[np.floating[Any]], y: NDArray[np.int64], counts: Array, strength: float) -> tuple[Array, Array]:
    """Weights of the columns and of one, for each kind against none; the columns are brought to one spread meanwhile."""
    used = counts > 0
    x, y, counts = x[used], y[used], counts[used]
    middle, spread = x.mean(axis=0, dtype=float), x.std(axis=0, dtype=float) + 1e-3
    table = np.hstack([(x - middle) / spread, np.ones((len(x), 1))]).astype(np.float32)
    b = fit_answers(table, y, counts, np.zeros((table.shape[1], 1 + len(KINDS))), strength, ROUNDS)
    against = b[:, 1:] - b[:, :1]
    weights = against[:-1] / spread[:, None]
    return weights, against[-1] - middle @ weights


def learn_vectors(documents: Sequence[Annotated]) -> tuple[Array, Array]:
    """What vectors alone say: weights of their numbers, and of one."""
    known = [answers(one) for one in documents]
    x = np.concatenate([one.vectors for one in documents if len(one.vectors)])
    return _fit(x, np.concatenate([y for y, _ in known]), np.concatenate([w for _, w in known]), VECTOR_STRENGTH)


def said(one: Annotated, weights: Weights, vectors: tuple[Array, Array]) -> Array:
    """What signs and vectors say of every candidate of a document, each a column a kind (logarithms of odds)."""
    if not len(one.vectors):
        return np.zeros((0, 2 * len(KINDS)))
    by_signs = np.array([totals(p.signs, weights) for p in one.examined.proposals]) / 100
    return np.hstack([by_signs, one.vectors @ vectors[0] + vectors[1]])


def learn_opinion(documents: Sequence[Annotated], unseen: Mapping[str, Array], vectors: tuple[Array, Array]) -> Opinion:
    """How far to believe each. `unseen`: name of a document → what models said of it that had not seen it. `vectors`: what
    vectors say, learned from all of them."""
    known = [answers(one) for one in documents]
    x = np.concatenate([unseen[one.name] for one in documents])
    y, counts = np.concatenate([a for a, _ in known]), np.concatenate([b for _, b in known])
    belief, bias = _fit(x, y, counts, BELIEF_STRENGTH)
    own, other = belief[: len(KINDS)], belief[len(KINDS) :]
    return Opinion(_whole(own, 1_000), _whole(bias + vectors[1] @ other, 100), _whole(vectors[0] @ other, 10_000))


def _whole(table: Array, times: int) -> NDArray[np.int64]:
    return np.rint(times * table).astype(np.int64)
