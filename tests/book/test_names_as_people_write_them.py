"""Filters take names as people write them, say what comes nearest where nothing fits, and count what a list leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from pledgebook.book import Book
from pledgebook.book.lists import Filters
from pledgebook.book.naming import id_of, unit_of
from pledgebook.errors import UsageError
from pledgebook.ledger import Query

TEXT = (
    "Mexico will give $5 million to Haiti by 2030.\n\nMexico will plant 300 trees in Honduras by 2031.\n\n"
    "The United States will resettle 4,000 refugees by 2029.\n\nPeru will build 20 schools by 2028.\n"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("names")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    with Book.open(folder / "book.db") as book:
        book.add([folder / "a.txt"], published="2022-06-10", publisher="A newspaper")
        yield book


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Mexico", "MX"), ("mexico", "MX"), ("MX", "MX"), ("mx", "MX"), ("United States", "US"), ("the United States", "US"),
        ("Central America", "M49:013"), ("M49:013", "M49:013"), ("European Union", "EU"), ("the World Bank", "org:world-bank"),
        ("org:usaid", "org:usaid"), ("The Old Bank", "The Old Bank"),
    ],
)  # fmt: skip
def test_an_id_for_a_name(name: str, id: str) -> None:
    assert id_of(name) == id


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("dollars", "USD"), ("usd", "USD"), ("EUR", "EUR"), ("euros", "EUR"), ("pounds", "GBP"), ("refugees", "refugee"),
        ("refugee", "refugee"), ("H-2B visas", "visa"), ("countries", "country"), ("percent", "percent"), ("people", "people"),
    ],
)  # fmt: skip
def test_a_unit_for_a_word(word: str, unit: str) -> None:
    assert unit_of(word) == unit


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"actor": "Mexico"}, 2),
        ({"actor": "United States", "unit": "refugees"}, 1),
        ({"unit": "dollars"}, 1),
        ({"recipient": "Haiti"}, 1),
    ],
)
def test_a_list_by_names(book: Book, filters: Filters, count: int) -> None:
    assert len(book.commitments(**filters)) == count
    assert book.count(**filters) == count
    assert len(list(book.statements(**filters))) == count


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"actor": "Mexcio"}, "no actor 'Mexcio'; nearest: Mexico (MX), 2 commitments"),
        ({"recipient": "Hayti"}, "no recipient 'Hayti'; nearest: Haiti (HT), 1 commitment"),
        ({"unit": "refuges"}, "no unit 'refuges'; nearest: refugee, 1 commitment"),
        ({"publisher": "A newspapr"}, "no publisher 'A newspapr'; nearest: a newspaper, 4 commitments"),
        ({"actor": "Zzz"}, "no actor 'Zzz'"),
        ({"actor": "Peru", "unit": "refugee"}, None),
    ],
)
def test_nothing_fits_says_what_there_is(book: Book, filters: Filters, told: str | None) -> None:
    assert list(book.commitments(**filters)) == []
    assert book.nothing_fits(**filters) == told


def test_a_filter_that_is_none_is_refused_with_the_one_that_is_meant(book: Book) -> None:
    with pytest.raises(UsageError, match="no filter 'aktor'; do you mean actor"):
        book.commitments(aktor="MX")  # type: ignore[call-arg]


def test_filters_are_typed() -> None:
    """So `aktor=` fails in mypy, too; as_of is the book's own."""
    assert set(get_type_hints(Filters)) == set(Query.__dataclass_fields__) - {"as_of"}
    for method in (Book.commitments, Book.pages, Book.statements, Book.count):
        assert method.__annotations__["filters"] == "Unpack[Filters]"


def test_the_total_stands_under_a_list(
    book: Book, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from pledgebook.cli import main

    def printed(*args: str) -> str:
        monkeypatch.setattr(sys, "argv", ["pledgebook", "list", "--book", book.place, *args])
        with pytest.raises(SystemExit):
            main()
        return capfdbinary.readouterr().out.decode()

    assert "\n3 of 4 shown\nThere is more: --after " in printed("--limit", "3")
    assert printed().endswith("\n4 shown\n")
    assert printed("--actor", "Mexcio") == "nothing fits: no actor 'Mexcio'; nearest: Mexico (MX), 2 commitments\n"
    assert "trees" in printed("--actor", "Mexico", "--unit", "tree")


def test_pages_take_at_most_what_is_asked(book: Book, tmp_path: Path) -> None:
    assert sum(map(len, book.pages(most=3))) == sum(map(len, book.pages(limit=3))) == 3
