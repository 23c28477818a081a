"""Sentences → dependency parses, by any installed spaCy English model."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.extract.layout import Sentence
from pledgebook.language.languages import ENGLISH

MODEL = ENGLISH.parser
BATCH = 128
"""Sentences a batch: between 64 and 256 the parser is fastest; the result does not depend on it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its parse: `doc[i].idx + start` is the offset of token i in the text.

    `doc` is a spacy.tokens.Doc (kept loose, so that this module imports no spaCy).
    """

    sentence: Sentence
    doc: Any

    @property
    def start(self) -> int:
        return self.sentence.start


@functools.cache
def load_model(name: str = MODEL) -> Any:
    """The spaCy pipeline `name`, set to plain matrix products (faster here than those of blis).

    Raises SetupError where it is not installed.
    """
    import importlib

    import spacy
    from thinc.api import NumpyOps

    try:
        module = importlib.import_module(name)
        nlp = module.load()
    except ImportError:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise SetupError(
                f"the language model {name} is not installed; install it with: pip install {name}"
            ) from error
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops
    return nlp


def _one_thread() -> AbstractContextManager[Any]:
    """Matrix products on one thread while it lasts: ours are so small that a second thread spends its time waiting
    (27.8 against 13.8 s of processor time for 107 documents on two cores)."""
    return _thread_pools().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


@functools.cache
def _thread_pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


_SPACES = {ord(c): " " for c in "\n\r\t\x0b\x0c\x85\u2028\u2029\u00a0\u2002\u2003\u2009\u202f"}


def words_of(text: str, sentences: Sequence[Sentence]) -> list[str]:
    """The sentences as the parser reads them. White space of any kind counts as a blank, so that a line break in the
    middle of a sentence does not disturb it; no character is added or removed, so offsets hold."""
    return [text[s.start : s.end].translate(_SPACES) for s in sentences]


def parse(text: str, sentences: Sequence[Sentence], *, model: str = MODEL, batch: int = BATCH) -> list[Parsed]:
    """Parses of the sentences, in order. Sentences of the same words share one parse: a page of repeated lines costs no
    more than one of them."""
    nlp = load_model(model)
    words = words_of(text, sentences)
    distinct = list(dict.fromkeys(words))
    with _one_thread():
        docs = dict(zip(distinct, nlp.pipe(distinct, batch_size=batch), strict=True))
    return [Parsed(s, docs[own]) for s, own in zip(sentences, words, strict=True)]
