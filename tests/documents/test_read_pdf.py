"""PDF: paragraphs from lines, and the PDFs that cannot be read."""

from __future__ import annotations

import io
import zipfile

import pytest
from made_pdf import encrypted_pdf, made_pdf

from pledgebook.documents.limits import Limits
from pledgebook.documents.pdf import read_pdf
from pledgebook.model import Problem

LONG = "Norway will give five million dollars to the fund that all the states of the region set up"


def text_of(pages: list[list[str | None]]) -> str:
    read = read_pdf(made_pdf(pages), "x.pdf", Limits())
    assert not isinstance(read, Problem), read
    return read[0]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not() -> None:
    text = text_of([[LONG, "in spring.", None, LONG, "(and more)."]])
    assert text == f"{LONG} in spring.\n\n{LONG} (and more)."


def test_a_word_cut_at_the_line_end_is_made_whole() -> None:
    text = text_of(
        [["The Ministers of all the states met, and the Govern-", "ment of “Norway” will give five million dollars."]]
    )
    assert text == "The Ministers of all the states met, and the Government of “Norway” will give five million dollars."


def test_a_hyphen_that_the_text_uses_elsewhere_is_kept() -> None:
    text = text_of(
        [["A long-term plan was made. It is said to be a plan for the long-", "term good of all the region."]]
    )
    assert text == "A long-term plan was made. It is said to be a plan for the long-term good of all the region."


def test_list_items_stand_on_lines_of_their_own() -> None:
    assert text_of([["They agreed:", "• Norway gives more", "• Chad gives less"]]) == (
        "They agreed:\n• Norway gives more\n• Chad gives less"
    )


def test_page_numbers_and_running_heads_go_and_sentences_run_over_pages() -> None:
    pages: list[list[str | None]] = [
        ["Fact sheet 2022", LONG, "1"],
        ["Fact sheet 2022", "in the next two years.", "2"],
        ["Fact sheet 2022", LONG, "Page 3 of 3"],
    ]
    assert text_of(pages) == f"{LONG} in the next two years.\n\n{LONG}"


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Joint Statement", "Joint Statement"), ("Microsoft Word - a.doc", None), ("a_v2.indd", None), ("", None)],
)
def test_the_title_unless_it_names_a_file(title: str, kept: str | None) -> None:
    read = read_pdf(made_pdf([[LONG]], title=title), "x.pdf", Limits())
    assert not isinstance(read, Problem)
    assert read[1].title == kept


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(5_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (_zip_bomb(), "not-a-pdf"),
        (b"%PDF-1.4\nand then nothing", "not-a-pdf"),
        (encrypted_pdf(), "encrypted-pdf"),
        (made_pdf([[]]), "no-text"),
        (made_pdf([["one"], ["two"], ["three"], ["four"]]), "too-large"),
        (made_pdf([["word " * 30]]), "too-large"),
    ],
    ids=["zip", "broken", "encrypted", "scan", "pages", "characters"],
)
def test_what_cannot_be_read_is_one_problem(data: bytes, rule: str) -> None:
    problem = read_pdf(data, "x.pdf", Limits(pdf_pages=3, pdf_characters=100))
    assert isinstance(problem, Problem)
    assert problem.rule == rule
    assert "\n" not in str(problem)
