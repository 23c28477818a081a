"""What counted things are worth: "31 tanks valued at $400 million" states the tanks and the money."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from pledgebook.extract.fields.rung import rung_of
from pledgebook.language.lexicon import pattern_of
from pledgebook.model import Amount, Quantity, Quote, Statement, statement_id


@functools.cache
def _worth() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){pattern_of('fields', 'worth')}\s{{1,2}}(?:a\s+)?$", re.IGNORECASE)


def is_worth(before: str) -> bool:
    """Whether the words before a sum of money say that it is what the things before them are worth."""
    return _worth().search(before) is not None


def states_worth(start: int, amounts: Sequence[Amount], text: str) -> bool:
    """Whether the sum of money at an offset is what the things counted shortly before it are worth."""
    counted = any(a.measure == "count" and 0 < start - a.end < 60 for a in amounts)
    return counted and is_worth(text[max(0, start - 30) : start])


def worth_of(statement: Statement, amounts: Sequence[Amount], text: str) -> Statement | None:
    """The same act with the money that its counted object is worth; None where the object names no worth.

    `amounts`: those of the sentence, in order; `text`: the document's.
    """
    target, counted = statement.object, statement.quantity
    if counted is None or counted.measure != "count":
        return None
    sums = (a for a in amounts if a.measure == "money" and counted.end <= a.start and a.end <= target.end)
    money = next((a for a in sums if is_worth(text[max(target.start, a.start - 30) : a.start])), None)
    if money is None:
        return None
    quantity = Quantity(
        money.start,
        money.end,
        money.text,
        money.low,
        money.high,
        money.unit or "",
        money.measure,
        money.approximate,
        money.per,
        money.additional,
    )
    act = statement.act
    return replace(
        statement,
        id=statement_id(statement.document, statement.kind, (act.start, act.end), (money.start, target.end)),
        object=Quote(money.start, target.end, text[money.start : target.end]),
        quantity=quantity,
        rung=rung_of(statement.kind, act, quantity),
    )
