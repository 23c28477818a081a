"""Whole records on documents that the weights did not learn from: every field, in cross-validation.

    scripts/folds                       found, record and all fields over the folds of ../shared/gold/train
    scripts/folds --field recipients    also every error of that field among the found, with its sentence

`scripts/train` cross-validates what is found and its kind; here the weights of each fold make complete statements,
names are settled, and the official scorer judges them, as on documents never seen.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.learn.annotated import Annotated, load
from evals.learn.train import FOLDS, Learned, folds, learn
from evals.measure.accuracy import FIELDS, Error, Scored, figures, load_scorer, score
from pledgebook.errors import PledgebookError
from pledgebook.extract.decide.linear import Weights
from pledgebook.extract.statements import decided
from pledgebook.model import record_of
from pledgebook.resolve import actors, mentions, remember

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def weights_of(learned: Learned, threshold: float) -> Weights:
    """What was learned, as the extraction takes it."""
    kind = {sign: tuple(row) for sign, row in learned.kind.items()}
    return Weights("folds", threshold, learned.statement, kind, learned.recipient)


def read_with(one: Annotated, weights: Weights) -> list[dict[str, object]]:
    """The records of a document by other weights than those that ship."""
    found = actors(decided(one.document, one.examined, weights), remember(one.document, mentions(one.document)))
    return [record_of(statement, one.document) for statement in found]


def cross_validated(documents: Sequence[Annotated], threshold: float) -> Iterator[tuple[Annotated, Scored]]:
    """Every document with its score by weights that were learned without its fold (the first deal)."""
    scorer = load_scorer(SHARED / "score/score.py")
    for held_out in folds(documents, 0):
        weights = weights_of(learn([d for d in documents if d not in held_out]), threshold)
        for one in held_out:
            yield one, score(one.name, one.gold, read_with(one, weights), scorer)


def sentence_at(one: Annotated, error: Error) -> str:
    """The sentence that holds the object of an error, as one line."""
    for parsed in one.examined.parsed:
        if parsed.sentence.start <= error.start < parsed.sentence.end:
            return " ".join(one.document.text[parsed.sentence.start : parsed.sentence.end].split())
    return ""


def main() -> int:
    """The command; exit code 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(
        prog="scripts/folds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--field", choices=FIELDS, help="list the errors of this field")
    cli.add_argument("--threshold", type=float, default=0.35, help="probability from which a candidate is a statement")
    call = cli.parse_args()
    documents = list(load(SHARED / "gold/train"))
    if not documents:
        print(f"folds: no annotated documents in {SHARED / 'gold/train'}", file=sys.stderr)
        return 2
    total: Counter[str] = Counter()
    try:
        for one, scored in cross_validated(documents, call.threshold):
            total += scored.counts
            for error in scored.errors:
                if call.field and error.of == call.field:
                    print(
                        f"{one.name}:{error.start}  {error.how}  annotated {error.annotated or '–'} | read {error.read or '–'}"
                    )
                    print(f"    “{' '.join(error.words.split())}” in: {sentence_at(one, error)}")
    except PledgebookError as error:
        print(f"folds: {error}", file=sys.stderr)
        return 2
    measured = figures(total)
    print(f"{len(documents)} documents in {FOLDS} folds, {total['found']} of {total['gold']} statements found")
    for name in ("found_f1", "precision", "recall", "record_f1", *(f"{field}_accuracy" for field in FIELDS)):
        print(f"  {name:20} {100 * measured[name]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
