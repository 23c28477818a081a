"""For whom: whole documents through names, extraction and settling, and the room's own pieces."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book import statements_of
from pledgebook.extract.fields.places import Around, topic_of, topics_of
from pledgebook.extract.fields.recipients import _chains
from pledgebook.extract.layout import sentences
from pledgebook.model import Document, Mention
from pledgebook.resolve import mentions

CASES = tomllib.loads((Path(__file__).parent / "cases/recipients.toml").read_text(encoding="utf-8"))["case"]
OPEN = [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["open"])) if "open" in c else c for c in CASES]
"""The cases, of which those that are known not to come out right say why as `open`, and must fail until they do."""


@pytest.mark.parametrize("case", OPEN, ids=lambda c: c["text"][:60] + "|" + c["target"])
def test_recipients(case: dict[str, Any]) -> None:
    document = Document(
        "a.txt", case["text"], publisher=case.get("publisher", "The White House"), published="2022-07-12"
    )
    place = case["text"].index(case["target"])
    found = [s for s in statements_of(document) if s.object.start == place]
    assert found, [s.object.text for s in statements_of(document)]
    assert {a.id for a in found[0].recipients} == set(case["ids"])
    for one in found[0].recipients:
        if one.rule is None:
            assert case["text"][one.start : one.end] == one.name


def test_a_list_receives_together_and_a_place_in_a_place_does_not() -> None:
    def spans(text: str, *words: str) -> list[Mention]:
        return [Mention(text.index(w), text.index(w) + len(w), w, ("X",), "country") for w in words]

    listed = "Guatemala, Honduras, and El Salvador"
    assert len(set(_chains(spans(listed, "Guatemala", "Honduras", "El Salvador"), listed).values())) == 1
    nested = "Lima, Peru"
    assert len(set(_chains(spans(nested, "Lima", "Peru"), nested).values())) == 2


def test_the_sole_subject_of_a_document() -> None:
    text = "Fiji asked for help. Fiji is an island. Tonga and Samoa agree. We will provide $5 million for shelters."
    document = Document("a.txt", text, publisher="A newspaper")
    found = mentions(document)
    topics = topics_of(found, None)
    assert topics == {"FJ": "main"}
    more = Document("a.txt", "Fiji won. " + text, publisher="A newspaper")
    found = mentions(more)
    topics = topics_of(found, "AU")
    assert topics == {"AU": "home", "FJ": "sole"}
    around = Around(more.text, found, topics)
    every = sentences(more.text)
    assert topic_of(around, every[0]) is None  # it names Fiji itself
    last = topic_of(around, every[-1])
    assert last is not None
    assert (last.start, last.ids) == (0, ("FJ",))
