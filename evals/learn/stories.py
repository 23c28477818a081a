"""Stories that we wrote: documents of several publishers that speak of the same promises, and of others like them.

A file of `evals/learn/stories` holds documents as `written.py` reads them, each with the name of its `story`. Statements that share a
label (`#clinics`) within a story are of one promise, those with unlike labels are not; of what has no label nothing is said. Files whose
names begin with `unseen` are never learned from.

    python -m evals.learn.stories          what the rules of today do with the stories that are learned from
    python -m evals.learn.stories unseen   and with the others
    python -m evals.learn.stories --wrong  also every pair of documents that ends otherwise than it should
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from evals.learn.held import home_of
from evals.learn.judged import Pair
from evals.learn.written import Written, written
from pledgebook.book import read
from pledgebook.model import Imprint, Said, words_before
from pledgebook.reconcile import features

FOLDER = Path(__file__).resolve().parent / "stories"
UNSEEN = "unseen"
STORY = "story "
"""How the names of groups that are stories begin."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the program reads it: everything that its documents say, and the marked statements with their labels."""

    name: str
    said: tuple[Said, ...]
    marked: tuple[tuple[str, Said], ...]
    lost: int
    """Marked statements that the program does not read."""

    def pairs(self) -> Iterator[Pair]:
        """The marked statements in pairs; not two of one sentence."""
        for (label, one), (other_label, other) in combinations(self.marked, 2):
            left, right = features(one), features(other)
            if left.id == right.id or (left.document == right.document and left.sentence == right.sentence):
                continue
            about = (_about(one), _about(other))
            yield Pair(STORY + self.name, label, label == other_label, True, left, right, about)


def _about(one: Said) -> str:
    return " ".join(f"{one.statement.object.text} [{one.imprint.source}]".split())


def stories(unseen: bool = False, folder: Path = FOLDER) -> list[Told]:
    """The stories that are learned from, or those that never are, as the program reads them today."""
    parts: defaultdict[str, list[Written]] = defaultdict(list)
    for one in written(folder):
        file = one.name.rsplit("/", 1)[-1]
        if file.startswith(UNSEEN) == unseen:
            parts[f"{file.split('-')[0]} {one.story}"].append(one)
    return [_told(name, documents) for name, documents in parts.items()]


def _told(name: str, documents: Sequence[Written]) -> Told:
    said: list[Said] = []
    marked: list[tuple[str, Said]] = []
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        for one in documents:
            found = _read(one, Path(folder))
            said += found
            for statement in one.gold:
                if "same_as" in statement:
                    again = _found_again(statement, found)
                    lost += again is None
                    marked += [] if again is None else [(statement["same_as"], again)]
    return Told(name, tuple(said), tuple(marked), lost)


def _read(one: Written, folder: Path) -> list[Said]:
    path = folder / one.document.source
    path.write_text(one.document.text, encoding="utf-8")
    about = {"title": one.document.title, "publisher": one.document.publisher, "published": one.document.published}
    path.with_suffix(".meta.json").write_text(json.dumps(about))
    document = (reading := read(path)).document
    if document is None:
        return []
    imprint = Imprint(document.id, document.source, document.title, document.publisher, document.published)
    return [Said(each, imprint, before=words_before(document.text, each)) for each in reading.statements]


def _found_again(mark: Mapping[str, Any], said: Sequence[Said]) -> Said | None:
    """The statement whose number stands where that of the mark does, else the one whose object holds most of the mark's."""
    size = mark["quantity"]
    for one in said:
        quantity = one.statement.quantity
        if size and quantity and quantity.start < size["end"] and size["start"] < quantity.end:
            return one

    def shared(one: Said) -> int:
        target = one.statement.object
        return min(target.end, mark["end"]) - max(target.start, mark["start"])

    near = [one for one in said if shared(one) > 0 and not size]
    return max(near, key=lambda one: (shared(one), one.statement.id), default=None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Pairs of documents that both state a promise: `wanted`, of these `right` share a commitment of it; `wrong`: pairs of documents in
    which statements of two unlike promises share a commitment. A pair of documents counts once for each promise."""

    right: int
    wanted: int
    wrong: int

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.right + other.right, self.wanted + other.wanted, self.wrong + other.wrong)

    def line(self) -> str:
        """The figures in words."""
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.wanted)
        return (
            f"{self.wanted} pairs of documents of one promise: precision {precision:.3f} recall {recall:.3f}"
            f" ({self.right} right, {self.wrong} wrong)"
        )


def homes(told: Sequence[Told]) -> dict[str, int]:
    """The commitment of every statement of stories, all merged as one book."""
    return home_of([one for story in told for one in story.said])


def ends(told: Sequence[Told], home: Mapping[str, int]) -> tuple[Figures, list[str]]:
    """How the documents of stories end, and a line for every pair that is lost or strange. `home`: the commitment of every statement."""
    found, lines = Figures(0, 0, 0), []
    for story in told:
        lost, wanted = _lost(story, home)
        strange = _strange(story, home)
        found += Figures(wanted - len(lost), wanted, len(strange))
        lines += lost + strange
    return found, lines


def _lost(story: Told, home: Mapping[str, int]) -> tuple[list[str], int]:
    """A line for every pair of documents that share a promise and no commitment of it, and how many share a promise."""
    places: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for label, one in story.marked:
        places[label, one.imprint.source].append(one)
    wanted, lines = 0, []
    for (label, source), (other_label, other_source) in combinations(sorted(places), 2):
        if label == other_label:
            wanted += 1
            ours, theirs = places[label, source], places[label, other_source]
            if {home[one.statement.id] for one in ours}.isdisjoint(home[one.statement.id] for one in theirs):
                lines.append(f"lost {story.name} #{label}: {_about(ours[0])} | {_about(theirs[0])}")
    return lines, wanted


def _strange(story: Told, home: Mapping[str, int]) -> list[str]:
    """A line for every two documents that end together in two promises."""
    found = {
        (one.imprint.source, other.imprint.source, label, other_label): (one, other)
        for (label, one), (other_label, other) in combinations(story.marked, 2)
        if label != other_label
        and one.imprint.source != other.imprint.source
        and home[one.statement.id] == home[other.statement.id]
    }
    return [f"strange {story.name}: {_about(one)} | {_about(other)}" for one, other in found.values()]


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    told = stories(UNSEEN in arguments)
    found, lines = ends(told, homes(told))
    marked = sum(len(story.marked) for story in told)
    print(f"{len(told)} stories, {marked} marked statements read, {sum(s.lost for s in told)} not: {found.line()}")
    if "--wrong" in arguments:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
