"""The chain: any change of any field of a line changes its hash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import GENESIS, entry_hash

WORD = st.text(st.characters(blacklist_characters="\n", blacklist_categories=("Cs",)), max_size=8)
LINE = st.tuples(WORD, st.integers(min_value=1), WORD, WORD, WORD, st.binary(max_size=12))


@given(LINE, LINE)
def test_two_lines_share_a_hash_only_when_they_say_the_same(
    one: tuple[str, int, str, str, str, bytes], other: tuple[str, int, str, str, str, bytes]
) -> None:
    assert (entry_hash(*one) == entry_hash(*other)) == (one == other)


def test_the_hash_is_the_documented_one() -> None:
    import hashlib

    told = hashlib.sha256(f"{GENESIS}\n1\n2026-01-01T00:00:00.000000Z\nrun\ndocument\n".encode() + b"{}").hexdigest()
    assert entry_hash(GENESIS, 1, "2026-01-01T00:00:00.000000Z", "run", "document", b"{}") == told
