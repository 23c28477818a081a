"""Changes to a page's tree before its main content is taken: what the extraction would lose, and what is no content.

resiliparse tells content from frame by rules of thumb over tags, classes and shares of links. Four of them lose much of official texts: lists near the top of the tree go, so do lists that quote their sources in links, every
`<time>` goes even inside a sentence, and paragraphs inside table cells break the row. One of ours is added:
paragraphs and lists that are nothing but links to other pages are related articles, not the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
_TEXT_BLOCKS = frozenset(
    ["p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_LINK_BLOCKS = frozenset(["p", "div", "h2", "h3", "h4", "h5", "h6"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol"])
_FRAME = frozenset(["nav", "footer", "aside"])
_SILENT = frozenset(["a", "br", "hr", "img", "picture", "svg", "script", "style", "ul", "ol"])
_CARD = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "ul", "table"])
_NOTED = frozenset(["a", "time", "ul", "sup", "summary", "td", "th"])
_SHALLOW = 4  # resiliparse drops a <ul> with fewer elements than these between it and <body>
_SENTENCE_END = re.compile(r"[.;:][\"'”’)\]]*$")
_FOOTNOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")
_OTHER_PAGE = re.compile(r"(?!#|mailto:|tel:|javascript:|data:)\S", re.IGNORECASE)
_BETWEEN_LINKS = " \t\r\n\f\u00a0|·•/,–—-"
_NEAR = 24  # siblings looked at on either side; beyond them nothing is taken for a block of links


@dataclass(slots=True)
class Noted:
    """Elements of the page's body to look at, with their depth below it, gathered while the tree is walked."""

    elements: list[tuple[Any, int]] = field(default_factory=list)
    frame_depth: int | None = None


def note_body_element(noted: Noted, element: Any, depth: int) -> None:
    """Keeps an element for mending, unless it stands inside navigation, an aside or a footer."""
    if noted.frame_depth is not None:
        if depth > noted.frame_depth:
            return
        noted.frame_depth = None
    tag = element.tag
    if tag in _FRAME:
        noted.frame_depth = depth
    elif tag in _NOTED:
        noted.elements.append((element, depth))


def mend(tree: Any, noted: Noted, own_address: str | None) -> None:
    """Changes the tree in place. `own_address`: the page's own, links to which lead to no other page."""
    for element, _ in noted.elements:
        if element.tag == "sup" and _is_footnote_mark(element):
            element.decompose()
    links = [element for element, _ in noted.elements if element.tag == "a" and element.parent is not None]
    lone_items: dict[Any, set[Any]] = {}  # list → its items that are nothing but links
    for link in links:
        if _leads_away(link, own_address):
            _drop_block_of_link(link, lone_items)
    for listing, items in lone_items.items():
        if len(items) == listing.child_element_count:
            listing.decompose()
    of_links = {
        item for listing, items in lone_items.items() if 2 * len(items) > listing.child_element_count for item in items
    }
    for link in links:
        block = _block(link)
        # What is left of a list of links keeps its links, whose share tells it from the text.
        if block is not None and block.tag in _TEXT_BLOCKS and block not in of_links and block.parent not in of_links:
            link.replace_with(tree.create_text_node(link.text))
    for element, depth in noted.elements:
        if element.parent is not None:
            _mend_element(tree, element, depth)


def _mend_element(tree: Any, element: Any, depth: int) -> None:
    if element.tag == "time":
        block = _block(element)
        if block is not None and block.tag in _TEXT_BLOCKS and not _alone(element):
            element.replace_with(tree.create_text_node(element.text))
    elif element.tag == "ul" and depth < _SHALLOW and _beside_text(element):
        _deepen(tree, element)
    elif element.tag == "summary":
        paragraph = tree.create_element("p")
        paragraph.append_child(tree.create_text_node(element.text))
        element.replace_with(paragraph)
    elif element.tag in ("td", "th") and element.child_element_count == 1:
        inner = element.first_element_child
        if inner.tag in ("p", "div"):
            inner.replace_with(tree.create_text_node(inner.text))


def _leads_away(link: Any, own_address: str | None) -> bool:
    target = link.getattr("href") or ""
    return bool(_OTHER_PAGE.match(target)) and target != own_address


def _drop_block_of_link(link: Any, lone_items: dict[Any, set[Any]]) -> None:
    """Removes the block that is nothing but this link, or links; a list item is noted with its list instead."""
    if link.parent is None:
        return
    if any(child.tag in _CARD for child in _children(link)):
        if link.parent.tag not in _TEXT_BLOCKS:
            link.decompose()  # a card that leads to another page
        return
    words = link.text.strip()
    node = link
    while words and _alone(node) and (parent := node.parent) is not None:
        if parent.tag == "li":
            if parent.parent is not None:
                lone_items.setdefault(parent.parent, set()).add(parent)
            return
        in_item = parent.tag == "p" and parent.parent is not None and parent.parent.tag == "li"
        if parent.tag in _LINK_BLOCKS and not in_item:
            in_cell = parent.parent is None or parent.parent.tag in ("td", "th")
            if not in_cell and not _SENTENCE_END.search(words):
                parent.decompose()
            return
        if parent.tag not in _INLINE and not in_item:
            return
        node = parent


def _children(element: Any) -> list[Any]:
    found: list[Any] = []
    child = element.first_element_child
    while child is not None and len(found) < _NEAR:
        found.append(child)
        child = child.next_element_sibling
    return found


def _alone(node: Any) -> bool:
    """Whether nothing but links and signs between them stands beside `node` in its parent."""
    from resiliparse.parse.html import ELEMENT, TEXT

    for step in ("prev", "next"):
        beside = getattr(node, step)
        for _ in range(_NEAR):
            if beside is None:
                break
            silent = beside.type not in (ELEMENT, TEXT) or beside.tag in _SILENT
            if not silent and beside.text.strip(_BETWEEN_LINKS):
                return False
            beside = getattr(beside, step)
        if beside is not None:
            return False
    return True


def _block(node: Any) -> Any:
    """The nearest ancestor that is no inline element."""
    parent = node.parent
    while parent is not None and parent.tag in _INLINE:
        parent = parent.parent
    return parent


def _beside_text(listing: Any) -> bool:
    return any(
        beside is not None and beside.tag in _HEADINGS
        for beside in (listing.previous_element_sibling, listing.next_element_sibling)
    )


def _deepen(tree: Any, element: Any) -> None:
    outer = inner = tree.create_element("div")
    for _ in range(_SHALLOW - 1):
        below = tree.create_element("div")
        inner.append_child(below)
        inner = below
    element.replace_with(outer)
    inner.append_child(element)


def _is_footnote_mark(element: Any) -> bool:
    words = element.text.strip()
    inside, around = element.first_element_child, element.parent
    linked = (inside is not None and inside.tag == "a") or (around is not None and around.tag == "a")
    return linked and bool(_FOOTNOTE_MARK.fullmatch(words))
