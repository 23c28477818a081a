"""The rung of money that an act puts an amount on: pledged, committed, allocated, disbursed or spent."""

from __future__ import annotations

from pledgebook.language.lexicon import words_of
from pledgebook.model import Act, Kind, Quantity, Rung

_OF_DEEDS: tuple[Rung, ...] = ("allocated", "committed", "disbursed", "spent")
_BY_ACT: dict[str, Rung] = {lemma: rung for rung in _OF_DEEDS for lemma in words_of("rungs", rung)}


def rung_of(kind: Kind, act: Act, quantity: Quantity | None) -> Rung | None:
    """The rung of a statement about money: what is promised is pledged, a deed is on the rung of its verb."""
    if quantity is None or quantity.measure != "money":
        return None
    if kind == "commitment":
        return "pledged"
    return _BY_ACT.get(act.lemma) if kind == "action" else None
