"""The words beside the spinner: which of how many, what it is called, how long the others take."""

from __future__ import annotations

import pytest

from pledgebook.cli.progress import told

NAMES = ["a.txt", "[red]b\x1b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [
        (0, 0.0, "reading 1 of 3: a.txt"),
        (1, 20.0, "reading 2 of 3: \\[red]b\ufffd.txt, about 40 s left"),
        (2, 600.0, "reading 3 of 3: c.txt, about 5 min left"),
        (2, 0.1, "reading 3 of 3: c.txt"),
        (3, 5.0, "reading…"),
    ],
)
def test_the_words(done: int, seconds: float, words: str) -> None:
    assert told("reading", NAMES, done, seconds) == words
