"""What disks, files and servers do to a book: one clear line, and the book is whole afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from child import Child, Task
from made_book import made
from shelf import Books

from pledgebook.errors import LedgerError, PledgebookError, SetupError, UsageError
from pledgebook.ledger import Ledger, open_ledger
from pledgebook.ledger.store import schema

ROOT = os.getuid() == 0


def one_line(error: BaseException) -> str:
    line = str(error)
    assert "\n" not in line
    assert len(line) < 500
    assert "Traceback" not in line
    assert "sqlalche" not in line
    return line


def add(ledger: Ledger, *seeds: object, count: int = 3) -> None:
    with ledger.write("add") as writer:
        writer.add_documents([made(seed, count) for seed in seeds])


# -- no room -----------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A disk of its own in memory. Left out where this user may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="pledgebook-disk-"))
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"may not mount a small disk: {done.stderr.strip()}")
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
    finally:
        folder.rmdir()


def fill(ledger: Ledger) -> int:
    """Add until there is no room; how many documents are in."""
    for number in range(10_000):
        try:
            add(ledger, number, count=20)
        except LedgerError as error:
            line = one_line(error)
            assert "full" in line
            assert "nothing of this step was kept" in line
            return number
    raise AssertionError("the disk took everything")


@pytest.mark.skipif(not ROOT, reason="only root can mount a small disk; the next test limits the size of files instead")
def test_a_disk_that_is_full() -> None:
    with small_disk("3m") as folder:
        place = str(folder / "book.db")
        with open_ledger(place) as ledger:
            count = fill(ledger)
            assert count > 10
            with ledger.read() as reader:
                assert reader.counts().documents == count
            with pytest.raises(LedgerError) as caught:
                ledger.backup(folder / "backup.db")
            assert "no room" in one_line(caught.value)
            assert sorted(path.name for path in folder.iterdir() if not path.name.startswith("book.db")) == []
        with open_ledger(place) as ledger:  # a disk that is full can be read, checked and copied elsewhere
            assert ledger.verify() == []
            subprocess.run(["mount", "-o", "remount,size=40m", folder], check=True)
            add(ledger, count, count=20)  # room was made: it goes on where it stopped
            assert ledger.verify() == []
            with ledger.read() as reader:
                assert reader.counts().entries == count + 1
            ledger.rebuild()
            assert ledger.verify() == []


@pytest.mark.skipif(not ROOT, reason="only root can mount a small disk")
def test_a_disk_that_has_no_room_for_a_new_book() -> None:
    with small_disk("64k") as folder:
        with pytest.raises(LedgerError) as caught:
            open_ledger(str(folder / "book.db"))
        assert "full" in one_line(caught.value)
        subprocess.run(["mount", "-o", "remount,size=10m", folder], check=True)
        with open_ledger(str(folder / "book.db")) as ledger:
            add(ledger, "one")
            assert ledger.verify() == []


def test_a_file_that_may_not_grow(files: Books) -> None:
    place = files.new()
    said = Child(Task(place, "limited", 0, 100_000, 5, 20, largest=2 << 20)).finish()
    assert said[-1].startswith("refused: ")
    assert "full" in one_line(Exception(said[-1]))
    sure = [line.split()[2] for line in said[1:-1]]
    assert len(sure) > 10
    with open_ledger(place) as ledger:
        assert ledger.verify() == []
        with ledger.read() as reader:
            assert reader.counts().documents == len(sure)
            assert all(reader.document(one) is not None for one in sure)
        add(ledger, "there is room again")
        ledger.rebuild()
        assert ledger.verify() == []


# -- may not be written or read ----------------------------------------------------------------------------------------


def read_only(place: str) -> None:
    """What a book that cannot be written still does, and how it refuses the rest."""
    with open_ledger(place, create=False) as ledger:
        with ledger.read() as reader:
            assert reader.counts().documents == 1
        assert ledger.verify() == []
        with pytest.raises(LedgerError) as caught:
            add(ledger, "more")
        assert "read-only" in one_line(caught.value)
        with pytest.raises(LedgerError):
            ledger.rebuild()
        with ledger.read() as reader:
            assert reader.counts().documents == 1


@pytest.mark.skipif(not ROOT, reason="only root can mount; the next test takes the right to write away instead")
def test_a_disk_that_is_read_only() -> None:
    with small_disk("8m") as folder:
        place = str(folder / "book.db")
        with open_ledger(place) as ledger:
            add(ledger, "one")
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        read_only(place)
        with pytest.raises(LedgerError) as caught:
            open_ledger(str(folder / "new.db"))
        one_line(caught.value)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter: pytest's own are for one user only."""
    folder = Path(tempfile.mkdtemp(prefix="pledgebook-open-"))
    try:
        folder.chmod(0o777)
        yield folder
    finally:
        folder.chmod(0o777)
        shutil.rmtree(folder)


NOBODY = "nobody" if ROOT else None  # root may write everything


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_file_that_may_only_be_read(folder_too: bool) -> None:
    with open_folder() as folder:
        place = folder / "book.db"
        with open_ledger(str(place)) as ledger:
            add(ledger, "one")
        place.chmod(0o444)
        if folder_too:
            folder.chmod(0o555)
        said = Child(Task(str(place), "as another", 0, 5, user=NOBODY)).finish()
        assert said[0] == "open"
        assert "read-only" in one_line(Exception(said[1]))
        with open_ledger(str(place)) as ledger:
            assert ledger.verify() == []


