"""Learn the weights of signs from annotated documents.

    scripts/train             rebuild src/pledgebook/extract/decide/weights.json
    scripts/train --check     rebuild in memory and fail where the file would differ

The model is logistic regression whose weights are drawn towards the priors of `language/en/priors.toml`: one model for
*is it a statement*, one with five outcomes for *which kind*, one for *does this place receive*. It is deterministic:
same documents, same file. What it does on documents that it has not seen, `scripts/folds` measures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from evals.learn.annotated import FOLDERS, load
from evals.learn.examples import Examples, Questions, joined, questions
from evals.learn.models import STRENGTH, Array, fit_kind, fit_statement, matrix, vocabulary
from pledgebook.extract.decide.linear import KINDS, Weights
from pledgebook.language.lexicon import lexicon_table

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/extract/decide/weights.json"
KIND_STRENGTH = 0.05
"""How far evidence may move the weight of a sign of a kind from its prior."""
RECIPIENT_STRENGTH = 0.05
"""The same for the signs of places."""
THRESHOLD = 0.35
"""The probability from which a candidate is a statement: the best of both cross-validations (`scripts/folds --thresholds`)."""


def priors() -> tuple[dict[str, float], dict[str, dict[str, float]], dict[str, float]]:
    """The prior weights: of being a statement, of each kind, and of a place receiving."""
    raw = lexicon_table("priors")
    return raw["statement"], raw["kind"], raw["recipient"]


@dataclass(frozen=True)
class Learned:
    """Sign → rounded weights of the three models."""

    statement: dict[str, float]
    kind: dict[str, list[float]]
    recipient: dict[str, float]


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


def _kinds(examples: Sequence[Examples], prior: dict[str, dict[str, float]]) -> dict[str, list[float]]:
    """Sign → rounded weights, one a kind."""
    columns, x, y, weight = _asked(examples, [sign for table in prior.values() for sign in table])
    towards = np.array([[prior.get(kind, {}).get(sign, 0.0) for kind in KINDS] for sign in columns])
    b = fit_kind(x, y, weight, towards, KIND_STRENGTH)
    rounded = {sign: [round(float(value), 2) for value in row] for sign, row in zip(columns, b, strict=True)}
    return {sign: row for sign, row in rounded.items() if any(row)}


def learn(documents: Sequence[Questions]) -> Learned:
    """The models from the questions of annotated documents."""
    to_statement, to_kind, to_recipient = priors()
    return Learned(
        _yes_or_no([d.statement for d in documents], to_statement, STRENGTH),
        _kinds([d.kind for d in documents], to_kind),
        _yes_or_no([d.recipient for d in documents], to_recipient, RECIPIENT_STRENGTH),
    )


def weights_of(learned: Learned, threshold: float = THRESHOLD) -> Weights:
    """What was learned, as the extraction takes it."""
    kind = {sign: tuple(row) for sign, row in learned.kind.items()}
    return Weights("folds", threshold, learned.statement, kind, learned.recipient)


def encoded(learned: Learned, threshold: float) -> str:
    """The text of weights.json: one sign a line, in alphabetical order."""
    statement, kind, recipient = learned.statement, learned.kind, learned.recipient
    body = json.dumps([statement, kind, recipient, threshold], sort_keys=True)
    head = {"version": hashlib.sha256(body.encode()).hexdigest()[:8], "threshold": threshold, "kinds": list(KINDS)}
    lines = [json.dumps(head)[:-1] + ","]
    lines.append('"statement": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {w}" for s, w in sorted(statement.items())))
    lines.append('},\n"kind": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {json.dumps(w)}" for s, w in sorted(kind.items())))
    lines.append('},\n"recipient": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {w}" for s, w in sorted(recipient.items())))
    lines.append("}}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="fail where the file would differ")
    call = cli.parse_args()
    documents = list(load(*FOLDERS))
    if not documents:
        print(f"train: no annotated documents in {' or '.join(map(str, FOLDERS))}", file=sys.stderr)
        return 2
    text = encoded(learn([questions(one) for one in documents]), THRESHOLD)
    if call.check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(f"weights.json {'is' if same else 'differs from'} what the annotations give")
        return 0 if same else 1
    draft = TARGET.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TARGET)
    print(f"wrote {TARGET.relative_to(ROOT)} from {len(documents)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
