"""Whole documents through the extraction: what is found, and that every span holds its words."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.extract import explain, statements
from pledgebook.model import Document, Statement

TEXT = (
    "Norway will give $5 million to the water fund by 2030, the foreign ministry said on Monday.\n"
    "CLICK HERE TO READ MORE ABOUT THE FUND\n"
    '"We have built 300 wells since 2019," the minister said. She urged other donors to double their grants.\n'
    "Twelve countries signed the Oslo Declaration on Water."
)


def found(text: str, **fields: Any) -> tuple[Statement, ...]:
    return statements(Document("a.txt", text, published="2022-07-12", publisher="A newspaper", **fields), ())


def spans(value: object, text: str) -> None:
    """Every span below a value holds the words it claims."""
    if dataclasses.is_dataclass(value):
        start, end, words = (getattr(value, name, None) for name in ("start", "end", "text"))
        if start is not None and end is not None:
            assert 0 <= start < end <= len(text)
            if words is not None:
                assert text[start:end] == words
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            for item in inner if isinstance(inner, tuple) else (inner,):
                spans(item, text)


def test_each_kind_is_told() -> None:
    kinds = {(s.kind, s.act.lemma) for s in found(TEXT)}
    assert ("commitment", "give") in kinds
    assert ("action", "build") in kinds
    assert ("agreement", "sign") in kinds
    assert any(kind == "appeal" for kind, _ in kinds)


def test_amount_period_and_source_of_a_commitment() -> None:
    give = next(s for s in found(TEXT) if s.act.lemma == "give")
    assert give.quantity is not None
    assert (give.quantity.low, give.quantity.high, give.quantity.unit) == (5_000_000, 5_000_000, "USD")
    assert give.period is not None
    assert give.period.edtf == "../2030"
    assert give.attribution[0].source == "the foreign ministry"
    assert give.object.text.startswith("$5 million to the water fund")


def test_lines_in_capitals_give_nothing() -> None:
    line = TEXT.index("CLICK"), TEXT.index("ABOUT THE FUND")
    assert not any(line[0] <= s.object.start <= line[1] for s in found(TEXT))


def test_batches_do_not_change_the_result() -> None:
    document = Document("a.txt", TEXT * 3)
    assert statements(document, (), batch=1) == statements(document, (), batch=7) == statements(document, (), batch=256)


def test_explanation_names_the_gate_and_the_signs() -> None:
    document = Document("a.txt", TEXT, published="2022-07-12")
    why = explain(document, TEXT.index("$5"), ())
    assert why.passed
    assert any(c.outcome == "chosen" and c.act == "give" and c.speaks_for for c in why.candidates)
    stopped = explain(document, TEXT.index("CLICK"), ())
    assert not stopped.passed
    assert not stopped.candidates


ODD = st.one_of(
    st.sampled_from(
        ["🇲🇽", "e\u0301", "\u202eשלום\u202c", "\r\n", "\x00", "ﬁ", "\u200b", "👩‍👩‍👧", " ", "\n", "\u2028"]
    ),
    st.text(max_size=8),
)
PIECE = st.sampled_from(
    [
        "Norway will give $5 million to the fund.",
        "Peru has built 300 wells.",
        "by the end of 2025",
        "€3bn",
        "She urged banks to cut fees.",
        "“We agree,” he said.",
        "Kenya will provide nearly [$1.5 billion](https://example.org/2025/01/25/a.html) for **schools** by *2030*.",
        "[",
        "**",
        "](https://example.org/$5)",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(ODD, PIECE), max_size=14).map(" ".join))
def test_every_span_holds_its_words_on_any_text(text: str) -> None:
    for statement in found(text):
        spans(statement, text)


def test_mark_up_is_passed_over_and_quoted() -> None:
    text = "Kenya will provide nearly [$1.5 billion](https://example.org/2025/01/25/a.html) for **schools** by *2030*."
    [one] = found(text)
    spans(one, text)
    assert one.object.text.startswith("nearly [$1.5 billion](https://example.org/2025/01/25/a.html) for **schools")
    assert one.quantity is not None
    assert one.quantity.text == "nearly [$1.5 billion"
    assert one.quantity.low == 1_500_000_000
    assert one.period is not None
    assert one.period.edtf == "../2030"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "•", "$", "123"])
def test_next_to_nothing_gives_nothing(text: str) -> None:
    assert found(text) == ()
