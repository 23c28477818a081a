"""Learn what the signs of two statements weigh, and what each rule asks of them, from pairs that people judged.

    python -m evals.learn.pairs            rebuild src/pledgebook/reconcile/data/weights.json and print figures of the folds
    python -m evals.learn.pairs --check    rebuild in memory and fail where the file would differ
    python -m evals.learn.pairs --unseen   the figures of what is never learned from
    python -m evals.learn.pairs --errors 9 the worst errors of the folds

Pairs are judged in `tests/reconcile/judged`: `first.json`, `second.json` and `third.json` hold statements of one number, found again by where
the number stands, so that a judgement outlives other readings; `words.json` holds pairs that agree in words, found again by where their
objects stand. `second.json` (pairs near the border of earlier rules) and `third.json` (numbers drawn at random) are never learned from. The model is logistic regression: one weight for each sign and each rule,
drawn towards `pair_priors.toml`, in whole tenths of a bit; the same documents give the same file.
The texts are those of `../shared`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from pledgebook.model import Imprint, Said, words_before
from pledgebook.reconcile import Features, features, group
from pledgebook.reconcile.fields import signs
from pledgebook.reconcile.numbers import numbers
from pledgebook.reconcile.weigh import DIFFERENT, UNSURE, apart, asked, elsewhere, weigh

ROOT: Final = Path(__file__).resolve().parents[2]
JUDGED: Final = ROOT / "tests/reconcile/judged"
TARGET: Final = ROOT / "src/pledgebook/reconcile/data/weights.json"
PRIORS: Final = Path(__file__).with_name("pair_priors.toml")
FOLDERS: Final = ("merge/groups/docs", "merge/docs", "gold", "gold/train", "world")
"""Where documents of the judged pairs lie besides the corpus; the first that has the name."""
SETS: Final = ("first", "second", "third")
"""The sets of judged numbers; the first is learned from."""
FOLDS: Final = 6
CAP: Final = 12
"""Pairs of one group and one verdict that count in full: beyond, all together weigh as much."""
STRENGTH: Final = 1.5
"""How far judged pairs may move a weight from its prior, in bits: the width of the Gaussian around it."""
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements and whether they are of one promise. `alone`: whether they can be judged without the rest of their documents."""

    group: str
    promise: str | None
    same: bool
    alone: bool
    left: Features
    right: Features
    about: tuple[str, str]


def judged(which: str) -> list[dict[str, Any]]:
    """The groups of a set, one of SETS."""
    groups: list[dict[str, Any]] = json.loads((JUDGED / f"{which}.json").read_text(encoding="utf-8"))["groups"]
    return groups


def judged_words() -> list[dict[str, Any]]:
    """The judged pairs that agree in words."""
    found: list[dict[str, Any]] = json.loads((JUDGED / "words.json").read_text(encoding="utf-8"))["pairs"]
    return found


