"""Annotated documents as this program sees them: candidates with their labels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.extract import examine
from pledgebook.extract.statements import Examined
from pledgebook.model import Document
from pledgebook.resolve import dollar, home, names

SAME = 0.25
"""Intersection over union from which an annotation and a candidate are of one object (that of the official scorer)."""


@dataclass(frozen=True)
class Annotated:
    """A document with its annotations and everything the extraction knows before it decides.

    `labels[k]`: for candidate k the annotation it is best for, None for a negative; `ignored[k]`: a candidate that
    overlaps an annotation but is not its best, counted neither way.
    """

    name: str
    document: Document
    gold: tuple[dict[str, Any], ...]
    examined: Examined
    labels: tuple[int | None, ...]
    ignored: tuple[bool, ...]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two half-open spans, 0 to 1."""
    inter = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if inter <= 0 else inter / (max(a[1], b[1]) - min(a[0], b[0]))


def label(gold: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int]]) -> tuple[list[int | None], list[bool]]:
    """For every span the annotation it is the best candidate of, and whether it is to be ignored."""
    labels: list[int | None] = [None] * len(spans)
    ignored = [False] * len(spans)
    for g, annotation in enumerate(gold):
        own = (annotation["start"], annotation["end"])
        size = annotation.get("quantity") or {}
        near = []
        for k, span in enumerate(spans):
            share = overlap(own, span)
            if share >= SAME:  # of two like spans, the one that holds the number
                holds = "start" in size and span[0] <= size["start"] and size["end"] <= span[1]
                near.append((share + 0.4 * holds, -k))
        best = True
        for _, minus_k in sorted(near, reverse=True):
            if best and labels[-minus_k] is None:
                labels[-minus_k], best = g, False
            else:
                ignored[-minus_k] = True
    return labels, ignored


def load(folder: Path) -> Iterator[Annotated]:
    """The annotated documents of a folder (NAME.txt, NAME.meta.json, NAME.gold.json), in the order of their names."""
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
        meta = json.loads((folder / f"{name}.meta.json").read_text(encoding="utf-8"))
        document = Document(
            f"{name}.txt",
            text,
            title=meta.get("title"),
            publisher=meta.get("publisher"),
            published=meta.get("published"),
        )
        mentions = names(document)
        country = home(document, mentions)
        examined = examine(document, mentions, dollar=dollar(country), home=country)
        gold = tuple(json.loads(path.read_text(encoding="utf-8"))["statements"])
        spans = [(p.candidate.start, p.candidate.end) for p in examined.proposals]
        labels, ignored = label(gold, spans)
        yield Annotated(name, document, gold, examined, tuple(labels), tuple(ignored))
