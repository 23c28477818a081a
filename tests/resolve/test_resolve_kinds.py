"""Texts of the kinds of which public bug reports tell: headings, datelines, names with "and", quotations, surnames."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book.reading import statements_of
from pledgebook.model import Document, Statement

CASES = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))["case"]


def fits(statement: Statement, wanted: dict[str, Any]) -> bool:
    actors = [actor.id for actor in statement.actors]
    recipients = [actor.id for actor in statement.recipients]
    low = None if statement.quantity is None else statement.quantity.low
    found = {
        "actors": lambda ids: sorted(map(str, actors)) == sorted(ids),
        "actor": lambda one: one in actors,
        "recipients": lambda ids: sorted(map(str, recipients)) == sorted(ids),
        "recipient": lambda one: one in recipients,
        "low": lambda number: low is not None and low == number,
        "source": lambda words: any(words in link.source for link in statement.attribution),
    }
    return all(found[key](value) for key, value in wanted.items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:40]!r}")
def test_kind(case: dict[str, Any]) -> None:
    statements = statements_of(
        Document("case", case["text"], title=case.get("title"), publisher=case.get("publisher"), published="2024-01-01")
    )
    for wanted in case.get("must", ()):
        assert any(fits(one, wanted) for one in statements), wanted
    for wanted in case.get("never", ()):
        assert not any(fits(one, wanted) for one in statements), wanted


def test_every_kind_has_six() -> None:
    kinds = [case["kind"] for case in CASES]
    joined = {"quotation": "speech", "speaker": "speech"}
    counts = {kind: sum(joined.get(k, k) == kind for k in kinds) for kind in {joined.get(k, k) for k in kinds}}
    assert min(counts.values()) >= 6
