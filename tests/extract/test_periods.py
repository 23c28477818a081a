"""The grammar for time on cases in words: every phrase with its span and its EDTF, and every entry of the lexicon."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pledgebook.extract.periods import find
from pledgebook.extract.periods.calendar import fiscal_calendars
from pledgebook.extract.periods.find import periods
from pledgebook.language.lexicon import lexicon_table
from pledgebook.world.data import shipped_text

CASES = tomllib.loads((Path(__file__).parent / "cases" / "periods.toml").read_text(encoding="utf-8"))["case"]
PUBLISHED, COUNTRY = "2022-07-12", "US"


def read(text: str, published: str = PUBLISHED, country: str = COUNTRY) -> list[list[str]]:
    return [[s.text, s.edtf or ""] for s in periods(text, published or None, country or None)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_reads_every_phrase_of_the_case_and_no_other(case: dict[str, Any]) -> None:
    found = read(case["text"], case.get("published", PUBLISHED), case.get("country", COUNTRY))
    assert found == case["reads"]


def groups(table: dict[str, Any], path: str = "") -> list[tuple[str, dict[str, Any]]]:
    here = [(path, table)] if "yes" in table else []
    inner = [
        g for key, value in table.items() if isinstance(value, dict) for g in groups(value, f"{path}.{key}".strip("."))
    ]
    return here + inner


TABLES = ("periods", "patterns/periods")
LEXICON = [(f"{name}: {path}", group) for name in TABLES for path, group in groups(lexicon_table(name))]


@pytest.mark.parametrize("name", TABLES)
def test_every_group_of_the_lexicon_has_examples(name: str) -> None:
    lines = shipped_text("language", f"en/{name}.toml").splitlines()
    headed = [f"{name}: {line.strip('[] ')}" for line in lines if line.startswith("[") and line != "[pieces]"]
    own = [(path, group) for path, group in LEXICON if path.startswith(f"{name}: ")]
    assert sorted(headed) == sorted(path for path, _ in own)
    assert all(group["yes"] and group["no"] for _, group in own)


def test_every_pattern_of_the_grammar_is_asked_for() -> None:
    room = Path(find.__file__).parent
    asked = set(find._RULES) | {
        name for path in room.glob("*.py") for name in re.findall(r'pattern\("(\w+)"\)', path.read_text("utf-8"))
    }
    assert asked == set(lexicon_table("patterns/periods")) - {"pieces"}


@pytest.mark.parametrize(("path", "group"), LEXICON, ids=[path for path, _ in LEXICON])
def test_the_examples_of_the_lexicon_hold(path: str, group: dict[str, Any]) -> None:
    for text, edtf in group["yes"]:
        assert [s.edtf or "" for s in periods(text, PUBLISHED, COUNTRY)] == [edtf], text
    for text in group["no"]:
        assert periods(text, PUBLISHED, COUNTRY) == [], text


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("on Friday", "2022-07-08", "2022-07-15"),
        ("on Tuesday", "2022-07-12", "2022-07-12"),
        ("in December", "2021-12", "2022-12"),
        ("in July", "2022-07", "2022-07"),
        ("on 10 June", "2022-06-10", "2023-06-10"),
        ("by March", "../2022-03", "../2023-03"),
        ("in the summer", "2022-22", "2022-22"),
        ("since December", "2021-12/..", "2021-12/.."),
        ("last Friday", "2022-07-08", "2022-07-08"),
    ],
)
def test_direction_picks_the_reading_of_what_names_no_year_or_week(text: str, past: str, future: str) -> None:
    readings = [periods(text, PUBLISHED, COUNTRY, direction)[0].edtf for direction in ("past", "future")]
    assert readings == [past, future]


def test_relative_says_whether_the_publication_date_was_needed() -> None:
    text = "in May 2021, in May, by 2030, today, over the next two years, FY 2023, this fiscal year"
    assert [s.relative for s in periods(text, PUBLISHED, COUNTRY)] == [False, True, False, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "years"),
    [("over three years", "3"), ("an 18-month pause", "1.5"), ("for two months", "0.1667"), ("over a decade", "10"),
     ("for 73 days", "0.2"), ("a 3-to-5-year plan", "5"), ("for a couple of years", "2"),
     ("over twenty-five years", "25")],
)  # fmt: skip
def test_a_bare_length_has_years_and_no_value(text: str, years: str) -> None:
    (stretch,) = periods(text, PUBLISHED, COUNTRY)
    assert (stretch.edtf, stretch.years, stretch.relative) == (None, Decimal(years), False)


@pytest.mark.parametrize(
    "published", ["", "yesterday", "2022-13-01", "2022-02-30", "0000-01-01", "9999-12-31", "22-07-12", "²⁰²²-01-01"]
)
def test_a_publication_date_that_is_none_leaves_dates_open(published: str) -> None:
    assert read("in May, in 2022 and last year", published) == [
        ["in May", "XXXX-05"],
        ["in 2022", "2022"],
        ["last year", ""],
    ]


@pytest.mark.parametrize("published", ["2022-07-12T08:30:00Z", "2022/07/12", " 2022-07-12 "])
def test_a_publication_date_may_have_a_time_or_slashes(published: str) -> None:
    assert read("today", published) == [["today", "2022-07-12"]]


def test_impossible_dates_are_not_read_as_days() -> None:
    assert [s.edtf for s in periods("2022-02-30 and 31/31/2022", PUBLISHED, "GB")] == []
    assert read("February 29, 2024 and 29 February") == [
        ["February 29, 2024", "2024-02-29"],
        ["29 February", "XXXX-02-29"],
    ]


def test_every_fiscal_calendar_names_its_source() -> None:
    table = lexicon_table("fiscal_years")
    assert all(
        entry["source"] and 1 <= entry["starts"] <= 12 and entry["named_by"] in ("start", "end")
        for entry in table.values()
    )
    countries = [country for entry in table.values() for country in entry["countries"]]
    assert len(countries) == len(set(countries)) == len(fiscal_calendars())
    assert all(len(country) == 2 and country.isupper() for country in countries)
