"""What the codes of IATI mean, from the data of this room."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.model import Direction, Rung
from pledgebook.world.data import table


@dataclass(frozen=True, slots=True)
class TransactionType:
    """What a transaction of IATI is: its name, how far the money has come, and the way it goes, seen from the activity."""

    name: str
    direction: Direction
    rung: Rung | None


@functools.cache
def transaction_types() -> dict[str, TransactionType]:
    """The types of transactions of IATI by their codes, "1" to "13"."""
    rows = iati()["transactions"]
    return {code: TransactionType(row["name"], row["direction"], row.get("rung")) for code, row in rows.items()}


def iati() -> Mapping[str, Any]:
    """The other codes of IATI: "versions", "related", "measures", "regions", "sectors"."""
    return table("evidence", "data/iati.toml")
