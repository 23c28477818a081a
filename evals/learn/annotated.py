"""Annotated documents as this program sees them: candidates with their labels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from evals.learn.encoders import unlearned
from evals.learn.parses import parse_or_recall
from evals.learn.written import written
from pledgebook.extract import examine
from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.fields.quantity import quantity_of
from pledgebook.extract.opinion.opinions import Opinion, opinions
from pledgebook.extract.statements import Examined
from pledgebook.model import Document, Mention
from pledgebook.resolve import dollar, home, mentions

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDERS = (SHARED / "gold/train", SHARED / "world")
"""The documents to learn from."""
SAME = 0.25
"""Intersection over union from which an annotation and a candidate are of one object (that of the official scorer)."""


@dataclass(frozen=True)
class Annotated:
    """A document with its annotations and everything the extraction knows before it decides.

    `labels[k]`: for candidate k the annotation it is best for, None for a negative; `ignored[k]`: a candidate that
    overlaps an annotation but is not its best, counted neither way; `sizes[k]`: the span of the number that candidate
    k would state, None where it states none. `name`: folder and file, "world/uk-20"; `mentions`: its names.
    """

    name: str
    document: Document
    mentions: tuple[Mention, ...]
    gold: tuple[dict[str, Any], ...]
    examined: Examined
    labels: tuple[int | None, ...]
    ignored: tuple[bool, ...]
    sizes: tuple[tuple[int, int] | None, ...]

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What the encoder thinks of the candidates: one that did not learn from documents of this kind of publisher."""
        return opinions(
            self.examined.parsed, [proposal.candidate for proposal in self.examined.proposals], unlearned(self.name)
        )

    def look(self, places: Sequence[int]) -> list[Opinion]:
        """The same of the candidates at these places."""
        return [self.opinions[place] for place in places]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two half-open spans, 0 to 1."""
    inter = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if inter <= 0 else inter / (max(a[1], b[1]) - min(a[0], b[0]))


def match(annotation: dict[str, Any], span: tuple[int, int], size: tuple[int, int] | None) -> tuple[float, bool] | None:
    """How well a candidate fits an annotation, None where the official scorer would not pair them: the share of the
    spans that overlaps, and whether both state the same number (that pairs them however far the words reach)."""
    stated = annotation.get("quantity") or {}
    share = overlap((annotation["start"], annotation["end"]), span)
    same = "start" in stated and size is not None and overlap((stated["start"], stated["end"]), size) > 0.5
    return (share, same) if share >= SAME or same else None


def label(
    gold: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int]], sizes: Sequence[tuple[int, int] | None]
) -> tuple[list[int | None], list[bool]]:
    """For every span the annotation it is the best candidate of, and whether it is to be ignored."""
    labels: list[int | None] = [None] * len(spans)
    ignored = [False] * len(spans)
    for g, annotation in enumerate(gold):
        near = []
        for k, span in enumerate(spans):
            fit = match(annotation, span, sizes[k])
            if fit is not None:  # of two like spans, the one that states the number
                near.append((fit[0] + 0.4 * fit[1], -k))
        best = True
        for _, minus_k in sorted(near, reverse=True):
            if best and labels[-minus_k] is None:
                labels[-minus_k], best = g, False
            else:
                ignored[-minus_k] = True
    return labels, ignored


def load(*folders: Path) -> Iterator[Annotated]:
    """The annotated documents of folders (NAME.txt, NAME.meta.json, NAME.gold.json), folder by folder, in the order of
    their names."""
    for folder in folders:
        for path in sorted(folder.glob("*.gold.json")):
            yield _annotated_file(path)


def load_written() -> Iterator[Annotated]:
    """The documents that we wrote to learn from; never measured on."""
    for one in written():
        yield _annotated(one.name, one.document, one.gold)


def _annotated_file(path: Path) -> Annotated:
    stem = path.name.removesuffix(".gold.json")
    text = path.with_name(f"{stem}.txt").read_bytes().decode("utf-8")
    meta = json.loads(path.with_name(f"{stem}.meta.json").read_text(encoding="utf-8"))
    document = Document(
        f"{stem}.txt", text, title=meta.get("title"), publisher=meta.get("publisher"), published=meta.get("published")
    )
    gold = tuple(json.loads(path.read_text(encoding="utf-8"))["statements"])
    return _annotated(f"{path.parent.name}/{stem}", document, gold)


def _annotated(name: str, document: Document, gold: tuple[dict[str, Any], ...]) -> Annotated:
    named = tuple(mentions(document))
    country = home(document, named)
    examined = examine(document, named, dollar=dollar(country), home=country, parser=parse_or_recall)
    spans = [(p.candidate.start, p.candidate.end) for p in examined.proposals]
    sizes = [_size(p.candidate, examined) for p in examined.proposals]
    labels, ignored = label(gold, spans, sizes)
    return Annotated(name, document, named, gold, examined, tuple(labels), tuple(ignored), tuple(sizes))


def _size(candidate: Candidate, examined: Examined) -> tuple[int, int] | None:
    quantity = quantity_of(candidate, examined.parsed[candidate.sentence], examined.amounts[candidate.sentence])
    return None if quantity is None else (quantity.start, quantity.end)
