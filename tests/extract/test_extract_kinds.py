"""Whole sentences, from text to rows: the kinds of fault that public bug reports and real pages showed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book import statements_of
from pledgebook.model import Document, Statement

CASES = tomllib.loads((Path(__file__).parent / "cases" / "kinds.toml").read_text(encoding="utf-8"))["case"]


def row(one: Statement) -> dict[str, Any]:
    quantity = one.quantity
    return {
        "kind": one.kind,
        "actors": sorted(actor.id or actor.name for actor in one.actors),
        "recip": sorted(actor.id or actor.name for actor in one.recipients),
        "low": quantity and quantity.low,
        "high": quantity and quantity.high,
        "unit": quantity and quantity.unit,
        "period": one.period.edtf if one.period else "",
        "polarity": one.act.polarity,
        "rung": one.rung,
        "act": one.act.text,
        "object": one.object.text,
    }


def fits(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        value in found[key] if key in ("act", "object") else found[key] == value for key, value in wanted.items()
    )


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case['kind']}: {case['text'].strip()[:40]}",
            marks=pytest.mark.xfail(strict=True, reason=case["open"]) if "open" in case else (),
        )
        for case in CASES
    ],
)
def test_rows(case: dict[str, Any]) -> None:
    told = {key: case[key] for key in ("title", "published", "publisher") if key in case}
    document = Document("a.txt", case["text"].lstrip("\n"), **told)
    found = [row(one) for one in statements_of(document)]
    for wanted in case.get("have", ()):
        assert any(fits(one, wanted) for one in found), (wanted, found)
    for unwanted in case.get("not", ()):
        assert not any(fits(one, unwanted) for one in found), (unwanted, found)
