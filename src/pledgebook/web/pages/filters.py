"""What a list of commitments is asked for in an address, and the choices that its form offers.

The names and values are those of the programmer's interface; what is empty is not asked for, what is unknown is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args
from urllib.parse import urlencode

from pledgebook.book.lists import Filters
from pledgebook.errors import UsageError
from pledgebook.ledger import Sort
from pledgebook.model import ContradictionType, Kind, StatusName, Strength

PER_PAGE = 25
WORDS = ("text", "actor", "recipient", "unit", "period", "venue", "publisher", "since", "until")
"""Filters that take words as they are typed."""
LONGEST = 200
"""Characters of a filter that are read."""
_ANSWERS = {"true": True, "false": False}

SORTS = {
    "first_stated": "when first stated",
    "deadline": "deadline",
    "amount": "amount",
    "actor": "who promised",
    "statements": "number of statements",
}
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "kind": (
        ("commitment", "promises"),
        ("action", "deeds"),
        ("agreement", "agreements"),
        ("appeal", "appeals to others"),
        ("figure", "figures"),
        ("all", "everything"),
    ),
    "status": tuple((name, name.replace("_", " ")) for name in get_args(StatusName)),
    "strength": tuple((name, name.replace("_", " ")) for name in get_args(Strength)),
    "contradicted": (
        ("true", "contradicted"),
        ("false", "not contradicted"),
        *((name, f"about the {name.replace('_', ' ')}") for name in get_args(ContradictionType)),
    ),
    "reviewed": (("true", "checked by a person"), ("false", "not yet checked")),
    "min_confidence": (("0.5", "at least 0.5"), ("0.7", "at least 0.7"), ("0.9", "at least 0.9")),
    "sort": tuple(SORTS.items()),
}
"""What the form offers to choose from: value and words."""
assert {name for name, _ in CHOICES["kind"]} == {*get_args(Kind), "all"}
assert set(SORTS) == set(get_args(Sort))


def asked_of(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The filters of an address that are set, by name, as they are written there."""
    known = {*WORDS, *CHOICES, "descending", "after"}
    return {
        name: value.strip()[: LONGEST if name != "after" else 600]
        for name, value in parameters
        if name in known and value.strip()
    }


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The same as a book takes them. Raises UsageError for a number that is none; the book looks at the rest."""
    found: dict[str, Any] = dict(asked)
    if asked.get("kind") == "all":
        found["kind"] = None
    for name in ("contradicted", "reviewed"):
        if name in asked:
            found[name] = _ANSWERS.get(asked[name], asked[name])
    if asked.get("reviewed") not in (None, "true", "false"):
        raise UsageError("reviewed is true or false")
    found["descending"] = asked.get("descending") == "true"
    if "min_confidence" in asked:
        try:
            found["min_confidence"] = float(asked["min_confidence"])
        except ValueError as error:
            raise UsageError("min_confidence takes a number from 0 to 1") from error
    return cast(Filters, found)


def written(asked: Mapping[str, str], **changed: str | None) -> str:
    """The filters as the query of an address, some of them changed or (None) left out; always in one order."""
    values = {**asked, **changed}
    return urlencode(sorted((name, value) for name, value in values.items() if value))
