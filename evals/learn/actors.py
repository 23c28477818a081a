"""Learn who does it: the weights by which `resolve.choice` picks the actors of a statement among its options.

    python -m evals.learn.actors               rebuild src/pledgebook/resolve/data/actor-weights.json
    python -m evals.learn.actors --check       rebuild in memory and fail where the file would differ
    python -m evals.learn.actors --folds       accuracy leaving out one kind of publisher at a time, and one fold at a time

The model is conditional logistic regression: of the options of a statement the right one is to have the largest sum of
weights. Weights are drawn towards the priors of `language/en/priors.toml` (table `actors`) and written as hundredths.
Same documents, same file. Statements stand as the extraction finds them at the annotated objects, with the kinds that
its weights give; what was said before a statement is, in learning, what its options make of it by the annotations.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evals.learn.annotated import Annotated, load
from evals.measure.accuracy import load_scorer
from pledgebook.extract.decide.linear import load_weights
from pledgebook.extract.statements import decided
from pledgebook.language.lexicon import lexicon_table
from pledgebook.model import Actor, Document, Statement
from pledgebook.resolve import mentions, remember
from pledgebook.resolve.choice import asks_for, best
from pledgebook.resolve.options import Option, Scene, options

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
TARGET = ROOT / "src/pledgebook/resolve/data/actor-weights.json"
STRENGTH = 0.05
"""How far evidence may move a weight from its prior: the variance of the Gaussian around it."""
RARE = 4
"""A sign that fewer options have is not learned."""
OPTIONAL = 0.4
"""The weight of an annotation on which careful readers differ."""
FOLDS = 5
SMALLEST = 10
"""Statements that a kind of publisher needs to count in the mean over kinds."""

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
    """The options of one statement and which of them are right."""

    kind: str
    name: str
    options: tuple[Option, ...]
    right: tuple[bool, ...]
    weight: float


def known_of(one: Annotated, folder: str) -> Known:
    """The annotated statements of a document that have a candidate."""
    at = [k for k, g in enumerate(one.labels) if g is not None]
    found = decided(one.document, one.examined, load_weights(), at)
    return Known(
        one.name, kind_of(one.name, folder), one.document, found, tuple(one.gold[one.labels[k] or 0] for k in at)
    )


def kind_of(name: str, folder: str) -> str:
    """The kind of publisher: the start of the name; in `train` the White House's have names of many kinds."""
    start = name.rsplit("-", 1)[0]
    return start if folder == "world" or start in ("australia", "wikinews") else "white-house"


def examples(one: Known, weights: Mapping[str, int] | None, scorer: Any) -> Iterator[Example]:
    """Every statement of a document with its options. `weights`: those that decide what was said before, None for the
    annotations."""
    memory = remember(one.document, mentions(one.document))
    earlier: list[tuple[int, tuple[Actor, ...]]] = []
    for statement, annotation in zip(one.statements, one.annotations, strict=True):
        scene = Scene(memory, statement, tuple(earlier), asks_for(one.document.text, statement))
        found = options(scene)
        wanted = frozenset(annotation["actors"])
        right = tuple(scorer.same_ids(wanted, frozenset(a.id for a in option.actors)) for option in found)
        yield Example(one.kind, one.name, tuple(found), right, OPTIONAL if annotation.get("optional") else 1.0)
        if weights is None:
            acting = tuple(Actor(i, i, None, None, "annotated") for i in annotation["actors"])
        else:
            acting = best(found, weights)[0].actors
        if acting:
            earlier.append((statement.act.start, acting))


def fit(rows: Sequence[Example]) -> dict[str, int]:
    """Sign → weight in hundredths, from statements that have right and wrong options."""
    rows = [row for row in rows if any(row.right) and not all(row.right)]
    counts = Counter(sign for row in rows for option in row.options for sign in option.signs)
    prior = lexicon_table("priors")["actors"]
    columns = {s: k for k, s in enumerate(sorted({s for s, n in counts.items() if n >= RARE} | set(prior)))}
    pointers, indices = [0], []
    for row in rows:
        for option in row.options:
            indices += sorted(columns[sign] for sign in option.signs if sign in columns)
            pointers.append(len(indices))
    x = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(pointers) - 1, len(columns)))
    sizes = np.array([len(row.options) for row in rows])
    right = np.array([flag for row in rows for flag in row.right])
    b = _climb(x, sizes, right, np.array([row.weight for row in rows]), np.array([prior.get(s, 0.0) for s in columns]))
    return {
        sign: round(100 * float(value)) for sign, value in zip(columns, b, strict=True) if round(100 * float(value))
    }


