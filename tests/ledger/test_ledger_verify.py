"""Whoever changes a book behind its back is found out, with the number of the line."""

from __future__ import annotations

import msgspec
import pytest
from made_book import made, merge
from shelf import Books

from pledgebook.ledger import Ledger, open_ledger
from pledgebook.ledger.store.connect import place_of, transaction
from pledgebook.model import Entry, entry_hash

LINES = 7


def filled(books: Books) -> tuple[str, list[Entry]]:
    """A book of six documents and a merge; its address and its lines."""
    place = books.new()
    with open_ledger(place) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(seed) for seed in range(LINES - 1)])
            merge(writer, writer.pending(100))
        assert ledger.verify() == []
        with ledger.read() as reader:
            return place, list(reader.entries())


def literal(books: Books, value: bytes) -> str:
    return f"x'{value.hex()}'" if books.engine == "sqlite" else rf"'\x{value.hex()}'::bytea"


def found(place: str, head: str | None = None) -> list[tuple[str, str]]:
    with open_ledger(place) as ledger:
        return [(one.source, one.rule) for one in ledger.verify(head)]


def test_all_is_well_and_progress_is_told(books: Books) -> None:
    place, lines = filled(books)
    told: list[int] = []
    with open_ledger(place) as ledger:
        with ledger.write("many") as writer:
            writer.add_documents([made(("many", seed), 0) for seed in range(1000)])
        assert ledger.verify(lines[2].hash, told.append) == []
    assert told == [1000]


@pytest.mark.parametrize("sequence", [1, 4, LINES])
def test_a_tampered_row(books: Books, sequence: int) -> None:
    place, lines = filled(books)
    body = lines[sequence - 1].body.replace(b"0", b"9", 1)
    assert body != lines[sequence - 1].body
    books.tamper(place, f"UPDATE entries SET body = {literal(books, body)} WHERE sequence = {sequence}")
    assert found(place)[0] == (f"entry {sequence}", "changed-entry")


def test_a_body_that_another_program_wrote_as_text(books: Books) -> None:
    place, _ = filled(books)
    words = "'words'" if books.engine == "sqlite" else "'words'::bytea"
    books.tamper(place, f"UPDATE entries SET body = {words} WHERE sequence = 3")
    assert found(place)[0] == ("entry 3", "changed-entry")


@pytest.mark.parametrize("change", ["time = '2020-01-01T00:00:00.000000Z'", "run = 'another'", "kind = 'merge'"])
def test_what_stands_beside_the_body_is_chained_too(books: Books, change: str) -> None:
    place, _ = filled(books)
    books.tamper(place, f"UPDATE entries SET {change} WHERE sequence = 3")
    assert found(place)[0] == ("entry 3", "changed-entry")


@pytest.mark.parametrize("sequence", [1, 4])
def test_a_tampered_row_with_a_hash_that_fits_it(books: Books, sequence: int) -> None:
    place, lines = filled(books)
    old = lines[sequence - 1]
    body = old.body.replace(b"Paper", b"Piper", 1)
    line = entry_hash(old.previous, old.sequence, old.time, old.run, old.kind, body)
    books.tamper(
        place, f"UPDATE entries SET body = {literal(books, body)}, hash = '{line}' WHERE sequence = {sequence}"
    )
    assert found(place) == [(f"entry {sequence}", "changed-entry")]


def forged(books: Books, lines: list[Entry], sequence: int, body: bytes) -> tuple[list[str], str]:
    """What somebody does who knows how books are chained: change a line and hash all that follow anew."""
    statements, previous = [], lines[sequence - 1].previous
    for one in lines[sequence - 1 :]:
        said = body if one.sequence == sequence else one.body
        line = entry_hash(previous, one.sequence, one.time, one.run, one.kind, said)
        statements.append(
            f"UPDATE entries SET body = {literal(books, said)}, previous = '{previous}', hash = '{line}' "
            f"WHERE sequence = {one.sequence}"
        )
        previous = line
    return statements, previous


