"""What the gate lets through, and what it loses against parsing everything."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.extract.scan import scan
from pledgebook.extract.sentences import sentences
from pledgebook.model import Document


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
