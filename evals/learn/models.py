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


def fit_answers(
    x: csr_matrix,
    vectors: NDArray[np.float32],
    y: NDArray[np.int64],
    weight: Array,
    prior: Array,
    strengths: tuple[float, float, float],
) -> tuple[Array, Array]:
    """Maximum a posteriori weights of a question with several answers (columns of `prior`): signs by answers, and numbers of
    the vectors by answers. The latter are drawn towards 0, each number measured in spreads from its mean. `strengths`: of
    signs, of numbers for the first answer against the mean of the others, of numbers between the others."""
    truth = np.eye(prior.shape[1])[y]
    middle, spread = vectors.mean(axis=0, dtype=float), vectors.std(axis=0, dtype=float) + 1e-3
    seen = ((vectors - middle) / spread).astype(np.float32)
    signs, answers = prior.size, prior.shape[1]
    first = np.array([1.0 - answers, *[1.0] * (answers - 1)]) / np.sqrt(answers * (answers - 1))

    def loss(flat: Array) -> tuple[float, Array]:
        b, v = flat[:signs].reshape(prior.shape), flat[signs:].reshape(-1, prior.shape[1])
        z = x @ b + (seen @ v.astype(np.float32)).astype(float)
        norm = logsumexp(z, axis=1)
        value = (weight * (norm - (z * truth).sum(1))).sum() + ((b - prior) ** 2).sum() / (2 * strengths[0])
        off = (np.exp(z - norm[:, None]) - truth) * weight[:, None]
        by_sign = x.T @ off + (b - prior) / strengths[0]
        whether = np.outer(v @ first, first)
        drawn = whether / strengths[1] + (v - whether) / strengths[2]
        by_number = (seen.T @ off.astype(np.float32)).astype(float) + drawn
        return float(value + (v * drawn).sum() / 2), np.concatenate([by_sign.ravel(), by_number.ravel()])

    start = np.concatenate([prior.ravel(), np.zeros(seen.shape[1] * prior.shape[1])])
    result = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)
    return result[:signs].reshape(prior.shape), result[signs:].reshape(-1, prior.shape[1]) / spread[:, None]
