"""Parses of words as they were meant, laid back over the text: every offset is that of the document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract.clauses.parse import Parsed, parse
from pledgebook.extract.layout import layout
from pledgebook.model import Document


def parsed(text: str) -> list[Parsed]:
    return parse(text, layout(Document("a.txt", text)).sentences)


def test_an_item_is_parsed_with_the_lead_that_it_goes_on_from() -> None:
    text = "Norway will:\n- give 5 boats to Mali;\n- Train 400 nurses."
    _, first, second = parsed(text)
    assert first.start == second.start == 0
    for one, verb in ((first, "give"), (second, "Train")):
        act = next(t for t in one.doc if t.text == verb)
        assert text[act.idx + one.start :].startswith(verb)
        assert act.lemma_ == verb.lower()
        assert [t.text for t in act.children if t.dep_ in ("nsubj", "aux")] == ["Norway", "will"]


def test_cut_words_keep_their_characters_and_get_their_lemma() -> None:
    text = "Finland will pro-\nvide 20 eﬃcient oﬃces."
    (one,) = parsed(text)
    by_form = {t.text: t for t in one.doc}
    assert by_form["pro- vide"].lemma_ == "provide"
    assert by_form["oﬃces"].lemma_ == "office"


PIECES = st.sampled_from(
    [
        "Norway will:\n",
        "- give 5 boats;\n",
        "(a) pay; ",
        "and (b) train 400 nurses ",
        "pro-\nvide",
        "ﬁve ",
        "million1 ",
        "> to Mali\n",
        "\n\n",
        "We. ",
        "willmake ",
        "\u00ad",
        "  ",
        "５ ",
        "² ",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_token_stands_where_it_says(text: str) -> None:
    for one in parsed(text):
        for token in one.doc:
            start = token.idx + one.start
            assert 0 <= start < start + len(token) <= len(text)
            if token.tag_ != "_SP":
                assert token.text.split() == text[start : start + len(token)].split()
        last = [t for t in one.doc if not t.is_space][-1]
        assert last.idx + one.start + len(last) <= one.sentence.end


@pytest.mark.parametrize("text", ["Norway paid.", "Norway  paid\ttwice.", "**Norway** paid."])
def test_plain_sentences_are_parsed_as_they_stand(text: str) -> None:
    (one,) = parsed(text)
    assert one.start == one.sentence.start
