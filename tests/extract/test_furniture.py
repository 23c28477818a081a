"""Lines of a page that say nothing, and lines that look like them and say something."""

from __future__ import annotations

import pytest

from pledgebook.extract.furniture import is_furniture
from pledgebook.language.lexicon import lexicon_table

LINES = lexicon_table("furniture")["lines"]


@pytest.mark.parametrize("line", [example for entry in LINES for example in entry["yes"]])
def test_every_pattern_fits_its_examples(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", [example for entry in LINES for example in entry["no"]])
def test_no_pattern_fits_its_counter_examples(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "VerDate Mar<15>2010 12:01 May 03, 2021 Jkt 250001 PO 00000 Frm 00012 Fmt 4700",
        "1318 Debate on the Appropriation Bill 2024 11th July, 2024",
        "HC 123 Session 2023-24 p. 17",
        "Vol. 85, No. 152 / Thursday, August 6, 2020 / Rules 47117",
        "GE.24-12345 (E) 120624",
        "+44 20 7946 0018",
    ],
)
def test_lines_of_numbers(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Japan: 20 trucks, 5 boats",
        "$20 million for Malawi, $5 million for Fiji",
        "5 new schools for Mali",
        "Deaths: 1,200",
        "Norway will give 20 trucks in 2025, 30 in 2026 and 40 in 2027.",
        "40 schools by 2027",
    ],
)
def test_lines_that_state_something(line: str) -> None:
    assert not is_furniture(line)
