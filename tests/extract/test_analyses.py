"""Our rows and tokens say what spaCy's own pipeline and tokens say: the slow, plain twin."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinc.api import with_array

from pledgebook.extract.clauses.analyses import analyses
from pledgebook.extract.clauses.parse import load_model
from pledgebook.extract.clauses.tokens import Row, text_of, tree

SENTENCES = [
    "Norway will give Haiti $5 million, and Chile has built two roads.",
    "There's a plan, and there are others that we're gonna carry out.",
    "Let's go; y'all gotta help, c'mon, it ain't over.",
    "It is you who did it, but I have nothing to do with either of those.",
    "They said that that was that.",
    "Norway  will\tpay.  ",
    " ",
    "",
    "The Minister said: “We are, and remain, committed.” Twenty-five of them have been working on it since 2019.",
    "But for that, all but one would've left.",
    "THE SECRETARY-GENERAL REQUESTS 1,000 boats from the U.S. and the EU's members.",
    "\U0001f600 paid ５ € and 1/2.",
]
WORDS = st.sampled_from(
    [
        *[
            "there",
            "'s",
            "is",
            "gon",
            "na",
            "let",
            "us",
            "that",
            "this",
            "it",
            "you",
            "I",
            "do",
            "had",
            "to",
            "but",
            "a",
            "the",
            "of",
            "5",
            ",",
            ".",
            "(",
            "Norway",
            "pays",
            "boats",
        ],
        " ",
    ]
)


def rows(texts: list[str]) -> list[tuple[Row, ...]]:
    return list(analyses(load_model(), texts, 3))


def spelled(doc: Any) -> list[tuple[object, ...]]:
    """What rules ask of a word and its place in the tree, of spaCy's tokens or of ours."""
    attributes = (
        "i",
        "idx",
        "text",
        "lower_",
        "tag_",
        "pos_",
        "lemma_",
        "dep_",
        "is_space",
        "is_punct",
        "like_num",
    )
    return [
        (
            *(getattr(t, name) for name in attributes),
            t.head.i, t.left_edge.i, t.right_edge.i, t.sent.start, t.sent.end, t.sent.root.i, len(t),
            *([c.i for c in many] for many in (t.children, t.lefts, t.rights, t.subtree, t.ancestors)),
            [t.is_ancestor(other) for other in doc],
        )
        for t in doc
    ]  # fmt: skip


def assert_like_spacy(text: str, found: tuple[Row, ...]) -> None:
    doc = load_model()(text)
    own = tree(found)
    assert spelled(own) == spelled(doc)
    assert text in (text_of(own), text_of(own) + " ")  # a blank at the very end is no word


def test_rows_and_trees_are_those_of_the_whole_pipeline() -> None:
    for text, found in zip(SENTENCES, rows(SENTENCES), strict=True):
        assert_like_spacy(text, found)


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDS, max_size=12))
def test_any_words_are_read_as_by_the_whole_pipeline(words: list[str]) -> None:
    text = " ".join(words)
    (found,) = rows([text])
    assert_like_spacy(text, found)


def test_the_next_word_and_the_last() -> None:
    first, second = tree(
        [
            Row("Norway", 0, "NNP", "PROPN", "Norway", "nsubj", 1),
            Row("pays", 7, "VBZ", "VERB", "pay", "ROOT", 1),
        ]
    )
    assert first.nbor() is second
    with pytest.raises(IndexError):
        second.nbor()
    assert repr(first) == "Norway"
    assert first


@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_the_layers_over_neighbours_give_what_those_of_spacy_give(texts: list[str]) -> None:
    nlp = load_model()
    first, second = nlp.get_pipe("tok2vec").model.layers
    words = first.predict([nlp.make_doc(text) for text in texts])
    plain = with_array(second.layers[0], pad=second.attrs["pad"])
    for found, wanted in zip(second.predict(words), plain.predict(words), strict=True):
        np.testing.assert_array_equal(found, wanted)


@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_the_first_layer_says_of_a_word_what_it_said_before(texts: list[str]) -> None:
    nlp = load_model()
    first = nlp.get_pipe("tok2vec").model.layers[0]
    docs = [nlp.make_doc(text) for text in texts]
    plain: Any = docs
    for step in first.layers:
        plain = step.predict(plain)
    for found, wanted in zip(first.predict(docs), plain, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-4)
