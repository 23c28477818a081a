"""The promise: one line in the words of the document that says what is undertaken, never its opposite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import Act, Actor, Quote, Statement
from pledgebook.model.promise import LONGEST, shortened

CASES = [
    # text, who, act, object, promise
    ("Sudan will cease the bombing of insurgent territory.", "Sudan", "will cease", "the bombing of insurgent territory",
     "will cease the bombing of insurgent territory"),
    ("Chile agreed to stop buying coal.", "Chile", "buying", "coal", "agreed to stop buying coal"),
    ("The bank will buy back $5 million of shares.", "The bank", "will buy", "$5 million of shares",
     "will buy back $5 million of shares"),
    ("Norway will not build the wall.", "Norway", "will not build", "the wall", "will not build the wall"),
    ("Norway refused to pay $5 million.", "Norway", "to pay", "$5 million", "refused to pay $5 million"),
    ("Norway has agreed in principle to pay $5 million.", "Norway", "to pay", "$5 million",
     "has agreed in principle to pay $5 million"),
    ("Peru will close camps, and will resettle 20,000 refugees.", "Peru", "will resettle", "20,000 refugees",
     "will resettle 20,000 refugees"),
    ("Peru will close camps; But it has agreed to pay $5 million.", "Peru", "to pay", "$5 million", "it has agreed to pay $5 million"),
    ("Peru and its partners will pay $5 million.", "Peru", "will pay", "$5 million", "its partners will pay $5 million"),
    ("Peru will not sell coal, nor will it buy gas.", "Peru", "buy", "gas", "nor will it buy gas"),
    ("Androgynous Peru will pay.", None, "will", "pay", "Androgynous Peru will pay"),
    ("More than 100 organizations have committed.", None, "have committed", "More than 100 organizations",
     "More than 100 organizations have committed"),
    ("Peru, which is rich, will give **$5 million** to [Haiti](https://example.org/a).", "Peru", "will give",
     "**$5 million** to [Haiti](https://example.org/a)", "will give $5 million to Haiti"),
    ("The plan includes a first investment by the federal government and by the states and $7 million from the city.", None,
     "includes", "$7 million from the city", "The plan includes … $7 million from the city"),
    ("Mexico's government will give aid.", "Mexico", "will give", "aid", "government will give aid"),
    ("We’re resuming flights to Haiti.", "We", "’re resuming", "flights to Haiti", "We’re resuming flights to Haiti"),
    ("Peru will issue a “Guide for Temporary Workers,” she said.", "Peru", "will issue", "a “Guide for Temporary Workers",
     "will issue a “Guide for Temporary Workers,”"),
    ("Peru will widen Leach Road (first part).", "Peru", "will widen", "Leach Road (first part", "will widen Leach Road (first part)"),
    ("Peru will resettle refugees.", "Peru", "will resettle", "refuge", "will resettle refugees"),
]  # fmt: skip


def said(text: str, who: str | None, act: str, target: str) -> Statement:
    start, end = text.index(act), text.index(target)
    actors = () if who is None else (Actor(None, who, text.index(who), text.index(who) + len(who)),)
    return Statement(
        "st-1",
        "sha256:0",
        "commitment",
        Quote(0, len(text), text),
        Act(act, start, start + len(act), act),
        Quote(end, end + len(target), target),
        actors=actors,
    )


@pytest.mark.parametrize(("text", "who", "act", "target", "promise"), CASES)
def test_the_promise(text: str, who: str | None, act: str, target: str, promise: str) -> None:
    assert said(text, who, act, target).promise == promise


def test_words_that_lie_outside_the_quote_are_joined_as_they_are() -> None:
    statement = Statement(
        "st-1", "sha256:0", "commitment", Quote(50, 60, "x" * 10), Act("give", 0, 4, "give"), Quote(20, 23, "aid")
    )
    assert statement.promise == "give … aid"


@given(st.text("ab1 .,()'’“”\n", max_size=80), st.data())
def test_any_spans_of_any_text_give_one_line_of_its_words(text: str, data: st.DataObject) -> None:
    def span() -> Quote:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        return Quote(start, end, text[start:end])

    act, target = span(), span()
    statement = Statement(
        "st-1", "sha256:0", "figure", Quote(0, len(text), text), Act("", act.start, act.end, act.text), target
    )
    promise = statement.promise
    assert len(promise) <= LONGEST
    assert "\n" not in promise
    assert all(word in text for word in promise.split() if word != "…")


@given(st.text(min_size=1), st.integers(2, 40))
def test_what_is_cut_is_cut_at_the_end_of_a_word(line: str, most: int) -> None:
    told = shortened(line, most)
    assert len(told) <= max(most, 3)
    if told != line:
        assert told.endswith(" …")
