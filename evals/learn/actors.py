"""How often the chosen actors are right, and how sure one can be: learn the trust in each way to find them.

    python -m evals.learn.actors               rebuild src/pledgebook/resolve/data/actor-trust.json
    python -m evals.learn.actors --check       rebuild in memory and fail where the file would differ
    python -m evals.learn.actors --folds       accuracy by kind of publisher; of weights learned without that kind beside it,
                                               and how well the trust learned without it is calibrated

Trust is a logistic regression over a few signs of the choice (by which way it was found, what the subject was, whose text
it is): the probability that the set of actors is right. The weights that choose are set by hand
(`resolve/data/actor-weights.toml`); `--folds` shows what learned ones would do, and they ship when they are better there.
Statements stand as the extraction finds them at the annotated objects. Same documents, same file.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit, log_expit

from evals.learn.annotated import FOLDERS, SHARED, Annotated, load
from evals.learn.publishers import publisher_of
from evals.measure.accuracy import load_scorer
from pledgebook.extract.decide.linear import judge, load_weights
from pledgebook.extract.statements import decided
from pledgebook.model import Actor, Document, Statement
from pledgebook.resolve import mentions, remember
from pledgebook.resolve.choice import asks_for, best, trust_signs, weights
from pledgebook.resolve.options import Option, Scene, options

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/resolve/data/actor-trust.json"
STRENGTH = 0.3
"""How far evidence may move a weight: the variance of the Gaussian around it."""
RARE = 6
"""A sign that fewer statements have is not learned."""
SMALLEST = 10
"""Statements that a kind of publisher needs to count in the mean over kinds."""
BINS = 10

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A document with its annotated statements as the extraction gives them, each with its annotation."""

    name: str
    kind: str
    document: Document
    statements: tuple[Statement, ...]
    annotations: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Example:
    """The options of a statement, which of them are right, which was chosen, and the signs of trust in it. `counted`:
    no annotation on which careful readers differ. `same_kind`: the extraction gave the kind that was annotated."""

    kind: str
    options: tuple[Option, ...]
    right: tuple[bool, ...]
    chosen: int
    signs: tuple[str, ...]
    counted: bool
    same_kind: bool


def known_of(one: Annotated) -> Known:
    """The annotated statements of a document that have a candidate."""
    at = [k for k, g in enumerate(one.labels) if g is not None]
    shipped = load_weights()
    choices = [(k, judge(one.examined.proposals[k].signs, shipped)) for k in at]
    found = decided(one.document, one.examined, shipped, choices)
    annotations = tuple(one.gold[g] for g in one.labels if g is not None)
    return Known(one.name, publisher_of(one.name), one.document, found, annotations)


def examples(one: Known, known: Mapping[str, int], scorer: Any) -> Iterator[Example]:
    """Every statement of a document as these weights choose, one after the other."""
    memory = remember(one.document, mentions(one.document))
    earlier: list[tuple[int, tuple[Actor, ...]]] = []
    for statement, annotation in zip(one.statements, one.annotations, strict=True):
        scene = Scene(memory, statement, tuple(earlier), asks_for(one.document.text, statement))
        found = options(scene)
        option = best(found, known)
        wanted = frozenset(annotation["actors"])
        yield Example(
            one.kind,
            tuple(found),
            tuple(scorer.same_ids(wanted, frozenset(a.id for a in each.actors)) for each in found),
            found.index(option),
            tuple(trust_signs(scene, option)),
            not annotation.get("optional"),
            statement.kind == annotation["kind"],
        )
        if option.passed_on:
            earlier.append((statement.act.start, option.passed_on))


def _matrix(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> csr_matrix:
    pointers, indices = [0], []
    for row in rows:
        indices += sorted({columns[sign] for sign in row if sign in columns})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(columns)))


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    counts = Counter(sign for row in rows for sign in set(row))
    return {sign: column for column, sign in enumerate(sorted(s for s, n in counts.items() if n >= RARE))}


def _hundredths(columns: Mapping[str, int], b: Array) -> dict[str, int]:
    rounded = {sign: round(100 * float(value)) for sign, value in zip(columns, b, strict=True)}
    return {sign: value for sign, value in rounded.items() if value}


def learn_trust(rows: Sequence[Example]) -> dict[str, int]:
    """Sign of a choice → weight in hundredths for its being right."""
    rows = [row for row in rows if row.counted]
    columns = _columns([row.signs for row in rows])
    x = _matrix([row.signs for row in rows], columns)
    sign = np.array([1.0 if row.right[row.chosen] else -1.0 for row in rows])

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        value = -log_expit(sign * z).sum() + (b**2).sum() / (2 * STRENGTH)
        return float(value), x.T @ (-sign * expit(-sign * z)) + b / STRENGTH

    return _hundredths(columns, minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x)


