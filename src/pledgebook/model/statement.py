"""One thing that one document says: one act on one object, every field with its own words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.model.amount import Measure
from pledgebook.model.promise import promise_of, shortened

Kind = Literal["commitment", "action", "agreement", "appeal", "figure"]
Polarity = Literal["positive", "negated"]
Modality = Literal["asserted", "conditional", "possible", "hypothetical"]
Strength = Literal["in_law", "in_policy_document", "declared", "reported", "reported_unattributed", "proposed"]
Rung = Literal["pledged", "committed", "allocated", "disbursed", "spent"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A span with its exact words: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """The verb or noun that promises, does, asks or counts; `lemma` in lower case."""

    lemma: str
    start: int
    end: int
    text: str
    polarity: Polarity = "positive"
    modality: Modality = "asserted"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something. `low`/`high` are inclusive, None for an open end; `unit` is an ISO 4217
    code or the counted noun, singular, lower case; `per` names the period of a rate ("year")."""

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    measure: Measure
    approximate: bool = False
    per: str | None = None
    additional: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: a country, region or organisation.

    `id`: ISO 3166-1 alpha-2, `EU`, `M49:419`, `org:usaid`, or None for somebody unnamed. `name`: the
    words, or for a pronoun the name it stands for. `rule`: how it was inferred when the span holds a
    pronoun or there is no span (`start` and `end` None), else None.
    """

    id: str | None
    name: str
    start: int | None
    end: int | None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text by the gazetteers, before anybody knows what it does in its sentence.

    `ids`: what it stands for, usually one, several for a named group of countries ("northern Central
    America"). `sort`: "country", "nationality", "region", "government" (a ministry, office, title or
    metonym of a country), "organisation", "person", "group" ("Allies").
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    sort: Literal["country", "nationality", "region", "government", "organisation", "person", "group"]


@dataclass(frozen=True, slots=True)
class Period:
    """When: an EDTF string. `rule` names how a relative date was worked out, None when it is stated."""

    edtf: str
    start: int | None
    end: int | None
    text: str | None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """The meeting or instrument at which it was said: "Summit of the Americas"."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of the chain of who says so, outermost first. `named` is False for "a source". `source`: the words, or
    for a pronoun the name it stands for, and then `rule` says how that was found; the span is that of the pronoun."""

    source: str
    cue: str | None
    named: bool
    start: int
    end: int
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Extractor:
    """What made the statement, so that a figure can be traced to a version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One act on one object, as one document says it; immutable. The record of the design, field by field.

    `document` is the id of the document; offsets are Unicode code points into its text. `confidence`: the probability,
    0 to 1, that kind, actors and quantity are all right; None where whatever made the statement does not say.
    """

    id: str
    document: str
    kind: Kind
    quote: Quote
    act: Act
    object: Quote
    quantity: Quantity | None = None
    actors: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    period: Period | None = None
    venue: Venue | None = None
    attribution: tuple[Attribution, ...] = ()
    strength: Strength = "declared"
    rung: Rung | None = None
    confidence: float | None = None
    extractor: Extractor = Extractor("rules", "0")

    @property
    def promise(self) -> str:
        """Act and object as one legible line in the words of the document; see `pledgebook.model.promise`."""
        return promise_of(self)

    def __repr__(self) -> str:
        who = ", ".join(actor.id or actor.name for actor in self.actors) or "?"
        return f"<{self.kind} {who}: {shortened(self.promise, 70)!r}>"

    def _repr_html_(self) -> str:
        from html import escape

        who = escape(", ".join(actor.id or actor.name for actor in self.actors) or "–")
        when = escape(self.period.edtf) if self.period else "–"
        amount = escape(self.quantity.text) if self.quantity else "–"
        return (
            '<table class="pledgebook-statement">'
            f"<tr><th>{escape(self.kind)}</th><td><blockquote>{escape(self.quote.text)}</blockquote></td></tr>"
            f"<tr><th>who</th><td>{who}</td></tr><tr><th>promise</th><td>{escape(self.promise)}</td></tr>"
            f"<tr><th>how much</th><td>{amount}</td></tr><tr><th>when</th><td>{when}</td></tr></table>"
        )


def statement_id(document: str, kind: str, act: tuple[int, int], target: tuple[int, int]) -> str:
    """An id that comes from content alone: the document, the kind, where the act and its object stand."""
    key = f"{document}|{kind}|{act[0]}-{act[1]}|{target[0]}-{target[1]}"
    return "st-" + hashlib.sha256(key.encode()).hexdigest()[:16]
