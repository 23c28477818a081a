"""Statements made by hand for the tests of merging, each with a true quote of a text of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pledgebook.model import (
    Act,
    Actor,
    Attribution,
    Document,
    Imprint,
    Period,
    Quantity,
    Quote,
    Said,
    Statement,
    Venue,
    statement_id,
)


def say(
    target: str,
    *,
    actors: Sequence[str] = ("US",),
    act: str = "provide",
    kind: Any = "commitment",
    amount: Any = None,
    recipients: Sequence[str] = (),
    period: str | None = None,
    venue: str | None = None,
    before: str = "",
    context: str = "",
    published: str | None = "2022-06-10",
    source: str = "a.txt",
    at: int = 0,
    polarity: Any = "positive",
    strength: Any = "declared",
    attribution: Sequence[tuple[str, bool]] = (),
    superseded: bool = False,
) -> Said:
    """A statement whose object is `target`.

    `amount`: a number, or a mapping of `text`, `low`, `high`, `unit` and the other fields of a quantity; without `low` and `high` both
    are `number`. `before`: words of the sentence between the act and the object. `context`: what
    stands before the sentence. `at`: which sentence of its document it is, so
    that statements of one `source` stand behind one another.
    """
    lead = "x" * (at * 400)
    head = f"{lead}{' '.join(actors) or 'Somebody'} "
    verb = f"will {act}"
    between = f" {before} " if before else " "
    start = len(head) + len(verb) + len(between)
    text = f"{head}{verb}{between}{target}."
    document = Document(source, text)
    where = (len(head), len(head) + len(verb))
    return Said(
        Statement(
            id=statement_id(f"{source}|{at}", kind, where, (start, start + len(target))),
            document="sha256:" + source,
            kind=kind,
            quote=Quote(len(lead), len(text), document.text[len(lead) :]),
            act=Act(act, *where, verb, polarity=polarity),
            object=Quote(start, start + len(target), target),
            quantity=None if amount is None else _quantity(target, start, amount),
            actors=tuple(Actor(one, one, 0, 0) for one in actors),
            recipients=tuple(Actor(one, one, 0, 0) for one in recipients),
            period=None if period is None else Period(period, None, None, None),
            venue=None if venue is None else Venue(venue, 0, 0),
            attribution=tuple(Attribution(name, "said", named, 0, 0) for name, named in attribution),
            strength=strength,
        ),
        Imprint("sha256:" + source, source, published=published, superseded=superseded),
        before=context,
    )


def _quantity(target: str, start: int, amount: Any) -> Quantity:
    given: dict[str, Any] = dict(amount) if isinstance(amount, dict) else {"number": amount}
    number = given.pop("number", None)
    low, high = given.pop("low", number), given.pop("high", number)
    text = given.pop("text", None) or next((word for word in target.split() if word[-1:].isdigit()), target)
    place = start + max(0, target.find(text))
    unit = given.pop("unit", "USD")
    return Quantity(
        place,
        place + len(text),
        text,
        None if low is None else Decimal(str(low)),
        None if high is None else Decimal(str(high)),
        unit,
        "money" if unit.isupper() else "count",
        **given,
    )
