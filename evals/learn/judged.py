"""Pairs of statements that people judged, as the program reads the statements today.

They lie in `tests/reconcile/judged`. `first.json`, `second.json` and `third.json` hold statements of one number, found again by where the
number stands, so that a judgement outlives other readings; `words.json` holds pairs that agree in words, found again by where their objects
stand; `held.json` the statements of what must end in one commitment, or must not, whatever is learned (see `held.py`). The texts are those of
`../shared`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from pledgebook.book import read
from pledgebook.model import Imprint, Said, words_before
from pledgebook.reconcile import Features, features

ROOT: Final = Path(__file__).resolve().parents[2]
JUDGED: Final = ROOT / "tests/reconcile/judged"
FOLDERS: Final = ("merge/groups/docs", "merge/docs", "gold", "gold/train", "world")
"""Where documents of the judged pairs lie besides the corpus; the first that has the name."""
SETS: Final = ("first", "second", "third")
"""The sets of judged numbers; the first is learned from."""
HELD: Final = "held"
WORDS: Final = "words "
"""How the names of groups of pairs that agree in words begin."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements and whether they are of one promise. `group`: the number that both say, or "words …". `alone`: whether they can be judged
    without the rest of their documents. `held`: whether it is of what must hold."""

    group: str
    promise: str | None
    same: bool
    alone: bool
    left: Features
    right: Features
    about: tuple[str, str]
    held: bool = False


def judged(which: str) -> list[dict[str, Any]]:
    """The groups of a set, one of SETS, or of what must hold."""
    groups: list[dict[str, Any]] = json.loads((JUDGED / f"{which}.json").read_text(encoding="utf-8"))["groups"]
    return groups


def judged_words() -> list[dict[str, Any]]:
    """The judged pairs that agree in words."""
    found: list[dict[str, Any]] = json.loads((JUDGED / "words.json").read_text(encoding="utf-8"))["pairs"]
    return found


def documents() -> set[str]:
    """The names of the documents of all sets and of the pairs that agree in words."""
    found = {row["document"] for which in SETS for rows in judged(which) for row in rows["statements"]}
    return found | {row["document"] for pair in judged_words() for row in (pair["left"], pair["right"])}


def book_of(rows: Mapping[str, Any], shared: Path) -> list[str]:
    """The names of the documents that a group of what must hold is merged with."""
    found: list[str] = []
    for entry in rows["book"]:
        place = shared / entry
        found += sorted(one.name for one in place.glob("*.md")) if place.is_dir() else [place.name]
    return found


def read_statements(shared: Path) -> dict[str, list[Said]]:
    """What the program reads today in every document of the judged pairs, by the document's name."""
    wanted = documents() | {name for rows in judged(HELD) for name in book_of(rows, shared)}
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
        members = found_rows(rows, said)
        lost += len(rows["statements"]) - len(members)
        found += list(_pairs_of(rows, [(row, features(one)) for row, one in members], held=which == HELD))
    return found, lost


def found_rows(rows: Mapping[str, Any], said: Mapping[str, Sequence[Said]]) -> list[tuple[dict[str, Any], Said]]:
    """The judged statements of a group that the program reads today, each with what it reads."""
    found = [(row, _found_again(row, said.get(row["document"], ()))) for row in rows["statements"]]
    return [(row, one) for row, one in found if one is not None]


def _pairs_of(
    rows: Mapping[str, Any], members: Sequence[tuple[Mapping[str, Any], Features]], *, held: bool
) -> Iterator[Pair]:
    name = f"{rows['from']} {rows['unit']} {rows['number']:,.10g}"
    for (row, left), (other, right) in combinations(members, 2):
        promise = row.get("promise")
        if held and promise is None and other.get("promise") is None:
            continue  # of two strangers to what must hold nothing is said
        if left.id != right.id and not (left.document == right.document and left.sentence == right.sentence):
            same = promise is not None and promise == other.get("promise")
            alone = left.document == right.document or not (row.get("bare") or other.get("bare"))
            yield Pair(name, promise, same, alone, left, right, (row["about"], other["about"]), held)


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
        found.append(Pair(WORDS + min(about), None, row["same"], True, left, right, about))
    return found


def _object_again(row: Mapping[str, Any], said: Sequence[Said]) -> Said | None:
    """The statement of the kind whose object holds most of the judged one's."""

    def shared(one: Said) -> int:
        target = one.statement.object
        return min(target.end, row["end"]) - max(target.start, row["start"])

    kin = [one for one in said if one.statement.kind == row["kind"] and shared(one) > 0]
    return max(kin, key=lambda one: (shared(one), one.statement.id), default=None)
