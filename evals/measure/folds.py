"""Whole records on documents that the weights did not learn from, in two cross-validations.

    scripts/folds                       found, record and the fields, over stratified folds and over kinds of publisher
    scripts/folds --misses uk           also what was missed or falsely found in documents whose name begins so (all: "")
    scripts/folds --field recipients    also every error of that field among the found, with its sentence
    scripts/folds --causes 3            also the errors of the folds by cause, with three examples of each
    scripts/folds --thresholds          both F1s at other thresholds, to choose one
    scripts/folds --only publishers     only one of the two ("folds", "publishers")

The first deals the documents into folds, kind of publisher by kind, so that each fold is like the rest. The second leaves
out one kind of publisher at a time: what to expect of a kind that was never learned from. The weights make complete
statements, names are settled, and the official scorer judges them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import ModuleType

from evals.learn.annotated import FOLDERS, SHARED, Annotated, load, load_written
from evals.learn.examples import questions
from evals.learn.fold_errors import errors_of, lines_of
from evals.learn.publishers import publisher_of
from evals.learn.unseen import WAYS, Unseen, read_unseen, unseen, with_cross_fitted_confidence
from evals.measure import calibration
from evals.measure.accuracy import FIELDS, Error, Scored, figures, load_scorer, score
from pledgebook.errors import PledgebookError
from pledgebook.extract.statements import chosen

COLUMNS = ("found_f1", "precision", "recall", "record_f1", *(f"{field}_accuracy" for field in FIELDS))
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


def by_kind(scored: Iterable[Scored]) -> dict[str, Counter[str]]:
    """Kind of publisher → the counts of its documents."""
    totals: dict[str, Counter[str]] = {}
    for one in scored:
        totals.setdefault(publisher_of(one.name), Counter()).update(one.counts)
    return totals


def table(scored: Sequence[Scored]) -> Iterator[str]:
    """The figures in percent: a row a kind, their mean, and all documents together."""
    groups = by_kind(scored)
    rows = {kind: figures(counts) for kind, counts in groups.items()}
    yield f"  {'':32}{'annotated':>10}" + "".join(f"{name.removesuffix('_accuracy'):>11}" for name in COLUMNS)
    for kind in sorted(groups, key=lambda k: (-groups[k]["gold"], k)):
        yield _row(kind, groups[kind]["gold"], rows[kind])
    mean = {name: sum(row[name] for row in rows.values()) / len(rows) for name in COLUMNS}
    yield _row("mean over the kinds", None, mean)
    total = sum((one.counts for one in scored), Counter[str]())
    yield _row("all documents together", total["gold"], figures(total))


def _row(name: str, gold: int | None, row: Mapping[str, float]) -> str:
    cells = "".join(f"{100 * row[column]:11.1f}" for column in COLUMNS)
    return f"  {name:32}{'' if gold is None else gold:>10}{cells}"


def sentence_at(one: Annotated, error: Error) -> str:
    """The sentence that holds the object of an error, as one line."""
    for parsed in one.examined.parsed:
        if parsed.sentence.start <= error.start < parsed.sentence.end:
            return " ".join(one.document.text[parsed.sentence.start : parsed.sentence.end].split())
    return ""


def lines_of_error(one: Annotated, error: Error) -> Iterator[str]:
    """An error with its sentence, for people to read."""
    values = f"  annotated {error.annotated or '–'} | read {error.read or '–'}" if error.cause == "wrong field" else ""
    yield f"{one.name}:{error.start}  {error.cause} {error.of}{values}"
    yield f"    “{' '.join(error.words.split())}” in: {sentence_at(one, error)}"


def _wanted(call: argparse.Namespace, one: Annotated, error: Error) -> bool:
    if call.misses is not None and error.cause != "wrong field":
        return one.name.rsplit("/", 1)[-1].startswith(call.misses)
    return bool(call.field) and error.of == call.field


def _thresholds(read: Sequence[Unseen], scorer: ModuleType) -> Iterator[str]:
    yield "  threshold: found and record F1 of all documents, means over the kinds"
    for threshold in THRESHOLDS:
        again = [read_unseen(u.one, u.part, replace(u.weights, threshold=threshold)) for u in read]
        scored = [_scored(one, scorer) for one in again]
        total = figures(sum((s.counts for s in scored), Counter[str]()))
        rows = [figures(counts) for counts in by_kind(scored).values()]
        both = [total[name] for name in ("found_f1", "record_f1")]
        both += [sum(row[name] for row in rows) / len(rows) for name in ("found_f1", "record_f1")]
        yield f"    {threshold:.2f}  " + "  ".join(f"{100 * value:.1f}" for value in both)


def _scored(read: Unseen, scorer: ModuleType) -> Scored:
    return score(read.one.name, read.one.gold, read.records(), scorer)


def arguments() -> argparse.Namespace:
    """The call, taken apart."""
    cli = argparse.ArgumentParser(
        prog="scripts/folds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--misses", metavar="BEGINNING", help="list what was missed or falsely found in these documents")
    cli.add_argument("--field", choices=FIELDS, help="list the errors of this field")
    cli.add_argument("--causes", type=int, metavar="N", help="count the errors by cause, with N examples of each")
    cli.add_argument("--thresholds", action="store_true", help="the F1s at other thresholds")
    cli.add_argument("--only", choices=tuple(WAYS), help="only one of the two cross-validations")
    return cli.parse_args()


def main() -> int:
    """The command; exit code 2 where the annotations are missing."""
    call = arguments()
    documents = list(load(*FOLDERS))
    if not documents:
        print(f"folds: no annotated documents in {' or '.join(map(str, FOLDERS))}", file=sys.stderr)
        return 2
    try:
        scorer = load_scorer(SHARED / "score/score.py")
    except PledgebookError as error:
        print(f"folds: {error}", file=sys.stderr)
        return 2
    beside = [questions(one) for one in load_written()]
    for way in (call.only,) if call.only else WAYS:
        read = with_cross_fitted_confidence(unseen(documents, way, beside), scorer)
        scored = [_scored(one, scorer) for one in read]
        for one, result in zip(read, scored, strict=True):
            for error in result.errors:
                if _wanted(call, one.one, error):
                    print("\n".join(lines_of_error(one.one, error)))
        print({"folds": "stratified folds", "publishers": "leaving one kind of publisher out"}[way] + ", in percent")
        print("\n".join(table(scored)))
        print("\n".join(calibration.lines([sure for one in scored for sure in one.judged])))
        if call.thresholds:
            print("\n".join(_thresholds(read, scorer)))
        if call.causes is not None:
            picked = [
                (u.one, [(k, judgement.kind) for k, judgement in chosen(u.one.examined, u.weights, u.one.look)])
                for u in read
            ]
            print("\n".join(lines_of(errors_of(picked), call.causes)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
