"""Logistic regression over yes/no signs, its weights drawn towards priors: the models that learning fits.

Deterministic: the same rows give the same weights, which are then rounded to hundredths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit, log_expit, logsumexp

RARE = 3
"""A sign that fewer candidates have is not learned."""

Array = NDArray[np.float64]


def vocabulary(rows: Sequence[Sequence[str]], known: Iterable[str]) -> dict[str, int]:
    """Sign → column, for the signs that occur often enough and those with a prior, in alphabetical order."""
    counts = Counter(sign for row in rows for sign in set(row))
    often = {sign for sign, n in counts.items() if n >= RARE}
    return {sign: column for column, sign in enumerate(sorted(often | set(known)))}


def matrix(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_matrix:
    """Examples by signs, ones and zeros."""
    pointers, indices = [0], []
    for row in rows:
        indices += sorted({columns[sign] for sign in row if sign in columns})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(columns)))


def fit_yes_or_no(x: csr_matrix, y: Array, weight: Array, prior: Array, strength: float) -> Array:
    """Maximum a posteriori weights of a yes/no question; `y` is 0 or 1."""
    sign = 2 * y - 1

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        value = -(weight * log_expit(sign * z)).sum() + ((b - prior) ** 2).sum() / (2 * strength)
        slope = x.T @ (-(weight * sign * expit(-sign * z))) + (b - prior) / strength
        return float(value), slope

    return np.asarray(minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


def fit_answers(x: csr_matrix, y: NDArray[np.int64], weight: Array, prior: Array, strength: float) -> Array:
    """Maximum a posteriori weights (signs by answers, as `prior`) of a question with several answers."""
    truth = np.eye(prior.shape[1])[y]

    def loss(flat: Array) -> tuple[float, Array]:
        b = flat.reshape(prior.shape)
        z = x @ b
        norm = logsumexp(z, axis=1)
        value = (weight * (norm - (z * truth).sum(1))).sum() + ((b - prior) ** 2).sum() / (2 * strength)
        off = (np.exp(z - norm[:, None]) - truth) * weight[:, None]
        return float(value), (x.T @ off + (b - prior) / strength).ravel()

    result = minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(result.x).reshape(prior.shape)
