"""Nobody changes a cell or a byte of a book unseen, and no whole book is suspected."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attacks import attack, change_cell, copy_of, flip, found_by_verify, whole

from pledgebook.book import Book


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A book with something in every table."""
    place = tmp_path_factory.mktemp("attacked") / "book.db"
    whole(str(place))
    with Book.open(place) as book:
        book.backup(place.with_name("copy.db"))
    return str(place.with_name("copy.db"))


@pytest.mark.slow
def test_cells_that_are_changed(original: str) -> None:
    counts, wrong = attack(lambda: copy_of(original), change_cell, 12, 2)
    assert wrong == []
    assert counts["found"] + counts["refused"] >= 6


@pytest.mark.slow
def test_bytes_that_are_turned(original: str) -> None:
    _, wrong = attack(lambda: copy_of(original), flip, 12, 2)
    assert wrong == []


FORGED = (
    "UPDATE summaries SET body = replace(CAST(body AS TEXT), '1500000000', '9500000000')",
    "UPDATE summaries SET body = CAST(replace(CAST(body AS TEXT), '1500000000', '9500000000') AS BLOB)",
    "UPDATE commitments SET amount = 9.5e9 WHERE amount = 1.5e9",
    "UPDATE commitments SET unit = 'forged' WHERE unit IS NULL",
    "UPDATE facets SET facet = 'actor:RU' WHERE facet = 'actor:MX'",
    "UPDATE statuses SET body = CAST(replace(CAST(body AS TEXT), 'stalled', 'kept') AS BLOB)",
    "UPDATE features SET body = x'00'",
    "UPDATE keys SET key = key + 1 WHERE statement = (SELECT max(statement) FROM keys)",
    "DELETE FROM statuses",
    "DELETE FROM facets WHERE commitment = (SELECT min(commitment) FROM facets)",
    "INSERT INTO facets VALUES ('actor:RU', 1, 1)",
    "UPDATE words_docsize SET id = 9999 WHERE id = 1",
    "DROP TRIGGER entries_stay",
    "DROP INDEX commitments_amount",
)


@pytest.mark.parametrize("statement", FORGED)
def test_what_the_book_works_out_is_held_against_what_it_follows_from(original: str, statement: str) -> None:
    with copy_of(original) as place:
        connection = sqlite3.connect(place)
        assert connection.execute(statement).rowcount
        connection.commit()
        connection.close()
        told = found_by_verify(place)
        assert told is not None
        assert not told.startswith("broken:")


def test_an_entry_is_not_replaced(original: str) -> None:
    with copy_of(original) as place:
        connection = sqlite3.connect(place)
        with pytest.raises(Exception, match="entries are never changed"):
            connection.execute("INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE sequence = 1")
        connection.close()


MERGING = "import sys; from pledgebook.book import Book, merging\nmerging.BATCH = 3\n" \
    "with Book.open(sys.argv[1]) as book:\n" \
    "  print('open', flush=True)\n" \
    "  while True: merging.merge(book.ledger, 'again', again=True, batch=3)"  # fmt: skip


@pytest.mark.slow
def test_a_whole_book_is_not_suspected_while_it_is_merged_anew_or_when_that_is_killed(
    original: str, tmp_path: Path
) -> None:
    place, dice = str(shutil.copy(original, tmp_path / "book.db")), random.Random(3)
    for _ in range(4):
        child = subprocess.Popen([sys.executable, "-c", MERGING, place], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        time.sleep(dice.uniform(0.05, 0.5))
        with Book.open(place) as book:
            assert book.verify() == []  # while the other runs
        child.kill()
        child.communicate()
        with Book.open(place) as book:
            assert book.verify() == []  # and when it was killed