def test_a_folder_that_may_only_be_read() -> None:
    with open_folder() as folder:
        place = folder / "book.db"
        with open_ledger(str(place)) as ledger:
            add(ledger, "one")
        place.chmod(0o666)
        folder.chmod(0o555)
        said = Child(Task(str(place), "as another", 0, 5, user=NOBODY)).finish()
        assert said[0] == "open"  # to read a book that nobody writes to, its folder need not be written
        assert "read-only" in one_line(Exception(said[1]))
        said = Child(Task(str(folder / "new.db"), "as another", 0, 5, user=NOBODY)).finish()
        assert len(said) == 1
        assert "folder may be written" in one_line(Exception(said[0]))


def test_a_file_that_may_not_even_be_read() -> None:
    with open_folder() as folder:
        place = folder / "book.db"
        open_ledger(str(place)).close()
        place.chmod(0)
        said = Child(Task(str(place), "as another", 0, 5, user=NOBODY)).finish()
        assert "right to read" in one_line(Exception(said[0]))


# -- what is no book ---------------------------------------------------------------------------------------------------

GARBAGE = {
    "text": b"Dear diary",
    "short": b"SQL",
    "binary": bytes(range(256)) * 40,
    "nearly": b"SQLite format 3\0" + b"\xff" * 5000,
    "cut": b"SQLite format 3\0",
}


@pytest.mark.parametrize("name", sorted(GARBAGE))
@pytest.mark.parametrize("create", [False, True])
def test_garbage_is_refused_and_left_alone(tmp_path: Path, name: str, create: bool) -> None:
    path = tmp_path / "book.db"
    path.write_bytes(GARBAGE[name])
    with pytest.raises(PledgebookError) as caught:
        open_ledger(str(path), create=create)
    assert str(path) in one_line(caught.value)
    assert path.read_bytes() == GARBAGE[name]
    assert [one.name for one in tmp_path.iterdir()] == ["book.db"]


def test_places_that_hold_no_book(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    (tmp_path / "empty.db").touch()
    for place, create, what in (
        (str(tmp_path), True, "is a folder"),
        (str(other), True, "another program"),
        (str(other), False, "another program"),
        (str(tmp_path / "none.db"), False, "there is no book"),
        (str(tmp_path / "no" / "folder.db"), True, "there is no folder"),
        (str(tmp_path / "empty.db"), False, "empty"),
        ("", True, "empty"),
        ("mysql://user:hunter2@host/db", True, "mysql"),
        ("sqlite:///" + str(tmp_path), True, "is a folder"),
    ):
        with pytest.raises(UsageError, match=what) as caught:
            open_ledger(place, create=create)
        assert "hunter2" not in one_line(caught.value)


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_forms_of_a_file_s_address(tmp_path: Path, form: str) -> None:
    for name in ("book.db", "a b?c#d%20e.db", "bücher.db"):
        with open_ledger(form.format(tmp_path / name)) as ledger:
            add(ledger, "one")
        assert (tmp_path / name).exists()
        with open_ledger(str(tmp_path / name), create=False) as ledger:
            assert ledger.verify() == []


def look_over(place: str) -> None:
    with open_ledger(place) as ledger:
        ledger.verify()


def test_a_book_with_a_damaged_page(files: Books) -> None:
    place = files.new()
    with open_ledger(place) as ledger:
        add(ledger, *range(50))
    with Path(place).open("r+b") as file:
        for page in range(3, Path(place).stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 200)
    with pytest.raises(LedgerError) as caught:
        look_over(place)
    assert "backup" in one_line(caught.value)


# -- a newer program's book --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [str(schema.SCHEMA + 1), "17", "abc"])
def test_a_newer_schema_is_refused_and_left_alone(books: Books, version: str) -> None:
    place = books.new()
    with open_ledger(place) as ledger:
        add(ledger, "one")
    books.tamper(place, f"UPDATE pledgebook_version SET version_num = '{version}'")
    for create in (True, False):
        with pytest.raises(SetupError) as caught:
            open_ledger(place, create=create)
        assert "newer pledgebook" in one_line(caught.value)
        assert "pip install --upgrade" in str(caught.value)
    books.tamper(place, f"UPDATE pledgebook_version SET version_num = '{schema.SCHEMA}'")
    with open_ledger(place) as ledger:
        assert ledger.verify() == []


# -- other writers -----------------------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_then_says_so(books: Books) -> None:
    place = books.new()
    with open_ledger(place) as first, open_ledger(place, wait=0.3) as second:
        with first.write("long") as writer:
            writer.add_document(*made("one"))
            with pytest.raises(LedgerError) as caught:
                add(second, "two")
            assert "written by another program" in one_line(caught.value)
            with second.read() as reader:  # who only reads waits for nobody
                assert reader.counts().documents == 0
        add(second, "two")
        assert second.verify() == []
        with first.read() as reader:
            assert reader.counts().documents == 2


def test_a_second_writer_that_is_patient(books: Books) -> None:
    place = books.new()
    with open_ledger(place) as ledger:
        with ledger.write("long") as writer:
            writer.add_document(*made("one"))
            child = Child(Task(place, "waiting", 0, 3))
            child.ready()
        assert len(child.finish()) == 4
        with ledger.read() as reader:
            assert [one.run for one in reader.entries()] == ["long", "waiting", "waiting", "waiting"]
        assert ledger.verify() == []


def test_readers_keep_what_they_saw(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        add(ledger, "one")
        with ledger.read() as early:
            assert early.counts().entries == 1
            add(ledger, "two")
            with ledger.read() as late:
                add(ledger, "three")
                assert early.counts().entries == 1
                assert late.counts().entries == 3  # a reader sees the book as it was at its first look
                add(ledger, "four")
                assert late.counts().entries == 3
            assert len(list(early.entries())) == 1
        with ledger.read() as reader:
            assert reader.counts().entries == 4
