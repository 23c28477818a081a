"""A small annotated folder of our own, and readers that stand in for the extraction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.book import Reading
from pledgebook.model import (
    Act,
    Actor,
    Document,
    Extractor,
    Kind,
    Period,
    Problem,
    Quantity,
    Quote,
    Statement,
    statement_id,
)

Annotation = dict[str, Any]

HARBOUR = """\
Norland will give $5 million for a harbour by 2030.
Eastland signed the Harbour Accord.
THE HARBOUR ACCORD IN FULL
"""
FLEET = "Norland counted 40 ships in May. Eastland asked Norland to send more ships.\n"


def annotation(text: str, kind: Kind, words: str, **fields: Any) -> Annotation:
    """An annotation on the first place of `words`; `quantity` is given as (words, low, high, unit)."""
    start = text.index(words)
    one: Annotation = {
        "kind": kind,
        "object": words,
        "start": start,
        "end": start + len(words),
        "quantity": None,
        "actors": [],
        "recipients": [],
        "period": None,
    }
    if "quantity" in fields:
        number, low, high, unit = fields.pop("quantity")
        at = text.index(number)
        one["quantity"] = {"text": number, "low": low, "high": high, "unit": unit, "start": at, "end": at + len(number)}
    return one | fields


GOLD: dict[str, tuple[str, list[Annotation]]] = {
    "harbour": (
        HARBOUR,
        [
            annotation(
                HARBOUR, "commitment", "$5 million for a harbour", actors=["NO"], period="../2030",
                quantity=("$5 million", 5000000, 5000000, "USD"),
            ),
            annotation(HARBOUR, "agreement", "the Harbour Accord", actors=["ET"]),
            annotation(HARBOUR, "agreement", "THE HARBOUR ACCORD", optional=True),
        ],
    ),
    "fleet": (
        FLEET,
        [
            annotation(FLEET, "figure", "40 ships", actors=["NO"], quantity=("40", 40, 40, "ship"), period="2022-05"),
            annotation(FLEET, "appeal", "more ships", actors=["ET"], recipients=["NO"]),
        ],
    ),
}  # fmt: skip


def write(folder: Path, gold: Mapping[str, tuple[str, Sequence[Annotation]]] = GOLD) -> Path:
    """The documents with their annotations as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, statements) in gold.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.gold.json").write_text(json.dumps({"statements": list(statements)}), encoding="utf-8")
    return folder


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def statement(document: Document, one: Annotation) -> Statement:
    """What an extraction would say that reads exactly this annotation."""
    start, end, number = one["start"], one["end"], one["quantity"]

    def actors(ids: Sequence[str]) -> tuple[Actor, ...]:
        return tuple(Actor(i, i, None, None, "made") for i in ids)

    return Statement(
        id=statement_id(document.id, one["kind"], (start, end), (start, end)),
        document=document.id,
        kind=one["kind"],
        quote=Quote(start, end, document.text[start:end]),
        act=Act("do", start, end, document.text[start:end]),
        object=Quote(start, end, document.text[start:end]),
        quantity=None
        if number is None
        else Quantity(
            number["start"],
            number["end"],
            number["text"],
            _exact(number["low"]),
            _exact(number["high"]),
            number["unit"],
            "count",
        ),
        actors=actors(one["actors"]),
        addressees=(),
        recipients=actors(one["recipients"]),
        period=None if one["period"] is None else Period(one["period"], None, None, None, "made"),
        venue=None,
        attribution=(),
        strength="declared",
        rung=None,
        extractor=Extractor("made", "1"),
    )


def reader(
    change: Callable[[str, list[Annotation]], list[Annotation]] = lambda name, gold: gold,
) -> Callable[[Path], Reading]:
    """A reader that knows the annotations beside the text, and says what `change` makes of them."""

    def read(path: Path) -> Reading:
        document = Document(str(path), path.read_text(encoding="utf-8"))
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["statements"]
        return Reading(str(path), document, tuple(statement(document, one) for one in change(path.stem, gold)))

    return read


def blind(path: Path) -> Reading:
    """A reader that can open nothing."""
    return Reading(str(path), None, (), (Problem(str(path), "is empty", "empty"),))
