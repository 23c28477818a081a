"""Pages of commitments against a plain twin that looks at every one of them."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_book import ACTORS, RECIPIENTS, UNITS, WORDS, made, merge
from shelf import Books

from pledgebook.ledger import Line, Link, Query, Reader, open_ledger
from pledgebook.ledger.queries import filters, lists
from pledgebook.ledger.queries.query import Sort
from pledgebook.ledger.store import words
from pledgebook.ledger.store.words import TOKENIZER, stems, terms
from pledgebook.model import Commitment, Measure, Status, days_of
from pledgebook.world.words import plain

SORTS: tuple[Sort, ...] = ("first_stated", "deadline", "amount", "actor", "statements")
PHRASES = (
    '"will provide"',
    '"for water"',
    '"for school" border',
    "border -water",
    'provide -"for road"',
    '"provide will"',
    "-road",
    "…",
)
WIDTHS = (0, 3, 2000)
"""How many pass a filter that counts as narrow, and hold words that are not common: with 0 and 3 everything is walked, and
often in vain."""


def _day(text: str | None) -> int | None:
    return None if (found := days_of(text)[0]) is None else found.toordinal()


def _key(one: Commitment, count: int, sort: Sort) -> Any:
    """What a commitment is sorted by, None where nobody knows."""
    if sort == "first_stated":
        return _day(one.first_stated)
    if sort == "deadline":
        last = days_of(one.period)[1]
        return None if last is None else last.toordinal()
    if sort == "amount":
        return None if one.quantity is None or one.quantity.low is None else float(one.quantity.low)
    if sort == "actor":
        return one.actors[0] if one.actors else None
    return count


def _passes(one: Commitment, line: Line, wanted: Query) -> bool:
    """Every filter, asked of a commitment with its statements in the plainest way."""
    stated, (first, last) = _day(one.first_stated), days_of(one.period)
    if wanted.period is not None:
        begin, end = days_of(wanted.period)
        if first is None and last is None:
            return False
        if (end and first and first > end) or (begin and last and last < begin):
            return False
    quotes = [f" {plain(member.said.statement.quote.text)} " for member in one.members]
    sought = terms(wanted.text or "")
    publishers = {(member.said.imprint.publisher or "").casefold() for member in one.members}
    statuses = {status.status for status in line.statuses} or {"no_public_evidence"}
    return all(
        (
            wanted.actor in (None, *one.actors),
            wanted.recipient in (None, *one.recipients),
            wanted.kind in (None, one.kind),
            wanted.unit is None or (one.quantity is not None and one.quantity.unit == wanted.unit),
            wanted.strength in (None, one.strength),
            wanted.publisher is None or wanted.publisher.casefold() in publishers,
            wanted.venue is None or wanted.venue.casefold() == (one.venue or "").casefold(),
            wanted.contradicted in (None, bool(one.contradictions)),
            wanted.status is None or wanted.status in statuses,
            wanted.text is None or bool(sought.wanted),
            all(any(f" {phrase} " in quote for quote in quotes) for phrase in sought.wanted),
            not any(f" {phrase} " in quote for quote in quotes for phrase in sought.unwanted),
            all(f" {word} " in "".join(quotes) for phrase in sought.wanted for word in phrase.split()),
            wanted.since is None or (stated is not None and stated >= wanted.since.toordinal()),
            wanted.until is None or (stated is not None and stated <= wanted.until.toordinal()),
        )
    )


def _asked(dice: random.Random) -> Query:
    """Some filters in some order."""
    day = date(2019, 1, 1) + timedelta(days=dice.randrange(2200))
    values: dict[str, list[Any]] = {
        "actor": list(ACTORS),
        "recipient": list(RECIPIENTS),
        "kind": ["commitment", "action", "appeal"],
        "unit": list(UNITS),
        "strength": ["declared", "reported"],
        "publisher": ["fox news", "Department of State", "nobody"],
        "venue": ["summit of oslo", "Summit of Oslo", "Summit of Lima"],
        "contradicted": [False, True],
        "status": ["no_public_evidence", "in_progress", "kept"],
        "period": ["2024", "2021-05", "../2020", "2019/2030", "2023-02-03", "2026/.."],
        "text": [*WORDS, "provide", "water border", "nowhere", *PHRASES],
        "since": [day],
        "until": [day],
    }
    chosen = dice.sample(sorted(values), dice.choice((0, 1, 1, 2, 2, 3)))
    filters = {name: dice.choice(values[name]) for name in chosen}
    return Query(**filters, sort=dice.choice(SORTS), descending=dice.random() < 0.5, limit=dice.choice((1, 3, 7, 50)))


def _pages(reader: Reader, wanted: Query) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    after = None
    while True:
        page = reader.commitments(replace(wanted, after=after))
        found += [line.commitment.id for line in page.lines]
        assert len(page.lines) == wanted.limit or page.cursor is None
        after = page.cursor
        if after is None:
            return found


def test_pages_are_what_looking_at_everything_gives(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(number, 5) for number in range(50)])
            merge(writer, writer.pending(1000))
            whole = [line.commitment.id for line in writer.commitments(Query(limit=500)).lines]
            dice = random.Random("statuses")
            told = {
                id: [Status(dice.choice(("in_progress", "kept", "no_public_evidence")), "2026-01-01", (), "made")]  # type: ignore[arg-type]
                for id in dice.sample(whole, 15)
            }
            for id, statuses in told.items():
                writer.put_status(id, statuses)
        with ledger.read() as reader:
            lines = reader.commitments(Query(limit=500)).lines
            every = [(reader.commitment(line.commitment.id), line) for line in lines]
            members = reader.numbers([member.said.statement.id for one, _ in every if one for member in one.members])
            numbers = {
                one.id: min(members[member.said.statement.id] for member in one.members) for one, _ in every if one
            }
            assert len(every) > 40
            for case in range(200):
                dice = random.Random(case)
                wanted = _asked(dice)
                monkeypatch.setattr(lists, "FEW", dice.choice(WIDTHS))
                monkeypatch.setattr(filters, "COMMON", dice.choice(WIDTHS))
                monkeypatch.setattr(lists, "DEAR", dice.choice((1, 20, 1000)))
                kept = [(one, line) for one, line in every if one is not None and _passes(one, line, wanted)]
                turn = -1 if wanted.descending else 1
                keyed = [(_key(one, line.statements, wanted.sort), numbers[one.id], one.id) for one, line in kept]
                known = sorted((row for row in keyed if row[0] is not None), reverse=wanted.descending)
                unknown = sorted((row for row in keyed if row[0] is None), key=lambda row: turn * row[1])
                assert _pages(reader, wanted) == [id for _, _, id in (*known, *unknown)], wanted


def test_what_is_followed_is_found_however_much_is_not(books: Books) -> None:
    with open_ledger(books.new()) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(number, 3) for number in range(8)])
        merge(writer, writer.pending(100))
        whole = [line.commitment.id for line in writer.commitments(Query()).lines]
        assert writer.commitments(Query(), followed=True).lines == ()
        entries = [
            writer.append("link", Link(id, Measure("made", (), "value", "USD"), "Ada")) for id in (whole[2], whole[1])
        ]
        found = writer.commitments(Query(), followed=True).lines
        assert [line.commitment.id for line in found] == [whole[1], whole[2]]
        writer.append("undo", {"entry": entries[0].sequence, "by": "Ada"})
        found = writer.commitments(Query(), followed=True).lines
        assert [line.commitment.id for line in found] == [whole[1]]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("trained", {"training"}),
        ("energies", {"energy"}),
        ("PROVIDES schools", {"provide", "school"}),
        ('"will provide" roads', {"will", "provide", "road"}),
        ("road -river", {"road"}),
    ],
)
def test_every_form_that_is_found_is_marked_and_nothing_else(books: Books, words: str, marked: set[str]) -> None:
    with open_ledger(books.new()) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(number, 4) for number in range(20)])
        hits = writer.search(words, limit=50)
        assert hits
        for hit in hits:
            text = hit.said.statement.quote.text
            assert {text[start:end] for start, end in hit.marks} == marked


@given(st.lists(st.text(max_size=30), max_size=8))
def test_a_word_and_its_forms_are_the_same_to_lists_and_to_the_full_text(texts: list[str]) -> None:
    words = {word for text in texts for word in plain(text).split()}
    found = stems(words)
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE said USING fts5(word, {TOKENIZER})")
        memory.executemany("INSERT INTO said(rowid, word) VALUES (?, ?)", enumerate(sorted(words)))
        for word in words:
            rows = memory.execute("SELECT word FROM said WHERE said MATCH ?", (f'"{word}"',)).fetchall()
            if word in found:
                assert {other for (other,) in rows} == {other for other in words if found.get(other) == found[word]}
            else:
                assert rows == []


def test_stems_are_right_however_few_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = stems(["training", "trained", "Refugees", "1", "Ünïted"])
    assert wanted == {"training": "train", "trained": "train", "Refugees": "refuge", "1": "1", "Ünïted": "unit"}
    monkeypatch.setattr(words, "_MOST", 2)
    monkeypatch.setattr(words, "_stems", {})
    for _ in range(3):
        assert stems(["training", "trained", "Refugees", "1", "Ünïted"]) == wanted
        assert stems(["trained", "Ünïted"]) == {"trained": "train", "Ünïted": "unit"}
