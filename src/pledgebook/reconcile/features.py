"""What of a statement is compared: everything that decides, in a form that compares fast and stores small."""

from __future__ import annotations

from typing import Final

import msgspec

PART: Final = 1
TOTAL: Final = 2
REVISE: Final = 4
ADDITIONAL: Final = 8
DEFINITE: Final = 16
NAMED: Final = 32
"""Says enough to be known again: a second statement of the same words would be the same."""
OWN: Final = 64
"""Points at its own document: "this order", "the following individuals"."""
DONE: Final = 128
"""Tells of an act that was done."""
LASTING: Final = 256
"""Tells of an act that was done up to the day it was told ("has delivered")."""

PLAIN: Final = 512
"""Says its currency by a word or sign that several have: "$", "kroner"."""

RELATING: Final = PART | TOTAL | REVISE | ADDITIONAL
"""Cues that say how a number stands to another."""


class Features(msgspec.Struct, frozen=True, array_like=True, gc=False, cache_hash=True):
    """What of a statement decides whether it is the same as another.

    `id`, `document`: the statement's and its document's id. `sentence`, `end`: where its quote starts and ends. `day`: ordinal of the
    first day its publication date covers, 0 for none. `kind`, `negated`: as the record. `actors`, `recipients`: ids,
    sorted; who acts is no recipient. `unit`: ISO 4217 code or noun, empty where the text names none, None without a number. `anchor`: the number itself, `floor` and `ceiling` what
    its words leave open ("nearly", "more than"). `per`: of a rate. `first`, `last`: ordinals of the days of its period, 0
    for an open end. `venue`: in lower case. `act`: stem of the verb. `words`: stems of the object that say something, `mass`
    their bits. `around`: further stems of its sentence near the number, who acts among them. `names`: the names
    in the same stretch, object included. `context`: further stems of the whole sentence and of what stands before it, empty where that
    is not known. `others`: the other numbers of the sentence, as written. `takers`: stems of the names of recipients, with a blank between those of one. `title`: stems of the title of its document. `cues`: PART, TOTAL, DONE … added up. What earlier versions stored lacks the last six
    (until the book is merged again).
    """

    id: str
    document: str
    sentence: int
    end: int
    day: int
    kind: str
    negated: bool
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    unit: str | None
    anchor: float
    floor: float
    ceiling: float
    per: str | None
    first: int
    last: int
    venue: str | None
    act: str
    words: frozenset[str]
    mass: int
    cues: int
    around: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    takers: frozenset[str] = frozenset()
    title: frozenset[str] = frozenset()


_encoder = msgspec.msgpack.Encoder(order="sorted")
_decoder = msgspec.msgpack.Decoder(Features)


def encode_features(features: Features) -> bytes:
    """The features as bytes; the same features give the same bytes."""
    return _encoder.encode(features)


def decode_features(data: bytes) -> Features:
    """The features of such bytes. Raises msgspec.DecodeError where they are none."""
    return _decoder.decode(data)
