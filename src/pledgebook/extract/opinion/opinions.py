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
        inside = parts([candidates[one] for one in own], parsed[k], seen.starts, seen.ends)
        sums = _means(seen, inside).reshape(len(own), -1) @ encoder.head[:-1] + encoder.head[-1]
        found |= {
            one: tuple(round(value) for value in row) for one, row in zip(own, (sums / 100).tolist(), strict=True)
        }
    return [found[one] for one in range(len(candidates))]


def parts(
    candidates: Sequence[Candidate], parsed: Parsed, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Which word pieces of a sentence are in which part of its candidates (1 or 0): a row for the object, the act and the head of
    each, and for the whole sentence. `starts`, `ends`: half-open offsets of the pieces."""
    spans: list[tuple[int, int]] = []
    for one in candidates:
        words = (parsed.doc[one.act], parsed.doc[one.head])
        spans += [(one.start - parsed.start, one.end - parsed.start), *((w.idx, w.idx + len(w)) for w in words)]
        spans.append((-1, -1))
    lows, highs = np.array(spans, dtype=np.int64).T[..., None]
    inside = (ends > lows) & (starts < highs) & (ends > starts)
    inside[3::4] = True
    return np.asarray(inside, dtype=np.float64)


def _means(seen: Encoded, inside: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the vectors of each part, a row each."""
    sums = inside @ np.rint(seen.vectors * np.float32(GRID)).astype(np.float64)
    return np.asarray(np.rint(sums / np.maximum(1, inside.sum(axis=1, keepdims=True))) / GRID)
