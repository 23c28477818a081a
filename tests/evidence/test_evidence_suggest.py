"""Which series may speak of a commitment, and the measure that comes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gathered import gather

from pledgebook.evidence import Series, Suggestion, deliver, series, suggest
from pledgebook.model import (
    Act,
    Commitment,
    Contradiction,
    Imprint,
    Member,
    Observation,
    Period,
    Quantity,
    Quote,
    Said,
    Snapshot,
    Statement,
    Total,
    Transaction,
)
from pledgebook.world.countries import lies_in, place_of

TABLE = Snapshot(
    "us-arrivals", "table", "2024-12-31", "a.csv", "sha256:0", title="Refugee arrivals by region", country="US"
)
REFUGEES = Series(
    "us-arrivals",
    "table",
    "refugee",
    100,
    (("region", ("Africa", "Latin America Caribbean", "Former Soviet Union")),),
    "2000-10-01",
    "2024-12-31",
    title="Refugee arrivals by region",
    country="US",
)
AID = Series(
    "flows",
    "fts",
    "USD",
    50,
    (("provider", ("Germany, Government of", "Norway, Government of")), ("recipient", ("SY", "JO")), ("sector", ("Food Security",))),
    "2020-01-01",
    "2023-12-31",
    rung="disbursed",
    direction="incoming",
    pairs=frozenset({("DE", "SY"), ("NO", "JO")}),
)  # fmt: skip


def commitment(**changed: Any) -> Commitment:
    base = Commitment(
        "cm-1", "commitment", ("US",), ("M49:019",), "resettle 20,000 refugees from the Americas", Total(Decimal(20_000), Decimal(20_000), "refugee"),
        "2022-10-01/2024-09-30", None, "declared", None, "2022-06-10", (),
    )  # fmt: skip
    return replace(base, **changed)


def test_a_table_of_the_same_thing_by_the_same_country_is_proposed_whole() -> None:
    (found,) = suggest(commitment(), [REFUGEES])
    measure = found.measure
    assert (measure.source, measure.sum, measure.unit) == ("us-arrivals", "value", "refugee")
    assert measure.select == (("region", ("Latin America Caribbean",)),)
    assert (measure.period, measure.target, measure.label) == ("2022-10-01/2024-09-30", 20_000, None)
    assert found.score > Decimal("0.7")
    said = " ".join(found.reasons)
    assert "both count refugee" in said
    assert "United States" in said
    assert "Latin America Caribbean lies in Americas" in said


@pytest.mark.parametrize(
    "other",
    [
        {"actors": ("CA",)},
        {"quantity": Total(Decimal(5), None, "USD")},
        {"quantity": Total(Decimal(5), None, "well"), "object": "dig 5 wells"},
        {"recipients": ("M49:009",)},
    ],
)
def test_another_actor_unit_or_place_rules_a_series_out(other: dict[str, Any]) -> None:
    assert suggest(commitment(**other), [REFUGEES]) == []


def test_a_period_outside_the_figures_weighs_against() -> None:
    (inside,) = suggest(commitment(), [REFUGEES])
    (outside,) = suggest(commitment(period="2031"), [REFUGEES])
    assert outside.score < inside.score
    assert any("lie outside 2031" in reason for reason in outside.reasons)


def test_words_stand_in_for_a_unit_and_a_recipient_that_are_not_stated() -> None:
    said = commitment(quantity=None, recipients=(), object="welcome more refugees from Africa")
    (found,) = suggest(said, [REFUGEES])
    assert (found.measure.target, found.measure.select) == (None, (("region", ("Africa",)),))
    assert found.score < suggest(commitment(), [REFUGEES])[0].score


def test_without_a_period_what_came_after_the_promise_counts() -> None:
    (found,) = suggest(commitment(period=None), [REFUGEES])
    assert found.measure.period == "2022-06-10/.."
    assert any("no period is stated" in reason for reason in found.reasons)
    (never,) = suggest(commitment(period=None, first_stated=None), [REFUGEES])
    assert never.measure.period is None


def test_sectors_fit_where_all_of_their_words_are_said() -> None:
    promise = commitment(
        actors=("DE",), recipients=(), quantity=Total(Decimal(5), None, "USD"), object="money for food and security"
    )
    assert ("sector", ("Food Security",)) in suggest(promise, [AID])[0].measure.select
    other = replace(promise, object="money for food")
    assert all(name != "sector" for name, _ in suggest(other, [AID])[0].measure.select)


def test_up_to_a_number_says_that_it_is_the_most() -> None:
    (found,) = suggest(commitment(quantity=Total(None, Decimal(4_000), "refugee", per="year")), [REFUGEES])
    assert found.measure.target == 4_000
    assert found.measure.note is not None
    assert "each year" in found.measure.note
    assert "the most it may be" in found.measure.note


def said(id: str, number: int, *, additional: bool = False, period: str | None = None) -> Member:
    quantity = Quantity(0, 1, "1", Decimal(number), Decimal(number), "refugee", "count", additional=additional)
    when = None if period is None else Period(period, 0, 1, "2")
    statement = Statement(
        id,
        "sha256:0",
        "commitment",
        Quote(0, 1, "1"),
        Act("resettle", 0, 1, "1"),
        Quote(0, 1, "1"),
        quantity,
        period=when,
    )
    return Member(Said(statement, Imprint("sha256:0", "a.txt")))


def test_a_contradicted_number_gives_a_measure_for_each_reading() -> None:
    torn = commitment(
        members=(said("st-1", 11_500), said("st-2", 20_000, additional=True, period="2023"), said("st-3", 7)),
        contradictions=(
            Contradiction("count", ("st-2", "st-1"), "st-2"),
            Contradiction("deadline", ("st-2", "st-3"), "st-2"),
        ),
    )
    found = suggest(torn, [REFUGEES])
    assert [(one.measure.label, one.measure.target, one.measure.period) for one in found] == [
        ("11,500", 11_500, "2022-10-01/2024-09-30"),
        ("20,000 additional", 20_000, "2023"),
    ]


def test_money_is_matched_by_giver_and_place() -> None:
    promise = commitment(
        actors=("DE",), recipients=("SY",), object="give $5 million for food security in Syria", quantity=Total(Decimal(5_000_000), None, "USD"), period="2022",
    )  # fmt: skip
    (found,) = suggest(promise, [AID, REFUGEES])
    assert found.measure.select == (
        ("provider", ("DE",)),
        ("recipient", ("SY",)),
        ("sector", ("Food Security",)),
        ("rung", ("disbursed",)),
        ("direction", ("incoming",)),
    )
    assert (found.measure.sum, found.measure.unit, found.measure.target) == ("amount", "USD", 5_000_000)
    assert suggest(replace(promise, recipients=("JO",)), [AID]) == []  # Germany gives nothing to Jordan in this source
    assert suggest(replace(promise, actors=("MX",)), [AID]) == []


def test_the_best_comes_first_and_the_same_every_time() -> None:
    pledged = replace(AID, rung="pledged")
    promise = commitment(actors=("DE",), recipients=("SY",), quantity=Total(Decimal(5), None, "USD"), period="2022")
    found = suggest(promise, [pledged, AID])
    assert [dict(one.measure.select)["rung"] for one in found] == [("disbursed",), ("pledged",)]
    assert found == suggest(promise, [AID, pledged])
    assert all(0 <= one.score <= 1 for one in found)


def test_series_of_a_table_leave_totals_out() -> None:
    records = [
        Observation("1", "2022-01", (("region", "Africa"),), Decimal(1), "refugee", 2),
        Observation("2", "2022-03", (("region", "Asia"),), Decimal(1), "refugee", 2),
        Observation("3", "2022-03", (("region", "Total"),), Decimal(2), "refugee", 2, True),
    ]
    (found,) = series(TABLE, records)
    assert (found.count, found.dimensions) == (2, (("region", ("Africa", "Asia")),))
    assert (found.first, found.last, found.country) == ("2022-01-01", "2022-03-31", "US")


def test_series_of_money_part_by_currency_rung_and_direction() -> None:
    base = Transaction(
        "1", "3", "disbursed", "outgoing", Decimal(1), "USD", "2022-01-01", 2, providers=("Norway",), recipients=("SY",)
    )
    records = [base, replace(base, currency="NOK"), replace(base, rung="committed"), replace(base, rung=None), base]
    found = series(Snapshot("aid", "iati", "2024-01-01", "a.xml", "sha256:0"), records)
    assert [(one.unit, one.rung, one.count) for one in found] == [
        ("USD", "disbursed", 2),
        ("NOK", "disbursed", 1),
        ("USD", "committed", 1),
    ]
    assert found[0].pairs == {("NO", "SY")}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("HT", "HT"), ("HTI", "HT"), ("Haiti", "HT"), ("Republic of Korea", "KR"), ("Korea, Republic of", "KR"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("United States of America, Government of", "US"), ("Latin America/Caribbean", "M49:419"), ("Syrian Arab Republic", "SY"),
        ("occupied Palestinian territory", "PS"), ("Former Soviet Union", None), ("", None), ("Total", None), ("of the", None),
    ],
)  # fmt: skip
def test_places_by_any_of_their_names(name: str, place: str | None) -> None:
    assert place_of(name) == place


def test_regions_hold_their_countries() -> None:
    assert lies_in("HT", "M49:419")
    assert lies_in("MX", "M49:003")
    assert lies_in("M49:419", "M49:019")
    assert not lies_in("US", "M49:419")
    assert not lies_in("M49:019", "M49:419")


@pytest.mark.shared
def test_the_real_tables_are_proposed_for_the_real_promises(shared: Path) -> None:
    catalogue: list[Series] = []
    gathered = {}
    for path in sorted((shared / "evidence").iterdir()):
        read = gather(path)
        assert read.snapshot is not None
        gathered[read.snapshot.source] = read
        catalogue += series(read.snapshot, read.records)

    def total(suggestion: Suggestion) -> Decimal | None:
        read = gathered[suggestion.measure.source]
        assert read.snapshot is not None
        return deliver(suggestion.measure, read.snapshot, read.records).total

    refugees = suggest(commitment(), catalogue)
    assert {one.measure.source for one in refugees} == {
        "us-refugee-admissions-by-region",
        "us-refugee-admissions-monthly",
    }
    assert {total(one) for one in refugees} == {Decimal(31_670)}

    visas = commitment(
        recipients=("SV", "GT", "HN", "HT"),
        object="make 11,500 H-2B visas available for nationals of northern Central America and Haiti",
        quantity=Total(Decimal(11_500), Decimal(11_500), "visa"),
        period="2021-10-01/2022-09-30",
    )
    found = suggest(visas, catalogue)
    assert found[0].measure.source == "us-h2b-visas-by-nationality"
    assert found[0].measure.select == (("nationality", ("El Salvador", "Guatemala", "Haiti", "Honduras")),)
    assert total(found[0]) == 15_282

    mexico = commitment(
        actors=("MX",), recipients=(), object="$1.5 billion for infrastructure at the border", quantity=Total(Decimal(1_500_000_000), None, "USD"), period="2022/2024",
    )  # fmt: skip
    assert suggest(mexico, catalogue) == []


def _table(source: str, unit: str, title: str, of: str | None = None, **dimensions: tuple[str, ...]) -> Series:
    sides = tuple(dimensions.items())
    return Series(source, "table", unit, 10, sides, "2013-01-01", "2023-12-31", title=title, country=of)


BOOK = [
    Series(
        "unhcr", "iati", "USD", 10, (("provider", ("United States", "Germany")), ("receiver", ("United Nations High Commissioner for Refugees (UNHCR)",)), ("recipient", ("JO", "SY"))),
        "2020-01-01", "2023-12-31", rung="committed", direction="incoming", pairs=frozenset({("US", "JO"), ("DE", "SY")}),
    ),
    Series(
        "fts-jordan", "fts", "USD", 10, (("provider", ("Japan, Government of", "Germany, Government of")), ("receiver", ("World Food Programme", "UNICEF")), ("recipient", ("JO",))),
        "2020-01-01", "2020-12-31", rung="disbursed", direction="incoming", pairs=frozenset({("JP", "JO"), ("DE", "JO")}),
    ),
    _table("oda", "USD", "Total ODA, current prices", donor=("Germany", "Norway")),
    _table("gifts", "USD", "Contributions to UNHCR by donor", donor=("Germany", "Norway", "United States")),
    _table("support", "EUR", "Government support", donor=("Norway", "Germany"), country=("Ukraine", "Moldova")),
    _table("resettled", "refugee", "Resettlement departures", country=("Canada", "Norway"), origin=("Afghanistan", "Syrian Arab Republic")),
    _table("farms", "USD", "Loans and grants to rural places", "US", agency=("FARM SERVICE AGENCY", "RURAL HOUSING SERVICE")),
    _table("eurostat", "refugee", "Resettled persons by age and sex", geo=("FR", "DE")),
    REFUGEES,
]  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "to", "amount", "unit", "period", "words", "source"),
    [
        ("US", (), 30_000_000, "USD", "2023", "$30 million to UNHCR", "unhcr"),
        ("NO", ("UA",), 75_000_000, "EUR", "2023", "75 million euros to Ukraine", "support"),
        ("CA", ("AF",), 40_000, "refugee", "../2023", "40,000 Afghan refugees", "resettled"),
        ("US", (), 500_000_000, "USD", "2013", "$500 million in rural housing", "farms"),
        ("DE", (), 30_000_000_000, "USD", "2022", "$30 billion in official development assistance", "oda"),
        ("FR", (), 5_600, "refugee", "2019", "5,600 refugees", "eurostat"),
        ("US", (), 125_000, "refugee", "2022-10-01/2023-09-30", "125,000 refugees", "us-arrivals"),
        ("JP", ("JO",), 10_000_000, "USD", "2020", "$10 million to Jordan", "fts-jordan"),
    ],
)
def test_the_right_source_comes_first_and_no_wrong_one_above_the_least(
    actor: str, to: tuple[str, ...], amount: int, unit: str, period: str, words: str, source: str
) -> None:
    total = Total(Decimal(amount), Decimal(amount), unit)
    found = suggest(commitment(actors=(actor,), recipients=to, quantity=total, period=period, object=words), BOOK)
    assert found[0].measure.source == source
    assert found[0].score > Decimal("0.4")
    wrong = {
        one.measure.source: one.score for one in found if one.measure.source != source and one.score > Decimal("0.4")
    }
    assert wrong.keys() <= ({"gifts"} if source == "unhcr" else set()), (
        "what the others gave to UNHCR speaks of it, too"
    )


def test_the_receiver_of_what_comes_in_is_the_organisation_that_reports() -> None:
    (found, *_) = suggest(
        commitment(recipients=(), quantity=Total(Decimal(5), None, "USD"), object="$5 million to UNHCR"), BOOK
    )
    assert found.measure.select == (("provider", ("US",)), ("rung", ("committed",)), ("direction", ("incoming",)))
    assert "the money goes to UNHCR" in found.reasons


def test_a_donor_in_a_dimension_is_the_actor() -> None:
    promise = commitment(actors=("NO",), recipients=("UA",), quantity=Total(Decimal(5), None, "EUR"), object="5 euros")
    (found,) = suggest(promise, BOOK)
    assert found.measure.select == (("donor", ("NO",)), ("country", ("Ukraine",)))
