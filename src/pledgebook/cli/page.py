"""One self-contained page: the text with its statements marked, each mark's record beside it.

Everything from a document is escaped; the page loads nothing and runs no script (its policy forbids both).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pledgebook.book import Reading
from pledgebook.cli.table import how_much
from pledgebook.model import Actor, Document, Statement

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fdfcf9;--edge:#d9d4c7;--dim:#6b675c;
--commitment:#bfe3c0;--action:#bfe0ea;--agreement:#e5c8ea;--appeal:#f4e2a6;--figure:#c9d3f2}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6df;--paper:#191a1c;--edge:#3a3b3f;--dim:#a09c90;
--commitment:#225a2a;--action:#1d5160;--agreement:#58305f;--appeal:#5e5017;--figure:#2c3b70}}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 Georgia,serif;color:var(--ink);background:var(--paper)}
header,section{max-width:76rem;margin:0 auto;padding:1rem 1.5rem}h1{font-size:1.5rem;margin:.5rem 0 0}
.by,.legend,footer{color:var(--dim);font:.9rem system-ui,sans-serif}
section{display:grid;grid-template-columns:minmax(0,3fr) minmax(18rem,2fr);gap:2rem;align-items:start}
.text{white-space:pre-wrap;overflow-wrap:anywhere}ol.cards{list-style:none;margin:0;padding:0;font:.85rem/1.4 system-ui,sans-serif}
mark{color:inherit;border-radius:3px;padding:0 1px}mark a{color:inherit;text-decoration:none}mark a:focus{outline:2px solid currentColor}
.commitment{background:var(--commitment)}.action{background:var(--action)}.agreement{background:var(--agreement)}
.appeal{background:var(--appeal)}.figure{background:var(--figure)}
.cards li{border:1px solid var(--edge);border-radius:6px;margin:0 0 .75rem;padding:.6rem .75rem;background:transparent;scroll-margin-top:1rem}
.cards li:target,mark:target{outline:3px solid #d2691e}.kind{border-radius:3px;padding:0 .4em;font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .7rem;margin:.4rem 0 0}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
sup{font:.65em system-ui,sans-serif;color:var(--dim)}
@media(max-width:52rem){section{grid-template-columns:1fr}}
@media print{section{display:block}.cards li{break-inside:avoid}}
"""


def page(readings: Sequence[Reading]) -> str:
    """The page of one or more readings."""
    titles = [escape(r.document.title or r.document.source) for r in readings if r.document is not None]
    body = "".join(_document(number, r.document, r.statements) for number, r in enumerate(readings, 1) if r.document is not None)
    legend = " ".join(f'<span class="kind {k}">{k}</span>' for k in ("commitment", "action", "agreement", "appeal", "figure"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{titles[0] if len(titles) == 1 else 'Statements'}</title><style>{_STYLE}</style></head>\n<body>"
        f'<header><p class="legend">{legend} · select a mark to see its record</p></header>\n{body}'
        "<header><footer>made by pledgebook; every mark is the exact words of the text</footer></header></body></html>\n"
    )


def _document(number: int, document: Document, statements: Sequence[Statement]) -> str:
    beside = " · ".join(escape(part) for part in (document.publisher, document.published, document.source) if part)
    cards = "".join(_card(f"d{number}s{index}", index, s) for index, s in enumerate(statements, 1))
    return (
        f'<header><h1>{escape(document.title or document.source)}</h1><p class="by">{beside} · {len(statements)} statements</p></header>\n'
        f'<section><div class="text">{_marked(number, document.text, statements)}</div><ol class="cards">{cards}</ol></section>\n'
    )


def _marked(number: int, text: str, statements: Sequence[Statement]) -> str:
    """The text with a mark around every object; marks never cross, since objects never overlap in one document."""
    parts: list[str] = []
    at = 0
    for index, statement in sorted(enumerate(statements, 1), key=lambda pair: (pair[1].object.start, -pair[1].object.end)):
        start, end = statement.object.start, statement.object.end
        if start < at:  # nested: the outer mark already shows these words, the card still names them
            continue
        anchor = f"d{number}s{index}"
        parts.append(escape(text[at:start]))
        parts.append(
            f'<mark class="{statement.kind}" id="m-{anchor}"><a href="#{anchor}">{escape(text[start:end])}</a><sup>{index}</sup></mark>'
        )
        at = end
    parts.append(escape(text[at:]))
    return "".join(parts)


def _who(actors: Sequence[Actor]) -> str:
    return ", ".join(
        escape(f"{a.name} ({a.id})" if a.id and a.id != a.name else a.name) + (f" <i>inferred: {escape(a.rule)}</i>" if a.rule else "") for a in actors
    )


def _card(anchor: str, index: int, statement: Statement) -> str:
    act = statement.act
    said = " ← ".join(escape(link.source) + (f" ({escape(link.cue)})" if link.cue else "") for link in statement.attribution)
    manner = ", ".join(word for word in (act.polarity, act.modality) if word not in ("positive", "asserted"))
    rows = [
        ("who", _who(statement.actors)),
        ("act", escape(act.text) + (f" <i>{escape(manner)}</i>" if manner else "")),
        ("what", escape(statement.object.text)),
        ("how much", escape(how_much(statement.quantity))),
        ("asked of", _who(statement.addressees)),
        ("for whom", _who(statement.recipients)),
        ("when", escape(statement.period.edtf) if statement.period else ""),
        ("at", escape(statement.venue.name) if statement.venue else ""),
        ("who says so", said),
        ("strength", escape(statement.strength.replace("_", " "))),
        ("rung", escape(statement.rung or "")),
    ]
    listing = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows if value)
    return (
        f'<li id="{anchor}"><a href="#m-{anchor}">{index}</a> <span class="kind {statement.kind}">{statement.kind}</span>'
        f"<dl>{listing}</dl></li>"
    )
