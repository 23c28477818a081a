"""What the gate lets through, and what it loses against parsing everything."""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.errors import UsageError
from pledgebook.extract import examine
from pledgebook.extract.decide.linear import load_weights
from pledgebook.extract.gate import scan
from pledgebook.extract.layout import sentences
from pledgebook.extract.statements import decided, second_look
from pledgebook.model import Document
from pledgebook.resolve import dollar, home, mentions


def gate_counts(document: Document | None, gold: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Counts of one document: `gate_sentences`, `gate_parsed` (those that pass), `gate_annotations` (optional ones left
    out) and `gate_kept`.

    An annotation is kept where the sentences that pass hold at least half of its object. That counts against the gate
    also what the steps after it would have missed, so the true loss is at most this. A document that could not be read
    keeps none.
    """
    counted = [(a["start"], a["end"]) for a in gold if not a.get("optional")]
    counts = Counter(gate_sentences=0, gate_parsed=0, gate_annotations=len(counted), gate_kept=0)
    if document is None:
        return counts
    found = sentences(document.text, document.body)
    parsed = list(itertools.compress(found, scan(document.text, found)))
    counts["gate_sentences"], counts["gate_parsed"] = len(found), len(parsed)
    for start, end in counted:
        held = sum(max(0, min(end, s.end) - max(start, s.start)) for s in parsed)
        counts["gate_kept"] += 2 * held >= end - start
    return counts


@dataclass(frozen=True, slots=True)
class Running:
    """The gate on running text that nobody annotated: `statements` are those that the extraction finds when it parses
    every sentence, `lost` those of them whose sentence does not pass."""

    documents: int
    sentences: int
    parsed: int
    statements: int
    lost: int


def running_text(path: Path, count: int) -> Running:
    """The gate on `count` documents of a JSONL file (objects with id, text, title, published), spread evenly over it;
    0 takes all. Raises UsageError where the file is no such one."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        every = [Document(r["id"], r["text"], title=r.get("title"), published=r.get("published")) for r in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no JSONL of documents ({type(error).__name__}: {error})") from error
    step = max(1.0, len(every) / count) if count else 1.0
    chosen = [every[int(k * step)] for k in range(min(count or len(every), len(every)))]
    total: Counter[str] = Counter()
    for document in chosen:
        named = mentions(document)
        country = home(document, named)
        examined = examine(document, named, dollar=dollar(country), home=country, gated=False)
        found = decided(document, examined, load_weights(), look=second_look(examined))
        every = sentences(document.text, document.body)
        passing = scan(document.text, every)
        starts = [sentence.start for sentence in every]
        lost = sum(not passing[bisect_right(starts, one.object.start) - 1] for one in found)
        total.update(sentences=len(every), parsed=sum(passing), statements=len(found), lost=lost)
    return Running(len(chosen), total["sentences"], total["parsed"], total["statements"], total["lost"])