def _climb(x: csr_matrix, sizes: NDArray[np.int64], right: NDArray[np.bool_], weight: Array, prior: Array) -> Array:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    segment = np.repeat(np.arange(len(sizes)), sizes)

    def norm(z: Array) -> Array:
        top = np.maximum.reduceat(z, starts)
        return np.asarray(top + np.log(np.add.reduceat(np.exp(z - top[segment]), starts)))

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        chosen = np.where(right, z, -1e9)
        every, hit = norm(z), norm(chosen)
        value = (weight * (every - hit)).sum() + ((b - prior) ** 2).sum() / (2 * STRENGTH)
        share = np.exp(z - every[segment]) - np.exp(chosen - hit[segment])
        return float(value), x.T @ (share * weight[segment]) + (b - prior) / STRENGTH

    return np.asarray(minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x)


def fold_of(name: str) -> int:
    """The fold of a document: by its name alone, so that a new document moves no other."""
    return zlib.crc32(name.encode()) % FOLDS


def rows_of(documents: Sequence[Known], scorer: Any) -> dict[str, list[Example]]:
    """Name → the examples of a document, with what weights that never saw it make of the statements before each."""
    plain = {one.name: list(examples(one, None, scorer)) for one in documents}
    found: dict[str, list[Example]] = {}
    for fold in range(FOLDS):
        weights = fit([row for name, rows in plain.items() if fold_of(name) != fold for row in rows])
        found |= {one.name: list(examples(one, weights, scorer)) for one in documents if fold_of(one.name) == fold}
    return found


def measured(
    documents: Sequence[Known], rows: Mapping[str, list[Example]], part: Callable[[Known], str], scorer: Any
) -> dict[str, tuple[int, int]]:
    """Kind of publisher → right and all statements, each part judged by weights learned from the others."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for held in sorted({part(one) for one in documents}):
        weights = fit([row for one in documents if part(one) != held for row in rows[one.name]])
        for one in documents:
            for row in examples(one, weights, scorer) if part(one) == held else ():
                if row.weight == 1.0:
                    chosen, _ = best(row.options, weights)
                    found[one.kind][0] += row.right[row.options.index(chosen)]
                    found[one.kind][1] += 1
    return {kind: (hits, of) for kind, (hits, of) in found.items()}


def report(name: str, found: Mapping[str, tuple[int, int]]) -> None:
    """Print the accuracy of a cross-validation."""
    hits, of = (sum(pair[k] for pair in found.values()) for k in (0, 1))
    shares = [a / b for a, b in found.values() if b >= SMALLEST]
    print(f"{name}: {hits / of:.3f} of {of}, mean over kinds {sum(shares) / len(shares):.3f}")
    print("  " + ", ".join(f"{kind} {a / b:.2f} ({b})" for kind, (a, b) in sorted(found.items())))


def text_of(weights: Mapping[str, int]) -> str:
    """The file, one sign a line."""
    lines = ",\n".join(f"  {json.dumps(sign, ensure_ascii=False)}: {value}" for sign, value in sorted(weights.items()))
    version = f"{zlib.crc32(lines.encode()):08x}"
    return f'{{\n "version": "{version}",\n "weights": {{\n{lines}\n }}\n}}\n'


def main() -> int:
    """The command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="write nothing, fail where the file would differ")
    cli.add_argument("--folds", action="store_true", help="only the two cross-validations")
    call = cli.parse_args()
    folders = ("gold/train", "world")
    documents = [known_of(one, folder) for folder in folders for one in load(SHARED / folder)]
    if not documents:
        print(f"actors: no annotated documents in {SHARED}", file=sys.stderr)
        return 2
    scorer = load_scorer(SHARED / "score/score.py")
    rows = rows_of(documents, scorer)
    if call.folds:
        report("one kind of publisher left out", measured(documents, rows, lambda one: one.kind, scorer))
        report("folds", measured(documents, rows, lambda one: str(fold_of(one.name)), scorer))
        return 0
    made = text_of(fit([row for one in documents for row in rows[one.name]]))
    if call.check:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == made
        print("actor-weights.json is as it would be" if same else "actor-weights.json would differ")
        return 0 if same else 1
    TARGET.write_text(made, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {made.count(chr(10)) - 4} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
