"""How far objects reach, and which dates are theirs."""

from __future__ import annotations

import pytest

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.fields.period import period_of
from pledgebook.extract.periods.calendar import seen_from
from pledgebook.extract.statements import Examined, examine
from pledgebook.model import Document

REACHES = [
    ("Norway signed a treaty to protect whales.", "treaty", "a treaty to protect whales"),
    ("Norway urged banks to cut fees.", "banks", "banks"),
    ("Norway helped farmers to plant trees.", "farmers", "farmers"),
    ("Norway will give $5 million to the water fund by 2030.", "million", "$5 million to the water fund"),
]

DATES = [
    ("In May 2022 Norway opened a school, each village sending ten pupils.", "pupils", "2022-05"),
    ("Norway hired guards, built a fence, and opened a gate, all since May 2021.", "guards", "2021-05/.."),
    ("Norway renews its commitment to build wells, by the end of August 2023.", "wells", "../2023-08"),
    ("Norway will rebuild the school that the storm of May 2019 destroyed.", "school", None),
    ("Norway will open a school in May 2023.", "school", "2023-05"),
]


def candidate(text: str, head: str) -> tuple[Examined, Candidate]:
    examined = examine(Document("a.txt", text, published="2022-07-12"), ())
    found = [
        p.candidate
        for p in examined.proposals
        if examined.parsed[p.candidate.sentence].doc[p.candidate.head].text == head
    ]
    return examined, found[-1]


@pytest.mark.parametrize(("text", "head", "words"), REACHES)
def test_an_object_reaches_to_the_end_of_its_purpose(text: str, head: str, words: str) -> None:
    _, found = candidate(text, head)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(("text", "head", "edtf"), DATES)
def test_a_date_belongs_to_its_acts(text: str, head: str, edtf: str | None) -> None:
    examined, found = candidate(text, head)
    kind = "commitment" if " will " in text or "commitment" in text else "action"
    period = period_of(found, examined.parsed[0], examined.stretches[0], kind, "2022-07-12")
    assert (period.edtf if period else None) == edtf


@pytest.mark.parametrize(
    ("published", "edtf", "side"),
    [
        ("2022-07-12", "2021", "past"),
        ("2022-07-12", "2022", "now"),
        ("2022-07-12", "2022-07-12", "today"),
        ("2022-07-12", "2022-08", "future"),
        ("2022-07-12", "../2030", "by-future"),
        ("2022-07-12", "2022-04/..", "since-past"),
        ("2022-07-12", "2022-06/2027-06", "future"),
        (None, "2022", "unknown"),
    ],
)
def test_side_of_publication(published: str | None, edtf: str, side: str) -> None:
    assert seen_from(published, edtf) == side
