"""Accuracy on annotated documents, in one table.

    scripts/evaluate                    the documents of ../shared/gold and the public specifications
    scripts/evaluate --train            also those of ../shared/gold/train, from which the weights are learned
    scripts/evaluate --folder FOLDER    those of another folder (no floors; may be given more than once)
    scripts/evaluate --running 0        the gate on all documents of ../shared/corpus/briefings.jsonl, not only on 12
    scripts/evaluate --misses 3         with three examples of every cause of error
    scripts/evaluate --json             the same figures for programs
    scripts/evaluate --reader llm       read by the language model of pledgebook.toml (--answers DIR keeps what it answers)
    scripts/evaluate --raise-floors     raise evals/floors.json to the figures reached; never lowers one

A folder holds NAME.txt, NAME.gold.json and mostly NAME.meta.json. What is right is decided by the official scorer,
../shared/score/score.py. Exit code: 0; 1 where a figure lies below its floor in evals/floors.json or a document could
not be read; 2 where the call was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.progress import track

from evals.measure import calibration
from evals.measure import floors as pinned_floors
from evals.measure.accuracy import load_annotations, load_scorer, score
from evals.measure.gate import Running, gate_counts, running_text
from evals.measure.report import Folder, Passed, as_json, show
from pledgebook.book import Reading, read
from pledgebook.book.readers import by_both, by_model, model_reader
from pledgebook.errors import PledgebookError, UsageError
from pledgebook.model import record_of

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "evals/floors.json"


def measure(
    group: str,
    path: Path,
    scorer: ModuleType,
    reader: Callable[[Path], Reading],
    *,
    learned: bool,
    complain: Callable[[str], None],
) -> Folder:
    """Read every annotated document of a folder and score it. A document that cannot be read counts as one without
    statements and is complained of.

    Raises UsageError where the folder is missing, holds no annotated document or a broken one.
    """
    if not path.is_dir():
        raise UsageError(f"there is no folder {path}; annotated documents are NAME.txt with NAME.gold.json")
    files = sorted(path.glob("*.gold.json"))
    if not files:
        raise UsageError(f"{path} holds no annotated document (NAME.txt with NAME.gold.json)")
    documents = []
    progress = Console(stderr=True)
    for file in track(files, f"reading {group}", console=progress, disable=not progress.is_terminal, transient=True):
        name = file.name.removesuffix(".gold.json")
        text = file.with_name(f"{name}.txt")
        if not text.is_file():
            raise UsageError(f"{file} has no text beside it ({text.name})")
        gold = load_annotations(file)
        reading = reader(text)
        for problem in reading.problems:
            complain(str(problem))
        document = reading.document
        records = [] if document is None else [record_of(s, document) for s in reading.statements]
        scored = score(name, gold, records, scorer)
        documents.append(replace(scored, counts=scored.counts + gate_counts(document, gold)))
    return Folder(group, os.path.relpath(path, ROOT), learned, tuple(documents))


def specifications(shared: Path) -> dict[str, Passed]:
    """The pass rates of the public specifications, by their names. Raises UsageError where they are not there."""
    from evals.measure.specs import score_numbers
    from evals.measure.specs_periods import score_periods

    folder = shared / "specs"
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} of public specifications; --no-specs leaves them out")
    found = {name: Passed(s.passed, s.total, s.left_out) for name, s in score_numbers(folder).items()}
    period = score_periods(folder)
    return {**found, "date period": Passed(period.passed, period.total, period.left_out)}


@dataclass(frozen=True, slots=True)
class Tested:
    """The back-test of the forecast: how many forecasts, the Brier score of the method and of two plain baselines (less is
    better), and the part of outcomes inside the 80 % interval."""

    trials: int
    brier: float
    brier_last_year: float
    brier_straight_line: float
    coverage_80: float

    def pinned(self) -> dict[str, float]:
        """What has floors: how much better the method is than each baseline, and how near the coverage is to 80 %."""
        return {
            "over_last_year": self.brier_last_year - self.brier,
            "over_straight_line": self.brier_straight_line - self.brier,
            "coverage_nearness": 1 - abs(self.coverage_80 - 0.8),
        }

    def told(self) -> str:
        """The figures in lines."""
        return (
            f" forecast, back-tested on official series, every month an origin: {self.trials:,} forecasts\n"
            f"   Brier score (less is better)   method {self.brier:.3f}   last year's total {self.brier_last_year:.3f}"
            f"   straight line {self.brier_straight_line:.3f}\n"
            f"   inside the 80 % interval       {self.coverage_80 * 100:.1f}\n"
        )


def back_test(shared: Path) -> Tested | None:
    """The forecast tested on the official series; None where those are not there."""
    if not (shared / "evidence").is_dir():
        return None
    from evals.measure.backtest import figures

    found = figures(shared)
    return Tested(
        int(found["forecast_trials"]),
        found["forecast_brier"],
        found["forecast_brier_last_year"],
        found["forecast_brier_straight_line"],
        found["forecast_coverage_80"],
    )


def running_json(running: Running) -> dict[str, int | float]:
    """The gate on running text as plain values."""
    return {
        **asdict(running),
        "parsed_share": round(running.parsed / max(1, running.sentences), 4),
        "loss": round(running.lost / max(1, running.statements), 4),
    }


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The call, taken apart; exits with code 2 where it is wrong."""
    cli = argparse.ArgumentParser(
        prog="scripts/evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument(
        "--folder", type=Path, action="append", help="a folder of annotated documents instead of ../shared/gold"
    )
    cli.add_argument("--train", action="store_true", help="also the documents that the weights are learned from")
    cli.add_argument(
        "--reader", choices=("rules", "llm", "both"), default="rules", help="who reads; others have no floors"
    )
    cli.add_argument("--answers", type=Path, help="where answers of the language model are looked up and kept")
    cli.add_argument("--json", action="store_true", help="print the figures as JSON")
    cli.add_argument("--misses", type=int, default=0, metavar="N", help="show N examples of every cause of error")
    cli.add_argument(
        "--running", type=int, default=12, metavar="N", help="documents of running text for the gate; 0 takes all"
    )
    cli.add_argument("--no-specs", action="store_true", help="leave the public specifications out")
    cli.add_argument("--no-forecast", action="store_true", help="leave the back-test of the forecast out")
    cli.add_argument("--raise-floors", action="store_true", help="raise the floors to the figures reached")
    call = cli.parse_args(argv)
    if call.misses < 0 or call.running < 0:
        cli.error("--misses and --running take a number from 0")
    return call


