"""Who does what to whom in whole statements: none may say the opposite of its sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book import statements_of
from pledgebook.extract import examine
from pledgebook.extract.clauses.parse import parse
from pledgebook.extract.clauses.stance import stance_of
from pledgebook.extract.clauses.transfers import transfer_of
from pledgebook.extract.layout import layout
from pledgebook.model import Document, record_of


def cases(table: str) -> list[Any]:
    """The cases of a table. One that is known not to come out right says why as `open`; it must fail until it is mended."""
    path = Path(__file__).parent / f"cases/{table}.toml"
    found: list[Any] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return [
        pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case["open"]))
        if isinstance(case, dict) and "open" in case
        else case
        for case in found
    ]


def ids(actors: list[dict[str, Any]]) -> list[str]:
    return sorted(actor["id"] or actor["name"] for actor in actors)


def fields(record: dict[str, Any]) -> dict[str, Any]:
    quantity = record["quantity"] or {}
    return {
        "kind": record["kind"],
        "polarity": record["act"]["polarity"],
        "actors": ids(record["actors"]),
        "actor_eq": ids(record["actors"]),
        "recip": ids(record["recipients"]),
        "addr": ids(record["addressees"]),
        "low": None if quantity.get("low") is None else float(quantity["low"]),
        "unit": quantity.get("unit"),
        "period": (record["period"] or {}).get("edtf"),
        "rung": record["rung"],
    }


def fits(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        found[key] in value if key == "unit" and isinstance(value, list) else found[key] == value
        for key, value in wanted.items()
    )


@pytest.mark.parametrize(
    "case", cases("senses"), ids=lambda case: case["text"][:60] if isinstance(case, dict) else None
)
def test_sense(case: dict[str, Any]) -> None:
    document = Document("a.txt", case["text"], published=case.get("published"))
    found = [fields(record_of(statement, document)) for statement in statements_of(document)]
    for wanted in case.get("must", []):
        assert any(fits(one, wanted) for one in found), found
    for unwanted in case.get("must_not", []):
        assert not any(fits(one, unwanted) for one in found), found


def words(sentence: str) -> Any:
    """The parsed words of a text of one sentence."""
    return parse(sentence, layout(Document("case", sentence)).sentences)[0].doc


@pytest.mark.parametrize(("sentence", "word", "name", "of"), cases("stance"))
def test_stance(sentence: str, word: str, name: str, of: str) -> None:
    stance = stance_of(next(t for t in words(sentence) if t.text == word))
    assert (stance.name, stance.of.text if stance.of is not None else "") == (name, of)


@pytest.mark.parametrize(("sentence", "head", "giver", "taker"), cases("transfers"))
def test_transfer(sentence: str, head: str, giver: str, taker: str) -> None:
    examined = examine(Document("a.txt", sentence), (), gated=False)
    doc = examined.parsed[0].doc
    found = [p.candidate for p in examined.proposals if doc[p.candidate.head].text == head][-1]
    transfer = transfer_of(doc[found.act], doc[found.head])
    named = tuple(each.text if each is not None else "" for each in (transfer.giver, transfer.taker))
    assert named == (giver, taker)


@pytest.mark.parametrize(("sentence", "objects"), cases("series"))
def test_rows_of_amounts(sentence: str, objects: list[list[str]]) -> None:
    examined = examine(Document("a.txt", sentence), (), gated=False)
    doc = examined.parsed[0].doc
    found = []
    for one in (p.candidate for p in examined.proposals):
        words = sentence[one.start : one.end]
        if any(c.isdigit() for c in words):
            found.append([words, doc[one.doer].text if one.doer else "", doc[one.like].text if one.like else ""])
    assert found == objects
