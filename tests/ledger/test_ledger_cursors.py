"""A cursor that somebody wrote by hand is a place in the list or is refused, on both engines."""

from __future__ import annotations

import base64
import json
from typing import Any, get_args

import pytest
from made_book import made
from shelf import Books

from pledgebook.errors import UsageError
from pledgebook.ledger import Query, Sort, open_ledger

VALUES: list[Any] = [
    0, -1, 1 << 61, 1 << 62, 1 << 80, -(1 << 80), 1.5, float("inf"), float("-inf"), float("nan"), 1e308, "", "a", "\0", "\ud800",
    "\u200e", True, None, [], {}, "9" * 5000,
]  # fmt: skip
VALID: dict[str, Any] = {"actor": "MX", "amount": 1.5}


def cursor(order: str, value: Any, number: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([order, value, number]).encode()).decode().rstrip("=")


@pytest.mark.parametrize("sort", get_args(Sort))
def test_forged_cursors(books: Books, sort: Sort) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(seed) for seed in range(2)])
        answered = refused = 0
        valid = VALID.get(sort, 1)
        for value, number in (*((value, 1) for value in VALUES), *((valid, value) for value in VALUES)):
            for place in (cursor(f"{sort}+", value, number), cursor("first_stated-", value, number)):
                try:
                    with ledger.read() as reader:
                        reader.commitments(Query(sort=sort, after=place))
                        if sort == "statements":
                            reader.statements(Query(after=place, sort=sort))
                    answered += 1
                except UsageError:
                    refused += 1
        assert refused > len(VALUES)
        assert answered >= 4


@pytest.mark.parametrize(
    "after", ["", "x", "é", "=", "W10", "e30", "WyI", "\ud800", base64.b64encode(b"[" * 99_999).decode()]
)
def test_what_is_no_cursor(books: Books, after: str) -> None:
    with (
        open_ledger(books.new()) as ledger,
        ledger.read() as reader,
        pytest.raises(UsageError, match="no place in a list"),
    ):
        reader.commitments(Query(after=after))
