"""Sentences by rule: what ends one, and that no word is lost on any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pledgebook.extract.layout import LONGEST, sentences
from pledgebook.model.markup import plain_words

CASES = [
    ("One. Two.", ["One.", "Two."]),
    ("The U.S. will pay. So will the U.K. government.", ["The U.S. will pay.", "So will the U.K. government."]),
    ("He flew to the U.S. The bill passed.", ["He flew to the U.S.", "The bill passed."]),
    ("Dr. Smith agreed. Mr. Jones did not.", ["Dr. Smith agreed.", "Mr. Jones did not."]),
    ("It costs $1.5 billion. That is 3.5 per cent.", ["It costs $1.5 billion.", "That is 3.5 per cent."]),
    ("• First item\n• Second item", ["First item", "Second item"]),
    ("“We agree.” She left.", ["“We agree.”", "She left."]),
    ("Heading without a stop\nA sentence.", ["Heading without a stop", "A sentence."]),
    ("OSLO, June 10 – Norway will pay.", ["Norway will pay."]),
    ("OSLO (Reuters) - Norway will pay.", ["Norway will pay."]),
    ("NATO will pay in June – Norway too.", ["NATO will pay in June – Norway too."]),
    ("Really?! Yes.", ["Really?!", "Yes."]),
    (
        "Budget and its measures, as they were said there  \nNearly $100 billion will go to the states, as the ministry\n"
        "announced in the spring of this year, and then again\nin the autumn of it when the second part was paid.",
        [
            "Budget and its measures, as they were said there",
            "Nearly $100 billion will go to the states, as the ministry\nannounced in the spring of this year, and then again\n"
            "in the autumn of it when the second part was paid.",
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == wanted


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "The government of Norway will give five million dollars to the\n"
        "fund for clean water, the minister of development told a press\n"
        "conference on Monday after a meeting with the secretary of the\n"
        "organisation in the capital.\n"
    )
    assert len(sentences(text)) == 1


def test_one_long_address_does_not_unwrap_the_rest() -> None:
    address = "https://example.org/" + "a" * 140
    text = (
        "The government of Norway will give five million dollars to the\n"
        "fund for clean water, the minister of development told a press\n"
        "conference on Monday after a meeting with the secretary of the\n"
        "organisation in the capital, and the two then signed the plan.\n"
        "\n"
        "The fund has paid for pumps, wells and tanks in forty villages\n"
        "and will train the people who look after them for the next ten\n"
        "years, said the secretary, who spoke to reporters in the hall of\n"
        "the ministry and answered their questions about the programme\n"
        "in two languages for more than an hour, with maps of the wells.\n"
        f"See {address} for all of it.\n"
    )
    assert [text[s.start : s.end].count("\n") for s in sentences(text)] == [3, 4, 0]


def test_a_text_without_a_stop_is_cut() -> None:
    text = "word " * 20_000
    found = sentences(text)
    assert max(s.end - s.start for s in found) <= LONGEST
    assert sum(text[s.start : s.end].count("word") for s in found) == 20_000


@example("<B>")
@given(st.text(max_size=400))
def test_sentences_are_ordered_and_lose_no_letter(text: str) -> None:
    found = sentences(text)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
    covered = "".join(text[s.start : s.end] for s in found)
    left_out = len([c for c in plain_words(text) if c.isalpha()]) - len([c for c in covered if c.isalpha()])
    # mark-up aside, only bullets such as "a)" or "iv." and datelines may fall between sentences
    assert left_out <= 4 * len(found) + (60 if "–" in text or "-" in text or "—" in text else 0)