def learn_choice(rows: Sequence[Example]) -> dict[str, int]:
    """Sign of an option → weight in hundredths, drawn towards those that ship (conditional logistic regression)."""
    rows = [row for row in rows if any(row.right) and not all(row.right)]
    columns = _columns([option.signs for row in rows for option in row.options])
    x = _matrix([option.signs for row in rows for option in row.options], columns)
    sizes = np.array([len(row.options) for row in rows])
    starts, segment = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    right = np.array([flag for row in rows for flag in row.right])
    prior = np.array([weights().get(sign, 0) / 100 for sign in columns])

    def norm(z: Array) -> Array:
        top = np.maximum.reduceat(z, starts)
        return np.asarray(top + np.log(np.add.reduceat(np.exp(z - top[segment]), starts)))

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        chosen = np.where(right, z, -1e9)
        every, hit = norm(z), norm(chosen)
        value = (every - hit).sum() + ((b - prior) ** 2).sum() / (2 * STRENGTH / 10)
        share = np.exp(z - every[segment]) - np.exp(chosen - hit[segment])
        return float(value), x.T @ share + (b - prior) / (STRENGTH / 10)

    learned = _hundredths(columns, minimize(loss, prior.copy(), jac=True, method="L-BFGS-B").x)
    return {**weights(), **learned}


def _share(rows: Sequence[Example]) -> float:
    return sum(row.right[row.chosen] for row in rows) / len(rows) if rows else 0.0


def folds(documents: Sequence[Known], scorer: Any) -> None:
    """Print the accuracy of each kind of publisher, with learned weights beside it, and the calibration of trust."""
    rows: dict[str, list[Example]] = defaultdict(list)
    for one in documents:
        rows[one.kind] += examples(one, weights(), scorer)
    sure: list[tuple[float, bool]] = []
    by_hand, learned, plain, all_learned = [], [], [], []
    for kind in sorted(rows):
        others = [row for other, found in rows.items() if other != kind for row in found]
        trust, choice = learn_trust(others), learn_choice(others)
        counted = [row for row in rows[kind] if row.counted]
        for row in counted:
            total = sum(trust.get(sign, 0) for sign in row.signs) / 100
            sure.append((1 / (1 + float(np.exp(-total))), row.right[row.chosen]))
        again = [r for one in documents if one.kind == kind for r in examples(one, choice, scorer) if r.counted]
        plain, all_learned = plain + counted, all_learned + again
        print(f"  {kind:28} {_share(counted):.3f}  learned {_share(again):.3f}  of {len(counted)}")
        if len(counted) >= SMALLEST:
            by_hand.append(_share(counted))
            learned.append(_share(again))
    print(f"all {_share(plain):.3f}, mean over kinds {np.mean(by_hand):.3f}; where the kind of statement is right "
          f"{_share([row for row in plain if row.same_kind]):.3f}")  # fmt: skip
    print(f"weights learned without the kind: all {_share(all_learned):.3f}, mean over kinds {np.mean(learned):.3f}")
    print(f"trust learned without the kind: calibration error {calibration_error(sure):.3f}")


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between probability and share of right ones over bins of equal width, by their sizes."""
    error = 0.0
    for low in range(BINS):
        inside = [(p, ok) for p, ok in sure if low <= p * BINS < low + 1 or (p == 1 and low == BINS - 1)]
        error += abs(sum(p for p, _ in inside) - sum(ok for _, ok in inside))
    return error / len(sure)


def text_of(found: Mapping[str, int]) -> str:
    """The file, one sign a line."""
    lines = ",\n".join(f"  {json.dumps(sign, ensure_ascii=False)}: {value}" for sign, value in sorted(found.items()))
    return f'{{\n "version": "{zlib.crc32(lines.encode()):08x}",\n "weights": {{\n{lines}\n }}\n}}\n'


def main() -> int:
    """The command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="write nothing, fail where the file would differ")
    cli.add_argument("--folds", action="store_true", help="only the cross-validation")
    call = cli.parse_args()
    documents = [known_of(one) for one in load(*FOLDERS)]
    if not documents:
        print(f"actors: no annotated documents in {SHARED}", file=sys.stderr)
        return 2
    scorer = load_scorer(SHARED / "score/score.py")
    if call.folds:
        folds(documents, scorer)
        return 0
    made = text_of(learn_trust([row for one in documents for row in examples(one, weights(), scorer)]))
    if call.check:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == made
        print("actor-trust.json is as it would be" if same else "actor-trust.json would differ")
        return 0 if same else 1
    TARGET.write_text(made, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {made.count(chr(10)) - 4} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
