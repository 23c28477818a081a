"""Parses of sentences, kept between runs: the parser is most of the time of learning and never changes its mind.

A file of `.cache/parses` holds the parsed sentences of one document by one model. A sentence that is not in it (the
layout or the gate has changed) is parsed and added. Delete the folder to begin anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from pledgebook.extract.clauses.parse import BATCH, Parsed, laid_over, load_model, rows_of, words_of
from pledgebook.extract.clauses.tokens import Row
from pledgebook.extract.layout import Sentence

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".cache/parses"

_Rows = dict[str, tuple[Row, ...]]


def parse_or_recall(text: str, sentences: Sequence[Sentence], *, batch: int = BATCH) -> list[Parsed]:
    """What `parse` returns, from the cache where it can."""
    path = FOLDER / f"{_key(text, load_model().meta)}.msgpack"
    known: _Rows = msgspec.msgpack.decode(path.read_bytes(), type=_Rows) if path.is_file() else {}
    words = words_of(text, sentences)
    missing = [own for own in words if own.text not in known]
    if missing:
        known |= rows_of(missing, batch=batch)
        _keep(path, known)
    return laid_over(text, sentences, words, known)


def _key(text: str, meta: Any) -> str:
    key = f"{Row._fields} {meta['name']} {meta['version']} {meta['spacy_version']}\n{text}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _keep(path: Path, rows: _Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(msgspec.msgpack.encode(rows))
    draft.replace(path)
