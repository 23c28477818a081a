"""One self-contained page: the text with its statements marked, each mark's record beside its paragraph.

Everything from a document is escaped. The page loads nothing, sends nothing, and runs no script but the one it
ships, which its own policy names by hash; it is whole without it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from urllib.parse import urlsplit

from pledgebook.model import Actor, Document, Reading, Statement, plain_words
from pledgebook.publish.citation import citation
from pledgebook.publish.passages import Place, blocks, is_markdown, paragraphs, pieces, placed, places_of
from pledgebook.publish.statement_tables import KINDS
from pledgebook.publish.wording import how_much
from pledgebook.world.countries import place_name

# characters that HTML forbids or drops become pictures of themselves; the record keeps the real ones
_PICTURES = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"} | {0x7F: "\u2421"}
_PICTURES |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\ufffd")

_LABELS = {
    "who": "who undertakes, does, signs or asks",
    "promise": "act and object, in the words of the text",
    "how much": "the number as the text says it",
    "asked of": "who is asked to act",
    "for whom": "who receives or benefits",
    "by when": "when it is to be done, in EDTF: ../2028 is by 2028, 2022/2024 from 2022 to 2024",
    "at": "the meeting or instrument at which it was said",
    "who says so": "the chain of sources, outermost first",
    "strength": "how firmly: in law, in a policy document, declared by the actor, reported, or proposed",
    "rung": "how far money has come: pledged, committed, allocated, disbursed, spent",
}
"""What the labels of a record mean."""
_KINDS = {
    "commitment": "undertakes something in the future",
    "action": "did or is doing it",
    "agreement": "signs or joins an instrument",
    "appeal": "asks others to act",
    "figure": "a measured number",
}


def _safe(words: str) -> str:
    return escape(words.translate(_PICTURES))


def _hash(content: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"


def page(readings: Sequence[Reading]) -> str:
    """The page of any number of readings; those without a document are left out."""
    whole = [(reading.document, reading.statements) for reading in readings if reading.document is not None]
    folder = resources.files("pledgebook.publish")
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    script = folder.joinpath("page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    titles = [_safe(document.title or document.source) for document, _ in whole]
    contents = "".join(f'<li><a href="#d{number}">{title}</a></li>' for number, title in enumerate(titles, 1))
    counts = Counter[str](statement.kind for _, statements in whole for statement in statements)
    switches = "".join(_switch(kind, counts[kind]) for kind in KINDS)
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="pledgebook">\n',
            f"<title>{titles[0] if len(titles) == 1 else f'Statements of {len(titles)} documents'}</title>\n",
            f"<style>{style}</style>\n</head>\n<body>\n",
            f'<div class="bar" role="group" aria-label="What is shown">{switches}{_actors(whole)}</div>\n',
            f"<nav><ol>{contents}</ol></nav>\n" if len(titles) > 1 else "",
            "<main>\n",
            _legend() if counts else "",
            *(_article(number, document, statements) for number, (document, statements) in enumerate(whole, 1)),
            "</main>\n<footer><p>Made by pledgebook. Every mark is the exact words of the text.</p></footer>\n",
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _switch(kind: str, count: int) -> str:
    return (
        f'<label><input type="checkbox" id="show-{kind}" checked>'
        f'<span class="kind {kind}" title="{_KINDS[kind]}">{kind}</span> {count:,}</label>'
    )


def _article(number: int, document: Document, statements: Sequence[Statement]) -> str:
    parts = [_safe(part) for part in (document.publisher, document.published) if part]
    parts += [_address(document.url or document.source), f"{len(statements):,} statement{'s' * (len(statements) != 1)}"]
    rows = "".join(_rows(f"d{number}", document, statements))
    return (
        f'<article id="d{number}">\n<h1 dir="auto">{_safe(document.title or document.source)}</h1>\n'
        f'<p class="by sans">{" · ".join(parts)}</p>\n{_promises(f"d{number}", statements)}{rows}</article>\n'
    )


def _legend() -> str:
    """What the labels mean, folded in."""
    pairs = (*_KINDS.items(), *_LABELS.items())
    listing = "".join(f"<dt>{label}</dt><dd>{meaning}</dd>" for label, meaning in pairs)
    return f'<details class="legend sans"><summary>What the labels say</summary><dl>{listing}</dl></details>\n'


def _promises(prefix: str, statements: Sequence[Statement]) -> str:
    """Who promised what: the commitments of a document by who undertakes them, each with a link to its record."""
    by_actor: dict[str, list[str]] = {}
    for number, one in enumerate(statements, 1):
        if one.kind == "commitment":
            names = ", ".join(dict.fromkeys(map(_called, one.actors))) or "not named"
            link = f'<li><a href="#{prefix}s{number}"><bdi>{_safe(one.promise)}</bdi></a></li>'
            by_actor.setdefault(names, []).append(link)
    if not by_actor:
        return ""
    listing = "".join(
        f"<dt><bdi>{_safe(names)}</bdi></dt><dd><ul>{''.join(links)}</ul></dd>" for names, links in by_actor.items()
    )
    return f'<details class="promises sans" open><summary>Who promised what</summary><dl>{listing}</dl></details>\n'


def _actors(whole: Sequence[tuple[Document, Sequence[Statement]]]) -> str:
    """The choice of an actor; the script shows it, since without one it does nothing."""
    named: dict[str, str] = {}
    for _, statements in whole:
        for one in statements:
            for actor in one.actors:
                named.setdefault(actor.id or actor.name, _called(actor))
    if len(named) < 2:
        return ""
    ordered = sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    options = "".join(
        f'<option value="{_safe(key)}">{_safe(name)}{f" ({_safe(key)})" if key != name else ""}</option>'
        for key, name in ordered
    )
    return f'<label id="by-actor" hidden>who <select><option value="">everybody</option>{options}</select></label>'


def _called(actor: Actor) -> str:
    """One name for all the words that stand for a country: "Mexico" for "Mexican"."""
    return actor.name if actor.id is None or actor.id.startswith("org:") else place_name(actor.id)


def _address(source: str) -> str:
    """A link for http(s) addresses; anything else, a javascript: address too, is plain words."""
    try:
        linked = urlsplit(source).scheme.lower() in ("http", "https") and source.isprintable()
    except ValueError:
        linked = False
    words = f"<bdi>{_safe(source)}</bdi>"
    return f'<a href="{_safe(source)}" rel="noopener noreferrer">{words}</a>' if linked else words


def _rows(prefix: str, document: Document, statements: Sequence[Statement]) -> Iterator[str]:
    """A row for each paragraph (line) of the text: its words with the marks, and the cards of what begins in it."""
    text = document.text
    places = places_of(statements, f"{prefix}s")
    begins = {place.name: place.start for place in places if place.part == "object"}
    cards = sorted(
        (
            (begins[f"{prefix}s{number}"], _card(f"{prefix}s{number}", number, s, citation(document, s)))
            for number, s in enumerate(statements, 1)
        ),
        key=lambda pair: pair[0],
    )
    first_card = 0
    flows = is_markdown(document.source)
    for start, end, here in placed(blocks(text, document.body[0]) if flows else paragraphs(text), places):
        beside = []
        while first_card < len(cards) and cards[first_card][0] < end:
            beside.append(cards[first_card][1])
            first_card += 1
        listing = f'<ol class="cards">{"".join(beside)}</ol>' if beside else ""
        outside = "" if document.body[0] <= start < document.body[1] else ' class="aside"'
        outside = ' class="flow"' if flows and not outside else outside
        words = _marked(text, start, end, here)
        yield f'<div class="row"><p dir="auto"{outside}>{words}</p>{listing}</div>\n'


def _marked(text: str, start: int, end: int, places: Sequence[Place]) -> str:
    """The words with their marks: each piece belongs to the shortest object (else act) over it and names all of them."""
    marked = []
    for piece in pieces(start, end, places):
        words = _safe(text[piece.start : piece.end])
        objects = [place for place in piece.over if place.part == "object"]
        if piece.inner:
            names = " ".join(dict.fromkeys(place.name for place in piece.over))
            classes = " ".join(
                (
                    piece.inner.kind,
                    *(("object",) if objects else ()),
                    *(("act",) if len(objects) < len(piece.over) else ()),
                    *(("nested",) if len(objects) > 1 else ()),
                )
            )
            begun = [place for place in objects if place.start == piece.start or (place.start < piece.start == start)]
            numbers = "".join(_number(place, first=place.start == piece.start) for place in begun)
            link = f'<a href="#{piece.inner.name}" tabindex="-1">{words}</a>'
            words = f'{numbers}<mark class="{classes}" data-of="{names}">{link}</mark>'
        marked.append(words)
    return "".join(marked)


def _number(place: Place, *, first: bool) -> str:
    identity = f' id="m-{place.name}"' if first else ""
    return (
        f'<a class="number"{identity} href="#{place.name}" data-of="{place.name}" '
        f'aria-label="record {place.number}, {place.kind}">{place.number}</a>'
    )


def _card(name: str, number: int, statement: Statement, cite: str) -> str:
    act = statement.act
    turns = [word for word in (act.polarity, act.modality) if word not in ("positive", "asserted")]
    turned = f' <span class="not">{", ".join(turns)}</span>' if turns else ""
    said = " › ".join(
        f"<bdi>{_safe(link.source)}</bdi>"
        + (f' <span class="note">{_safe(link.cue)}</span>' if link.cue else "")
        + ("" if link.named else ' <span class="note">unnamed</span>')
        for link in statement.attribution
    )
    period, quantity = statement.period, statement.quantity
    rows = (
        ("who", _who(statement.actors)),
        ("promise", f"<bdi>{_safe(statement.promise)}</bdi>{turned}"),
        ("how much", f"<bdi>{_safe(plain_words(quantity.text))}</bdi>" if quantity and quantity.text else ""),
        ("asked of", _who(statement.addressees)),
        ("for whom", _who(statement.recipients)),
        ("by when", "" if period is None else _safe(period.edtf) + _stated(period.text, period.rule)),
        ("at", f"<bdi>{_safe(statement.venue.name)}</bdi>" if statement.venue else ""),
        ("who says so", said),
        ("strength", _safe(statement.strength.replace("_", " "))),
        ("rung", _safe(statement.rung or "")),
    )
    listing = "".join(
        f'<dt title="{_LABELS[label]}">{label}</dt><dd dir="auto">{value}</dd>' for label, value in rows if value
    )
    whose = _safe("\t".join(actor.id or actor.name for actor in statement.actors))
    return (
        f'<li id="{name}" class="{statement.kind}" data-of="{name}" data-who="{whose}"><div class="head">'
        f'<span><a href="#m-{name}" aria-label="to mark {number} in the text">{number}</a> '
        f'<span class="kind">{statement.kind}</span></span><strong>{_safe(how_much(quantity))}</strong></div>'
        f'<dl>{listing}</dl><button type="button" class="copy" hidden data-cite="{_safe(cite)}">copy quote with citation</button></li>'
    )


def _who(actors: Sequence[Actor]) -> str:
    return ", ".join(
        f"<bdi>{_safe(actor.name)}</bdi>"
        + (f" ({_safe(actor.id)})" if actor.id and actor.id != actor.name else "")
        + _stated(None, actor.rule)
        for actor in actors
    )


def _stated(words: str | None, rule: str | None) -> str:
    """The words that state a value, and the rule when it was inferred."""
    told = f" <bdi>“{_safe(words)}”</bdi>" if words else ""
    return told + (f' <span class="note">inferred: {_safe(rule)}</span>' if rule else "")
