"""Answers as tables for Arrow, pandas and polars: the same rows and types, also of nothing, and a plain word where one is missing."""

from __future__ import annotations

import sys

import pandas
import polars
import pyarrow
import pytest

from pledgebook.book import Book, Commitments, Statements
from pledgebook.errors import SetupError
from pledgebook.publish.answers import Page

ARROW = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64(), bool: pyarrow.bool_()}
PANDAS = {str: "string", float: "float64", int: "Int64", bool: "boolean"}
POLARS = {str: polars.String, float: polars.Float64, int: polars.Int64, bool: polars.Boolean}


@pytest.fixture(params=["commitments", "statements", "no commitments", "no statements"])
def page(book: Book, request: pytest.FixtureRequest) -> Page[object]:
    return {
        "commitments": lambda: book.commitments(kind=None),
        "statements": book.statements,
        "no commitments": Commitments,
        "no statements": Statements,
    }[request.param]()


def test_arrow(page: Page[object]) -> None:
    table = page.to_arrow()
    assert [(field.name, field.type) for field in table.schema] == [
        (name, ARROW[kind]) for name, kind in page.columns.items()
    ]
    assert table.to_pylist() == page.rows()


def test_pandas(page: Page[object]) -> None:
    frame = page.to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: PANDAS[kind] for name, kind in page.columns.items()
    }
    rows = [
        {name: None if pandas.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]
    assert rows == page.rows()


def test_polars(page: Page[object]) -> None:
    frame = page.to_polars()
    assert dict(frame.schema) == {name: POLARS[kind]() for name, kind in page.columns.items()}
    assert frame.to_dicts() == page.rows()


@pytest.mark.parametrize("name", ["pyarrow", "pandas", "polars"])
def test_a_library_that_is_missing_is_told_with_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    for page in (Commitments(), Statements()):
        convert = {"pyarrow": page.to_arrow, "pandas": page.to_pandas, "polars": page.to_polars}[name]
        with pytest.raises(SetupError, match="pip install"):
            convert()
