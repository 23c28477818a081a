"""One thing that one document says: one act on one object, every field with its own words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from typing import Literal

from pledgebook.model.parts import RULES, Act, Actor, Attribution, Extractor, Period, Quantity, Quote, Venue
from pledgebook.model.promise import promise_of, shortened

Kind = Literal["commitment", "action", "agreement", "appeal", "figure"]
Strength = Literal["in_law", "in_policy_document", "declared", "reported", "reported_unattributed", "proposed"]
Rung = Literal["pledged", "committed", "allocated", "disbursed", "spent"]


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
    extractor: Extractor = RULES

    @property
    def promise(self) -> str:
        """Act and object as one legible line in the words of the document; see `pledgebook.model.promise`."""
        return promise_of(self.act, self.object, self.quote, self.actors)

    def __repr__(self) -> str:
        who = ", ".join(actor.id or actor.name for actor in self.actors) or "?"
        return f"<{self.kind} {who}: {shortened(self.promise, 70)!r}>"

    def _repr_html_(self) -> str:
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
