"""The tree of a document: what introduces what, who speaks, what stands alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extract.layout import Layout, Sentence, layout
from pledgebook.model import Document


def tree(text: str) -> Layout:
    return layout(Document("a.txt", text))


def words(text: str, one: Sentence | None) -> str | None:
    return None if one is None else text[one.start : one.end]


def rows(text: str) -> list[tuple[str | None, str, str | None, bool]]:
    """(words, role, words of the lead, whether the item goes on where the lead breaks off) of every sentence."""
    return [(words(text, s), s.role, words(text, s.lead), s.continues) for s in tree(text).sentences]


def test_items_know_the_line_that_introduces_them() -> None:
    text = "FACT SHEET\n\nTo help Haiti, Canada will:\n\n- give 5 boats;\n- Deploy police:\n  • to Jacmel\n- open a school.\n\nMore."
    lead = "To help Haiti, Canada will:"
    assert rows(text) == [
        ("FACT SHEET", "heading", None, False),
        (lead, "lead", None, False),
        ("give 5 boats;", "item", lead, True),
        ("Deploy police:", "item", lead, True),
        ("to Jacmel", "item", "Deploy police:", False),
        ("open a school.", "item", lead, True),
        ("More.", "text", None, False),
    ]


def test_lines_without_bullets_are_items_while_marks_hold_them_together() -> None:
    text = "Kenya and Peru will:\nConserve 40 parks;\nRestore 9 lakes.\nIt rained."
    assert [(role, on) for _, role, _, on in rows(text)] == [
        ("lead", False),
        ("item", True),
        ("item", True),
        ("text", False),
    ]


def test_a_lead_that_is_a_sentence_of_its_own_is_not_continued() -> None:
    for lead in ("Denmark made two pledges:", "They agreed on three steps:", "It has the following aims:"):
        text = f"{lead}\n\n- It will give 3 boats.\n- It will take 200 people."
        assert rows(text)[1:] == [
            ("It will give 3 boats.", "item", lead, False),
            ("It will take 200 people.", "item", lead, False),
        ]


def test_labels_and_speakers() -> None:
    text = "Japan: 20 trucks for Laos.\nMS. SMITH: We will pay. That is all.\nQ: When?\nTHE PRESIDENT: Soon."
    found = tree(text).sentences
    assert [s.label and text[slice(*s.label)] for s in found] == ["Japan", None, None, None, None]
    assert [s.speaker and text[slice(*s.speaker)] for s in found] == [
        None, "MS. SMITH", "MS. SMITH", "Q", "THE PRESIDENT",
    ]  # fmt: skip


def test_sentences_within_quotation_marks() -> None:
    text = "“We will pay. We will do it,” he said. “Norway will help.” She left."
    assert [s.quoted for s in tree(text).sentences] == [True, False, True, False]


def test_datelines_stand_outside_the_sentences() -> None:
    text = "OSLO, June 10 – Norway will pay."
    assert tree(text).datelines == ((0, 16),)


PIECES = st.sampled_from(
    [
        "Norway will:",
        "- give 5 boats;",
        "• train nurses",
        "(a) pay",
        "\n",
        "\n\n",
        "Japan: 3 trucks.",
        "MR. X: No.",
        "“Yes.”",
        " ",
        "a",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_every_reference_points_backwards_into_the_text(text: str) -> None:
    for sentence in tree(text).sentences:
        assert sentence.block[0] <= sentence.start < sentence.end <= sentence.block[1] <= len(text)
        for span in (sentence.label, sentence.speaker, sentence.heading):
            assert span is None or (0 <= span[0] < span[1] <= len(text) and span[0] <= sentence.start)
        assert (sentence.role == "item") == (sentence.lead is not None)
        assert sentence.lead is None or sentence.lead.end <= sentence.start
