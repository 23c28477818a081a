"""What holds of the grammar for time on any text: exact spans, EDTF that parses, the same answer every time."""

from __future__ import annotations

import functools
import re
import warnings
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pledgebook.extract.periods.calendar import Direction
from pledgebook.extract.periods.find import periods
from pledgebook.language.lexicon import lexicon_table
from pledgebook.model import Stretch
from pledgebook.world.dates import MONTHS

with warnings.catch_warnings():  # the package calls its own parsing library by names that are going away
    warnings.simplefilter("ignore")
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

TABLE = lexicon_table("periods")
WORDS = [
    *MONTHS, *TABLE["months"]["short"], *TABLE["weekdays"]["names"], *TABLE["seasons"]["names"],
    *TABLE["numbers"]["units"], *TABLE["numbers"]["tens"], *TABLE["numbers"]["ordinals"], *TABLE["numbers"]["decades"], *TABLE["edges"]["words"],
    *(word for entry in TABLE["prepositions"].values() for word in entry["words"]),
    "last", "next", "this", "past", "coming", "few", "current", "previous", "after next", "before last",
    "ago", "from now", "hour", "day", "days", "week", "weeks", "weekend", "month", "months", "quarter", "half", "year",
    "years", "decade", "FY", "fiscal year", "financial year", "today", "yesterday", "tonight", "tomorrow", "now",
    "between", "and", "or", "to", ",", "-", "–", "—", "/", "'s", "’", ".", "of", "the", "rest of", "end of", "onwards",
    "and beyond", "within", "starting", "Q3", "H1", "two thousand and ten", "nineteen ninety", "2022", "2023", "1999",
    "00", "09", "2199", "1500", "24-25", "3rd", "31", "29", "7", "999", "2008-09", "2014-2018", "1999-00", "'40s",
    "1990s", "2022-02-30", "12/31/2022", "2016 - 11", "\n", "\r\n", "\n\n", "\u00a0", "\u2009", "é", "e\u0301", "🇺🇸",
    "👩‍👩‍👧", "شهر", "٢٠٢٢", "２０２２", "\x00", "\u200f", "İ", "ſ", "ﬁ",
]  # fmt: skip
GAPS = st.sampled_from([" ", " ", " ", "", "\n", "\u00a0", "-"])
PHRASES = st.lists(
    st.tuples(st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS).map(str.title)), GAPS), max_size=14
).map(lambda parts: "".join(word + gap for word, gap in parts))
TEXTS = st.one_of(
    PHRASES, st.text(st.characters(exclude_categories=[])), st.tuples(st.text(), PHRASES, st.text()).map("".join)
)
PUBLISHED = st.one_of(
    st.none(),
    st.dates(date(1450, 1, 1), date(2500, 12, 31)).map(date.isoformat),
    st.sampled_from(["2022-07", "2022", "2024-02-29", "2022-12-31", "2023-01-01", "x", "1450-01-01", "2500-12-31"]),
)
COUNTRIES = st.sampled_from([None, "US", "AU", "GB", "JP", "IN", "DE", "EU", "XX"])
DIRECTIONS = st.sampled_from([None, "past", "future"])


@functools.cache
def parses(edtf: str) -> bool:
    """Whether the package reads the string. It knows no open interval whose other end has unspecified digits
    ("../XXXX-05", level 2 of the standard): of these the end is read."""
    ends = edtf.split("/")
    if "X" in edtf and ".." in ends:
        return len(ends) == 2 and ends != ["..", ".."] and all(parses(end) for end in ends if end != "..")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return parse_edtf(edtf) is not None
        except EDTFParseException:
            return False


def check(text: str, found: list[Stretch]) -> None:
    end = 0
    for stretch in found:
        assert end <= stretch.start < stretch.end <= len(text)
        assert text[stretch.start : stretch.end] == stretch.text
        assert stretch.text == stretch.text.strip()
        assert stretch.edtf is None or parses(stretch.edtf), (stretch.text, stretch.edtf)
        assert stretch.edtf is not None or not stretch.relative
        assert stretch.years is None or stretch.years >= 0
        end = stretch.end


def ordered(edtf: str) -> bool:
    low, _, high = edtf.partition("/")
    plain = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
    if not (plain.fullmatch(low) and plain.fullmatch(high)) or "-2" in low[4:6] + high[4:6]:
        return True
    return low[: len(high)] <= high[: len(low)]


@settings(max_examples=400, deadline=None)
@given(TEXTS, PUBLISHED, COUNTRIES, DIRECTIONS)
@example("\ud800 by 5 May 2024", None, None, None)
def test_spans_are_exact_and_every_value_parses(
    text: str, published: str | None, country: str | None, direction: Direction | None
) -> None:
    found = periods(text, published, country, direction)
    check(text, found)
    assert found == periods(text, published, country, direction)


@settings(max_examples=200, deadline=None)
@given(PHRASES, PUBLISHED, DIRECTIONS)
def test_an_interval_does_not_end_before_it_begins(
    text: str, published: str | None, direction: Direction | None
) -> None:
    assert all(ordered(s.edtf) for s in periods(text, published, "US", direction) if s.edtf)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["{0:%B} {1}, {2}", "{1} {0:%B} {2}", "{0:%Y-%m-%d}", "{0:%b}. {1}, {2}"]),
)
def test_every_way_to_write_a_day_reads_as_that_day(day: date, form: str) -> None:
    if form.startswith("{0:%b}.") and day.month == 5:
        return  # "May" is no abbreviation
    text = form.format(day, day.day, day.year)
    assert [(s.text, s.edtf) for s in periods(f"They met on {text}.")] == [(f"on {text}", day.isoformat())]


@settings(max_examples=40, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_relative_days_and_weeks_hold_the_day_they_speak_of(day: date) -> None:
    edtf = {
        s.text: s.edtf or "" for s in periods("today, this week, this month, this year, on Friday", day.isoformat())
    }
    assert edtf["today"] == day.isoformat()
    low, high = (date.fromisoformat(end) for end in edtf["this week"].split("/"))
    assert low <= day <= high
    assert (low.weekday(), (high - low).days) == (0, 6)
    assert (edtf["this month"], edtf["this year"]) == (day.isoformat()[:7], day.isoformat()[:4])
    friday = date.fromisoformat(edtf["on Friday"])
    assert friday.weekday() == 4
    assert 0 <= (day - friday).days < 7


@pytest.mark.parametrize(
    "unit",
    [
        "in May 2022, ",
        "2022 and ",
        "the end of ",
        "over ",
        "by the ",
        "1 ",
        "early ",
        " \n",
        "last ",
        "2022-",
        "- ",
        "FY 2022, ",
    ],
)
def test_long_runs_of_one_phrase_are_read_whole(unit: str) -> None:
    """Repetition is the food of slow patterns; this ends in reasonable time or not at all."""
    text = unit * (40_000 // len(unit))
    check(text, periods(text, "2022-07-12", "US"))
