"""The public record: a statement as one JSON object, exactly as the design fixes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

import msgspec

from pledgebook.model.parts import Actor, Attribution, Period, Quantity, Quote
from pledgebook.model.statement import Statement

_encoder = msgspec.json.Encoder(decimal_format="number", order=None)


class Named(Protocol):
    """What a record says of a document: a `Document`, or an `Imprint` of one."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...


def number_of(value: Decimal | None) -> int | Decimal | None:
    """Whole numbers as JSON integers, others as exact decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def _quote(quote: Quote) -> dict[str, Any]:
    return {"start": quote.start, "end": quote.end, "text": quote.text}


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    record: dict[str, Any] = {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "low": number_of(quantity.low),
        "high": number_of(quantity.high),
        "unit": quantity.unit,
        "measure": quantity.measure,
    }
    if quantity.approximate:
        record["approximate"] = True
    if quantity.per:
        record["per"] = quantity.per
    if quantity.additional:
        record["additional"] = True
    return record


def _inferred(record: dict[str, Any], rule: str | None) -> dict[str, Any]:
    return record if rule is None else {**record, "inferred": True, "rule": rule}


def _actor(actor: Actor) -> dict[str, Any]:
    return _inferred({"id": actor.id, "name": actor.name, "start": actor.start, "end": actor.end}, actor.rule)


def _link(link: Attribution) -> dict[str, Any]:
    record = {"source": link.source, "cue": link.cue, "named": link.named, "start": link.start, "end": link.end}
    return _inferred(record, link.rule)


def _period(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    record = {"edtf": period.edtf, "start": period.start, "end": period.end, "text": period.text}
    return _inferred(record, period.rule)


def record_of(statement: Statement, document: Named) -> dict[str, Any]:
    """The statement as plain values, in the order of the design. `document` gives the source it names."""
    return {
        "id": statement.id,
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
        },
        "kind": statement.kind,
        "quote": _quote(statement.quote),
        "act": {
            "lemma": statement.act.lemma,
            "start": statement.act.start,
            "end": statement.act.end,
            "text": statement.act.text,
            "polarity": statement.act.polarity,
            "modality": statement.act.modality,
        },
        "object": _quote(statement.object),
        "quantity": _quantity(statement.quantity),
        "actors": [_actor(actor) for actor in statement.actors],
        "addressees": [_actor(actor) for actor in statement.addressees],
        "recipients": [_actor(actor) for actor in statement.recipients],
        "period": _period(statement.period),
        "venue": None
        if statement.venue is None
        else {"name": statement.venue.name, "start": statement.venue.start, "end": statement.venue.end},
        "attribution": [_link(link) for link in statement.attribution],
        "strength": statement.strength,
        "rung": statement.rung,
        "promise": statement.promise,
        "confidence": statement.confidence,
        "extractor": {"name": statement.extractor.name, "version": statement.extractor.version},
    }


def encode_jsonl(records: list[dict[str, Any]]) -> bytes:
    """One record a line, UTF-8, each line ended; the same records give the same bytes."""
    return b"".join(_encoder.encode(record) + b"\n" for record in records)


def encode_json(value: object) -> bytes:
    """A value as indented JSON, UTF-8, ended by a newline."""
    return msgspec.json.format(_encoder.encode(value), indent=2) + b"\n"


def decode_record(line: bytes | str) -> dict[str, Any]:
    """A line of JSONL as plain values, numbers exact.

    Raises msgspec.DecodeError where the line is not JSON.
    """
    return msgspec.json.decode(line, type=dict[str, Any])
