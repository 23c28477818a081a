"""PDF → text: pypdfium2 gives the lines of each page, geometry and punctuation make paragraphs of them."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pledgebook.documents.limits import Limits
from pledgebook.documents.metadata import Metadata, one_line
from pledgebook.language.lexicon import words_of
from pledgebook.model import Problem

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD of fpdfview.h
_SECURITY_ERROR = 5  # FPDF_ERR_SECURITY
_BREAK_HYPHENS = "\x02\ufffe"  # what PDFium writes for a hyphen at the end of a line
_BULLET = re.compile(r"(?:[•●▪◦‣∙■□►⁃\uf0b7\uf0a7]|[-–—*](?=\s)|\(?\d{1,2}[.)](?=\s)|\([a-z]{1,4}\)(?=\s))\s*")
_ROUND_BULLET = re.compile(r"[●▪◦‣∙■□►⁃\uf0b7\uf0a7]\s*")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_FILE_TITLE = re.compile(
    r"(?:microsoft word - .*|untitled.*|.*\.(?:docx?|pdf|indd|rtf|odt|pptx?|xlsx?|qxd))", re.IGNORECASE
)
_one_at_a_time = threading.Lock()  # PDFium is not safe for threads


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its top, that of its last row (a cut word joins two rows), its edges and the height of its letters, in
    points from the bottom left; all 0 where the geometry is not known."""

    words: str
    top: float = 0
    last_top: float = 0
    left: float = 0
    right: float = 0
    height: float = 0


def begins_as_pdf(data: bytes) -> bool:
    """Whether a file that does not say what it is begins as a PDF does."""
    return data[:64].lstrip().startswith(b"%PDF-")


def read_pdf(data: bytes, source: str, limits: Limits) -> tuple[str, Metadata] | Problem:
    """The text and the title of a PDF; paragraphs on lines of their own, words cut at line ends made whole.

    Page numbers and heads or feet that repeat over pages are left out. Problems: "not-a-pdf", "encrypted-pdf",
    "too-large" (pages or characters beyond `limits`), "no-text" for a scan.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    if b"%PDF-" not in data[:1024]:  # where readers look for it: PDF 1.7, implementation note 13
        return Problem(source, "not a PDF, whatever its name says", "not-a-pdf")
    with _one_at_a_time:
        try:
            document = PdfDocument(data)
        except PdfiumError as error:
            if error.err_code in (_PASSWORD_ERROR, _SECURITY_ERROR):
                return Problem(source, "encrypted PDF, which opens only with a password", "encrypted-pdf")
            return Problem(source, "broken PDF, which cannot be opened", "not-a-pdf")
        try:
            count = len(document)
            if count > limits.pdf_pages:
                return Problem(source, f"PDF of {count:,} pages, the limit is {limits.pdf_pages:,}", "too-large")
            pages: list[list[_Line]] = []
            characters = 0
            for number in range(count):
                try:
                    lines, length = _page_lines(document, number)
                except PdfiumError:
                    continue  # one broken page does not cost the others
                characters += length
                if characters > limits.pdf_characters:
                    what = f"PDF with more than {limits.pdf_characters:,} characters of text, the limit"
                    return Problem(source, what, "too-large")
                pages.append(lines)
            title = one_line(document.get_metadata_dict().get("Title"))
        finally:
            document.close()
    text = "\n\n".join(_paragraphs(_without_furniture(pages)))
    text = re.sub("\n\n(?=• )", "\n", text)
    if not text.strip():
        return Problem(source, "PDF without text (a scan?); it needs text recognition first", "no-text")
    if title and _FILE_TITLE.fullmatch(title):
        title = None
    return text, Metadata(title=title)


def _page_lines(document: Any, number: int) -> tuple[list[_Line], int]:
    """The lines of one page in the order of its content, and how many characters it holds."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        text = textpage.get_text_range()
        located = len(text) == count  # else an index into the text is no index of a character box
        lines = []
        at = 0
        for words in text.split("\r\n"):
            inner = words.strip()
            if inner:
                first = at + len(words) - len(words.lstrip())
                lines.append(_located_line(textpage, inner, first, first + len(inner) - 1) if located else _Line(inner))
            at += len(words) + 2
        return lines, count
    finally:
        textpage.close()
        page.close()


