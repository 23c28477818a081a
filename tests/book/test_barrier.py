"""One bad document stops nothing: it becomes a problem with its name, and the rest is read and kept."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pledgebook.book import Book, read, read_all, reading
from pledgebook.book.barrier import behind_barrier
from pledgebook.errors import LedgerError, SetupError, UsageError
from pledgebook.model import Document, Problem, Statement

GOOD = "Norway will give $5 million to Haiti by 2030.\n"
real = reading.statements_of


def folder_of(tmp_path: Path, bad: str) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, words in (("a", GOOD), ("b", bad), ("c", GOOD.replace("Norway", "Canada"))):
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    return folder


def breaking(error: BaseException) -> object:
    def statements_of(document: Document) -> tuple[Statement, ...]:
        if document.text == "bad":
            raise error
        return real(document)

    return statements_of


@pytest.mark.parametrize(
    "error", [IndexError("list"), ValueError("int"), RecursionError(), MemoryError(), KeyError("x")]
)
def test_a_fault_of_the_program_is_a_problem_of_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(reading, "statements_of", breaking(error))
    folder = folder_of(tmp_path, "bad")
    first, second, third = read_all([folder])
    assert len(first.statements) == len(third.statements) == 1
    (problem,) = second.problems
    assert (problem.rule, Path(problem.source).name, second.document) == ("fault", "b.txt", None)
    assert "report" in problem.what or isinstance(error, MemoryError)
    with Book.open(tmp_path / "book.db") as book:
        assert [one.outcome for one in book.add([folder])] == ["new", "failed", "new"]
        assert len(book.commitments()) == 2
        assert book.verify() == []


@pytest.mark.parametrize("error", [UsageError("no"), SetupError("no"), LedgerError("no"), KeyboardInterrupt()])
def test_what_is_wrong_with_every_document_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(reading, "statements_of", breaking(error))
    with Book.open(tmp_path / "book.db") as book:
        with pytest.raises(type(error)):
            book.add([folder_of(tmp_path, "bad")])
        assert book.counts().documents == 1
        assert book.verify() == []


def test_a_document_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(document: Document) -> tuple[Statement, ...]:
        while document.text == "bad":
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001 as a library may
                continue
        return real(document)

    monkeypatch.setattr(reading, "statements_of", slow)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pledgebook.toml").write_text("[pledgebook]\ndocument_seconds = 3\ndocument_characters = 60\n")
    real(Document("warm up", GOOD))  # loading the model takes longer than these seconds
    first, second, third = read_all([folder_of(tmp_path, "bad")])
    assert [one.rule for one in second.problems] == ["too-slow"]
    assert len(first.statements) == len(third.statements) == 1
    (tmp_path / "long.txt").write_text(GOOD * 2)
    assert [one.rule for one in read(tmp_path / "long.txt").problems] == ["too-long"]
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_in_another_thread_there_is_no_alarm_and_no_fault() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(behind_barrier("x", lambda: 7, 0.1)))
    thread.start()
    thread.join()
    assert found == [7]
    assert isinstance(behind_barrier("x", lambda: 1 // 0, 5), Problem)


ADDING = "import sys; from pledgebook.cli import main; sys.argv = ['pledgebook', 'add', sys.argv[1], '--book', sys.argv[2]]; main()"


@pytest.mark.slow
def test_an_interrupt_leaves_a_whole_book(tmp_path: Path) -> None:
    folder, place = tmp_path / "many", tmp_path / "book.db"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(GOOD.replace("5", str(number + 1)), encoding="utf-8")
    for attempt in range(3):
        child = subprocess.Popen([sys.executable, "-c", ADDING, folder, place], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
        assert child.stdout is not None
        for _ in range(20 * (attempt + 1)):
            child.stdout.readline()
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=120)
        assert (child.returncode, "Traceback" in told) == (130, False)
        with Book.open(place) as book:
            assert book.verify() == []
    with Book.open(place) as book:
        book.merge()
        assert book.counts().documents >= 60
        assert book.verify() == []
