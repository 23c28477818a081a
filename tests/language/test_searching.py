"""Many patterns over one text: the matches are those of `finditer`, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract import sentences
from pledgebook.extract.amounts.shapes import searching
from pledgebook.extract.periods.find import _compiled
from pledgebook.language import clean_copy
from pledgebook.language.lexicon import lexicon_table
from pledgebook.language.plain import CASED, EXACT, FOLDED
from pledgebook.language.searching import Searching

SEARCHING = {"periods": _compiled(), "amounts": searching(), "sentences": sentences._searching()}
GRAMMARS = {name: [plan.pattern for plan in search._plans] for name, search in SEARCHING.items()}


def spans(found: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [one.span() for one in found]


def assert_same(patterns: list[re.Pattern[str]], search: Searching, text: str) -> None:
    for one, found in zip(patterns, search(text), strict=True):
        assert spans(found) == spans(one.finditer(text)), one.pattern


def examples() -> list[str]:
    """Every example of the grammar of periods and of the names that hold numbers."""
    entries = [*lexicon_table("patterns/periods").values(), *lexicon_table("numbers")["names"]]
    given = [
        one for entry in entries if isinstance(entry, dict) for side in ("yes", "no") for one in entry.get(side, ())
    ]
    return [one for one in given if isinstance(one, str)]


def test_all_examples_have_the_matches_of_a_plain_search() -> None:
    found = examples()
    assert len(found) > 100
    for name, patterns in GRAMMARS.items():
        for text in (*found, " ".join(found), "\n".join(reversed(found))):
            assert_same(patterns, SEARCHING[name], text)


PIECES = st.sampled_from(
    [
        *{word for text in examples() for word in re.findall(r"\w+|\W+", text)},
        "٣", "１", "𝟗", "ſ", "K", "İ", "ı", "June", "JUNE", "10", "2022", "\n", "\r\n", "\u00a0", " ", "-", "–", "’", "“", "é", "_", "\ud800",
        "$", "€", "£", "₹", "US", "US $", "U.S.", "c", "p", "Kč", "Rs.", "5p", "元", "EUR", "usd", "twice", "as many", "2:14:04", "not a",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None)
def test_any_text_has_the_matches_of_a_plain_search(text: str) -> None:
    for name, patterns in GRAMMARS.items():
        assert_same(patterns, SEARCHING[name], text)


@given(
    st.lists(
        st.one_of(
            PIECES,
            st.sampled_from(
                [
                    "topay",
                    "willgive",
                    "provide3",
                    "ap-\npeal",
                    "aid,4 ",
                    "[12]",
                    "aid¹",
                    "1–\n2",
                    "approx. 5",
                    "million7",
                ]
            ),
        ),
        max_size=40,
    ).map("".join)
)
@settings(deadline=None)
def test_a_clean_copy_finds_what_a_plain_search_finds(text: str) -> None:
    patterns = [plan.pattern for plan in clean_copy._searching()._plans]
    glued, *others = clean_copy._searching()(text)
    for one, found in zip(patterns[1:], others, strict=True):
        assert spans(found) == spans(one.finditer(text)), one.pattern
    parted = clean_copy._parted()
    assert [m.span() for m in glued if m[0] in parted] == [
        m.span() for m in patterns[0].finditer(text) if m[0] in parted
    ]


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 60), st.integers(0, 60))
@settings(deadline=None)
def test_where_a_match_begins_it_may_begin(text: str, low: int, width: int) -> None:
    for search in SEARCHING.values():
        found = search.found(text)
        for number, plan in enumerate(search._plans):
            if any(low <= match.start() < low + width for match in plan.pattern.finditer(text)):
                assert found.near(number, low, low + width)


@pytest.mark.parametrize(
    "written",
    [
        "a", "ab?c", "(?:jan(?:uary)?|feb) [0-9]{1,2}", r"\d{2}", "(?i)six", "(?i)kin", "x{2,3}y", "(?:a|b|)c", "(?>ab|a)c",
        "(?<=a)b+", "b(?=.{0,3}c)", "(?!ab)[ab]{2}", "(a)?(?(1)b|c)", "[^a]b", "a.*b", "^b", "b$", r"\bab\b", "(?m:^a)", "(a)\\1",
        "a*", "(?:ab){2}", "ab|", "[a-z]1", r"\b[0-9]{1,3}n", r"(?<!\w)(?:ab|a\s{1,2}b)(?!\w)", r"(?<=[ab])\d{1,9}(?=f)", r"(?i:ab)c\b",
        r"\b(?:a |b)?c", r"[^\W\d_]{2}\s", r"(?<![^\W_])[fk]\b.?1", r"a[^a-z]b", r"(?:a|ab)(?: |-)c", r"x(?![^\W_])\W2", r"\bx\s", "f(?:i|r)?u|[12] ",
    ],
)  # fmt: skip
@given(st.text(alphabet="abcxyjn firuefsK ſıİ٣12\n_-é", max_size=30))
@settings(deadline=None, max_examples=40)
def test_any_pattern_has_the_matches_of_a_plain_search(written: str, text: str) -> None:
    one = re.compile(written)
    assert_same([one], Searching([one]), text)


@given(st.text())
def test_a_plain_text_has_a_byte_for_each_character(text: str) -> None:
    for plain in (FOLDED, EXACT, CASED):
        assert len(plain(text)) == len(text)
    assert CASED(text).lower() == EXACT(text) or not text.isascii()
    assert all(chr(code) in " abcdefghijklmnopqrstuvwxyz0123456789" for code in FOLDED(text))


def test_words_that_a_match_begins_with_can_be_told() -> None:
    one = re.compile(r"(?:U\.S\.\s{1,2})?\$|EUR")
    search = Searching([one], [["U.S. ", "$", "EUR"]])
    for text in ("U.S. $5, U.S.\n$ and EUR", "$$ 5 eur", "", "U.S."):
        assert_same([one], search, text)
