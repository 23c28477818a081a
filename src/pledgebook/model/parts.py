"""The parts of a statement: its words, act, amount, names and dates, each with its span."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.model.amount import Measure

Polarity = Literal["positive", "negated"]
Modality = Literal["asserted", "conditional", "possible", "hypothetical"]


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


RULES = Extractor("rules", "0")
"""The rules, of a version that nobody said."""
