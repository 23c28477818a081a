"""What merging leaves in the book and finds there again, and what persons say about it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from made_book import commitments, derive, dump, judgement, made, merge
from shelf import Books

from pledgebook.errors import UsageError
from pledgebook.ledger import Component, JudgementBody, Ledger, Link, Merge, Ruled, Undo, Writer, open_ledger
from pledgebook.ledger.tables import BODIES
from pledgebook.model import Measure, Ruling, Statement


def filled(ledger: Ledger, count: int = 4) -> list[Statement]:
    """Documents in the book; their statements by number, from 1."""
    found = [made(("merging", seed)) for seed in range(count)]
    with ledger.write("add") as writer:
        writer.add_documents(found)
    return [statement for _, statements in found for statement in statements]


def test_pending_until_placed(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        one = filled(ledger)
        with ledger.write("merge") as writer:
            assert writer.pending(5) == [1, 2, 3, 4, 5]
            entry = writer.store_merge(Merge("test/1", (Component(((one[0].id, one[4].id), (one[2].id,))),)), ())
            assert (entry.kind, entry.sequence) == ("merge", 5)
            assert writer.pending(100) == [2, 4, 6, 7, 8, 9, 10, 11, 12]
            assert writer.components([5]) == {1: [1, 3, 5]}
            assert writer.components([2]) == {}
            assert writer.members([1, 3]) == {1: [1, 5], 3: [3]}
            assert writer.stale_commitments(10) == [1, 3]
            derive(writer)
            assert writer.stale_commitments(10) == []
            assert writer.counts().commitments == 2
        assert ledger.verify() == []


def test_features_and_neighbours(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        filled(ledger)
        with ledger.write("merge") as writer:
            low, high = -(1 << 63), (1 << 63) - 1
            writer.put_features([(3, b"c\0", [low, 7]), (1, b"a", [7, high, 7]), (2, b"", [])])
            assert writer.features([1, 2, 3, 4]) == {1: b"a", 2: b"", 3: b"c\0"}
            assert writer.neighbours([low, 7, high, 99]) == {1, 3}
            assert writer.neighbours([low, 99]) == {3}
            assert writer.featureless(3) == [4, 5, 6]
            assert writer.featureless(2, after=10) == [11, 12]
            writer.put_features([(3, b"new", [high])])
            assert writer.features([3]) == {3: b"new"}
            assert writer.neighbours([low]) == set()
            assert writer.neighbours([7]) == {1}
            assert writer.neighbours([high]) == {1, 3}
            writer.clear_features()
            assert writer.featureless(100) == list(range(1, 13))
            assert writer.neighbours([7]) == set()


def test_many_at_once(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(("many", seed), 40) for seed in range(260)])
        with ledger.write("merge") as writer:
            everything = writer.pending(10**6)
            assert everything == list(range(1, 10_401))
            writer.put_features([(number, b"x", [number % 3, number]) for number in everything])
            assert len(writer.neighbours(range(10_401))) == 10_400
            assert len(writer.said(everything)) == 10_400
            merge(writer, everything)
            assert writer.pending(1) == []
            assert sorted(number for found in writer.components(everything).values() for number in found) == everything


def test_a_merge_takes_the_place_of_what_rules_said_before(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        one = filled(ledger)
        a, b, c = (statement.id for statement in one[:3])
        first = (judgement(a, b), judgement(b, c, "unsure"))
        second = (judgement(a, b, "different", by="test/2"), judgement(a, c, "same", by="test/2"))
        with ledger.write("merge") as writer:
            writer.store_merge(Merge("test/1", (Component(((a, b), (c,)), first),)), ())
            assert set(writer.judgements([1])) == {first[0]}
            assert set(writer.judgements([1, 3])) == set(first)
        with ledger.write("again") as writer:
            writer.store_merge(Merge("test/2", (Component(((a, c), (b,)), second),)), ())
            assert set(writer.judgements([1, 2, 3])) == set(second)
            assert commitments(writer) == {frozenset((a, c)), frozenset((b,))}
            entry = writer.store_merge(Merge("test/2", (Component(((a, c), (b,)), second),)), ())
            assert b'"added":[]' in entry.body  # what the book holds already it is not told again
        assert ledger.verify() == []


def test_a_person_outranks_a_rule_and_outlives_it(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        one = filled(ledger)
        a, b = (statement.id for statement in one[:2])
        person = judgement(a, b, "different", by="Ada", person=True)
        with ledger.write("merge") as writer:
            merge(writer, writer.pending(100))
            entry = writer.append("judgement", person)
            assert writer.pending(10) == [1, 2]
            writer.store_merge(Merge("test/2", (Component(((a,), (b,)), (judgement(a, b, by="test/2"),)),)), ())
            assert [found.by for found in writer.judgements([1])] == ["Ada", "test/2"]
            writer.store_merge(Merge("test/3", (Component(((a,), (b,)), ()),)), ())
            assert writer.judgements([1, 2]) == [person]
            later = judgement(a, b, "same", by="Grace", person=True)
            writer.append("judgement", JudgementBody(later, "the fact sheet says so"))
            assert writer.judgements([2]) == [later]  # the last word of persons counts
            writer.append("undo", Undo(writer.log(limit=1)[0].sequence, "Grace"))
            assert writer.judgements([2]) == [person]
            undo = writer.append("undo", {"entry": entry.sequence, "by": "Ada"})
            assert writer.judgements([2]) == []
            writer.append("undo", Undo(undo.sequence, "Ada", "it was right after all"))
            assert writer.judgements([2]) == [person]
        assert ledger.verify() == []


MEASURE = Measure("visas", (("class", ("H-2B",)),), "value", "visa", target=Decimal("22500"))


def test_what_a_person_says_hangs_on_a_statement(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        one = filled(ledger)
        commitment = "cm-" + one[3].id[3:]
        with ledger.write("say") as writer:
            link = writer.append("link", Link(commitment, MEASURE, "Ada"))
            writer.append("ruling", Ruled(one[3].id, Ruling("broken", "Ada", "nobody came", "2026-01-01")))
            writer.append("undo", Undo(link.sequence, "Ada"))
            with pytest.raises(UsageError, match="undone already"):
                writer.append("undo", Undo(link.sequence, "Ada"))
        assert ledger.verify() == []
        place_before = ledger.place
        with ledger.read() as reader:
            before = dump(reader.connection)
        ledger.rebuild()
        with ledger.read() as reader:
            assert dump(reader.connection) == before
        assert ledger.place == place_before


def wrong(a: str, b: str) -> list[Callable[[Writer], object]]:
    """What the book refuses."""
    none = "st-0000000000000000"
    return [
        lambda writer: writer.append("judgement", judgement(a, none, person=True)),
        lambda writer: writer.append("judgement", judgement(a, a, person=True)),
        lambda writer: writer.append("judgement", judgement(a, b)),
        lambda writer: writer.append("judgement", {"judgement": {"left": a}}),
        lambda writer: writer.append("judgement", {"judgement": 7}),
        lambda writer: writer.append("judgement", "same"),
        lambda writer: writer.append("judgement", object()),
        lambda writer: writer.append("judgement", JudgementBody(judgement(a, b, by="Ad\udce9", person=True))),
        lambda writer: writer.append("undo", Undo(1, "Ada")),
        lambda writer: writer.append("undo", Undo(99, "Ada")),
        lambda writer: writer.append("undo", Undo(-1, "Ada")),
        lambda writer: writer.append("undo", Undo(10**30, "Ada")),
        lambda writer: writer.append("undo", {"entry": "one", "by": "Ada"}),
        lambda writer: writer.append("link", Link("cm-none", MEASURE, "Ada")),
        lambda writer: writer.append("link", Link("", MEASURE, "Ada")),
        lambda writer: writer.append("ruling", Ruled(none, Ruling("broken", "Ada", "no", "2026-01-01"))),
        lambda writer: writer.append("ruling", {"commitment": a, "ruling": {"status": "fine"}}),
        lambda writer: writer.append("document", {}),
        lambda writer: writer.append("merge", {}),
        lambda writer: writer.append("evidence", {}),
        lambda writer: writer.append("wish", {}),  # type: ignore[arg-type]
        lambda writer: writer.store_merge(Merge("test/1", (Component(((a,), (a, b))),)), ()),
        lambda writer: writer.store_merge(Merge("test/1", (Component(((a,), ())),)), ()),
        lambda writer: writer.store_merge(Merge("test/1", ()), ()),
        lambda writer: writer.store_merge(Merge("test/1", (Component(((a, none),)),)), ()),
        lambda writer: writer.store_merge(Merge("test/1", (Component(((a,),), (judgement(a, none),)),)), ()),
    ]


@pytest.mark.parametrize("number", range(len(wrong("", ""))))
def test_what_makes_no_sense_is_refused_and_leaves_nothing(books: Books, number: int) -> None:
    with open_ledger(books.new()) as ledger:
        one = filled(ledger)
        with ledger.read() as reader:
            before = dump(reader.connection)
        with ledger.write("wrong") as writer, pytest.raises(UsageError) as caught:
            wrong(one[0].id, one[1].id)[number](writer)
        assert "\n" not in str(caught.value)
        with ledger.read() as reader:
            assert dump(reader.connection) == before
        with ledger.write("right") as writer:
            writer.append("judgement", judgement(one[0].id, one[1].id, person=True))
        assert ledger.verify() == []


def test_every_body_of_a_person_is_named() -> None:
    assert set(BODIES) == {
        "judgement",
        "undo",
        "link",
        "ruling",
        "rejection",
        "correction",
        "confirmation",
        "removal",
    }
