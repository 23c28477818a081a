"""The clean copy of a text: what typesetting did is undone, and every character knows where it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.language.clean_copy import clean_copy
from pledgebook.model import without_markup

CASES = [
    ("Norway will pro-\nvide it.", "Norway will provide it."),
    ("The Commis-\r\n  sion met.", "The Commission met."),
    ("a long-\nterm plan", "a long-term plan"),
    ("climate-\nrelated aid", "climate-related aid"),
    ("short-\nand long-term", "short-\nand long-term"),
    ("Anglo-\nAmerican", "Anglo-American"),
    ("from 2020-\n2025", "from 2020-2025"),
    ("ﬁve eﬃcient oﬃces", "five efficient offices"),
    ("co\u00adopera\u200btion", "cooperation"),
    ("５０ trucks, ٣ boats", "50 trucks, 3 boats"),
    ("US$4.7 million1 to Nepal", "US$4.7 million to Nepal"),
    ("€20 million[12] to Chad.[13]", "€20 million to Chad."),
    ("20 million[a] and 3[note 2] or so[citation needed].", "20 million and 3 or so."),
    ("20 trucks† and 5 boats‡ to Chad.¹ Peru", "20 trucks and 5 boats to Chad. Peru"),
    ("gave 30 trucks to Chad.13 Germany left", "gave 30 trucks to Chad. Germany left"),
    ("10⁹ and 5 km² and 3.5 and G20 and COVID19", "10⁹ and 5 km² and 3.5 and G20 and COVID19"),
    ("Canada willmake it in the comingweeks", "Canada will make it in the coming weeks"),
    ("They sent approx. 300 tents, incl. Rs. 5 crore", "They sent about 300 tents, including Rs 5 crore"),
    ("They sent approx. Nobody came.", "They sent approx. Nobody came."),
    ("willing shoulders and shallow mustard", "willing shoulders and shallow mustard"),
    ("> Norway gave\n> > 20 trucks", "\u2003\u2003Norway gave\n" + "\u2003" * 4 + "20 trucks"),
    ("another 400\n\x0c2\nrefugees", "another 400\nrefugees"),
    ("It ended.\n- 3 -\n\x0cNorway", "It ended.\n\nNorway"),
    ("[words](https://example.org/a)", "\u00a0words" + "\u00a0" * 24),
]


@pytest.mark.parametrize(("text", "clean"), CASES)
def test_what_typesetting_did_is_undone(text: str, clean: str) -> None:
    assert clean_copy(text).text == clean


@pytest.mark.parametrize(("text", "clean"), [case for case in CASES if " " in case[1]])
def test_every_word_of_the_copy_stands_in_the_text(text: str, clean: str) -> None:
    copy = clean_copy(text)
    at = 0
    for word in clean.split():
        start = clean.index(word, at)
        at = start + len(word)
        low, high = copy.original(start, at)
        known = (word, "will", "make", "coming", "weeks", "Rs.", "approx.", "incl.")
        assert text[low:high] in known or clean_copy(text[low:high]).text.strip() == word


PIECES = st.sampled_from(
    [
        "pro-\nvide",
        "ﬁ",
        "million1",
        "[3]",
        "\x0c2\n",
        "> ",
        "\n",
        "willmake",
        "５",
        "\u00ad",
        "long-\nterm",
        " ",
        "a",
        ".",
        "X",
        "²",
        "](/a)",
        "[",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_offsets_go_there_and_back(text: str) -> None:
    copy = clean_copy(text)
    if copy.same:
        assert len(copy.text) == len(text)
    last = 0
    for at in range(len(copy.text)):
        start, end = copy.original(at, at + 1)
        assert last <= end <= len(text)
        assert start <= end
        last = start
        low, high = copy.copied(start, end)
        if start < end:
            assert low <= at < high
    for at in range(len(text)):
        start, end = copy.copied(at, at + 1)
        assert 0 <= start <= end <= len(copy.text)


@given(st.text(alphabet="abd XYZ.,\n", max_size=80))  # no c: "ca." is short for a word
def test_plain_words_are_left_alone(text: str) -> None:
    assert clean_copy(text).same
    assert clean_copy(text).text == without_markup(text)
