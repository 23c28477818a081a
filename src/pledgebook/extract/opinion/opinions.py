"""Candidates → what the encoder thinks of each: how likely it is a statement of each kind, against none."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.tokens import text_of
from pledgebook.extract.opinion.encoder import Encoded, Encoder, encode, load_encoder

GRID = 4096
"""Vectors are whole numbers of this part of one, so that means over word pieces, and sums of them, are exact in any order."""

Opinion = tuple[int, ...]
"""For each kind, in the order of `KINDS`, the natural logarithm of its odds against no statement, in hundredths."""


def opinions(
    parsed: Sequence[Parsed], candidates: Sequence[Candidate], encoder: Encoder | None = None
) -> list[Opinion]:
    """One for each candidate, from four means over word pieces: of its object, its act, its head and its whole sentence. A
    part that lies beyond what the encoder reads is zero. `encoder`: another than the one that ships. Raises SetupError where
    that is missing or broken."""
    encoder = encoder or load_encoder()
    places = sorted(range(len(candidates)), key=lambda k: candidates[k].sentence)
    groups = [(k, list(own)) for k, own in itertools.groupby(places, key=lambda k: candidates[k].sentence)]
    found: dict[int, Opinion] = {}
    for (k, own), seen in zip(groups, encode([text_of(parsed[k].doc) for k, _ in groups], encoder), strict=True):
        lows, highs = stretches([candidates[one] for one in own], parsed[k], seen.starts, seen.ends)
        sums = _means(seen, lows, highs).reshape(len(own), -1) @ encoder.head[:-1] + encoder.head[-1]
        found |= {
            one: tuple(round(value) for value in row) for one, row in zip(own, (sums / 100).tolist(), strict=True)
        }
    return [found[one] for one in range(len(candidates))]


def stretches(
    candidates: Sequence[Candidate], parsed: Parsed, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the parts of the candidates of a sentence begin and end among its word pieces, half open: for each the object, the
    act, the head, and all pieces. `starts`, `ends`: offsets of the pieces; the first and the last stand for no words."""
    spans: list[tuple[int, int] | None] = []
    for one in candidates:
        words = (parsed.doc[one.act], parsed.doc[one.head])
        spans += [(one.start - parsed.start, one.end - parsed.start), *((w.idx, w.idx + len(w)) for w in words), None]
    first, last = starts[1:-1], ends[1:-1]
    lows = np.array([0 if span is None else 1 + int(last.searchsorted(span[0], "right")) for span in spans])
    highs = np.array([len(starts) if span is None else 1 + int(first.searchsorted(span[1], "left")) for span in spans])
    return lows, np.maximum(lows, highs)


def _means(seen: Encoded, lows: NDArray[np.int64], highs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The mean of the vectors of each stretch, a row each."""
    upto = np.zeros((len(seen.vectors) + 1, seen.vectors.shape[1]), dtype=np.float64)
    np.cumsum(np.rint(seen.vectors * np.float32(GRID)), axis=0, out=upto[1:], dtype=np.float64)
    counts = np.maximum(1, highs - lows)
    return np.asarray(np.rint((upto[highs] - upto[lows]) / counts[:, None]) / GRID)
