"""What a language model is asked: windows of whole paragraphs, each a prompt with an id of its own."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pledgebook.extract.layout import Sentence, Span
from pledgebook.model import Document, Kind, Modality, Polarity
from pledgebook.world.data import shipped_text

LONGEST = 6_000
"""Characters of a document in one window: about 1,500 tokens, so that prompt, window and answer fit the 8,192 tokens
that small local models take."""

CHARACTERS_PER_TOKEN = 4
"""A rule of thumb for English, for estimates only."""

LABELS: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "polarity": get_args(Polarity),
    "modality": get_args(Modality),
}
STRINGS = ("sentence", "act", "object")
OPTIONAL = ("quantity", "counted", "period")
LISTS = ("actors", "addressees", "recipients", "attribution")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One window of a document as a language model gets it. `span`: the window, half-open offsets into the document's
    text. `asked`: the message, a JSON object. `id`: the hash of model, instructions and message: the same question."""

    id: str
    model: str
    span: Span
    asked: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages of the chat."""
        return [{"role": "system", "content": instructions()}, {"role": "user", "content": self.asked}]

    @property
    def tokens(self) -> int:
        """About how many tokens the question takes."""
        return (len(instructions()) + len(self.asked)) // CHARACTERS_PER_TOKEN


@functools.cache
def instructions() -> str:
    """The instructions, of `extract/prompts/read.md`."""
    return shipped_text("extract", "prompts/read.md")


@functools.cache
def version() -> str:
    """The version of the instructions and of the form of an answer: it changes with every character of either."""
    return hashlib.sha256((instructions() + json.dumps(schema(), sort_keys=True)).encode()).hexdigest()[:12]


@functools.cache
def schema() -> dict[str, Any]:
    """The form of an answer as JSON Schema, strict: every field is there, no other."""
    fields: dict[str, Any] = {name: {"type": "string"} for name in STRINGS}
    fields |= {name: {"type": ["string", "null"]} for name in OPTIONAL}
    fields |= {name: {"type": "array", "items": {"type": "string"}} for name in LISTS}
    fields |= {name: {"type": "string", "enum": list(values)} for name, values in LABELS.items()}
    one = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": one}},
        "required": ["statements"],
        "additionalProperties": False,
    }


def prompts(document: Document, sentences: Sequence[Sentence], model: str, longest: int = LONGEST) -> list[Prompt]:
    """The windows of a document in order. A window holds whole paragraphs and opens with the last one of the window
    before it, so that no statement falls between two; a paragraph that is longer than a window is cut at sentences."""
    return [_prompt(document, sentences, model, span) for span in _windows(_pieces(sentences, longest), longest)]


def _pieces(sentences: Sequence[Sentence], longest: int) -> list[Span]:
    found: list[Span] = []
    for sentence in sentences:
        block = sentence.block
        piece = block if block[1] - block[0] <= longest else (sentence.start, sentence.end)
        if not found or piece != found[-1]:
            found.append(piece)
    return found


def _windows(pieces: Sequence[Span], longest: int) -> list[Span]:
    found: list[Span] = []
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= longest:
            last += 1
        found.append((pieces[first][0], pieces[last][1]))
        if last + 1 == len(pieces):
            break
        first = last if last > first else last + 1
    return found


def _prompt(document: Document, sentences: Sequence[Sentence], model: str, span: Span) -> Prompt:
    heading = next((s.heading for s in sentences if s.start >= span[0]), None)
    asked = json.dumps(
        {
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "heading": document.text[slice(*heading)] if heading and heading[0] < span[0] else None,
            "text": document.text[slice(*span)],
        },
        ensure_ascii=False,
    )
    key = hashlib.sha256("\0".join((model, version(), asked)).encode("utf-8", "surrogatepass")).hexdigest()
    return Prompt(key[:32], model, span, asked)
