"""Generated statements are true to their texts, and merging finds their commitments."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from small_book import SmallBook

from evals.bench.generated import documents, made
from pledgebook.model import Imprint, Said
from pledgebook.reconcile import features


def test_every_quote_is_in_its_text() -> None:
    for document, statements in documents(600):
        for statement in statements:
            spans = [statement.quote, statement.object, statement.act, statement.quantity, statement.period]
            for span in spans:
                if span is not None and span.start is not None:
                    assert document.text[span.start : span.end] == span.text
            for name in (*statement.actors, *statement.recipients):
                assert name.start is not None
                assert name.end is not None
                assert document.text[name.start : name.end] == name.name
            assert statement.document == document.id
        assert len({statement.id for statement in statements}) == len(statements)


def test_the_same_seed_gives_the_same_and_a_larger_count_begins_alike() -> None:
    small, again, other = list(made(1_000)), list(made(1_000)), list(made(1_000, seed=1))
    assert small == again != other
    whole = list(made(6_000))
    assert sum(len(one.statements) for one in whole) >= 6_000
    waves = [one.document.published or "" for one in whole]
    assert all(first for first in waves)
    assert len({one.document.id for one in whole}) == len(whole)
    assert any(first > second for first, second in pairwise(waves))


def test_merging_finds_them() -> None:
    """Pair precision and recall, with the floors that the project asks for."""
    truth: dict[str, int] = {}
    book = SmallBook()
    batch = []
    for one in made(4_000):
        imprint = Imprint(one.document.id, one.document.source, published=one.document.published)
        for statement, number in zip(one.statements, one.truth, strict=True):
            truth[statement.id] = number
            batch.append(features(Said(statement, imprint)))
        if len(batch) >= 700:
            book.add(batch)
            batch = []
    book.add(batch)
    joined = [Counter(truth[one] for one in ids) for ids in book.result()]
    found = sum(_two(counts.total()) for counts in joined)
    right = sum(_two(count) for counts in joined for count in counts.values())
    wanted = sum(_two(count) for count in Counter(truth.values()).values())
    assert right / found >= 0.98
    assert right / wanted >= 0.98


def _two(count: int) -> int:
    return count * (count - 1) // 2
