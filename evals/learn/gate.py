"""Learn the weights of the gate from annotated documents.

    scripts/gate                 rebuild src/pledgebook/extract/gate.json and print what it lets through and loses
    scripts/gate --check         rebuild in memory and fail where the file would differ
    scripts/gate --threshold N   with this threshold (hundredths) instead of the one that the file has

A sentence is an example for the gate where it holds at least half of an annotated object. The model is the logistic
regression of `models.py`, without priors but one: nouns of promising speak for a statement. It is deterministic.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.learn.annotated import FOLDERS, SHARED
from evals.learn.models import fit_yes_or_no, matrix, vocabulary
from evals.learn.publishers import by_publisher, stratified
from pledgebook.extract.gate_signs import Gate, load_gate, plausible, signs_of
from pledgebook.extract.layout import sentences

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/extract/gate.json"
STRENGTH = 0.3
"""How far evidence may move a weight from its prior: the variance of the Gaussian around it; chosen on the folds."""
PRIORS = {"noun:promise": 1.0}
OPTIONAL = 0.5
"""The weight of a sentence that holds only annotations on which careful readers differ."""
THRESHOLD = -230
"""Hundredths: see docs/decisions/0004-the-gate.md for the curve it was chosen from."""
CURVE = (-270, -250, -230, -210, -190, -170, -150, -100)


@dataclass(frozen=True)
class Row:
    """A sentence: its signs, how many annotations it holds (`firm`, `optional`), whether it is one at all."""

    signs: frozenset[str]
    firm: int
    optional: int
    plausible: bool


def rows_of(path: Path, gate: Gate) -> list[Row]:
    """The sentences of an annotated document, NAME.gold.json beside NAME.txt."""
    text = path.with_name(path.name.removesuffix(".gold.json") + ".txt").read_bytes().decode("utf-8")
    gold = json.loads(path.read_text(encoding="utf-8"))["statements"]
    every = sentences(text)
    rows = []
    for one, signs in zip(every, signs_of(text, every, gate), strict=True):
        held = [g for g in gold if 2 * (min(g["end"], one.end) - max(g["start"], one.start)) >= g["end"] - g["start"]]
        optional = sum(bool(g.get("optional")) for g in held)
        rows.append(Row(signs, len(held) - optional, optional, plausible(text, one)))
    return rows


@dataclass(frozen=True)
class Scanned:
    """An annotated document with its sentences."""

    name: str
    rows: Sequence[Row]


def annotated(gate: Gate) -> list[Scanned]:
    """All documents to learn from."""
    paths = [path for folder in FOLDERS for path in sorted(folder.glob("*.gold.json"))]
    return [Scanned(f"{p.parent.name}/{p.name.removesuffix('.gold.json')}", rows_of(p, gate)) for p in paths]


def _held_out(train: Sequence[Scanned], parts: Sequence[Sequence[Scanned]]) -> list[tuple[Row, dict[str, int]]]:
    held = []
    for part in parts:
        names = {one.name for one in part}
        without = learn([one.rows for one in train if one.name not in names])
        held += [(row, without) for one in part for row in one.rows]
    return held


def learn(documents: Sequence[Sequence[Row]]) -> dict[str, int]:
    """Sign → hundredths."""
    rows = [row for document in documents for row in document if row.plausible]
    columns = vocabulary([sorted(row.signs) for row in rows], PRIORS)
    y = np.array([float(row.firm + row.optional > 0) for row in rows])
    weight = np.array([OPTIONAL if row.optional and not row.firm else 1.0 for row in rows])
    prior = np.array([PRIORS.get(sign, 0.0) for sign in columns])
    b = fit_yes_or_no(matrix([sorted(row.signs) for row in rows], columns), y, weight, prior, STRENGTH)
    return {
        sign: round(100 * float(value)) for sign, value in zip(columns, b, strict=True) if round(100 * float(value))
    }


def passed(row: Row, weights: dict[str, int], threshold: int) -> bool:
    """Whether a sentence passes by its own signs."""
    return row.plausible and sum(weights.get(sign, 0) for sign in row.signs) >= threshold


def curve(judged: Sequence[tuple[Row, dict[str, int]]]) -> list[tuple[int, float, float]]:
    """Threshold, share of sentences that pass, share of firm annotations lost."""
    firm = sum(row.firm for row, _ in judged)
    result = []
    for threshold in CURVE:
        kept = [row for row, weights in judged if passed(row, weights, threshold)]
        result.append((threshold, len(kept) / len(judged), 1 - sum(row.firm for row in kept) / firm))
    return result


def encoded(weights: dict[str, int], threshold: int) -> str:
    """The text of gate.json: one sign a line, in alphabetical order."""
    lines = ",\n".join(f"{json.dumps(sign)}: {weight}" for sign, weight in sorted(weights.items()))
    return f'{{"threshold": {threshold},\n"weights": {{\n{lines}\n}}}}\n'


def main() -> int:
    """The command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(
        prog="scripts/gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--check", action="store_true", help="fail where the file would differ")
    cli.add_argument("--threshold", type=int, default=THRESHOLD, help="hundredths from which a sentence passes")
    call = cli.parse_args()
    if not TARGET.exists():
        TARGET.write_text(encoded({}, call.threshold), encoding="utf-8")
    gate = load_gate()
    train = annotated(gate)
    if not train:
        print(f"gate: no annotated documents in {' or '.join(map(str, FOLDERS))}", file=sys.stderr)
        return 2
    weights = learn([one.rows for one in train])
    text = encoded(weights, call.threshold)
    if call.check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(f"gate.json {'is' if same else 'differs from'} what the annotations give")
        return 0 if same else 1
    seven = [rows_of(path, gate) for path in sorted((SHARED / "gold").glob("*.gold.json"))]
    judged = {
        "folds": _held_out(train, stratified(train)),
        "kinds left out": _held_out(train, list(by_publisher(train).values())),
        "learned from": [(row, weights) for one in train for row in one.rows],
        "gold": [(row, weights) for document in seven for row in document],
    }
    print(f"{'threshold':24}" + "".join(f"{t:>14}" for t in CURVE))
    for name, rows in judged.items():
        print(f"{name:24}" + "".join(f"  {100 * p:5.1f} / {100 * lost:4.1f}" for _, p, lost in curve(rows)))
    print("  percent of sentences that pass / percent of annotated statements lost")
    draft = TARGET.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TARGET)
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