def read_statements(shared: Path) -> dict[str, list[Said]]:
    """What the program reads today in every document of the judged pairs, by the document's name."""
    import tempfile

    from pledgebook.book import read

    wanted = {row["document"] for which in SETS for rows in judged(which) for row in rows["statements"]}
    wanted |= {row["document"] for pair in judged_words() for row in (pair["left"], pair["right"])}
    found: dict[str, list[Said]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path in _files(shared, wanted, Path(folder)):
            reading = read(path)
            if reading.document is not None:
                document = reading.document
                imprint = Imprint(document.id, name, document.title, document.publisher, document.published)
                found[name] = [
                    Said(one, imprint, before=words_before(document.text, one)) for one in reading.statements
                ]
    return found


def _files(shared: Path, wanted: set[str], folder: Path) -> Iterator[tuple[str, Path]]:
    for line in (shared / "corpus/briefings.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"] in wanted:
            path = folder / "document.txt"
            path.write_text(record["text"], encoding="utf-8")
            about = {name: record.get(name) for name in ("title", "published", "url")}
            path.with_suffix(".meta.json").write_text(json.dumps(about | {"publisher": "The White House"}))
            yield record["id"], path
    for place in [shared / folder for folder in FOLDERS]:
        for path in sorted(place.iterdir()):
            if path.name in wanted:
                yield path.name, path


def pairs(which: str, said: Mapping[str, Sequence[Said]]) -> tuple[list[Pair], int]:
    """The judged pairs of a set as the program reads them today, and how many judged statements it does not read."""
    found, lost = [], 0
    for rows in judged(which):
        name = f"{rows['from']} {rows['unit']} {rows['number']:,.10g}"
        members = []
        for row in rows["statements"]:
            one = _found_again(row, said.get(row["document"], ()))
            lost += one is None
            if one is not None:
                members.append((row, features(one)))
        for (row, left), (other, right) in combinations(members, 2):
            same = row.get("promise") is not None and row.get("promise") == other.get("promise")
            if left.id != right.id and not (left.document == right.document and left.sentence == right.sentence):
                alone = left.document == right.document or not (row.get("bare") or other.get("bare"))
                found.append(Pair(name, row.get("promise"), same, alone, left, right, (row["about"], other["about"])))
    return found, lost


def _found_again(row: Mapping[str, Any], said: Sequence[Said]) -> Said | None:
    """The statement whose number stands where the judged one's stood."""
    for one in said:
        quantity = one.statement.quantity
        if quantity is not None and quantity.start < row["end"] and row["start"] < quantity.end:
            return one
    return None


def word_pairs(said: Mapping[str, Sequence[Said]]) -> list[Pair]:
    """The judged pairs that agree in words, as far as the program reads both today."""
    found = []
    for row in judged_words():
        ends = [_object_again(row[side], said.get(row[side]["document"], ())) for side in ("left", "right")]
        if ends[0] is None or ends[1] is None:
            continue
        left, right = (features(one) for one in ends if one is not None)
        about = (row["left"]["about"], row["right"]["about"])
        found.append(Pair("words " + min(about), None, row["same"], True, left, right, about))
    return found


def _object_again(row: Mapping[str, Any], said: Sequence[Said]) -> Said | None:
    """The statement of the kind whose object holds most of the judged one's."""

    def shared(one: Said) -> int:
        target = one.statement.object
        return min(target.end, row["end"]) - max(target.start, row["start"])

    kin = [one for one in said if one.statement.kind == row["kind"] and shared(one) > 0]
    return max(kin, key=lambda one: (shared(one), one.statement.id), default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Pairs as rows of signs."""

    names: tuple[str, ...]
    rows: Array
    same: Array
    weight: Array
    groups: tuple[str, ...]


def table(judged_pairs: Sequence[Pair], names: tuple[str, ...]) -> Table:
    """The signs of the pairs and the rule that asks about each, a column each."""
    place = {name: number for number, name in enumerate(names)}
    rows = np.zeros((len(judged_pairs), len(names)))
    for number, pair in enumerate(judged_pairs):
        for sign in (_rule(pair), *signs(pair.left, pair.right)):
            if sign in place:
                rows[number, place[sign]] += 1
    counts = Counter((pair.group, pair.same) for pair in judged_pairs)
    weight = [min(1.0, CAP / counts[pair.group, pair.same]) for pair in judged_pairs]
    return Table(
        names,
        rows,
        np.array([float(pair.same) for pair in judged_pairs]),
        np.array(weight),
        tuple(pair.group for pair in judged_pairs),
    )


def _rule(pair: Pair) -> str:
    """The name of the rule that asks about a pair, without its version."""
    return asked(pair.left, pair.right, numbers(pair.left, pair.right))[1].name.partition("/")[0]


def fit(given: Table, prior: Array, width: Array) -> Array:
    """Weights in bits, drawn towards the prior."""

    def loss(weights: Array) -> tuple[float, Array]:
        z = given.rows @ weights * math.log(2)
        away = (weights - prior) / width
        value = (given.weight * (np.logaddexp(0, z) - given.same * z)).sum() + 0.5 * (away**2).sum()
        slope = given.rows.T @ (given.weight * (expit(z) - given.same)) * math.log(2) + away / width
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
        and (pair.group.startswith("words ") or _rule(pair) == "same-amount")
        and apart(pair.left, pair.right) is None
        and elsewhere(pair.left, pair.right) is None
    ]


def learn(judged_pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """What goes into the file."""
    names, prior, width, rules = priors()
    found = fit(table(learnable(judged_pairs), names), prior, width)
    weights = {name: round(10 * value) for name, value in zip(names, found, strict=True)}
    return {
        "rules": {name: weights.pop(name) for name in rules},
        "signs": dict(sorted(weights.items())),
    }


def folds(judged_pairs: Sequence[Pair], show: int) -> None:
    """Print what weights learned from the other folds say of each."""
    names, prior, width, _ = priors()
    usable = learnable(judged_pairs)
    whole = table(usable, names)
    order = {name: number % FOLDS for number, name in enumerate(sorted(set(whole.groups)))}
    fold = np.array([order[name] for name in whole.groups])
    z = np.zeros(len(usable))
    for number in range(FOLDS):
        rest = table([pair for pair, one in zip(usable, fold, strict=True) if one != number], names)
        z[fold == number] = whole.rows[fold == number] @ fit(rest, prior, width)
    kinds = {
        "by number, two documents": [_rule(pair) == "same-amount" and _two(pair) for pair in usable],
        "by number, one document": [_rule(pair) == "same-amount" and not _two(pair) for pair in usable],
        "by words": [_rule(pair) != "same-amount" for pair in usable],
    }
    for name, chosen in kinds.items():
        some, same, weight = z[chosen], whole.same[chosen], whole.weight[chosen]
        print(f"{name}: {len(some)} pairs, {int(same.sum())} same")
        for least in (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
            said = weight * (some >= least)
            right = (said * same).sum()
            print(
                f"  from {least:+.0f} bits: precision {right / max(1, said.sum()):.3f}"
                f" recall {right / (weight * same).sum():.3f}"
            )
    worst = sorted(range(len(usable)), key=lambda number: z[number] if usable[number].same else -z[number])
    for number in worst[:show]:
        pair = usable[number]
        print(f"{z[number]:+.1f} {'same' if pair.same else 'different'}: {pair.about[0]} | {pair.about[1]}")
        print("     ", " ".join(signs(pair.left, pair.right)))


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


def commitments(said: Mapping[str, Sequence[Said]]) -> dict[str, int]:
    """The commitment of every statement, of all documents merged together."""
    statements = [features(one) for document in said.values() for one in document]
    sets = (ids for found in group(statements) for ids in found.commitments)
    return {id: number for number, ids in enumerate(sets) for id in ids}


def merged(judged_pairs: Sequence[Pair], home: Mapping[str, int]) -> str:
    """How many pairs of documents that state a judged promise end in one commitment, and how many strangers do."""
    found: defaultdict[tuple[object, ...], list[bool]] = defaultdict(list)
    strange: set[tuple[object, ...]] = set()
    for pair in judged_pairs:
        ends = tuple(sorted((pair.left.document, pair.right.document)))
        if ends[0] == ends[1]:
            continue
        joined = home[pair.left.id] == home[pair.right.id]
        if pair.same:
            found[pair.group, pair.promise, ends].append(joined)
        elif joined:
            strange.add((pair.group, ends))
    right = sum(any(joined) for joined in found.values())
    return (
        f"{len(found)} pairs of documents of one promise: precision {right / max(1, right + len(strange)):.3f}"
        f" recall {right / max(1, len(found)):.3f} ({right} right, {len(strange)} wrong)"
    )


def main(arguments: Sequence[str]) -> int:
    """Learn, check or measure."""
    parser = argparse.ArgumentParser(description="what the signs of two statements weigh")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args(arguments)
    said = read_statements(given.shared)
    if given.unseen:
        home = commitments(said)
        for name in SETS[1:]:
            found, lost = pairs(name, said)
            print(f"{name}: {figures(found)}, {lost} judged statements are not read")
            print(merged(found, home))
        return 0
    found, lost = pairs("first", said)
    words = word_pairs(said)
    print(f"first set as it is: {figures(found)}, {lost} judged statements are not read")
    print(f"words as they are: {figures(words)}")
    folds([*found, *words], given.errors)
    print(merged(found, commitments(said)))
    text = json.dumps(learn([*found, *words]), indent=1) + "\n"
    if given.check:
        if TARGET.read_text(encoding="utf-8") != text:
            print("weights.json is not what the judged pairs teach", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
