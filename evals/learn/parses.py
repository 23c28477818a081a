"""Parses of sentences, kept between runs: the parser is most of the time of learning and never changes its mind.

A file of `.cache/parses` holds the parsed sentences of one document by one model. A sentence that is not in it (the
layout or the gate has changed) is parsed and added. Delete the folder to begin anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pledgebook.extract.clauses.parse import BATCH, Parsed, docs_of, laid_over, load_model, words_of
from pledgebook.extract.layout import Sentence

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".cache/parses"
_ATTRIBUTES = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]


def parse_or_recall(text: str, sentences: Sequence[Sentence], *, batch: int = BATCH) -> list[Parsed]:
    """What `parse` returns, from the cache where it can."""
    model = load_model()
    path = FOLDER / f"{_key(text, model.meta)}.spacy"
    known = _recall(path, model)
    words = words_of(text, sentences)
    missing = [own for own in words if own.text not in known]
    if missing:
        known |= docs_of(missing, batch=batch)
        _keep(path, known)
    return laid_over(text, sentences, words, known)


def _key(text: str, meta: Any) -> str:
    key = f"{meta['name']} {meta['version']} {meta['spacy_version']}\n{text}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _recall(path: Path, model: Any) -> dict[str, Any]:
    from spacy.tokens import DocBin

    if not path.is_file():
        return {}
    return {doc.text: doc for doc in DocBin().from_disk(path).get_docs(model.vocab)}


def _keep(path: Path, docs: dict[str, Any]) -> None:
    from spacy.tokens import DocBin

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    DocBin(attrs=_ATTRIBUTES, docs=docs.values()).to_disk(draft)
    draft.replace(path)
