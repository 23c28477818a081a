"""What the name of a publisher says, and what its text calls it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pledgebook.book import statements_of
from pledgebook.model import Document
from pledgebook.resolve import mentions
from pledgebook.resolve.publishers import publisher_of, speaks_for

CASES = tomllib.loads(Path(__file__).with_name("publishers.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['publisher']}: {case['id']}")
def test_an_unlisted_publisher_goes_by_what_its_text_calls_it(case: dict[str, str]) -> None:
    document = Document("a.txt", case["text"], publisher=case["publisher"])
    assert speaks_for(document) == (case["id"],)
    named = [one.text for one in mentions(document) if one.ids == (case["id"],)]
    assert named, "its text names it"


@pytest.mark.parametrize(
    "name", ["Kampala Evening Courier", "Balkan News Agency", "The Clarion (newspaper, Ireland)", "Radio Pamir"]
)
def test_papers_and_stations_are_known_by_their_words(name: str) -> None:
    assert publisher_of(name).press


@pytest.mark.parametrize("name", ["Canada Post", "Post Office of Fiji", "Herald Shipping Ltd"])
def test_others_are_no_press(name: str) -> None:
    assert not publisher_of(name).press


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Finnish Fisheries Authority", "FI"),
        ("General Veterinary Inspectorate, Poland", "PL"),
        ("Senate of Barbados (Official Report)", "BB"),
        ("Senate", "US"),
    ],
)
def test_offices_that_only_a_state_has_are_its_own(name: str, country: str) -> None:
    assert publisher_of(name).ids == (country,)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("G20 Presidency of India", ("org:g20",)),
        ("Presidency of Chile", ("CL",)),
        ("West African Bank for Roads", ("org:west-african-bank-for-roads",)),
        ("Bank of Chile", ("CL",)),
    ],
)
def test_a_bloc_or_region_is_no_state(name: str, ids: tuple[str, ...]) -> None:
    assert publisher_of(name).ids == ids


def test_a_body_alone_speaks_for_itself_in_its_joint_statement() -> None:
    title = "Joint statement on the drought"
    text = "Kenya and Ethiopia are dry. We ask for 40 trucks. We know how. We wait.\n"
    found = statements_of(Document("a.txt", text, title=title, publisher="Horn Relief Consortium"))
    assert {actor.id for one in found for actor in one.actors} == {"org:horn-relief-consortium"}


def test_a_paper_quotes_who_says_we() -> None:
    said = "“We will pay,” she said. “We know how. We are many.” The Vlaamse Dagpost asked."
    assert speaks_for(Document("a.txt", said, publisher="Vlaamse Dagpost")) == ()


def test_a_place_behind_the_name_says_only_whose_dollars_are_meant() -> None:
    assert publisher_of("Palmetto Media (Trinidad and Tobago)").country == "TT"
    assert publisher_of("Palmetto Media (Trinidad and Tobago)").ids == ("org:palmetto-media",)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sales came to $40 million in the third quarter.", ["org:brightwater-pumps"]),
        ("Exports of Chile came to $40 million in the third quarter.", []),
        ("Sales at the World Bank shop came to $40 million in the third quarter.", []),
    ],
)
def test_a_firm_counts_its_own_sales(text: str, ids: list[str]) -> None:
    found = statements_of(Document("a.txt", text, publisher="Brightwater Pumps A/S"))
    (sales,) = [one for one in found if one.quantity]
    assert [actor.id for actor in sales.actors] == ids


@pytest.mark.parametrize(
    ("text", "size", "ids"),
    [
        ("Chile gave $5 million; the World Bank, $7 million.", "$7 million", ["org:world-bank"]),
        ("Chile gave $5 million for Peru; for roads, $7 million.", "$7 million", ["CL"]),
        ("Kuwait alone gave $41 million, Denmark €20 million and Norway €3 million.", "€20 million", ["DK"]),
        ("Pledges so far. Germany: €32.3 million. France: €100 million.", "€100 million", ["FR"]),
    ],
)
def test_who_stands_before_an_amount_gives_it(text: str, size: str, ids: list[str]) -> None:
    found = {one.quantity.text: one for one in statements_of(Document("a.txt", text)) if one.quantity}
    assert [actor.id for actor in found[size].actors] == ids
