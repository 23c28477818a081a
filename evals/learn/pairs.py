"""Learn what the signs of two statements weigh, and what each rule asks of them, from pairs that people judged.

    python -m evals.learn.pairs            rebuild src/pledgebook/reconcile/data/weights.json and print figures of the folds
    python -m evals.learn.pairs --check    rebuild in memory and fail where the file would differ
    python -m evals.learn.pairs --unseen   the figures of what is never learned from
    python -m evals.learn.pairs --errors 9 the worst errors of the folds

Pairs are judged in `tests/reconcile/judged` (see `judged.py`), and marked in the stories that we wrote (`stories.py`). `second.json` (pairs near the border of earlier rules) and `third.json` (numbers
drawn at random) are never learned from. The model is logistic regression: one weight for each sign and each rule, drawn towards
`pair_priors.toml`, in whole tenths of a bit; the same documents give the same file.

What must hold (`held.py`) is learned with the rest, and tried: the books are merged by the new weights, the pairs of whatever does not hold
count twice as much as before, and all is learned again, at most ROUNDS times. The first weights with the fewest faults are kept.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from evals.learn.held import CASE, Broken, broken, case_pairs, heavier, held_pairs, home_of
from evals.learn.judged import ROOT, SETS, WORDS, Pair, documents, pairs, read_statements, word_pairs
from evals.learn.stories import STORY, Figures, Told, ends, homes, stories
from pledgebook.model import Said
from pledgebook.reconcile.numbers import numbers
from pledgebook.reconcile.signs import signs
from pledgebook.reconcile.weigh import DIFFERENT, UNSURE, apart, asked, elsewhere, weigh
from pledgebook.reconcile.weights import weighing

TARGET: Final = ROOT / "src/pledgebook/reconcile/data/weights.json"
PRIORS: Final = Path(__file__).with_name("pair_priors.toml")
FOLDS: Final = 6
CAP: Final = 12
"""Pairs of one group and one verdict that count in full: beyond, all together weigh as much."""
STRENGTH: Final = 2.2
"""How far judged pairs may move a weight from its prior, in bits: the width of the Gaussian around it."""
MADE_UP: Final = 0.1
"""How much a made-up case counts, beside a judged pair."""
STORIES: Final = 0.2
"""How much a pair of a story that we wrote counts: stories are harder than most real texts."""
ROUNDS: Final = 10
HEAVIER: Final = 2.0
Array = NDArray[np.float64]
Learned = dict[str, dict[str, int]]
"""What goes into the file."""


@dataclass(frozen=True, slots=True)
class Table:
    """Pairs as rows of signs (a row a pair, a column a name), whether each is the same, and how much it counts."""

    names: tuple[str, ...]
    rows: Array
    same: Array
    weight: Array


def table(judged_pairs: Sequence[Pair], names: tuple[str, ...]) -> Table:
    """The signs of the pairs and the rule that asks about each, a column each."""
    place = {name: number for number, name in enumerate(names)}
    rows = np.zeros((len(judged_pairs), len(names)))
    for number, pair in enumerate(judged_pairs):
        for sign in (_rule(pair), *signs(pair.left, pair.right)):
            if sign in place:
                rows[number, place[sign]] += 1
    counts = Counter((pair.group, pair.same) for pair in judged_pairs)
    weight = [_of_kind(pair.group) * min(1.0, CAP / counts[pair.group, pair.same]) for pair in judged_pairs]
    return Table(names, rows, np.array([float(pair.same) for pair in judged_pairs]), np.array(weight))


def _of_kind(group: str) -> float:
    """How much a pair of a group counts, beside a judged pair of real texts."""
    return MADE_UP if group.startswith(CASE) else STORIES if group.startswith(STORY) else 1.0


def _rule(pair: Pair) -> str:
    """The name of the rule that asks about a pair, without its version."""
    return asked(pair.left, pair.right, numbers(pair.left, pair.right))[1].name.partition("/")[0]


def fit(given: Table, weight: Array, prior: Array, width: Array) -> Array:
    """Weights in bits, drawn towards the prior. `weight`: how much each row counts."""

    def loss(weights: Array) -> tuple[float, Array]:
        z = given.rows @ weights * math.log(2)
        away = (weights - prior) / width
        value = (weight * (np.logaddexp(0, z) - given.same * z)).sum() + 0.5 * (away**2).sum()
        slope = given.rows.T @ (weight * (expit(z) - given.same)) * math.log(2) + away / width
        return float(value), slope

    found: Array = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def priors() -> tuple[tuple[str, ...], Array, Array, tuple[str, ...]]:
    """The names of the rules and signs, their priors and widths in bits, and which of the names are rules."""
    raw = tomllib.loads(PRIORS.read_text(encoding="utf-8"))
    names = (*raw["rules"], *raw["signs"])
    prior = np.array([*raw["rules"].values(), *raw["signs"].values()]) / 10
    width = np.array([_width(name, raw["widths"]) for name in names])
    return names, prior, width, tuple(raw["rules"])


def _width(name: str, widths: Mapping[str, float]) -> float:
    """How far judged pairs may move a weight, in bits: what the table says of its beginning or end, else STRENGTH."""
    return next(
        (width / 10 for part, width in widths.items() if name.startswith(part) or name.endswith(part)), STRENGTH
    )


def learnable(judged_pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that the signs decide: those that can be judged alone, and that nothing forbids."""
    return [
        pair
        for pair in judged_pairs
        if pair.alone
        and (
            pair.group.startswith((WORDS, CASE))
            or _rule(pair) in (("same-amount", "other-number") if pair.held else ("same-amount",))
        )
        and apart(pair.left, pair.right) is None
        and elsewhere(pair.left, pair.right) is None
    ]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What can be learned from: the pairs and their signs."""

    pairs: Sequence[Pair]
    table: Table
    prior: Array
    width: Array
    rules: tuple[str, ...]

    def learned(self, weight: Array) -> Learned:
        """What goes into the file where pairs count so much."""
        found = fit(self.table, weight, self.prior, self.width)
        weights = {name: round(10 * value) for name, value in zip(self.table.names, found, strict=True)}
        return {"rules": {name: weights.pop(name) for name in self.rules}, "signs": dict(sorted(weights.items()))}


def lesson(judged_pairs: Sequence[Pair]) -> Lesson:
    """The pairs of which the signs decide."""
    names, prior, width, rules = priors()
    usable = learnable(judged_pairs)
    return Lesson(usable, table(usable, names), prior, width, rules)


def learn(given: Lesson, said: Mapping[str, Sequence[Said]], shared: Path) -> tuple[Learned, Array, list[Broken]]:
    """What goes into the file, how much each pair counts there, and what does not hold."""
    more: dict[tuple[str, str], float] = {}
    best: tuple[Learned, Array, list[Broken]] | None = None
    for _ in range(ROUNDS):
        weight = given.table.weight * np.array(
            [more.get(_ends(pair), 1.0) if pair.held else 1.0 for pair in given.pairs]
        )
        learned = given.learned(weight)
        with weighing(learned):
            faults = broken(said, shared)
        if best is None or len(faults) < len(best[2]):
            best = learned, weight, faults
        if not faults:
            break
        more = heavier(more, faults, HEAVIER)
    assert best is not None
    return best


def _ends(pair: Pair) -> tuple[str, str]:
    return min(pair.left.id, pair.right.id), max(pair.left.id, pair.right.id)


def fold_of(group: str) -> int:
    """The fold of a group."""
    return crc32(group.encode()) % FOLDS


def folds(
    given: Lesson,
    weight: Array,
    judged_pairs: Sequence[Pair],
    everything: Sequence[Said],
    told: Sequence[Told],
    show: int,
) -> None:
    """Print what weights learned from the other folds say of each."""
    order = {pair.group: fold_of(pair.group) for pair in judged_pairs}
    fold = np.array([order[pair.group] for pair in given.pairs])
    z = np.zeros(len(given.pairs))
    ended, of_stories = Ended(), Figures(0, 0, 0)
    for number in range(FOLDS):
        learned = given.learned(weight * (fold != number))
        with weighing(learned):
            home = home_of(everything)
            ours = [story for story in told if fold_of(STORY + story.name) == number]
            of_stories += ends(ours, homes(told))[0]
        flat = learned["rules"] | learned["signs"]
        z[fold == number] = given.table.rows[fold == number] @ [flat[name] / 10 for name in given.table.names]
        ended.count([pair for pair in judged_pairs if order[pair.group] == number and _counted(pair)], home)
    kinds = {
        "by number, two documents": [
            _rule(pair) == "same-amount" and _two(pair) and _counted(pair) for pair in given.pairs
        ],
        "by number, one document": [
            _rule(pair) == "same-amount" and not _two(pair) and not pair.held for pair in given.pairs
        ],
        "by words": [_rule(pair) != "same-amount" and not pair.held for pair in given.pairs],
        "of stories": [pair.group.startswith(STORY) for pair in given.pairs],
    }
    for name, chosen in kinds.items():
        some, same, counts = z[chosen], given.table.same[chosen], given.table.weight[chosen]
        print(f"{name}: {len(some)} pairs, {int(same.sum())} same")
        for least in (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
            joined = counts * (some >= least)
            right = (joined * same).sum()
            print(
                f"  from {least:+.0f} bits: precision {right / max(1, joined.sum()):.3f}"
                f" recall {right / (counts * same).sum():.3f}"
            )
    worst = sorted(range(len(z)), key=lambda number: z[number] if given.pairs[number].same else -z[number])
    for number in worst[:show]:
        pair = given.pairs[number]
        print(f"{z[number]:+.1f} {'same' if pair.same else 'different'}: {pair.about[0]} | {pair.about[1]}")
        print("     ", " ".join(signs(pair.left, pair.right)))
    print(f"folds: {ended.told()}")
    print(f"stories in folds: {of_stories.line()}")


def _counted(pair: Pair) -> bool:
    """Whether a pair is of the first set, by which figures are made."""
    return not pair.held and not pair.group.startswith((WORDS, STORY))


def _two(pair: Pair) -> bool:
    return pair.left.document != pair.right.document


def figures(judged_pairs: Sequence[Pair]) -> str:
    """How the rules of today judge the pairs of two documents."""
    counts: defaultdict[tuple[bool, str], int] = defaultdict(int)
    for pair in judged_pairs:
        if pair.left.document != pair.right.document:
            outcome = weigh(pair.left, pair.right)[0]
            counts[pair.same, "same" if outcome > DIFFERENT else "unsure" if outcome == UNSURE else "apart"] += 1
    right, wrong = counts[True, "same"], counts[False, "same"]
    wanted = sum(number for (same, _), number in counts.items() if same)
    return (
        f"{sum(counts.values())} pairs, {wanted} same: precision {right / max(1, right + wrong):.3f}"
        f" recall {right / max(1, wanted):.3f} unsure {counts[True, 'unsure']} + {counts[False, 'unsure']}"
    )


class Ended:
    """Which pairs of documents that state a judged promise end in one commitment, and which strangers do."""

    def __init__(self) -> None:
        self.found: defaultdict[tuple[object, ...], list[bool]] = defaultdict(list)
        self.strange: set[tuple[object, ...]] = set()

    def count(self, judged_pairs: Sequence[Pair], home: Mapping[str, int]) -> None:
        """Add pairs. `home`: the commitment of every statement."""
        for pair in judged_pairs:
            ends = tuple(sorted((pair.left.document, pair.right.document)))
            if ends[0] == ends[1]:
                continue
            joined = home[pair.left.id] == home[pair.right.id]
            if pair.same:
                self.found[pair.group, pair.promise, ends].append(joined)
            elif joined:
                self.strange.add((pair.group, ends))

    def told(self) -> str:
        """The figures in a line."""
        right = sum(any(joined) for joined in self.found.values())
        return (
            f"{len(self.found)} pairs of documents of one promise: precision {right / max(1, right + len(self.strange)):.3f}"
            f" recall {right / max(1, len(self.found)):.3f} ({right} right, {len(self.strange)} wrong)"
        )


def ended(judged_pairs: Sequence[Pair], home: Mapping[str, int]) -> str:
    """How many pairs of documents that state a judged promise end in one commitment, and how many strangers do."""
    found = Ended()
    found.count(judged_pairs, home)
    return found.told()


def main(arguments: Sequence[str]) -> int:
    """Learn, check or measure."""
    parser = argparse.ArgumentParser(description="what the signs of two statements weigh")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args(arguments)
    said = read_statements(given.shared)
    everything = [one for name in sorted(documents()) for one in said.get(name, ())]
    if given.unseen:
        home = home_of(everything)
        for name in SETS[1:]:
            found, lost = pairs(name, said)
            print(f"{name}: {figures(found)}, {lost} judged statements are not read")
            print(ended(found, home))
        told = stories(unseen=True)
        print(f"unseen stories: {ends(told, homes(told))[0].line()}")
        return 0
    found, lost = pairs("first", said)
    words = word_pairs(said)
    print(f"first set as it is: {figures(found)}, {lost} judged statements are not read")
    print(f"words as they are: {figures(words)}")
    print(ended(found, home_of(everything)))
    told = stories()
    print(f"stories as they are: {ends(told, homes(told))[0].line()}")
    every = [*found, *words, *(pair for story in told for pair in story.pairs()), *held_pairs(said), *case_pairs()]
    chosen = lesson(every)
    learned, weight, faults = learn(chosen, said, given.shared)
    folds(chosen, weight, every, everything, told, given.errors)
    for fault in faults:
        print(f"does not hold: {'lost' if fault.same else 'stranger'}: {fault.about}")
    text = json.dumps(learned, indent=1) + "\n"
    if given.check:
        if TARGET.read_text(encoding="utf-8") != text:
            print("weights.json is not what the judged pairs teach", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    with weighing(learned):
        print(f"learned from: {ended(found, home_of(everything))}")
        print(f"stories, learned from: {ends(told, homes(told))[0].line()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
