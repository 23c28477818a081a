"""Dates of publication as pages write them."""

from __future__ import annotations

import pytest

from pledgebook.documents.published import iso_date


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2022-07-12", "2022-07-12"),
        ("2022-07", "2022-07"),
        ("2022", "2022"),
        ("2022-07-12T18:03:00-05:00", "2022-07-12"),
        ("2022-07-12T23:59:00Z", "2022-07-12"),
        ("2022/7/2", "2022-07-02"),
        ("20220712", "2022-07-12"),
        ("July 12, 2022", "2022-07-12"),
        ("Jul. 12, 2022 6:03pm EDT", "2022-07-12"),
        ("Tue, 12 Jul 2022 18:00:00 GMT", "2022-07-12"),
        ("12th of July 2022", "2022-07-12"),
        ("12-Jul-2022", "2022-07-12"),
        ("Sept 5, 2022", "2022-09-05"),
        ("\n  Published on\u00a0July 12, 2022 | Updated July 13, 2022", "2022-07-12"),
        ("July 2022", "2022-07"),
        ("07/12/2022", None),
        ("202207", None),
        ("2022-13-01", None),
        ("30 February 2022", None),
        ("2022-02-29", None),
        ("two days ago", None),
        ("", None),
        ("٢٠٢٢", None),
    ],
)
def test_iso_date(words: str, iso: str | None) -> None:
    assert iso_date(words) == iso
