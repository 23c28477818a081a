"""Templates, and how values look in them: everything from a document is text, and shows what it hides."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pledgebook.model import Commitment, Status, Total, days_of
from pledgebook.publish.commitment_tables import total
from pledgebook.publish.wording import counted, turned
from pledgebook.world.countries import place_name

ROOM = Path(str(resources.files("pledgebook.web")))
ASSETS = ROOM / "assets"
TEMPLATES = ROOM / "templates"

_TURNING = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Characters that turn the direction of text (Unicode, UAX 9): they can make a text read other than it is."""
_VISIBLE = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: "\u2421"}
_VISIBLE |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_VISIBLE |= {code: f"⟦U+{code:04X}⟧" for code in _TURNING}


def visible(value: object) -> object:
    """A value of a template: words with every character that hides or turns others shown by a mark of its own."""
    return value.translate(_VISIBLE) if type(value) is str else value


def person_name(id: str) -> str:
    """The name of an actor by its id: "Mexico" for MX, "usaid" for org:usaid."""
    return place_name(id).removeprefix("org:")


def promise_of(commitment: Commitment) -> str:
    """What is promised, as one line, and what turns it."""
    return turned(commitment.promise or commitment.object, commitment.polarity, commitment.modality)


def sentence_of(commitment: Commitment) -> str:
    """Who promises what, as one sentence: "Mexico: has committed to spend …" names who, then the words of the document."""
    who = ", ".join(map(person_name, commitment.actors)) or "Somebody not named"
    return f"{who} {promise_of(commitment)}"


def day_words(iso: str | None) -> str:
    """A day, month or year in words: "12 July 2022", "July 2022", "2022"; what is no date stays as it is."""
    if not iso:
        return "undated"
    parts = iso.split("-")
    try:
        if len(parts) == 3:
            found = date.fromisoformat(iso)
            return f"{found.day} {found:%B} {found.year}"
        if len(parts) == 2:
            return f"{date(int(parts[0]), int(parts[1]), 1):%B} {int(parts[0])}"
    except ValueError:
        return iso
    return iso


def period_words(edtf: str | None) -> str:
    """A period in words: "by 2028", "October 2022 to September 2024"; EDTF that says more stays as it is."""
    if not edtf:
        return ""
    start, found, end = edtf.partition("/")
    first, last = days_of(edtf)
    if (first is None and last is None) or any(sign in edtf for sign in "X?~%[{"):
        return edtf
    if not found:
        return day_words(edtf)
    if start in ("", ".."):
        return f"by {day_words(end)}"
    if end in ("", ".."):
        return f"from {day_words(start)}"
    return f"{day_words(start)} to {day_words(end)}"


def amount_words(value: Total | None) -> str:
    """A number with its unit in few characters, as tables of the terminal have it: "1.5 bn USD"."""
    return total(value)


def number_words(value: Decimal | float | int | None) -> str:
    """A number with thousands marked and no more decimals than it has; empty for none."""
    if value is None:
        return ""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def plain(word: str | None) -> str:
    """A word of the vocabulary for people: "no public evidence"."""
    return (word or "").replace("_", " ")


def short_reason(statuses: tuple[Status, ...]) -> str:
    """The first reason of the first status."""
    return statuses[0].reasons[0] if statuses and statuses[0].reasons else ""


def linkable(address: str | None) -> str | None:
    """An address that may be a link: http(s) alone, without signs that hide where it leads. None for any other."""
    if not address:
        return None
    try:
        sound = urlsplit(address).scheme.lower() in ("http", "https") and address.isprintable() and " " not in address
    except ValueError:
        return None
    return address if sound else None


def path_of(*parts: str) -> str:
    """The path of a page from its parts, each escaped: ("actors", "org:a/b") gives "actors/org%3Aa%2Fb"."""
    return "/".join(quote(part, safe="") for part in parts)


@functools.cache
def look() -> str:
    """A digest of the templates and our own assets: it changes when pages of the same book look otherwise."""
    found = hashlib.sha256()
    for folder in (TEMPLATES, ASSETS):
        for file in sorted(folder.glob("*.*")):
            found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()[:10]


@functools.cache
def environment() -> Environment:
    """The templates, always escaping, failing on a name that nobody gives."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters |= {
        "named": person_name,
        "promise": promise_of,
        "sentence": sentence_of,
        "day": day_words,
        "period": period_words,
        "amount": amount_words,
        "number": number_words,
        "plain": plain,
        "counted": counted,
        "reason": short_reason,
        "linkable": linkable,
    }
    found.globals |= {"path": path_of, "charts": (ASSETS / "vendor" / "vega.js").is_file()}
    return found


def drawn(template: str, values: Mapping[str, Any]) -> str:
    """A page of a template. `values` must hold `root` (the path before all links: "/" or "../") and `suffix` (what files of
    pages end with: "" or ".html")."""
    return environment().get_template(template).render(values)
