"""Who says so, and how strong the saying is."""

from __future__ import annotations

import pytest

from pledgebook.extract import statements
from pledgebook.model import Document

CASES = [
    ("Norway will give $5 million to the fund, the foreign ministry said.", "the foreign ministry", True, "reported"),
    (
        "A source familiar with the talks said that Norway will give $5 million.",
        "A source familiar with the talks",
        False,
        "reported_unattributed",
    ),
    ("Norway will give $5 million to the fund, Channel Four News has learned.", "Channel Four News", True, "reported"),
    ("According to the ministry, Norway will give $5 million to the fund.", "the ministry", True, "reported"),
]


@pytest.mark.parametrize(("text", "source", "named", "strength"), CASES)
def test_source_and_strength(text: str, source: str, named: bool, strength: str) -> None:
    found = statements(Document("a.txt", text, publisher="A newspaper", published="2022-07-12"), ())
    give = next(s for s in found if s.act.lemma == "give")
    assert [(link.source, link.named) for link in give.attribution] == [(source, named)]
    assert give.strength == strength
    assert text[give.attribution[0].start : give.attribution[0].end] == source


def test_an_official_document_speaks_for_itself() -> None:
    text = "Norway will give $5 million to the fund."
    document = Document("a.txt", text, title="Fact sheet: aid", publisher="Ministry of Foreign Affairs")
    give = next(iter(statements(document, ())))
    assert give.attribution == ()
    assert give.strength == "in_policy_document"
