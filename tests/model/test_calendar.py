"""Days of EDTF values: a table, the same days as the edtf package, and never an exception."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import days_of

CASES = {
    "2022": ("2022-01-01", "2022-12-31"),
    "2022-02": ("2022-02-01", "2022-02-28"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2022-07-12": ("2022-07-12", "2022-07-12"),
    "2022-22": ("2022-06-01", "2022-08-31"),
    "2022-24": ("2022-12-01", "2023-02-28"),
    "2022-34": ("2022-04-01", "2022-06-30"),
    "199X": ("1990-01-01", "1999-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2022-XX": ("2022-01-01", "2022-12-31"),
    "2022~": ("2022-01-01", "2022-12-31"),
    "2022-10-01/2024-09-30": ("2022-10-01", "2024-09-30"),
    "2022/2024": ("2022-01-01", "2024-12-31"),
    "../2028": (None, "2028-12-31"),
    "2022-04/..": ("2022-04-01", None),
    "2022-04/": ("2022-04-01", None),
    "XXXX-05": (None, None),
    "2022-13": (None, None),
    "2022-02-30": (None, None),
    "0000": (None, None),
    "soon": (None, None),
    "": (None, None),
    None: (None, None),
}


@pytest.mark.parametrize(("edtf", "days"), CASES.items(), ids=str)
def test_days(edtf: str | None, days: tuple[str | None, str | None]) -> None:
    assert days_of(edtf) == tuple(None if day is None else date.fromisoformat(day) for day in days)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_the_edtf_package_counts_the_same_days(day: date, form: str) -> None:
    text = day.strftime(form)
    parsed = parse_edtf(text)
    low, high = days_of(text)
    assert low is not None
    assert high is not None
    assert low.timetuple()[:3] == parsed.lower_strict()[:3]
    assert high.timetuple()[:3] == parsed.upper_strict()[:3]


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    low, high = days_of(text)
    assert low is None or high is None or "/" in text or low <= high
