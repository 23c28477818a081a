"""Readings made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from readings import TEXT, Make, quote, stated

from pledgebook.model import Actor, Attribution, Document, Period, Quantity, Reading, Statement


@pytest.fixture
def make() -> Make:
    """`make(text, *statements, title=…)`: a reading of these statements."""

    def made(text: str, *statements: Statement, **fields: Any) -> Reading:
        return Reading("made.txt", Document("made.txt", text, **fields), statements)

    return made


@pytest.fixture
def reading(make: Make) -> Reading:
    """Three statements of three kinds in two paragraphs."""
    money = quote(TEXT, "$5 million")
    source = quote(TEXT, "a source")
    arrests = quote(TEXT, "over 3,000")
    return make(
        TEXT,
        stated(
            TEXT,
            "commitment",
            "give",
            "$5 million to Haiti",
            quantity=Quantity(
                money.start, money.end, money.text, Decimal(5_000_000), Decimal(5_000_000), "USD", "money"
            ),
            actors=(Actor("NO", "Norway", 0, 6),),
            recipients=(Actor("HT", "Haiti", 31, 36),),
            period=Period("../2028", 37, 44, "by 2028"),
            attribution=(Attribution(source.text, "said", False, source.start, source.end),),
            strength="reported_unattributed",
            rung="pledged",
        ),
        stated(
            TEXT,
            "action",
            "made",
            "over 3,000 arrests",
            quantity=Quantity(arrests.start, arrests.end, arrests.text, Decimal(3000), None, "arrest", "count"),
        ),
        stated(TEXT, "appeal", "urged", "banks"),
        title="A title",
        publisher="A newspaper",
        published="2022-07-12",
    )
