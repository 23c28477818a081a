"""Sentences → dependency parses, by any installed spaCy English model."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.extract.clauses.aligned import Words, aligned, read_words
from pledgebook.extract.clauses.analyses import analyses
from pledgebook.extract.clauses.mended import mended
from pledgebook.extract.clauses.remembered import remember_words
from pledgebook.extract.clauses.tokens import Row, Token, tree
from pledgebook.extract.clauses.windows import plain_windows
from pledgebook.extract.cues import cues
from pledgebook.extract.layout import Sentence
from pledgebook.extract.threads import one_thread
from pledgebook.language.clean_copy import clean_copy
from pledgebook.language.languages import ENGLISH

MODEL = ENGLISH.parser
BATCH = 128
"""Sentences a batch: between 64 and 256 the parser is fastest; the result does not depend on it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its parse: `doc[i].idx + start` is the offset of token i in the text.

    `doc` begins with the words of the lead where the sentence is an item that goes on where its lead breaks off: `start` is
    then the lead's.
    """

    sentence: Sentence
    doc: tuple[Token, ...]
    start: int


_UNUSED = ("ner", "senter")


@functools.cache
def load_model(name: str = MODEL) -> Any:
    """The spaCy pipeline `name` without its names of persons and places, which no rule asks for (half of its time), and
    set to plain matrix products (faster here than those of blis).

    Raises SetupError where it is not installed.
    """
    import importlib

    import spacy
    from thinc.api import NumpyOps

    try:
        module = importlib.import_module(name)
        nlp = module.load(exclude=_UNUSED)
    except ImportError:
        try:
            nlp = spacy.load(name, exclude=_UNUSED)
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
    remember_words(nlp)
    plain_windows(nlp)
    if "lemmatizer" in nlp.pipe_names and "lemma_index" in nlp.get_pipe("lemmatizer").lookups:
        index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
        for pos, known in list(index.items()):
            index[pos] = frozenset(known)  # a list of 70,000 words, searched for every ending of a word
    return nlp


def forgetting(model: str = MODEL) -> AbstractContextManager[Any]:
    """A context at whose end the parser forgets the words that it met in it, for programs that read without end. No parse
    that was made in it may be used later; statements may. Not to be nested."""
    return load_model(model).memory_zone()  # type: ignore[no-any-return]


_SPACES = {ord(c): " " for c in "\n\r\t\x0b\x0c\x85\u2028\u2029\u00a0\u2002\u2003\u2009\u202f"}


def words_of(text: str, sentences: Sequence[Sentence]) -> list[Words]:
    """The sentences as the parser reads them: the words as they were meant (`clean_copy`), an item that goes on where its
    lead breaks off together with the lead, and white space of any kind as a blank."""
    copy = clean_copy(text)
    return [_calmed(read_words(copy, sentence, _SPACES)) for sentence in sentences]


_SHOUTED = re.compile(r"(?<![^\s(])(?:[A-Z]{4,}\s+){1,3}(?=[A-Z]?[a-z(])")
"""Up to three words in capitals before one in small letters."""
_SMALL = re.compile(r"[a-z]")


def _calmed(words: Words) -> Words:
    """The words with verbs in capitals as they are usually written: a resolution "REQUESTS" and "DECIDES"."""
    if not _SMALL.search(words.text):
        return words
    return replace(words, text=_SHOUTED.sub(_in_small_letters, words.text))


def _in_small_letters(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip()[-1:]
    words = found.group().lower().split()
    verb = any(sign.startswith("verb:") for word in words for sign in cues().get(word, ()))
    return found.group().lower() if verb and before in _OPENS else found.group()


_OPENS = ("", ",", ";", ":", ".", "—", "–", ")")


def rows_of(words: Sequence[Words], *, model: str = MODEL, batch: int = BATCH) -> dict[str, tuple[Row, ...]]:
    """Words → parse. Sentences of the same words share one: a page of repeated lines costs no more than one of them."""
    nlp = load_model(model)  # before the threads are counted: it loads the library that has them
    distinct = list(dict.fromkeys(own.text for own in words))
    with one_thread():
        return dict(zip(distinct, analyses(nlp, distinct, batch), strict=True))


def parse(text: str, sentences: Sequence[Sentence], *, model: str = MODEL, batch: int = BATCH) -> list[Parsed]:
    """Parses of the sentences of a document's text, in order; offsets are those of the text."""
    words = words_of(text, sentences)
    return laid_over(text, sentences, words, rows_of(words, model=model, batch=batch))


def laid_over(
    text: str, sentences: Sequence[Sentence], words: Sequence[Words], rows: Mapping[str, Sequence[Row]]
) -> list[Parsed]:
    """Parses of words as parses of the sentences that they were read from."""
    return [
        Parsed(sentence, tree(mended(aligned(rows[own.text], own, text))), own.start)
        for sentence, own in zip(sentences, words, strict=True)
    ]
