"""The answer of a language model → proposals: whatever it holds, and however it breaks off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from pledgebook.model import Kind, Modality, Polarity

MOST = 400
"""Proposals of one window that are looked at; no text of a window's length holds more."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a model says is a statement: strings that should stand in the text, and labels. Nothing of it is believed yet."""

    sentence: str
    act: str
    object: str
    kind: Kind
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    quantity: str | None = None
    counted: str | None = None
    period: str | None = None
    actors: tuple[str, ...] | None = None
    addressees: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    attribution: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposals of an answer. `unreadable`: parts that are no proposals. `whole`: False where the answer is no JSON
    of the form asked for, or breaks off."""

    proposals: tuple[Proposal, ...]
    unreadable: int = 0
    whole: bool = True


def answer_of(text: str) -> Answer:
    """The proposals of an answer. Words around the JSON, fences of code and a missing end are passed over; what cannot be
    read is counted."""
    values, whole = _statements_in(text)
    found = [_proposal(value) for value in values[:MOST]]
    readable = tuple(one for one in found if one is not None)
    return Answer(readable, len(values) - len(readable), whole)


def _statements_in(text: str) -> tuple[list[Any], bool]:
    """The values of the list of statements, as far as it goes, and whether the answer is whole."""
    opening = text.find("{")
    try:
        read = json.JSONDecoder().raw_decode(text, opening)[0] if opening >= 0 else None
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict) and isinstance(read.get("statements"), list):
        return read["statements"], True
    start = text.find("[")
    return (list(_values_from(text, start + 1)) if start >= 0 else []), False


def _values_from(text: str, at: int) -> Iterator[Any]:
    """The objects of a list that may break off, one after the other."""
    decoder = json.JSONDecoder()
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _proposal(value: Any) -> Proposal | None:
    """A proposal, None where a string that every statement has is missing, a label does not exist or a type is another."""
    try:
        return msgspec.convert(value, Proposal)
    except (msgspec.ValidationError, RecursionError):
        return None
