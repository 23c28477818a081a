"""Templates, and how values look in them: everything from a document is text, and shows what it hides."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pledgebook.assess.wording import unit_name
from pledgebook.ledger import describe
from pledgebook.model import Commitment, Document, Entry, Imprint, Statement, Status, Total, days_of
from pledgebook.publish.citation import citation
from pledgebook.publish.jsonld import script_text
from pledgebook.publish.sharing import shared_document, source_name
from pledgebook.publish.wording import counted, short_number, turned
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
    """The name of an actor by its id: "Mexico" for MX, "World Bank" for org:world-bank."""
    name = place_name(id)
    return (
        re.sub(r"(?<!\S)[a-z]", lambda first: first[0].upper(), name[4:].replace("-", " "))
        if name[:4] == "org:"
        else name
    )


def promise_of(commitment: Commitment) -> str:
    """What is promised, as one line, and what turns it."""
    return turned(commitment.promise or commitment.object, commitment.polarity, commitment.modality)


def names_of(ids: Sequence[str]) -> str:
    """Names as a sentence has them: "Mexico", "Mexico and United States", "Belize, Mexico and Spain"."""
    names = [person_name(id) for id in ids]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def sentence_of(commitment: Commitment) -> str:
    """Who promises what, as one sentence in the words of the document: "Spain will double …"; a colon stands behind the name where
    the words have a subject of their own ("United States: the infrastructure law sets aside …")."""
    who, words = names_of(commitment.actors) or "Somebody not named", promise_of(commitment)
    if commitment.kind == "figure" and not commitment.actors:
        return words[:1].upper() + words[1:]
    return f"{who}: {words}" if words.partition(" ")[0].lower() in _BEFORE_NOUNS else f"{who} {words}"


_BEFORE_NOUNS = ("the", "a", "an", "this", "these", "its", "their", "his", "her", "our", "government", "president")
"""Words with which a promise begins that names its own subject."""


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
    """A number with its unit in few characters: "1.5 bn USD", "up to 4,000 refugees", "15,000–20,000 workers a year"."""
    if value is None:
        return ""
    low, high = value.low, value.high
    if low is not None and high is not None:
        number = short_number(low) if low == high else f"{short_number(low)}–{short_number(high)}"
    elif low is not None:
        number = f"at least {short_number(low)}"
    else:
        number = f"up to {short_number(high)}" if high is not None else "some"
    more = " more" if value.additional else ""
    if value.unit == "percent":
        return f"{number}{more} %"
    return f"{number}{more} {unit_name(high or low, value.unit)}{f' per {value.per}' if value.per else ''}"


def cited(imprint: Imprint | Document, statement: Statement) -> str:
    """A quote with its citation, for the public."""
    return citation(shared_document(imprint), statement)


def told_of(entry: Entry) -> str:
    """What an entry adds, for the public: of a file its name alone."""
    words = describe(entry)
    if entry.kind != "document":
        return words
    source, colon, rest = words.rpartition(": ")
    return f"{source_name(source)}{colon}{rest}"


def parts_of(words: str) -> list[tuple[str, str | None]]:
    """A text in parts: ids of commitments and statements, each with the path of its page, and what stands between them."""
    return [(part, f"commitments/{part}" if place % 2 else None) for place, part in enumerate(_ID.split(words)) if part]


_ID = re.compile(r"\b((?:cm|st)-[0-9a-f]{16})\b")


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


def in_script(value: object) -> Markup:
    """A value as JSON within an element of data: nothing in it can end the element or turn its text."""
    return Markup(script_text(value).translate({code: f"\\u{code:04x}" for code in _TURNING}))


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
        "unit": lambda unit: "%" if unit == "percent" else unit_name(None, unit),
        "plain": plain,
        "counted": counted,
        "reason": short_reason,
        "linkable": linkable,
        "source": source_name,
        "names": names_of,
        "parts": parts_of,
        "folded": str.casefold,
    }
    found.globals |= {"path": path_of, "charts": (ASSETS / "vendor" / "vega.js").is_file()}
    return found


def drawn(template: str, values: Mapping[str, Any]) -> str:
    """A page of a template. `values` must hold `root` (the path before all links: "/" or "../") and `suffix` (what files of
    pages end with: "" or ".html")."""
    return environment().get_template(template).render(values)
