"""How much is read at most, so that no source can take all memory or all day; and how an address says why it was not."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one source; what goes beyond is refused with a problem, never cut.

    `file_bytes`: a text, Markdown or PDF file or page. `html_bytes`: an HTML file or page, which takes
    about thirty times its size in memory while it is parsed. `seconds`: from the first look-up of a name to
    the last byte of a page, redirects included. `redirects`: hops of one address. `pdf_pages`: pages
    of one PDF. `pdf_characters`: characters of one PDF, whose streams may be packed a thousandfold.
    `html_elements`: elements of a page; each takes a few kilobytes and up to a tenth of a millisecond.
    `html_depth`: elements inside one another; main-content extraction takes their product with the text's length.
    """

    file_bytes: int = 64 * MEBIBYTE
    html_bytes: int = 16 * MEBIBYTE
    seconds: float = 30.0
    redirects: int = 10
    pdf_pages: int = 3000
    pdf_characters: int = 64 * MEBIBYTE
    html_elements: int = 200_000
    html_depth: int = 100


LIMITS = Limits()


def size_words(count: int) -> str:
    """Bytes as a person says them: `size_words(52_428_800) == "50 MB"` (binary megabytes)."""
    if count >= MEBIBYTE:
        return f"{count / MEBIBYTE:.3g} MB" if count < 1000 * MEBIBYTE else f"{count / MEBIBYTE:,.0f} MB"
    if count >= 1024:
        return f"{count / 1024:.3g} kB" if count < 1000 * 1024 else "1 MB"
    return f"{count} bytes"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an address was not read: words for a person, and the rule as in `Problem`."""

    what: str
    rule: str
