"""Programs that are killed while they add, and programs that add at the same time: nothing is lost, nothing is in twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from child import Child, Task
from made_book import derive, dump, made
from shelf import Books

from pledgebook.ledger import Ledger, open_ledger


def whole(ledger: Ledger, books: Books, place: str) -> None:
    """A book that verifies, and that a rebuild leaves as it is."""
    assert ledger.verify() == []
    with ledger.write("derive") as writer:
        derive(writer)
    with books.look(place) as connection:
        before = dump(connection)
    ledger.rebuild(derive)
    with books.look(place) as connection:
        assert dump(connection) == before
    assert ledger.verify() == []


def killed(books: Books, times: int, seed: int) -> None:
    place, dice = books.new(), random.Random(seed)
    sure: set[str] = set()
    at = 0
    for attempt in range(20 * times):  # on a busy machine a child may say nothing before it is killed
        if attempt >= times and len(sure) > times:
            break
        child = Child(Task(place, f"killed {attempt}", at, 10**6, dice.choice((1, 1, 3, 40)), dice.choice((0, 3, 30))))
        child.ready()
        time.sleep(dice.uniform(0, 0.15))
        lines = child.kill()
        sure.update(line.split()[2] for line in lines[1:])
        with open_ledger(place) as ledger, ledger.read() as reader:
            at = reader.counts().entries  # what came in but was not said any more does not come again
    with open_ledger(place) as ledger:
        with ledger.read() as reader:
            lost = [one for one in sure if reader.document(one) is None]
            counts = reader.counts()
        assert lost == []
        assert counts.documents == counts.entries >= len(sure) > times
        whole(ledger, books, place)


def test_killed_fifty_times(files: Books) -> None:
    killed(files, 50, 1)


def test_killed_on_a_server(books: Books) -> None:
    if books.engine == "sqlite":
        pytest.skip("killed fifty times in the test before")
    killed(books, 8, 2)


def test_killed_while_rebuilding(books: Books) -> None:
    place = books.new()
    with open_ledger(place) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed, 5) for seed in range(300)])
    with books.look(place) as connection:
        before = dump(connection)
    program = (
        "import sys; from pledgebook.ledger import open_ledger\n"
        "def told(sequence): print(sequence, flush=True); sys.stdin.read()\n"
        "with open_ledger(sys.argv[1]) as ledger: ledger.rebuild(lambda writer: told(1))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "1\n"  # all is emptied and filled again, nothing committed
    child.kill()
    child.communicate()
    with books.look(place) as connection:
        assert dump(connection) == before
    with open_ledger(place) as ledger:
        whole(ledger, books, place)


def test_two_programs_add_the_same_thousand_documents(books: Books) -> None:
    place = books.place()  # they make the book at the same time, too
    children = [Child(Task(place, f"writer {one}", 0, 1000, 20, waits=True)) for one in range(2)]
    for child in children:
        child.ready()
    for child in children:
        child.go()
    outcomes: dict[str, list[str]] = {}
    for child in children:
        for line in child.finish()[1:]:
            _, outcome, document = line.split()
            outcomes.setdefault(document, []).append(outcome)
    assert len(outcomes) == 1000
    assert {tuple(sorted(found)) for found in outcomes.values()} == {("known", "new")}
    with open_ledger(place) as ledger:
        with ledger.read() as reader:
            assert [one.sequence for one in reader.entries()] == list(range(1, 1001))
            assert {one.run for one in reader.entries()} <= {"writer 0", "writer 1"}  # who wins how often is theirs
            assert reader.counts().documents == 1000
            assert reader.counts().statements == 3000
        whole(ledger, books, place)


def test_two_programs_add_different_documents_and_fork_nothing(books: Books) -> None:
    place = books.place()
    children = [Child(Task(place, f"writer {one}", 300 * one, 300 * one + 300)) for one in range(2)]
    for child in children:
        child.finish()
    with open_ledger(place) as ledger:
        with ledger.read() as reader:
            assert reader.counts().entries == 600
        assert ledger.verify() == []
