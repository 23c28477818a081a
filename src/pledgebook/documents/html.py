"""HTML → text: the main content by resiliparse, paragraphs on lines of their own, no mark-up."""

from __future__ import annotations

import re
from typing import Any

from pledgebook.documents.html_metadata import Head, note_element, page_metadata
from pledgebook.documents.limits import Limits
from pledgebook.documents.mend import Noted, mend, note_body_element
from pledgebook.documents.metadata import Metadata
from pledgebook.model import Problem

_CHARSETS = re.compile(
    rb"<meta[^>]{0,512}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,128}?encoding=[\"']([\w.:-]+)", re.I
)
_LOOKS_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_OPENING_TAG = re.compile("<[a-zA-Z]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BULLET = re.compile(r"(?:[•●▪◦‣·■]\s*)+(?=\S)")
_OUTSIDE = ["nav", "header", "footer", "aside", "form", "dialog"]


def looks_like_html(data: bytes) -> bool:
    """Whether the first bytes are those of a page, for files and answers that do not say what they are."""
    return bool(_LOOKS_HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")))


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its first 4,096 bytes, None when it names none."""
    found = _CHARSETS.search(data[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def read_html(html: str, source: str, address: str | None, limits: Limits) -> tuple[str, Metadata] | Problem:
    """The main content of a page as text, and its metadata.

    Paragraphs stand apart by a blank line, list items begin with `• ` or their number, cells of a table
    row are parted by a tab. `address`: where the page was fetched, None for a file. Problems: "too-large" for more
    elements than `limits.html_elements`, "too-deep" for elements inside one another beyond `limits.html_depth`,
    "no-text" where nothing is left.
    """
    from resiliparse.parse.html import HTMLTree, traverse_dom

    elements = sum(1 for _ in _OPENING_TAG.finditer(html))
    if elements > limits.html_elements:
        what = f"page of {elements:,} elements, the limit is {limits.html_elements:,}"
        return Problem(source, what, "too-large")
    tree = HTMLTree.parse(html)
    if tree.body is None or tree.document is None:
        return Problem(source, "page without text", "no-text")
    if tree.document.query_selector("html" + " > *" * limits.html_depth) is not None:
        what = f"page with elements nested more than {limits.html_depth} deep, which is no article"
        return Problem(source, what, "too-deep")
    head, noted = Head(), Noted()

    def note(context: Any) -> None:
        note_element(head, context.node)
        note_body_element(noted, context.node, context.depth)

    if tree.head is not None:
        traverse_dom(tree.head, lambda context: note_element(head, context.node), elements_only=True)
    traverse_dom(tree.body, note, elements_only=True)
    metadata = page_metadata(head, address)
    mend(tree, noted, metadata.url)
    text = _main_text(tree)
    if not text:
        return Problem(source, "page without text", "no-text")
    return text, metadata


def _main_text(tree: Any) -> str:
    """The main content; where next to nothing is taken for it, all that stands outside menus and footers."""
    from resiliparse.extract.html2text import extract_plain_text

    main = extract_plain_text(
        tree, preserve_formatting=True, main_content=True, alt_texts=False, comments=False, post_meta=False
    )
    text = _clean(main)
    if len(text) >= 140:
        return text
    whole = _clean(
        extract_plain_text(tree, preserve_formatting=True, main_content=False, alt_texts=False, skip_elements=_OUTSIDE)
    )
    return whole if not text or len(whole) >= 1000 else text


def _clean(text: str) -> str:
    """One kind of space, no invisible characters, at most one blank line, `• ` at every list item."""
    lines: list[str] = []
    for raw in _INVISIBLE.sub("", text).split("\n"):
        cells = [" ".join(cell.split()) for cell in raw.split("\t")]
        line = "\t".join(cell for cell in cells if cell)
        line = _BULLET.sub("• ", line, count=1) if _BULLET.match(line) else line
        if not line and (not lines or not lines[-1]):
            continue
        if line.startswith("• ") and len(lines) > 1 and not lines[-1] and lines[-2].startswith("• "):
            lines.pop()
        lines.append(line)
    return "\n".join(lines).strip()
