"""Where a last name stands: the plain search sees what the pattern of a whole word sees."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.resolve.people import _places

SIGNS = st.sampled_from("ab-_é .Ab²")


@given(st.text(SIGNS, max_size=40), st.text(SIGNS, min_size=1, max_size=3), st.integers(0, 8), st.integers(0, 40))
def test_places_are_those_of_whole_words(text: str, last: str, low: int, high: int) -> None:
    memory: Any = SimpleNamespace(text=text, document=SimpleNamespace(body=(low, min(high, len(text)))))
    whole = re.compile(rf"(?<![\w-]){re.escape(last)}(?![\w-])")
    assert list(_places(memory, last)) == [one.span() for one in whole.finditer(text, low, min(high, len(text)))]
