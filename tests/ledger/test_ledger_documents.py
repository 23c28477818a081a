"""Adding documents: once, again, changed, copied, broken; what is read back is what was added."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from made_book import commitments, dump, made, merge
from shelf import Books

from pledgebook.errors import SpanError, UsageError
from pledgebook.ledger import describe, open_ledger
from pledgebook.ledger.bodies import decode_document
from pledgebook.ledger.store import ids
from pledgebook.model import (
    GENESIS,
    Document,
    Extractor,
    Statement,
    entry_hash,
    words_before,
)


def test_what_was_added_is_read_back(books: Books) -> None:
    document, statements = made("one", 5)
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            added = writer.add_document(document, statements)
        assert (added.outcome, added.sequence, added.statements) == ("new", 1, 5)
        with ledger.read() as reader:
            assert reader.document(document.id) == document
            assert [said.statement for said in reader.said(range(1, 6)).values()] == list(statements)
            imprint = reader.said([3])[3].imprint
            assert (imprint.id, imprint.source, imprint.title) == (document.id, document.source, document.title)
            assert not imprint.superseded
            assert reader.pending(10) == [1, 2, 3, 4, 5]
            assert reader.counts() == type(reader.counts())(1, 5, 0, 1)
            assert reader.document("sha256:nothing") is None
            assert reader.said([99]) == {}
            told = reader.said(range(1, 6), before=True)
            assert [one.before for one in told.values()] == [words_before(document.text, one) for one in statements]
            assert any(one.before for one in told.values())


def test_adding_twice_changes_nothing(books: Books) -> None:
    place = books.new()
    found = [made(seed, seed % 4, url=f"https://example.org/{seed}" if seed % 2 else None) for seed in range(12)]
    with open_ledger(place) as ledger:
        with ledger.write("first") as writer:
            writer.add_documents(found)
        with books.look(place) as connection:
            before = dump(connection)
        with ledger.write("second") as writer:
            again = writer.add_documents(found)
        assert {one.outcome for one in again} == {"known"}
        assert {one.sequence for one in again} == {None}
        with books.look(place) as connection:
            assert dump(connection) == before


def test_twice_in_one_call_is_once(books: Books) -> None:
    with open_ledger(books.new()) as ledger, ledger.write("add") as writer:
        one = made("one")
        assert [added.outcome for added in writer.add_documents([one, made("two"), one])] == ["new", "new", "known"]
        assert writer.add_document(*one).outcome == "known"


def test_a_changed_page_is_a_version(books: Books) -> None:
    address = "https://example.org/page"
    (old, first), (new, second) = (made(seed, 2, source=f"{seed}.html", url=address) for seed in ("old", "new"))
    with open_ledger(books.new()) as ledger:
        for found in ((old, first), (new, second)):
            with ledger.write("add") as writer:
                outcome = writer.add_document(*found).outcome
        assert outcome == "version"
        with ledger.read() as reader:
            assert [(one.document, one.sequence, one.latest) for one in reader.versions(address)] == [
                (old.id, 1, False),
                (new.id, 2, True),
            ]
            assert [said.imprint.superseded for said in reader.said([1, 2, 3, 4]).values()] == [
                True,
                True,
                False,
                False,
            ]
        with ledger.write("add") as writer:
            assert writer.add_document(old, first).outcome == "known"  # what a source said once, it said
        with ledger.read() as reader:
            assert reader.said([1])[1].imprint.superseded


def test_versions_within_one_call(books: Books) -> None:
    address = "https://example.org/page"
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            outcomes = writer.add_documents([made(seed, 1, url=address) for seed in range(4)])
        assert [one.outcome for one in outcomes] == ["new", "version", "version", "version"]
        with ledger.read() as reader:
            assert [said.imprint.superseded for said in reader.said(range(1, 5)).values()] == [True, True, True, False]
        assert ledger.verify() == []


def test_a_text_from_another_source_is_a_copy(books: Books) -> None:
    document, statements = made("one", 2, source="here.txt")
    elsewhere = replace(document, source="there.txt", publisher="Another", published="2020")
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(document, statements)
            added = writer.add_document(elsewhere, statements)
            assert (added.outcome, added.sequence, added.statements) == ("copy", 2, 0)
            assert writer.add_document(elsewhere, statements).outcome == "known"
        with ledger.read() as reader:
            assert reader.counts().statements == 2
            assert [(one.source, one.publisher) for one in reader.copies(document.id)] == [
                ("here.txt", document.publisher),
                ("there.txt", "Another"),
            ]
        assert ledger.verify() == []


def test_a_text_is_superseded_only_where_no_source_has_it_any_more(books: Books) -> None:
    document, statements = made("shared", 2, source="here.txt")
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(document, statements)
            writer.add_document(replace(document, source="there.txt"), statements)
        for source, superseded in (("here.txt", False), ("there.txt", True)):
            with ledger.write("add") as writer:
                assert writer.add_document(*made(f"new {source}", 1, source=source)).outcome == "version"
            with ledger.read() as reader:
                assert reader.said([1])[1].imprint.superseded is superseded
        with ledger.write("merge") as writer:
            merge(writer, writer.pending(100))
            assert writer.pending(10) == []
            added = writer.add_document(replace(document, source="a third.txt"), statements)
            assert added.outcome == "copy"
            assert writer.pending(10) == [1, 2]  # somebody stands by it again: merging looks anew
            assert not writer.said([1])[1].imprint.superseded


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 5, 1, 4, 2)])
def test_the_same_commitments_in_any_order(books: Books, order: tuple[int, ...]) -> None:
    found = [made(f"shuffled {seed}", 8) for seed in range(6)]
    with open_ledger(books.new()) as ledger:
        for place in order:
            with ledger.write("add") as writer:
                writer.add_document(*found[place])
                merge(writer, writer.pending(3))
        with ledger.write("merge") as writer:
            while numbers := writer.pending(5):
                merge(writer, numbers)
            outcome = commitments(writer)
        with open_ledger(books.new()) as other, other.write("all at once") as writer:
            writer.add_documents(found)
            merge(writer, writer.pending(1000))
            assert commitments(writer) == outcome
        assert ledger.verify() == []


def test_a_transaction_is_whole_or_nothing(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(*made("before"))

        def fail() -> None:
            with ledger.write("add") as writer:
                writer.add_documents([made(seed) for seed in range(5)])
                merge(writer, writer.pending(100))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with ledger.read() as reader:
            assert reader.counts() == type(reader.counts())(1, 3, 0, 1)
            head = reader.head()
            assert head is not None
            assert head.sequence == 1
        assert ledger.verify() == []
        with ledger.write("add") as writer:
            assert writer.add_document(*made(3)).sequence == 2


def broken(what: str) -> tuple[Document, tuple[Statement, ...]]:
    document, (one, two, three) = made("broken", 3)
    moved = replace(one.quote, start=one.quote.start + 1, end=one.quote.end + 1)
    cases = {
        "quote": (document, (replace(one, quote=moved), two, three)),
        "act": (document, (one, replace(two, act=replace(two.act, text="will never provide")), three)),
        "object": (document, (one, two, replace(three, object=replace(three.object, end=10**9)))),
        "negative": (document, (replace(one, object=replace(one.object, start=-5, end=-1)), two, three)),
        "document": (document, (replace(one, document="sha256:other"), two, three)),
        "twice": (document, (one, two, replace(three, id=one.id))),
        "text": (replace(document, text=document.text + "!"), (one, two, three)),
        "id": (document, (one, replace(two, id="st-0000000000000000"), three)),
    }
    return cases[what]


@pytest.mark.parametrize("what", ["quote", "act", "object", "negative", "document", "twice", "text", "id"])
def test_what_does_not_fit_is_refused_and_loses_nothing_else(books: Books, what: str) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(*made("good"))
            with pytest.raises((SpanError, UsageError)) as caught:
                writer.add_document(*broken(what))
            assert "\n" not in str(caught.value)
            writer.add_document(*made("also good"))
        with ledger.read() as reader:
            assert reader.counts().documents == 2
        assert ledger.verify() == []


def test_statements_are_found_by_id_before_and_behind_the_end_of_the_index(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ids, "AT_ONCE", 4)
    with open_ledger(books.new()) as ledger:
        documents = [made(number, 3) for number in range(6)]
        wanted = {one.id: 3 * at + place for at, (_, said) in enumerate(documents) for place, one in enumerate(said, 1)}
        for some in (documents[:3], documents[3:]):
            with ledger.write("add") as writer:
                writer.add_documents(some)
                held = {
                    id: number for id, number in wanted.items() if number <= 3 * (3 if some[0] is documents[0] else 6)
                }
                assert writer.numbers([*wanted, "st-nobody"]) == held
            if some[0] is documents[0]:
                with ledger.write("merge") as writer:
                    merge(writer, writer.pending(100))
                    assert writer.numbers([*wanted, "st-nobody"]) == held
        assert ledger.verify() == []


def test_the_chain(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        for run in ("one", "two"):
            with ledger.write(run) as writer:
                writer.add_documents([made((run, seed)) for seed in range(3)])
        with ledger.read() as reader:
            lines = list(reader.entries())
            assert [one.sequence for one in lines] == [1, 2, 3, 4, 5, 6]
            assert [one.run for one in lines] == ["one"] * 3 + ["two"] * 3
            assert [one.previous for one in lines] == [GENESIS, *(one.hash for one in lines[:-1])]
            for one in lines:
                assert one.hash == entry_hash(one.previous, one.sequence, one.time, one.run, one.kind, one.body)
                assert msgspec.json.decode(one.body)["format"] == 1
                assert one.time.endswith("Z")
            assert [one.time for one in lines] == sorted(one.time for one in lines)
            assert reader.head() == lines[-1]
            assert reader.entry(4) == lines[3]
            assert reader.entry(7) is None
            assert [one.sequence for one in reader.log(limit=2)] == [6, 5]
            assert [one.sequence for one in reader.log(limit=2, after=5)] == [4, 3]
            assert [one.sequence for one in reader.log(run="one")] == [3, 2, 1]
            assert reader.log(kind="merge") == []
            assert [one.sequence for one in reader.entries(after=4)] == [5, 6]


def test_one_time_for_a_replay(books: Books) -> None:
    hashes = []
    for _ in range(2):
        with open_ledger(books.new()) as ledger:
            with ledger.write("replay", time="2022-07-12T00:00:00.000000Z") as writer:
                writer.add_documents([made(seed) for seed in range(3)])
            with ledger.read() as reader:
                head = reader.head()
                assert head is not None
                assert head.time == "2022-07-12T00:00:00.000000Z"
                hashes.append(head.hash)
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("run", ["", "two\nlines", "NUL \0", "no text \udce9", "x" * 201])
def test_the_name_of_a_run_is_one_line(files: Books, run: str) -> None:
    with (
        open_ledger(files.new()) as ledger,
        pytest.raises(UsageError, match="one line of 1 to 200"),
        ledger.write(run),
    ):
        pass


@pytest.mark.parametrize(
    "time", ["yesterday", "2022-07-12", "2022-07-12T00:00:00", "2022-13-12T00:00:00.000000Z", "a\nb"]
)
def test_a_time_is_one(files: Books, time: str) -> None:
    with (
        open_ledger(files.new()) as ledger,
        pytest.raises(UsageError, match="time"),
        ledger.write("add", time=time),
    ):
        pass


def test_an_older_body_without_newer_fields_is_read() -> None:
    body = b'{"format":1,"document":{"source":"a","text":"b"},"statements":[],"a later field":1}'
    found = decode_document(body)
    assert isinstance(found, tuple)
    assert found[0] == Document("a", "b")


def test_a_body_of_a_later_format_is_refused() -> None:
    with pytest.raises(UsageError, match="format"):
        decode_document(b'{"format":2,"document":{}}')


def test_an_entry_says_how_many_statements_each_reader_found(books: Books) -> None:
    document, statements = made("two readers", 3)
    by_model = replace(statements[0], extractor=Extractor("a-model", "2026"))
    with open_ledger(books.place()) as ledger, ledger.write("add") as writer:
        writer.add_document(document, (by_model, *statements[1:]))
        writer.add_document(*made("one reader", 3))
        told = [describe(entry) for entry in writer.entries()]
    assert told[0].endswith(": 3 statements (1 by a-model, 2 by rules)")
    assert told[1].endswith(": 3 statements")
