"""The shapes of answers, as OpenAPI has them: the published schemas of statements and commitments, and what is around them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from pledgebook.world.data import table

Shape = dict[str, Any]
TEXT: Shape = {"type": "string"}
MAYBE: Shape = {"type": ["string", "null"]}
NUMBER: Shape = {"type": "integer"}


def ref(name: str) -> Shape:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: Shape, **optional: Shape) -> Shape:
    """An object with these properties and no others; those of `optional` may be left out."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Shape) -> Shape:
    """A list of one shape."""
    return {"type": "array", "items": item}


def page(item: Shape) -> Shape:
    """A page of a list; `next` is what to give as `after`, null at the end."""
    return thing({"items": many(item), "next": {"type": ["string", "integer", "null"]}})


def says(
    name: str, what: str, media_type: str = "application/json", status: int = 200
) -> dict[int | str, dict[str, Any]]:
    """The answer of a route, for FastAPI."""
    return {status: {"description": what, "content": {media_type: {"schema": ref(name)}}}}


def faults(told: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Answers that say what is wrong, by status, for FastAPI."""
    content = {"application/json": {"schema": ref("Error")}}
    return {status: {"description": what, "content": content} for status, what in told.items()}


ERRORS = faults(
    {
        400: "A value that means nothing here, such as a cursor of another list.",
        404: "The book holds no such thing.",
        422: "A parameter that there is not, or that cannot have this value.",
        503: "The book cannot be read just now.",
    }
)


def components() -> dict[str, Shape]:
    """All shapes by name."""
    found = {**_published("Commitment", "commitment"), **_published("Statement", "record")}
    statement = copy.deepcopy(found["Statement"])
    statement["properties"] |= {"commitment": MAYBE, "superseded": {"type": "boolean"}, "reviews": many(ref("Review"))}
    statement["required"] += ["commitment", "superseded", "reviews"]
    found["Statement"] = statement
    document = {"id": TEXT, "source": TEXT, "title": MAYBE, "publisher": MAYBE, "published": MAYBE, "url": MAYBE}
    listed = {**document, "superseded": {"type": "boolean"}, "statements": NUMBER, "added": TEXT}
    entry = {"sequence": NUMBER, "time": TEXT, "run": TEXT, "kind": TEXT, "previous": TEXT, "hash": TEXT, "what": TEXT}
    two = {"type": "array", "items": ref("Statement"), "minItems": 2, "maxItems": 2}
    snapshot = {
        "source": TEXT,
        "sort": TEXT,
        "seen": TEXT,
        "file": TEXT,
        "hash": TEXT,
        "title": MAYBE,
        "publisher": MAYBE,
    }
    snapshot |= {"address": MAYBE, "licence": MAYBE, "notes": many(TEXT), "country": MAYBE, "part": MAYBE}
    snapshot |= {"count": {"type": ["integer", "null"]}, "records": NUMBER}
    series = {"unit": TEXT, "records": NUMBER, "first": MAYBE, "last": MAYBE, "rung": MAYBE, "direction": MAYBE}
    counts = dict.fromkeys(("documents", "statements", "commitments", "entries"), NUMBER)
    measure = thing({"entry": NUMBER, "by": TEXT, "why": MAYBE, "measure": {"type": "object"}})
    return found | {
        "Error": thing({"error": thing({"status": NUMBER, "what": TEXT})}),
        "Review": thing({"kind": TEXT, "by": TEXT, "note": MAYBE, "entry": NUMBER, "fields": many(TEXT)}),
        "Commitments": page(ref("Commitment")),
        "Statements": page(ref("Statement")),
        "Contradiction": thing(
            {
                "type": TEXT,
                "commitment": TEXT,
                "promise": TEXT,
                "better": TEXT,
                "reasons": many(TEXT),
                "statements": two,
            }
        ),
        "Contradictions": page(ref("Contradiction")),
        "Documents": page(thing(listed)),
        "Document": thing({**listed, "text": TEXT}),
        "DocumentStatements": thing({"items": many(ref("Statement"))}),
        "Entry": thing({**entry, "body": {"type": "object"}}),
        "Entries": page(thing(entry)),
        "History": thing({"items": many(thing(entry))}),
        "Snapshots": thing({"items": many(thing(snapshot))}),
        "Source": thing(
            {"snapshot": thing(snapshot), "series": many(thing({**series, "dimensions": {"type": "object"}}))}
        ),
        "Measures": thing({"items": many(measure)}),
        "Status": thing({**counts, "head": MAYBE, "day": TEXT, "program": TEXT, "format": NUMBER}),
        "Seen": thing({"seen": TEXT, "commitment": ref("Commitment")}),
        "Decided": thing({"entry": NUMBER, "hash": TEXT, "undo": TEXT}),
        "Text": TEXT,
        "Card": thing(
            {
                **dict.fromkeys(("version", "type", "title", "provider_name", "provider_url", "html"), TEXT),
                **dict.fromkeys(("width", "height", "cache_age"), NUMBER),
            }
        ),
    }


def _published(name: str, file: str) -> dict[str, Shape]:
    """A published JSON Schema as components: its own name, and its parts after it."""
    whole = dict(table("publish", f"schemas/{file}.schema.json"))
    parts = whole.pop("$defs")
    for word in ("$schema", "$id", "$comment"):
        whole.pop(word)
    named = {part: f"{name}_{part}" for part in parts}
    written = json.dumps({name: whole, **{named[part]: shape for part, shape in parts.items()}})
    for part, called in named.items():
        written = written.replace(f'"#/$defs/{part}"', f'"#/components/schemas/{called}"')
    found: dict[str, Shape] = json.loads(written)
    return found
