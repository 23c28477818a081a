"""Candidates → vectors: what the encoder makes of the object, its head, the act and the sentence of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.opinion.encoder import Encoded, Floats, encode


def vectors(parsed: Sequence[Parsed], candidates: Sequence[Candidate]) -> Floats:
    """A row for each candidate: four means over word pieces, side by side, of its object, its act, its head and its whole
    sentence. A part that lies beyond what the encoder reads is zero. Raises SetupError where the encoder is broken."""
    asked = sorted({one.sentence for one in candidates})
    seen = dict(zip(asked, encode([_sentence(parsed[k]) for k in asked]), strict=True))
    rows = [_row(one, parsed[one.sentence], seen[one.sentence]) for one in candidates]
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def _sentence(parsed: Parsed) -> str:
    """The words as they were parsed, each at its offset from the start of the parse."""
    parts, end = [], 0
    for token in parsed.doc:
        parts += [" " * (token.idx - end), token.text]
        end = token.idx + len(token)
    return "".join(parts)


def _row(one: Candidate, parsed: Parsed, seen: Encoded) -> Floats:
    spans = [(one.start - parsed.start, one.end - parsed.start)]
    spans += [(token.idx, token.idx + len(token)) for token in (parsed.doc[one.act], parsed.doc[one.head])]
    return np.concatenate([_mean(seen, spans), seen.vectors.astype(np.float64).mean(axis=0)]).astype(np.float32)


def _mean(seen: Encoded, spans: Iterable[tuple[int, int]]) -> Floats:
    found = []
    for start, end in spans:
        inside = (seen.ends > start) & (seen.starts < end) & (seen.ends > seen.starts)
        part = seen.vectors[inside].astype(np.float64)
        found.append(part.mean(axis=0) if len(part) else np.zeros(seen.vectors.shape[1]))
    return np.concatenate(found)