def _located_line(textpage: Any, words: str, first: int, last: int) -> _Line:
    left, bottom, _, top = textpage.get_charbox(first, loose=True)
    _, _, right, last_top = textpage.get_charbox(last, loose=True)
    return _Line(words, top, last_top, left, right, top - bottom)


def _without_furniture(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without page numbers, and without first and last lines that come again on three pages or more."""

    def shape(line: _Line) -> str:
        return re.sub(r"\d+", "#", line.words.casefold())

    edges = Counter(shape(line) for page in pages for line in {id(page[i]): page[i] for i in (0, -1) if page}.values())
    kept = []
    for page in pages:
        lines = list(page)
        for at in (0, -1):
            while lines and (_PAGE_NUMBER.fullmatch(lines[at].words) or edges[shape(lines[at])] >= 3):
                del lines[at]
        kept.append(lines)
    return kept


def _paragraphs(pages: list[list[_Line]]) -> list[str]:
    lines = [line for page in pages for line in page]
    every = "\n".join(line.words for line in lines)
    page_starts = {id(page[0]) for page in pages if page}
    pitches = [
        above.last_top - below.top
        for page in pages
        for above, below in pairwise(page)
        if 0 < above.last_top - below.top < 3 * max(above.height, 1)
    ]
    pitch = median(pitches) if pitches else 0.0
    edges = {id(line): edge for page in pages for line, edge in _column_edges(page)}
    paragraphs: list[str] = []
    last: _Line | None = None
    for line in lines:
        if last is None or _starts_paragraph(last, line, pitch, edges[id(last)], id(line) in page_starts):
            paragraphs.append(line.words)
        else:
            paragraphs[-1] = f"{paragraphs[-1]}{'' if paragraphs[-1][-1] in _BREAK_HYPHENS else ' '}{line.words}"
        last = line
    return [clean for clean in (_clean(paragraph, every) for paragraph in paragraphs) if clean]


_INDENT = 30.0
"""Points by which the lines of one column may begin apart: what paragraphs are indented by."""


def _column_edges(page: list[_Line]) -> Iterator[tuple[_Line, float]]:
    """The lines of a page, each with the right edge of its column: that of the longest line that begins where it does."""
    edges: dict[int, float] = {}
    for line in page:
        at = int(line.left // _INDENT)
        edges[at] = max(line.right, edges.get(at, 0.0))
    for line in page:
        at = int(line.left // _INDENT)
        yield line, max(edges.get(near, 0.0) for near in (at - 1, at, at + 1))


def _starts_paragraph(above: _Line, below: _Line, pitch: float, right: float, new_page: bool) -> bool:
    ended = bool(_SENTENCE_END.search(above.words))
    if _BULLET.match(below.words):
        return True
    if above.words[-1] in _BREAK_HYPHENS:
        return False
    if above.height and below.height and abs(above.height - below.height) > 0.15 * max(above.height, below.height):
        return True  # a heading
    goes_on = below.words[0].islower() or above.words.split()[-1].lower() in words_of("layout", "no-line-end")
    step = above.last_top - below.top
    if new_page or step < 0 or not pitch:
        return ended or not (goes_on or above.words[-1] == ",")
    if step > 1.35 * pitch:
        return True
    short = above.right < 0.8 * right
    return short and (ended or not goes_on)


def _clean(paragraph: str, every: str) -> str:
    """White space made single, round bullets made `• `, control characters gone, cut words joined."""

    def joined(found: re.Match[str]) -> str:
        with_hyphen = f"{found[1]}-{found[2]}"
        return with_hyphen if with_hyphen in every else f"{found[1]}{found[2]}"

    paragraph = re.sub(rf"(\w+)[{_BREAK_HYPHENS}]\s*(\w+)", joined, paragraph)
    paragraph = re.sub(rf"[{_BREAK_HYPHENS}]", "-", paragraph)
    paragraph = " ".join(_CONTROL.sub("", paragraph).replace("\u00ad", "").split())
    return _ROUND_BULLET.sub("• ", paragraph, count=1) if _ROUND_BULLET.match(paragraph) else paragraph