def model_of(call: argparse.Namespace) -> Callable[[Path], Reading]:
    """The language model of the settings as the reader. Raises UsageError where they name none."""
    model = model_reader(answers=call.answers)
    return partial(read, reader=by_model(model) if call.reader == "llm" else by_both(model))


def folders_of(call: argparse.Namespace, shared: Path) -> list[tuple[str, bool, Path]]:
    """Name, whether learned from, and path of every folder of the call; a known one is named however it is spelled."""
    known = {(shared / "gold").resolve(): ("gold", False), (shared / "gold/train").resolve(): ("train", True)}
    paths: list[Path] = call.folder or [shared / "gold"]
    if call.train:
        paths = [*paths, shared / "gold/train"]
    return [(*known.get(path, (str(path), False)), path) for path in dict.fromkeys(p.resolve() for p in paths)]


def main(
    argv: Sequence[str] | None = None,
    *,
    reader: Callable[[Path], Reading] = read,
    shared: Path = SHARED,
    floors_file: Path = FLOORS,
) -> int:
    """The command. Prints to standard output; complaints go to standard error."""
    call = arguments(argv)
    problems: list[str] = []
    try:
        reader = reader if call.reader == "rules" else model_of(call)
        floors = pinned_floors.load(floors_file)
        scorer = load_scorer(shared / "score/score.py")
        folders = [
            measure(group, path, scorer, reader, learned=learned, complain=problems.append)
            for group, learned, path in folders_of(call, shared)
        ]
        corpus = shared / "corpus/briefings.jsonl"
        running = None if call.folder or not corpus.is_file() else running_text(corpus, call.running)
        specs = {} if call.no_specs or call.folder else specifications(shared)
        tested = None if call.no_forecast or call.folder else back_test(shared)
    except PledgebookError as error:
        sys.stderr.write(f"evaluate: {error}\n")
        return 2
    measured: dict[str, Mapping[str, float]] = {
        f.group: f.pinned() for f in folders if f.group in ("gold", "train") and call.reader == "rules"
    }
    if specs:
        measured["specs"] = {name: passed.rate for name, passed in specs.items()}
    if tested is not None:
        measured["forecast"] = tested.pinned()
    counted = {folder.group: folder.counts["gold"] for folder in folders}
    counted["specs"] = min((passed.cases for passed in specs.values()), default=0)
    under = pinned_floors.below(measured, floors, counted)
    if call.raise_floors:
        floors = pinned_floors.raised(measured, floors)
        pinned_floors.save(floors, floors_file)
    if call.json:
        answer = {
            "folders": {f.group: as_json(f, call.misses) for f in folders},
            "specs": {
                n: {"passed": p.passed, "cases": p.cases, "left_out": p.left_out, "rate": round(p.rate, 4)}
                for n, p in specs.items()
            },
            "forecast": None if tested is None else asdict(tested),
            "running_text": None if running is None else running_json(running),
            "floors": floors,
            "below": [str(b) for b in under],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        console = Console(width=None if sys.stdout.isatty() else 150)
        show(console, folders, specs, floors, call.misses, running)
        for folder in folders:
            heading = f" how sure, {folder.group}: confidence against what is right"
            console.print("\n".join([heading, *calibration.lines(folder.judged)]), markup=False, highlight=False)
        if tested is not None:
            console.print(tested.told(), markup=False, highlight=False)
    for line in [*problems, *map(str, under)]:
        sys.stderr.write(f"evaluate: {line}\n")
    return 1 if under or problems else 0


if __name__ == "__main__":
    sys.exit(main())