def test_a_chain_forged_to_its_end_is_found_by_a_hash_that_was_noted_down(books: Books) -> None:
    place, lines = filled(books)
    body = lines[3].body.replace(b'"title":"Paper', b'"title":"Piper', 1)
    statements, _ = forged(books, lines, 4, body)
    books.tamper(place, *statements)
    assert [rule for _, rule in found(place)] == ["row"]  # only the tables still say what was
    with open_ledger(place) as ledger:
        ledger.rebuild()
    assert found(place) == []
    assert found(place, lines[2].hash) == []
    assert found(place, lines[-1].hash) == [(f"entry {LINES + 1}", "head")]


def test_a_forged_quote_is_found_in_a_chain_that_fits(books: Books) -> None:
    place, lines = filled(books)
    value = msgspec.json.decode(lines[1].body)
    value["statements"][1]["quote"]["text"] = value["statements"][1]["quote"]["text"].replace("will", "may ")
    statements, _ = forged(books, lines, 2, msgspec.json.encode(value))
    books.tamper(place, *statements)
    problems = found(place)
    assert problems == [("entry 2", "content")]


def test_a_forged_text_is_found_in_a_chain_that_fits(books: Books) -> None:
    place, lines = filled(books)
    value = msgspec.json.decode(lines[1].body)
    value["document"]["text"] += " And more."
    statements, _ = forged(books, lines, 2, msgspec.json.encode(value))
    books.tamper(place, *statements)
    assert found(place) == [("entry 2", "content")]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{}", b'{"format":1,"document":7}', b'{"format":9}', b"[" * 9999])
def test_a_line_that_says_nothing(books: Books, body: bytes) -> None:
    place, lines = filled(books)
    statements, _ = forged(books, lines, 2, body)
    books.tamper(place, *statements)
    assert found(place) == [("entry 2", "content")]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"format":1,"rule":1}', b'{"format":9}'])
def test_a_merge_that_says_nothing(books: Books, body: bytes) -> None:
    place, lines = filled(books)
    statements, _ = forged(books, lines, LINES, body)
    books.tamper(place, *statements)
    assert [source for source, _ in found(place)] == [f"entry {LINES}"]


@pytest.mark.parametrize("sequence", [1, 4])
def test_a_removed_row(books: Books, sequence: int) -> None:
    place, _ = filled(books)
    books.tamper(place, f"DELETE FROM entries WHERE sequence = {sequence}")
    assert found(place)[0] == (f"entry {sequence}", "missing-entry")


def test_several_removed_rows(books: Books) -> None:
    place, _ = filled(books)
    books.tamper(place, "DELETE FROM entries WHERE sequence IN (2, 3, 5)")
    assert [source for source, rule in found(place) if rule == "missing-entry"] == ["entry 2", "entry 3", "entry 5"]


def test_a_removed_row_with_the_later_ones_moved_up(books: Books) -> None:
    place, _ = filled(books)
    books.tamper(
        place,
        "DELETE FROM entries WHERE sequence = 3",
        *(
            f"UPDATE entries SET sequence = {sequence - 1} WHERE sequence = {sequence}"
            for sequence in range(4, LINES + 1)
        ),
    )
    assert found(place)[0] == ("entry 3", "changed-entry")


def test_two_swapped_rows(books: Books) -> None:
    place, _ = filled(books)
    books.tamper(
        place,
        "UPDATE entries SET sequence = 99 WHERE sequence = 3",
        "UPDATE entries SET sequence = 3 WHERE sequence = 4",
        "UPDATE entries SET sequence = 4 WHERE sequence = 99",
    )
    problems = found(place)
    assert ("entry 3", "changed-entry") in problems
    assert ("entry 4", "changed-entry") in problems


