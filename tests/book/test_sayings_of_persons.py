"""What persons say of statements: it outranks the rules, outlives them, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from newsstand import commitments, filled, of, sources

from pledgebook.book import Book, read
from pledgebook.errors import UsageError
from pledgebook.model import Commitment, commitment_id


def sets(book: Book) -> set[frozenset[str]]:
    return {frozenset(member.said.statement.id for member in one.members) for one in commitments(book)}


def statement(one: Commitment, source: str) -> str:
    return next(m.said.statement.id for m in one.members if m.said.imprint.source == f"{source}.txt")


def test_rules_merge_what_sources_say_of_one_thing(book: Book) -> None:
    assert sources(of(book, "border infrastructure")) == ["joint", "leak"]
    assert sources(of(book, "20,000 refugees")) == ["paper", "sheet"]
    visas = of(book, "11,500")
    assert sources(visas) == ["paper", "sheet"]
    contradiction = visas.contradictions[0]
    assert (len(visas.contradictions), contradiction.type) == (1, "count")
    assert contradiction.better == contradiction.statements[0] == statement(visas, "sheet")
    assert contradiction.reasons
    assert sources(of(book, "$2 million")) == ["fund"], "an additional amount is not the amount it comes on top of"


def test_persons_join_what_no_block_brings_together_and_take_it_back(book: Book) -> None:
    before = sets(book)
    wells, schools = of(book, "300 wells"), of(book, "$2 million")
    entries = [book.join([wells.id, schools.id], by="R. Diaz", note="one programme")]
    joined = of(book, "300 wells")
    assert sources(joined) == ["fund", "wells"]
    told = [member for member in joined.members if member.judged_by == "R. Diaz"]
    assert [member.reasons for member in told] == [("one programme",)]
    for entry in entries:
        book.undo(entry.sequence, by="R. Diaz")
    assert sets(book) == before
    assert book.verify() == []


def test_a_join_brings_all_statements_together_though_rules_hold_some_apart(book: Book) -> None:
    visas, border = of(book, "11,500"), of(book, "border infrastructure")
    entries = [book.join([visas.id, border.id], by="R. Diaz")]
    joined = book.commitment(visas.id).commitment
    assert {m.said.statement.id for m in joined.members} == {
        m.said.statement.id for one in (visas, border) for m in one.members
    }
    assert book.commitment(border.id).commitment.id == joined.id
    for entry in entries:
        book.undo(entry.sequence, by="R. Diaz")
    assert of(book, "border infrastructure") == border


def test_a_join_gives_way_to_what_a_person_held_apart(book: Book) -> None:
    border = of(book, "border infrastructure")
    leak = statement(border, "leak")
    book.split(border.id, leak, by="A. Reader")
    schools = of(book, "$2 million")
    book.join([schools.id, border.id], by="R. Diaz")
    assert sources(of(book, "border infrastructure", "joint")) == ["fund", "joint"]
    assert sources(book.commitment(leak).commitment) == ["leak"]


def test_persons_split_a_statement_from_all_others_of_its_commitment(book: Book) -> None:
    border = of(book, "border infrastructure")
    leak = statement(border, "leak")
    entries = [book.split(border.id, leak, by="R. Diaz", note="another sum")]
    assert sources(book.commitment(border.id).commitment) == ["joint"]
    assert sources(book.commitment(leak).commitment) == ["leak"]
    assert [entry.kind for entry in entries] == ["judgement"]
    for entry in entries:
        book.undo(entry.sequence, by="R. Diaz")
    assert sources(book.commitment(border.id).commitment) == ["joint", "leak"]


def test_there_must_be_something_to_split_or_to_join(book: Book) -> None:
    border, schools = of(book, "border infrastructure"), of(book, "$2 million")
    with pytest.raises(UsageError, match="nothing to split"):
        book.split(schools.id, schools.members[0].said.statement.id, by="R. Diaz")
    with pytest.raises(UsageError, match="itself"):
        book.split(border.id, border.id, by="R. Diaz")
    with pytest.raises(UsageError, match="one commitment already"):
        book.join([border.id, border.id], by="R. Diaz")
    with pytest.raises(UsageError, match="holds no commitment"):
        book.join([border.id, "cm-0000000000000000"], by="R. Diaz")
    entries = book.counts().entries
    with pytest.raises(UsageError, match="nothing to undo"):
        book.undo(1, by="R. Diaz")
    assert book.counts().entries == entries


def test_what_persons_said_survives_judging_anew_and_rebuilding(book: Book) -> None:
    border, visas = of(book, "border infrastructure"), of(book, "11,500")
    book.split(border.id, statement(border, "leak"), by="R. Diaz")
    book.join([of(book, "300 wells").id, of(book, "$2 million").id], by="R. Diaz")
    book.judge(statement(visas, "sheet"), statement(visas, "paper"), "different", by="R. Diaz")
    taken_back = book.judge(
        of(book, "20,000 refugees").members[0].said.statement.id, visas.members[0].said.statement.id, "same", by="X"
    )
    book.undo(taken_back.sequence, by="X")
    before = commitments(book)
    assert book.merge(again=True) == book.counts().statements
    assert commitments(book) == before
    book.rebuild()
    assert commitments(book) == before
    assert sources(of(book, "11,500")) == ["sheet"]
    assert sources(of(book, "22,500")) == ["paper"]
    assert book.verify() == []


def test_the_later_word_of_a_person_counts(book: Book) -> None:
    border = of(book, "border infrastructure")
    joint, leak = statement(border, "joint"), statement(border, "leak")
    for verdict, together in (("different", False), ("same", True), ("different", False)):
        book.judge(leak, joint, verdict, by="R. Diaz")  # type: ignore[arg-type]
        assert (book.commitment(joint).commitment.id == book.commitment(leak).commitment.id) is together


def test_pairs_that_rules_are_unsure_about_are_listed_until_a_person_decides(book: Book) -> None:
    pairs = [pair for pair in book.unsure() if {"clinics.txt", "hospitals.txt"} == {
        pair.left.imprint.source, pair.right.imprint.source
    }]  # fmt: skip
    assert len(pairs) == 1
    judgement = pairs[0].judgement
    assert (judgement.verdict, judgement.person) == ("unsure", False)
    assert judgement.reasons
    assert {pairs[0].left.statement.id, pairs[0].right.statement.id} == {judgement.left, judgement.right}
    book.judge(judgement.left, judgement.right, "same", by="R. Diaz")
    assert sources(of(book, "cholera")) == ["clinics", "hospitals"]
    assert judgement not in [pair.judgement for pair in book.unsure()]


def test_ids_stay_as_sources_join_and_old_ones_lead_on(tmp_path: Path) -> None:
    with filled(tmp_path / "book.db", ["leak"]) as book:
        leak = of(book, "border infrastructure")
        assert leak.id == commitment_id(leak.members[0].said.statement.id)
    with filled(tmp_path / "other.db", ["joint"]) as book:
        joint = of(book, "border infrastructure")
    with filled(tmp_path / "both.db", ["leak", "joint"], merge_every=1) as book:
        both = of(book, "border infrastructure")
        assert both.id == joint.id, "the earliest statement gives the id"
        for id in (leak.id, joint.id, leak.members[0].said.statement.id):
            assert book.commitment(id).commitment == both
        assert [entry.kind for entry in book.history(leak.id)] == ["document", "merge", "document", "merge"]


def test_what_no_book_holds_has_no_history(book: Book) -> None:
    for id in ("cm-0000000000000000", "st-0000000000000000", "sha256:00", "", "anything"):
        with pytest.raises(UsageError, match="holds nothing"):
            book.history(id)
        with pytest.raises(UsageError, match="holds no commitment"):
            book.commitment(id)


_DOUBTFUL = (
    ("Mexico and the United States will provide US$2 million for rural cholera clinics.", "2023-03-01"),
    ("Canada and Mexico will provide US$2 million for rural cholera clinics.", "2023-03-02"),
    ("Brazil and Peru will provide US$7 billion for offshore wind farms.", "2023-03-01"),
    ("Chile and Peru will provide US$7 billion for offshore wind farms.", "2023-03-02"),
    ("Chile and Peru will provide US$7 billion for offshore wind farms this time.", "2023-03-03"),
)
"""Two pairs in which each names somebody whom the other does not: a small sum, and a large one in more documents."""


def test_the_question_whose_answer_would_change_most_is_asked_first(tmp_path: Path) -> None:
    with Book.open(tmp_path / "book.db") as book:
        for number, (text, day) in enumerate(_DOUBTFUL):
            path = tmp_path / f"{number}.txt"
            path.write_text(text + "\n", encoding="utf-8")
            path.with_suffix(".meta.json").write_text(json.dumps({"published": day}), encoding="utf-8")
            assert [one.outcome for one in book.keep([read(path)])] == ["new"]
        book.merge()
        asked = [pair.left.statement.object.text for pair in book.unsure()]
        assert len(asked) == 2
        assert "wind farms" in asked[0]
        assert "clinics" in asked[1]
        assert len(book.unsure(limit=1)) == 1
