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
        means = _means(seen, [span for one in own for span in _spans(candidates[one], parsed[k])])
        for one, row in zip(own, means.reshape(len(own), -1), strict=True):
            rows[one] = row
    return np.stack([row for row in rows if row is not None]) if rows else np.zeros((0, 0), dtype=np.float32)


def _spans(one: Candidate, parsed: Parsed) -> list[tuple[int, int] | None]:
    """The object, the act and the head in the words parsed; None for the whole of them."""
    words = (parsed.doc[one.act], parsed.doc[one.head])
    return [(one.start - parsed.start, one.end - parsed.start), *((w.idx, w.idx + len(w)) for w in words), None]


def _means(seen: Encoded, spans: Sequence[tuple[int, int] | None]) -> Floats:
    """The mean of the vectors of each stretch, a row each. The first and the last piece stand for no words."""
    starts, ends = seen.starts[1:-1], seen.ends[1:-1]
    lows = np.array([0 if span is None else 1 + int(ends.searchsorted(span[0], "right")) for span in spans])
    highs = np.array([len(seen.starts) if s is None else 1 + int(starts.searchsorted(s[1], "left")) for s in spans])
    upto = np.zeros((len(seen.vectors) + 1, seen.vectors.shape[1]), dtype=np.float64)
    np.cumsum(np.rint(seen.vectors * np.float32(GRID)), axis=0, out=upto[1:], dtype=np.float64)
    counts = np.maximum(1, highs - lows)
    return np.asarray(np.rint((upto[np.maximum(lows, highs)] - upto[lows]) / counts[:, None]) / GRID, dtype=np.float32)
