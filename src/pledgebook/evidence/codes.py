"""Codes that the readers share, from the data of this room: currencies, and what the codes of IATI mean."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.model import Direction, Rung


def table(name: str) -> dict[str, Any]:
    """A TOML file of this room's data. Raises SetupError where it is missing or broken."""
    try:
        return tomllib.loads((resources.files(__package__) / "data" / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"evidence/data/{name} is missing or broken: {error}") from error


@functools.cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, in force and withdrawn."""
    data = table("currencies.toml")
    return frozenset(data["active"]) | frozenset(data["withdrawn"])


@dataclass(frozen=True, slots=True)
class TransactionType:
    """What a transaction of IATI is: its name, how far the money has come, and the way it goes, seen from the activity."""

    name: str
    direction: Direction
    rung: Rung | None


@functools.cache
def transaction_types() -> dict[str, TransactionType]:
    """The types of transactions of IATI by their codes, "1" to "13"."""
    rows = table("iati.toml")["transactions"]
    return {code: TransactionType(row["name"], row["direction"], row.get("rung")) for code, row in rows.items()}


@functools.cache
def iati() -> dict[str, Any]:
    """The other codes of IATI: "versions", "related", "measures", "regions", "sectors"."""
    return table("iati.toml")