def test_two_swapped_rows_hashed_anew(books: Books) -> None:
    place, lines = filled(books)
    statements = []
    for one, sequence in ((lines[2], 4), (lines[3], 3)):
        line = entry_hash(one.previous, sequence, one.time, one.run, one.kind, one.body)
        statements.append(f"UPDATE entries SET sequence = {-sequence}, hash = '{line}' WHERE sequence = {one.sequence}")
    books.tamper(place, *statements, "UPDATE entries SET sequence = -sequence WHERE sequence < 0")
    assert found(place)[0][0] in ("entry 2", "entry 3")  # 3 is not chained to 2, or 2 is not what 3 was chained to
    assert "entry 3" in {source for source, _ in found(place)}


def test_a_tail_that_was_cut_off_is_found_by_a_hash_that_was_noted_down(books: Books) -> None:
    place, lines = filled(books)
    books.tamper(
        place,
        "DELETE FROM places", "DELETE FROM touches", "DELETE FROM judgements", "DELETE FROM commitments",
        f"DELETE FROM entries WHERE sequence = {LINES}",
    )  # fmt: skip
    with open_ledger(place) as ledger:
        ledger.rebuild()
    assert found(place) == []  # a shorter book is a book
    assert found(place, lines[LINES - 2].hash) == []
    assert found(place, lines[LINES - 1].hash) == [(f"entry {LINES}", "head")]


ROWS = (
    ("UPDATE statements SET unit = 'peso' WHERE number = 4", "entry 2"),
    ("DELETE FROM statements WHERE number = 18", "entry 6"),
    ("UPDATE documents SET publisher = 'Nobody' WHERE number = 3", "entry 3"),
    ("DELETE FROM names WHERE statement = 5", "table names"),
    ("UPDATE places SET commitment = 1 WHERE statement = 9", "table places"),
    ("DELETE FROM pending", None),
    ("INSERT INTO pending VALUES (3)", None),  # as merging everything anew does: it costs time and changes no answer
    ("INSERT INTO pending VALUES (999)", "table pending"),
    ("UPDATE sources SET latest = (1 = 0) WHERE sequence = 2", "entry 2"),
    ("DELETE FROM judgements", "entry 7"),
    ("DELETE FROM touches WHERE statement = 1", "entry 7"),
    ("DELETE FROM ids WHERE number = 3", "table ids"),
    ("UPDATE ids SET number = 4 WHERE number = 3", "table ids"),
    ("INSERT INTO ids VALUES ('st-0000000000000000', 3)", "table ids"),
)


@pytest.mark.parametrize(("statement", "where"), ROWS, ids=[statement.split()[2] for statement, _ in ROWS])
def test_a_table_that_does_not_say_what_the_lines_say(books: Books, statement: str, where: str | None) -> None:
    place, _ = filled(books)
    books.tamper(place, statement)
    assert found(place)[:1] == ([(where, "row")] if where else [])
    with open_ledger(place) as ledger:
        ledger.rebuild()
    assert found(place) == []


def test_words_that_are_gone(books: Books) -> None:
    place, _ = filled(books)
    gone = (
        "INSERT INTO words(words) VALUES ('delete-all')"
        if books.engine == "sqlite"
        else "DELETE FROM words WHERE statement = 3"
    )
    books.tamper(place, gone)
    assert found(place) == [("table words", "row")]
    with open_ledger(place) as ledger:
        ledger.rebuild()
    assert found(place) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET run = 'x'", "DELETE FROM entries", "TRUNCATE entries CASCADE"]
)
def test_the_database_itself_refuses_to_change_lines(books: Books, statement: str) -> None:
    if statement.startswith("TRUNCATE") and books.engine == "sqlite":
        pytest.skip("SQLite knows no TRUNCATE")
    place, lines = filled(books)
    at = place_of(place, create=False, wait=5)

    def change() -> None:
        with transaction(at, write=True) as connection:
            connection.exec_driver_sql(statement)

    with pytest.raises(Exception, match="entries are never"):
        change()
    at.engine.dispose()
    with open_ledger(place) as ledger, ledger.read() as reader:
        assert list(reader.entries()) == lines


def test_an_empty_book(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        assert isinstance(ledger, Ledger)
        assert ledger.verify() == []
        assert [one.rule for one in ledger.verify("0" * 64)] == ["head"]
