"""Learn the weights of signs from annotated documents.

    scripts/train             rebuild src/pledgebook/extract/decide/weights.json
    scripts/train --check     rebuild in memory and fail where the file would differ

The model is logistic regression whose weights are drawn towards the priors of `language/en/priors.toml`: one model with
six outcomes for *is it a statement, and of which kind*, one for *does this place receive*, and one for *is the statement
right*, learned from what the others read on folds that they had not seen. It is deterministic: same
documents, same file. What it does on documents that it has not seen, `scripts/folds` measures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from evals.learn.annotated import FOLDERS, SHARED, Annotated, load, load_written
from evals.learn.examples import joined, questions
from evals.learn.unseen import judged, unseen
from evals.learn.weights import learn, learn_confidence
from evals.measure.accuracy import load_scorer
from pledgebook.errors import PledgebookError
from pledgebook.extract.decide.linear import KINDS, Weights

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/extract/decide/weights.json"


def learn_all(documents: Sequence[Annotated], scorer: ModuleType) -> Weights:
    """All models from annotated documents and those that we wrote, confidence from the folds of the first."""
    asked = {one.name: questions(one) for one in documents}
    beside = [questions(one) for one in load_written()]
    rows = joined(judged(one, scorer) for one in unseen(documents, "folds", beside, asked))
    return replace(learn([*asked.values(), *beside]), confidence=learn_confidence(rows))


def encoded(learned: Weights) -> str:
    """The text of weights.json: one sign a line, in alphabetical order."""
    tables = {name: getattr(learned, name) for name in ("reading", "recipient", "confidence")}
    body = json.dumps([*tables.values(), learned.threshold], sort_keys=True)
    version = hashlib.sha256(body.encode()).hexdigest()[:8]
    head = {"version": version, "threshold": learned.threshold, "kinds": list(KINDS)}
    parts = [json.dumps(head)[:-1]]
    for name, table in tables.items():
        rows = [f"{json.dumps(s, ensure_ascii=False)}: {json.dumps(w)}" for s, w in sorted(table.items())]
        parts.append(f'"{name}": {{\n' + ",\n".join(rows) + "}")
    return ",\n".join(parts) + "}\n"


def main() -> int:
    """Run the command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="fail where the file would differ")
    call = cli.parse_args()
    documents = list(load(*FOLDERS))
    if not documents:
        print(f"train: no annotated documents in {' or '.join(map(str, FOLDERS))}", file=sys.stderr)
        return 2
    try:
        scorer = load_scorer(SHARED / "score/score.py")
    except PledgebookError as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    text = encoded(learn_all(documents, scorer))
    if call.check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(f"weights.json {'is' if same else 'differs from'} what the annotations give")
        return 0 if same else 1
    draft = TARGET.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TARGET)
    print(f"wrote {TARGET.relative_to(ROOT)} from {len(documents)} documents and those that we wrote")
    return 0


if __name__ == "__main__":
    sys.exit(main())
