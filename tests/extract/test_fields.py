"""The fields of a statement, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.extract import examine
from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.fields.act import act_of
from pledgebook.extract.fields.actors import actors_of
from pledgebook.extract.fields.addressees import addressees_of
from pledgebook.extract.fields.period import period_of
from pledgebook.extract.fields.places import named_in, topics_of
from pledgebook.extract.fields.quantity import quantity_of
from pledgebook.extract.statements import Examined
from pledgebook.model import Document
from pledgebook.resolve import mentions

PUBLISHED = "2022-07-12"


def cases(table: str, name: str = "case") -> list[Any]:
    path = Path(__file__).parent / f"cases/{table}.toml"
    found: list[Any] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return found


def candidate(text: str, head: str) -> tuple[Examined, Candidate]:
    """The candidate whose head is the last `head` of the text."""
    examined = examine(Document("a.txt", text, published=PUBLISHED), (), gated=False)
    doc = examined.parsed[0].doc
    return examined, [p.candidate for p in examined.proposals if doc[p.candidate.head].text == head][-1]


@pytest.mark.parametrize(("text", "head", "act", "polarity", "modality", "amount", "actor"), cases("fields"))
def test_fields(text: str, head: str, act: str, polarity: str, modality: str, amount: str, actor: str) -> None:
    examined, found = candidate(text, head)
    own, quantity = act_of(found, examined.parsed[0], text), quantity_of(found, examined.parsed[0], examined.amounts[0])
    who = actors_of(found, examined.parsed[0], text)
    assert (own.text, own.polarity, own.modality) == (act, polarity, modality)
    assert (f"{quantity.text} / {quantity.unit}" if quantity else "") == amount
    assert (who[0].name if who else "") == actor


@pytest.mark.parametrize(("text", "head", "addressee"), cases("fields", "addressee"))
def test_addressees(text: str, head: str, addressee: str) -> None:
    examined, found = candidate(text, head)
    asked = addressees_of(found, examined.parsed[0], text)
    assert (asked[0].name if asked else "") == addressee


@pytest.mark.parametrize(("text", "head", "kind", "edtf"), cases("periods_of_acts"))
def test_period_of_an_act(text: str, head: str, kind: str, edtf: str) -> None:
    examined, found = candidate(text, head)
    period = period_of(found, examined.parsed[0], examined.stretches[0], kind, PUBLISHED)
    assert (period.edtf if period else "") == edtf


@pytest.mark.parametrize(("text", "parts"), cases("places", "topics"))
def test_topics(text: str, parts: dict[str, str]) -> None:
    assert topics_of(mentions(Document("a.txt", text)), "NO") == parts


@pytest.mark.parametrize(("text", "words"), cases("places", "named"))
def test_who_could_receive(text: str, words: list[str]) -> None:
    examined = examine(Document("a.txt", text), mentions(Document("a.txt", text)), gated=False)
    assert [m.text for _, m in named_in(examined.parsed[0], examined.names[0], text)] == words
