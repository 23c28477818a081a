"""A book moves house: from either engine to either, with the same entries, and a place that is not empty is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_book import made
from server import Server
from shelf import Books

from pledgebook.errors import UsageError
from pledgebook.ledger import copy_ledger, open_ledger


@pytest.mark.parametrize("to_server", [False, True], ids=["to a file", "to a server"])
def test_a_copy_is_the_same_book(books: Books, server: Server, tmp_path: Path, to_server: bool) -> None:
    place = books.new()
    with open_ledger(place) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed) for seed in range(4)])
    target = server.url(server.create()) if to_server else str(tmp_path / "copy.db")
    copy_ledger(place, target)
    with open_ledger(place) as one, open_ledger(target, create=False) as other:
        with one.read() as here, other.read() as there:
            assert list(here.entries()) == list(there.entries())
            assert here.counts() == there.counts()
        assert other.verify() == []
        with other.write("more") as writer:
            assert writer.add_document(*made("more")).outcome == "new"
    with pytest.raises(UsageError, match="holds entries already"):
        copy_ledger(place, target)


def test_what_is_no_book_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no book"):
        copy_ledger(str(tmp_path / "none.db"), str(tmp_path / "copy.db"))
    assert list(tmp_path.iterdir()) == []
