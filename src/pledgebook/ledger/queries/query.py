"""What lists are asked for, and the pages they answer with."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar, get_args

from pledgebook.errors import UsageError
from pledgebook.model import Commitment, ContradictionType, Kind, Status, StatusName, Strength, days_of

Sort = Literal["first_stated", "deadline", "amount", "actor", "statements"]
T = TypeVar("T")
LARGEST_PAGE = 1_000
"""Lines of a page at the most."""


@dataclass(frozen=True, slots=True)
class Query:
    """Filters, order and place of a page; a filter that is None lets everything pass, all that are set must fit.

    `actor`, `recipient`: an id ("MX", "org:usaid") or, for somebody without one, the name. `period`: EDTF; what overlaps
    it fits. `text`: words as `terms` reads them. `publisher`: of one of the documents, `venue`:
    where it was said, both whatever their case. `contradicted`:
    True or False, or the type of contradiction. `reviewed`: whether a person checked or corrected it.
    `progress`: True for those of which later documents may tell; who lists the commitments looks at the day.
    `min_confidence`: at least so sure, 0 to 1 (what has no confidence passes); who lists the commitments looks at it. `since`, `until`: days of the first statement. `after`: the cursor of the
    page before. `as_of`: only what had surely been said by that day.

    Raises UsageError where a value is not one of those that exist.
    """

    actor: str | None = None
    recipient: str | None = None
    kind: Kind | None = None
    unit: str | None = None
    status: StatusName | None = None
    period: str | None = None
    text: str | None = None
    strength: Strength | None = None
    publisher: str | None = None
    venue: str | None = None
    contradicted: bool | ContradictionType | None = None
    reviewed: bool | None = None
    progress: bool | None = None
    min_confidence: float | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = "first_stated"
    descending: bool = False
    limit: int = 50
    after: str | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        for name, allowed in (("kind", Kind), ("status", StatusName), ("strength", Strength), ("sort", Sort)):
            value = getattr(self, name)
            if value is not None and value not in get_args(allowed):
                raise UsageError(f"{name} is one of {', '.join(get_args(allowed))}, not {value!r}")
        if self.contradicted not in (None, True, False, *get_args(ContradictionType)):
            raise UsageError(
                f"contradicted is one of {', '.join(get_args(ContradictionType))}, not {self.contradicted!r}"
            )
        if not 1 <= self.limit <= LARGEST_PAGE:
            raise UsageError(f"a page has 1 to {LARGEST_PAGE:,} lines, not {self.limit}")
        if self.period is not None and days_of(self.period) == (None, None):
            raise UsageError(f"period takes EDTF such as 2023, 2022-10/2024-09 or ../2028, not {self.period!r}")


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment of a list: its summary without its statements, what became of it, how many statements and documents
    make it, and the day by which the last of them had surely been said."""

    commitment: Commitment
    statuses: tuple[Status, ...]
    statements: int
    documents: int
    last_known: date


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of an answer. `cursor`: to be given as `after` for the next page, None where there is no more."""

    lines: tuple[T, ...]
    cursor: str | None


def cursor_of(query: Query, value: float | str, number: int) -> str:
    """The place behind a line, as letters and digits."""
    order = f"{query.sort}{'-' if query.descending else '+'}"
    return base64.urlsafe_b64encode(json.dumps([order, value, number]).encode()).decode().rstrip("=")


def position_after(query: Query) -> tuple[float | str, int] | None:
    """The value and number behind which the page begins. Raises UsageError for a cursor of another order, or none at all."""
    if query.after is None:
        return None
    order = f"{query.sort}{'-' if query.descending else '+'}"
    try:
        padded = query.after + "=" * (-len(query.after) % 4)
        said, value, number = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise UsageError(f"{query.after!r} is no place in a list") from error
    if not (_is_number(number) and _fits(query.sort, value)):
        raise UsageError(f"{query.after!r} is no place in a list")
    if said != order:
        raise UsageError(f"{query.after!r} is a place in a list of another order")
    return value, number


def _fits(sort: Sort, value: object) -> bool:
    """Whether a value can stand in the column of an order, on both engines: anybody can write a cursor."""
    if sort == "actor":
        return isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value)
    if sort == "amount":
        return isinstance(value, float) and value == value
    return _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 62
