"""On which side of the day of publication a time phrase lies."""

from __future__ import annotations

import re

_YEARS = re.compile(r"[0-9]{4}(?:-[0-9][0-9]){0,2}")


def seen_from(published: str | None, edtf: str) -> str:
    """Where a date lies, seen from the day of publication: past, future, the same day ("today"), or about it ("now");
    "by" and "since" where it is open to one side, "unknown" without that day.

    `published`: an ISO date, month or year; `edtf`: the value of a time phrase, of whose stretches the last day counts."""
    if not published:
        return "unknown"
    last = next(iter(reversed(_YEARS.findall(edtf))), "")
    today = published[: len(last)]
    when = "past" if last < today else "future" if last > today else "today" if len(last) == 10 else "now"
    return f"by-{when}" if edtf.startswith("../") else f"since-{when}" if edtf.endswith("/..") else when
