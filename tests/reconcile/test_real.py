"""Twenty-two official documents around one amount, an article and a fact sheet: what is one commitment and what is not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from small_book import SmallBook

from pledgebook.book import read, read_all
from pledgebook.model import Commitment, Imprint, Said, words_before
from pledgebook.reconcile import commitment, features, group, judge

ARTICLE = "mexico-border-contribution.txt"
FACT_SHEET = "la-declaration-fact-sheet.txt"


@pytest.fixture(scope="module")
def said(shared: Path) -> dict[str, Said]:
    """Every statement of the documents, by id."""
    readings = [
        *read_all([shared / "merge/docs"]),
        read(shared / "gold" / ARTICLE),
        read(shared / "gold" / FACT_SHEET),
    ]
    found = {}
    for reading in readings:
        document = reading.document
        assert document is not None
        imprint = Imprint(
            document.id,
            Path(document.source).name,
            document.title,
            document.publisher,
            document.published,
            document.url,
        )
        found.update(
            {one.id: Said(one, imprint, before=words_before(document.text, one)) for one in reading.statements}
        )
    return found


@pytest.fixture(scope="module")
def book(said: dict[str, Said]) -> list[Commitment]:
    return [
        commitment([said[one] for one in ids], found.judgements)
        for found in group([features(one) for one in said.values()])
        for ids in found.commitments
    ]


def _holding(book: list[Commitment], source: str, amount: int, unit: str, kind: str = "commitment") -> list[Commitment]:
    """The commitments in which a statement of this source gives this number."""
    return [
        found
        for found in book
        if found.kind == kind
        and any(
            member.said.imprint.source == source
            and (quantity := member.said.statement.quantity) is not None
            and quantity.unit == unit
            and amount in (quantity.low, quantity.high)
            for member in found.members
        )
    ]


def _sources(found: Commitment) -> set[str]:
    return {member.said.imprint.source for member in found.members}


@pytest.mark.shared
def test_one_commitment_holds_mexicos_amount_wherever_it_is_read(
    shared: Path, said: dict[str, Said], book: list[Commitment]
) -> None:
    same = set(json.loads((shared / "merge/mexico-border-1.5bn.json").read_text(encoding="utf-8"))["same"])
    found = _holding(book, ARTICLE, 1_500_000_000, "USD")
    assert len(found) == 1
    border = found[0]
    assert border.actors == ("MX",)
    mentions = [member for member in border.members if member.said.imprint.source == ARTICLE]
    assert len(mentions) == 2
    # every statement of the five in which the reader found the actor and the number
    right = {
        one.statement.id
        for one in said.values()
        if (
            one.imprint.source in same
            and "MX" in {actor.id for actor in one.statement.actors}
            and one.statement.quantity is not None
            and one.statement.quantity.low == 1_500_000_000
            and "infrastructure" in one.statement.object.text + one.statement.quote.text
            and len(one.statement.object.text) > 45
        )  # cut off behind "from the", an object says nothing
        or one.statement.id in {member.said.statement.id for member in border.members}
    }
    assert {member.said.statement.id for member in border.members} >= right
    assert _sources(border) <= same | {ARTICLE}
    assert len(_sources(border) & same) >= 3


@pytest.mark.shared
def test_two_numbers_of_visas_are_one_commitment_and_one_contradiction(book: list[Commitment]) -> None:
    found = _holding(book, ARTICLE, 22_500, "visa")
    assert len(found) == 1
    assert _sources(found[0]) == {ARTICLE, FACT_SHEET}
    assert len(found[0].contradictions) == 1
    contradiction = found[0].contradictions[0]
    assert contradiction.type == "count"
    where = {member.said.statement.id: member.said.imprint.source for member in found[0].members}
    assert [where[one] for one in contradiction.statements] == [FACT_SHEET, ARTICLE]
    assert contradiction.better == contradiction.statements[0]
    assert found[0].quantity is not None
    assert found[0].quantity.low == 11_500


@pytest.mark.shared
def test_one_number_is_not_one_commitment(book: list[Commitment]) -> None:
    twenty = [
        found
        for found in book
        if any(
            member.said.imprint.source == FACT_SHEET
            and (quantity := member.said.statement.quantity) is not None
            and 20_000 in (quantity.low, quantity.high)
            for member in found.members
        )
    ]
    assert len(twenty) >= 3
    assert len({found.id for found in twenty}) == len(twenty)
    refugees = [found for found in twenty if "US" in found.actors and found.kind == "commitment"]
    assert len(refugees) == 1
    assert _sources(refugees[0]) == {ARTICLE, FACT_SHEET}


@pytest.mark.shared
@pytest.mark.parametrize("amount", [314_000_000])
def test_article_and_fact_sheet_speak_of_the_same_money(book: list[Commitment], amount: int) -> None:
    found = _holding(book, ARTICLE, amount, "USD")
    assert len(found) == 1
    assert _sources(found[0]) == {ARTICLE, FACT_SHEET}


@pytest.mark.shared
def test_a_sum_for_which_both_say_another_purpose_is_a_question(said: dict[str, Said]) -> None:
    money = [
        features(one)
        for one in said.values()
        if one.imprint.source in (ARTICLE, FACT_SHEET)
        and one.statement.quantity is not None
        and one.statement.quantity.low == 25_000_000
    ]
    found = [judge(one, other) for one in money for other in money if one.document < other.document]
    assert any(one is not None and one.verdict in ("same", "unsure") for one in found)


@pytest.mark.shared
def test_any_order_of_the_documents_gives_the_same(said: dict[str, Said], book: list[Commitment]) -> None:
    by_source: dict[str, list[Said]] = {}
    for one in said.values():
        by_source.setdefault(one.imprint.source, []).append(one)
    whole = {tuple(sorted(member.said.statement.id for member in found.members)) for found in book}
    for seed in range(3):
        sources = sorted(by_source)
        random.Random(seed).shuffle(sources)
        small = SmallBook()
        for source in sources:
            small.add([features(one) for one in by_source[source]])
        assert small.result() == whole


@pytest.mark.shared
def test_contradictions_stay_within_one_commitment(book: list[Commitment]) -> None:
    for found in book:
        ids = {member.said.statement.id for member in found.members}
        for contradiction in found.contradictions:
            assert set(contradiction.statements) <= ids
