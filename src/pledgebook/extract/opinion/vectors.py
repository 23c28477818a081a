"""Candidates → vectors: what the encoder makes of the object, its head, the act and the sentence of each."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.tokens import text_of
from pledgebook.extract.opinion.encoder import Encoded, encode
from pledgebook.extract.opinion.products import Floats

GRID = 4096
"""Vectors are whole numbers of this part of one, so that means over word pieces are exact in any order."""


def vectors(parsed: Sequence[Parsed], candidates: Sequence[Candidate]) -> Floats:
    """A row for each candidate: four means over word pieces, side by side, of its object, its act, its head and its whole
    sentence. A part that lies beyond what the encoder reads is zero. Raises SetupError where the encoder is broken."""
    places = sorted(range(len(candidates)), key=lambda k: candidates[k].sentence)
    groups = [(k, list(own)) for k, own in itertools.groupby(places, key=lambda k: candidates[k].sentence)]
    rows: list[Floats | None] = [None] * len(candidates)
    for (k, own), seen in zip(groups, encode([text_of(parsed[k].doc) for k, _ in groups]), strict=True):
        spans = [_spans(candidates[one], parsed[k]) for one in own]
        known = {span: number for number, span in enumerate(dict.fromkeys(itertools.chain(*spans)))}
        means = _means(seen, list(known))
        for one, parts in zip(own, spans, strict=True):
            rows[one] = np.concatenate([*(means[known[part]] for part in parts), means[-1]])
    return np.stack([row for row in rows if row is not None]) if rows else np.zeros((0, 0), dtype=np.float32)


def _spans(one: Candidate, parsed: Parsed) -> list[tuple[int, int]]:
    """The object, the act and the head in the words parsed."""
    words = (parsed.doc[one.act], parsed.doc[one.head])
    return [(one.start - parsed.start, one.end - parsed.start), *((w.idx, w.idx + len(w)) for w in words)]


def _means(seen: Encoded, spans: Sequence[tuple[int, int]]) -> Floats:
    """The mean of the vectors of each stretch, a row each, and last that of the whole sentence."""
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T[..., None]
    inside = (seen.ends > starts) & (seen.starts < ends) & (seen.ends > seen.starts)
    inside = np.concatenate([inside, np.ones((1, len(seen.starts)), dtype=bool)])
    sums = inside.astype(np.float64) @ np.rint(seen.vectors * np.float32(GRID)).astype(np.float64)
    counts = np.maximum(1, inside.sum(axis=1, keepdims=True))
    return np.asarray(np.rint(sums / counts) / GRID, dtype=np.float32)
