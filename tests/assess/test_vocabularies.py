"""What our statuses are called elsewhere: whole, sourced, on the page, honest where there is no equivalent."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from pledgebook.assess import Vocabulary, vocabularies
from pledgebook.model import StatusName

PAGE = (Path(__file__).resolve().parents[2] / "docs/status.md").read_text(encoding="utf-8")
TERMS = {
    "politifact": {"Promise Kept", "Compromise", "Promise Broken", "Stalled", "In the Works", "Not Yet Rated"},
    "grf": {"In progress", "Fulfilled"},
    "iati": {"Implementation", "Closed", "Cancelled", "Suspended"},
    "g20": {"full compliance", "partial compliance", "failure to comply"},
}
CODES = {
    "iati": {"Implementation": "2", "Closed": "4", "Cancelled": "5", "Suspended": "6"},
    "g20": {"full compliance": "1", "partial compliance": "0", "failure to comply": "-1"},
}


def test_the_four_are_there() -> None:
    assert [vocabulary.name for vocabulary in vocabularies()] == list(TERMS)


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda vocabulary: vocabulary.name)
def test_a_vocabulary(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.terms) == list(get_args(StatusName))
    assert vocabulary.source.startswith("https://")
    assert f"[{vocabulary.title}]({vocabulary.source})" in PAGE
    for name, term in vocabulary.terms.items():
        assert term.term or term.note, f"{name} has no equivalent and nobody says why"
        assert term.term is None or term.term in TERMS[vocabulary.name]
        assert term.code == CODES.get(vocabulary.name, {}).get(term.term or "")


def test_no_evidence_is_never_called_broken_or_begun() -> None:
    for vocabulary in vocabularies():
        assert vocabulary.terms["no_public_evidence"].term in (None, "Not Yet Rated")


@pytest.mark.parametrize("status", get_args(StatusName))
def test_the_page_shows_every_term(status: str) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{status}` |") and line.count("|") == 6)
    for vocabulary, cell in zip(vocabularies(), line.split(" | ")[1:], strict=True):
        assert (vocabulary.terms[status].term or "–") in cell  # type: ignore[index]
