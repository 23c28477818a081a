"""Two readers of one document: one statement an object, and surer where they agree."""

from __future__ import annotations

from dataclasses import replace

from pledgebook.book import statements_of
from pledgebook.extract.readers.both import joined
from pledgebook.model import Actor, Document, Extractor, Statement

DOCUMENT = Document("a.txt", "Norway will give $5 million to Haiti by 2030. Chile has planted a million trees.")


def ours() -> tuple[Statement, ...]:
    return statements_of(DOCUMENT)


def of_a_model(statement: Statement, **changes: object) -> Statement:
    return replace(statement, extractor=Extractor("llm:m", "1"), confidence=0.7, **changes)  # type: ignore[arg-type]


def test_where_both_agree_it_is_one_statement_and_surer() -> None:
    first, second = ours()
    found = joined((first, second), (of_a_model(first),))
    assert len(found) == 2
    assert found[0].extractor.name == f"{first.extractor.name}+llm:m"
    assert found[0].confidence is not None
    assert first.confidence is not None
    assert found[0].confidence > max(0.7, first.confidence)
    assert found[1] == second


def test_where_they_differ_the_surer_stays_and_is_no_surer() -> None:
    first, _ = ours()
    other = of_a_model(first, actors=(Actor("CL", "Chile", 0, 5),))
    unsure, sure = replace(first, confidence=0.3), replace(first, confidence=0.9)
    (one,) = joined((unsure,), (other,))
    assert ([actor.id for actor in one.actors], one.confidence) == (["CL"], 0.7)
    (one,) = joined((sure,), (other,))
    assert ([actor.id for actor in one.actors], one.confidence) == (["NO"], 0.9)


def test_what_only_one_found_stays() -> None:
    first, second = ours()
    assert joined((first,), (of_a_model(second),)) == (first, of_a_model(second))
    assert joined((), ()) == ()
