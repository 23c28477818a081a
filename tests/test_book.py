"""The whole way from a text to its statements: spans that hold their words, the same result in any batch, readings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pledgebook
from pledgebook.book import check_date, statements_of
from pledgebook.errors import UsageError
from pledgebook.model import Document, encode_jsonl, record_of

SENTENCES = (
    "Norway will give $5 million to Haiti by 2028, a source said.",
    "We deployed 1,300 additional personnel and made over 3,000 arrests.",
    "The two countries signed the Oslo Charter in May.",
    "“We will build 20 schools,” the minister said.",
    "President Biden urged every country in the region to pay up to €4 billion.",
    "- Canada: CAD 30–40 million a year for refugees",
    "More than 239,000 encounters were recorded in May alone.",
)
WEIRD = (
    "😀",
    "e\u0301",
    "\u200f",
    "שלום",
    "\r\n",
    "\x00",
    "\n",
    " ",
    "\u2028",
    "\ufeff",
    "𝔘",
    "\u0085",
    "ﬁ",
    "\u202e",
    "👩\u200d👧",
)


def texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(WEIRD), st.text(max_size=5).filter(_encodes))
    return st.lists(pieces, max_size=12).map("".join)


def _encodes(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a record that has a place in the text, outermost first."""
    if isinstance(value, dict):
        if value.get("start") is not None:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
def test_every_span_holds_its_words(text: str) -> None:
    document = Document("any.txt", text, published="2022-07-12")
    statements = statements_of(document)
    for statement in statements:
        assert statement.document == document.id
        for span in spans(record_of(statement, document)):
            assert 0 <= span["start"] < span["end"] <= len(text)
            if "text" in span:
                assert text[span["start"] : span["end"]] == span["text"]
            if "rule" not in span and "name" in span:
                assert text[span["start"] : span["end"]] == span["name"]
    assert len({statement.id for statement in statements}) == len(statements)


def test_spans_on_the_real_documents(shared: Path) -> None:
    for path in sorted((shared / "gold").glob("*.txt")):
        reading = pledgebook.read(path)
        assert reading.document is not None
        assert reading.document.text == path.read_bytes().decode("utf-8")
        for statement in reading.statements:
            for span in spans(record_of(statement, reading.document)):
                if "text" in span:
                    assert reading.document.text[span["start"] : span["end"]] == span["text"]


def test_the_same_bytes_at_any_batch_size() -> None:
    text = " ".join(SENTENCES * 6)
    document = Document("any.txt", text, published="2022-07-12")

    def told(batch: int) -> bytes:
        return encode_jsonl([record_of(statement, document) for statement in statements_of(document, batch=batch)])

    first = told(1)
    assert first
    assert told(2) == first
    assert told(7) == first
    assert told(256) == first


def test_the_same_bytes_whatever_was_read_before(tmp_path: Path) -> None:
    paths = []
    for number, sentence in enumerate(SENTENCES):
        path = tmp_path / f"{number}.txt"
        path.write_text(sentence, encoding="utf-8")
        paths.append(path)
    forwards = {reading.source: reading for reading in pledgebook.read_all(paths)}
    backwards = {reading.source: reading for reading in pledgebook.read_all(paths[::-1])}
    assert forwards == backwards
    assert list(forwards) == [str(path) for path in paths]


def test_a_reading_shows_itself(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(SENTENCES[0], encoding="utf-8")
    reading = pledgebook.read(path, title="<b>", publisher="A newspaper", published="2022-07-12")
    assert repr(reading) == f"<Reading {str(path)!r}: 1 statement>"
    assert reading.document is not None
    assert (reading.document.title, reading.document.publisher, reading.document.published) == (
        "<b>",
        "A newspaper",
        "2022-07-12",
    )
    assert reading.problems == ()
    assert "&lt;b&gt;" in reading._repr_html_()
    assert "$5 million" in reading.statements[0]._repr_html_()
    assert repr(reading.statements[0]).startswith("<commitment NO: 'will give ")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.source = "other"  # type: ignore[misc]


def test_what_cannot_be_read_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    reading = pledgebook.read(tmp_path / "missing.txt")
    assert reading.document is None
    assert reading.statements == ()
    assert len(reading.problems) == 1
    assert "missing.txt" in repr(reading)
    assert "missing.txt" in reading._repr_html_()


def test_a_broken_description_is_told_and_the_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCES[0], encoding="utf-8")
    (tmp_path / "a.meta.json").write_text("{", encoding="utf-8")
    reading = pledgebook.read(tmp_path / "a.txt")
    assert len(reading.statements) == 1
    assert len(reading.problems) == 1


def test_read_takes_one_document_and_read_all_takes_many(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SENTENCES[0], encoding="utf-8")
    with pytest.raises(UsageError, match="2 documents"):
        pledgebook.read(tmp_path)
    assert len(list(pledgebook.read_all([tmp_path]))) == 2
    with pytest.raises(UsageError, match="no source"):
        pledgebook.read_all([])


@pytest.mark.parametrize("date", ["2022", "2022-07", "2022-07-12", "2024-02-29"])
def test_dates(date: str) -> None:
    assert check_date(date) == date


@pytest.mark.parametrize(
    "date", ["", "yesterday", "2022-13", "2022-02-30", "2022-7-1", "22-07-12", "2022-07-12T10:00", "0000"]
)
def test_no_dates(date: str) -> None:
    with pytest.raises(UsageError, match="ISO date"):
        check_date(date)
