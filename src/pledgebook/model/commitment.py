"""What one or more statements say is promised: a connected set of statements joined by judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from pledgebook.model.judgement import RelationType
from pledgebook.model.parts import Modality, Polarity
from pledgebook.model.record import number_of
from pledgebook.model.review import Review
from pledgebook.model.statement import Kind, Rung, Statement, Strength
from pledgebook.model.status import Status, status_record

ContradictionType = Literal["amount", "count", "deadline", "recipient", "additional_or_total", "status"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a reader is told of a document beside its words: where it came from, who published it and when.

    `id`: the document's id. `source`: path or address. `published`: ISO date, month or year. `superseded`: a later version
    of the same source is in the book.
    """

    id: str
    source: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the imprint of the document that makes it. `reviews`: what persons say of it; where they corrected it,
    the statement has the values that they set. `before`: the words that stand before its quote (`words_before`), where they were
    asked for."""

    statement: Statement
    imprint: Imprint
    reviews: tuple[Review, ...] = ()
    before: str = ""


_BEFORE: Final = 300


def words_before(text: str, statement: Statement) -> str:
    """What stands before a statement's quote in its document's text, at most 300 characters, from the beginning of a word on: a
    heading, or the sentence that names what the quote calls "this fund"."""
    start = max(0, statement.quote.start - _BEFORE)
    words = text[start : statement.quote.start]
    return words.partition(" ")[2] if start else words


@dataclass(frozen=True, slots=True)
class Total:
    """The number of a commitment: inclusive bounds (None for an open end), unit, what it is counted per ("year"), and
    whether it comes on top of something."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    per: str | None = None
    additional: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of a commitment and why it belongs there: `judged_by` a rule or a person; None for a statement that
    stands alone or that the others were compared with."""

    said: Said
    judged_by: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How this commitment stands to another: it restates, tops up, is a part of, is the total of, replaces or delivers on
    `commitment`; where `inverse` is set, the other one does so to this."""

    type: RelationType
    commitment: str
    reasons: tuple[str, ...] = ()
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What a later document tells of the progress of a commitment; no official record, and never added to one.

    `said`: the statement that tells it. `commitment`: the id of what that statement belongs to in the book; the commitment's own
    where it was merged with the promise. `by`: the rule or person who says that it delivers; `person`: whether a person does.
    """

    said: Said
    commitment: str
    by: str
    reasons: tuple[str, ...] = ()
    person: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one commitment that cannot both be right.

    `statements`: their ids, the better-supported first. `better` is the first of them. `reasons`: why it is better
    supported (strength, directness, recency).
    """

    type: ContradictionType
    statements: tuple[str, str]
    better: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment of the book, as `list` and `show` print it.

    `id`: see `commitment_id`. `kind`: the kind of its statements (a book also groups actions, agreements, appeals and
    figures). `actors`, `recipients`: ids. `object`: the wording of the best-supported statement; `promise`: the same with its
    act, one legible line; `polarity`, `modality`: of that act; `wording`: the id of that statement. `reviewed`: one of its statements is
    checked (see `is_checked`), `awaits_second`: none is, and one is checked by somebody whose word needs a second.
    `confidence`: the highest of its statements (see `Statement`), None where none has any. `period`: EDTF.
    `first_stated`: the publication date of the earliest statement. `members`: earliest first. `progress`: what later documents
    tell of it, earliest first.
    """

    id: str
    kind: Kind
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    object: str
    quantity: Total | None
    period: str | None
    venue: str | None
    strength: Strength
    rung: Rung | None
    first_stated: str | None
    members: tuple[Member, ...]
    relations: tuple[Relation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    promise: str = ""
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    wording: str = ""
    reviewed: bool = False
    awaits_second: bool = False
    confidence: float | None = None
    progress: tuple[Progress, ...] = ()

    @property
    def best(self) -> Said | None:
        """The statement whose wording it has; None where its statements are not at hand."""
        first = self.members[0].said if self.members else None
        return next((member.said for member in self.members if member.said.statement.id == self.wording), first)


def commitment_id(statement: str) -> str:
    """The id of the commitment whose earliest statement this is: "st-0a1b…" gives "cm-0a1b…".

    It comes from the earliest statement (by publication date, then id) and so stays as later sources join. A book finds a
    commitment by the id that any of its statements would give it, so that no link ever breaks.
    """
    return "cm-" + statement.removeprefix("st-")


def commitment_record(commitment: Commitment, statuses: Sequence[Status] = ()) -> dict[str, Any]:
    """The commitment as plain values, in the order of the design.

    `statuses`: what became of it; where evidence is held against several readings of a contradicted commitment, `status`
    is the first and `readings` holds all of them.
    """
    total = commitment.quantity
    return {
        "id": commitment.id,
        "kind": commitment.kind,
        "promise": commitment.promise,
        "actors": list(commitment.actors),
        "recipients": list(commitment.recipients),
        "object": commitment.object,
        "polarity": commitment.polarity,
        "modality": commitment.modality,
        "quantity": None if total is None else _total(total),
        "period": commitment.period,
        "venue": commitment.venue,
        "strength": commitment.strength,
        "rung": commitment.rung,
        "first_stated": commitment.first_stated,
        "reviewed": commitment.reviewed,
        "confidence": commitment.confidence,
        "statements": [_member(member) for member in commitment.members],
        "relations": [
            {"type": relation.type, "commitment": relation.commitment, "reasons": list(relation.reasons)}
            | ({"inverse": True} if relation.inverse else {})
            for relation in commitment.relations
        ],
        "contradictions": [
            {
                "type": found.type,
                "statements": list(found.statements),
                "better": found.better,
                "reasons": list(found.reasons),
            }
            for found in commitment.contradictions
        ],
        "status": status_record(statuses[0]) if statuses else None,
        "progress": [_progress(told) for told in commitment.progress],
        **({"readings": [status_record(status) for status in statuses]} if len(statuses) > 1 else {}),
    }


def _total(total: Total) -> dict[str, Any]:
    record: dict[str, Any] = {"low": number_of(total.low), "high": number_of(total.high), "unit": total.unit}
    if total.per:
        record["per"] = total.per
    if total.additional:
        record["additional"] = True
    return record


def _progress(told: Progress) -> dict[str, Any]:
    quantity = told.said.statement.quantity
    return {
        **_said(told.said),
        "quantity": None
        if quantity is None
        else _total(Total(quantity.low, quantity.high, quantity.unit, quantity.per, quantity.additional)),
        "commitment": told.commitment,
        "judged_by": told.by,
        "person": told.person,
        "reasons": list(told.reasons),
    }


def _said(said: Said) -> dict[str, Any]:
    statement, imprint = said.statement, said.imprint
    return {
        "id": statement.id,
        "promise": statement.promise,
        "document": {
            "id": imprint.id,
            "source": imprint.source,
            "title": imprint.title,
            "publisher": imprint.publisher,
            "published": imprint.published,
        },
        "quote": {"start": statement.quote.start, "end": statement.quote.end, "text": statement.quote.text},
    }


def _member(member: Member) -> dict[str, Any]:
    imprint = member.said.imprint
    record = {**_said(member.said), "judged_by": member.judged_by, "reasons": list(member.reasons)}
    if imprint.superseded:
        record["superseded"] = True
    if member.said.reviews:
        record["reviews"] = [
            {"kind": one.kind, "by": one.by, "note": one.note, "entry": one.entry, "fields": list(one.fields)}
            | ({"needs_second": True} if one.needs_second else {})
            for one in member.said.reviews
        ]
    return record
