"""What only the book can work out from the entries and tables of a ledger, as functions that the ledger is handed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pledgebook.ledger.reader import Reader
from pledgebook.model import Commitment, Status


@dataclass(frozen=True, slots=True)
class Derivation:
    """How features, summaries and statuses follow from the rest: the same rows always give the same values.

    `features`: of statements by number, as `Writer.put_features` takes them. `commitments`: summaries of commitments by
    number, with their members. `statuses`: what became of a commitment by a day.
    """

    features: Callable[[Reader, Sequence[int]], Iterable[tuple[int, bytes, Sequence[int]]]]
    commitments: Callable[[Reader, Sequence[int]], Sequence[Commitment]]
    statuses: Callable[[Reader, Commitment, date], Sequence[Status]]
