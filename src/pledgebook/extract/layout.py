"""The document as a tree: blocks, the sentences in them, and what each sentence is in the make-up of the page.

A text is cut into sentences by rule (`sentences.cut`). Then every sentence gets its place in the tree: under which line
that introduces a list, under which heading, in whose turn of speech. The words of the rules are data
(`language/en/sets/layout.toml`).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pledgebook.extract.cues import cues
from pledgebook.extract.furniture import is_furniture
from pledgebook.extract.sentences import BULLET, LAST_WORDS, LONGEST, Piece, Span, cut
from pledgebook.language.clean_copy import CleanCopy, clean_copy
from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.model import Document

__all__ = ["LONGEST", "Layout", "Role", "Sentence", "Span", "layout", "sentences"]

Role = Literal["text", "heading", "lead", "item", "furniture"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text that is parsed as one, with its place in the document. All offsets are half-open.

    `block`: the line or paragraph. `bullet`: a bullet or mark of a list opens it. `role`: "lead" introduces a list
    ("Norway will:"), "item" is an entry of one, "heading" stands alone without a full stop, "furniture" is a page
    number, an address or a printer's line, "text" is all else. `lead`: of an item, the sentence that introduces it.
    `continues`: the item goes on where its lead breaks off ("Norway will:" – "train 400 nurses"), so that both make one
    sentence; it is parsed as such. `label`: what stands before the colon that opens the block ("Japan: 20 trucks").
    `speaker`: in a transcript, the name over the turn in which the sentence stands. `heading`: the nearest heading above.
    `quoted`: it lies within quotation marks.
    """

    start: int
    end: int
    block: Span
    bullet: bool = False
    role: Role = "text"
    lead: Sentence | None = None
    continues: bool = False
    label: Span | None = None
    speaker: Span | None = None
    heading: Span | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The tree of a document: its sentences in order, each knowing its block, lead, label, heading and speaker.

    `copy`: the clean copy of the text in which the sentences were found; their offsets point into the document's own
    text. `datelines`: where and when a report was filed ("OSLO, June 10 –"), which is no part of any sentence.
    """

    copy: CleanCopy
    sentences: tuple[Sentence, ...]
    datelines: tuple[Span, ...] = ()

    @property
    def blocks(self) -> tuple[Span, ...]:
        """The lines and paragraphs that hold sentences, in order."""
        return tuple(dict.fromkeys(sentence.block for sentence in self.sentences))


def layout(document: Document) -> Layout:
    """The tree of the body of a document."""
    copy = clean_copy(document.text)
    found, datelines = cut(copy.text, copy.copied(*document.body))
    placed = _placed(copy.text, found)
    if copy.same:
        return Layout(copy, tuple(placed), tuple(datelines))
    return Layout(copy, tuple(_original(copy, placed)), tuple(copy.original(*span) for span in datelines))


def sentences(text: str, body: Span | None = None) -> list[Sentence]:
    """The sentences of `text[body]` in order; together they hold every character that is not white space, a bullet, a
    dateline or the "and" between the items of a list."""
    return list(layout(Document("", text, body=body or (0, 0))).sentences)


def _original(copy: CleanCopy, placed: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences found in a clean copy, with their places in the text itself."""
    known: dict[int, Sentence] = {}
    for one in placed:
        start, end = copy.original(one.start, one.end)
        lead = None if one.lead is None else known[one.lead.start]
        label, speaker, heading = (
            None if span is None else copy.original(*span) for span in (one.label, one.speaker, one.heading)
        )
        block = copy.original(*one.block)
        known[one.start] = replace(
            one, start=start, end=end, lead=lead, block=block, label=label, speaker=speaker, heading=heading
        )
        yield known[one.start]


_COLON = re.compile(r"[:：][\s\"”’)\]—–-]*$")
_OPEN_ITEM = expression("extract", "open-item")
_LABEL = re.compile(r"(?P<name>[A-Z][\w.,&’'()/ -]{0,60}?)\s?:\s+(?=\S)")
_ASIDE = re.compile(r"\([^)]*\)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def _placed(text: str, pieces: Sequence[Piece]) -> list[Sentence]:
    """The sentences with their places in the tree."""
    placed: list[Sentence] = []
    leads: list[tuple[str, Sentence]] = []  # the marks of the lists that are open, outermost first, and their leads
    heading: Span | None = None
    speaker: Span | None = None
    for _, group in itertools.groupby(pieces, key=lambda piece: piece.block):
        own = list(group)
        mark, last = _mark(text, own[0]), placed[-1] if placed else None
        leads = _open_lists(text, leads, mark, last)
        label = _label(text, own[0])
        if label is not None and _is_speaker(text[slice(*label)]):
            speaker, label = label, None
        role: Role = "item" if leads else "heading" if _is_heading(text, own) else "text"
        lead = leads[-1][1] if leads else None
        inner: Sentence | None = None  # the part of this block that introduces a list within it
        quoted = _quoted(text, own)
        for at, piece in enumerate(own):
            nested = at > 0 and piece.bullet
            above = inner if nested and inner is not None else lead
            opens = at == 0 or above is not lead
            goes_on = opens and above is not None and _is_open(text, above, piece)
            kind: Role = role if above is lead else "item"
            here = Sentence(*piece, kind, above, goes_on, label, speaker, heading, quoted[at])
            if not nested:
                inner = here if _may_introduce(text, piece) else None
            placed.append(here)
        if role != "item" and all(is_furniture(text[one.start : one.end]) for one in own):
            placed[-len(own) :] = [replace(one, role="furniture") for one in placed[-len(own) :]]
            continue
        if role == "heading":
            heading, speaker = (own[0].start, own[-1].end), None
    introducing = {sentence.lead.start for sentence in placed if sentence.lead is not None}
    final: dict[int, Sentence] = {}
    for one in placed:
        if one.lead is not None:
            one = replace(one, lead=final[one.lead.start])
        elif one.start in introducing:
            one = replace(one, role="lead")
        final[one.start] = one
    return list(final.values())


def _mark(text: str, first: Piece) -> str:
    """The kind of bullet or number that opens a block, "" for none; figures and letters are one kind each."""
    bullet = BULLET.match(text, first.block[0], first.start) if first.bullet else None
    if bullet is None:
        return ""
    return re.sub(r"[0-9]+", "1", re.sub(r"[a-z]+", "a", bullet["mark"]))


def _open_lists(
    text: str, leads: list[tuple[str, Sentence]], mark: str, last: Sentence | None
) -> list[tuple[str, Sentence]]:
    """The lists in which the next block stands, by the mark that opens it and the sentence before it."""
    if last is None:
        return []
    introduced = _introduces(text, last)
    if mark:
        at = next((k for k, (known, _) in enumerate(leads) if known == mark), None)
        if at is not None and not (introduced and at < len(leads) - 1):
            return leads[: at + 1]
        return [*leads, (mark, last)] if introduced else []
    if introduced and (_breaks_off(text, last) or leads):
        return [*leads, ("", last)]
    unmarked = bool(leads) and leads[-1][0] == ""
    return leads if unmarked and _OPEN_ITEM.search(text, max(last.start, last.end - 8), last.end) else []


def _introduces(text: str, sentence: Sentence) -> bool:
    last = text[max(sentence.start, sentence.end - 6) : sentence.end]
    return (":" in last or "：" in last) and _COLON.search(last) is not None


def _may_introduce(text: str, piece: Piece) -> bool:
    """Whether a part of a block introduces the items that follow in the block: it has not come to its end."""
    return text[piece.end - 1] not in ".!?;"


def _is_open(text: str, lead: Sentence, item: Piece) -> bool:
    """Whether an item ends the sentence of the line that introduces it, or can stand in the place of the line's last words
    ("has committed to the following:" – "60 peacekeepers")."""
    stand_in = expression("extract", "list-stand-in").search(text, lead.start, lead.end)
    if stand_in is not None and expression("extract", "item-noun").match(text[item.start : item.start + 40]):
        return True
    return _breaks_off(text, lead)


def _breaks_off(text: str, lead: Sentence) -> bool:
    """Whether a line that introduces a list breaks off in the middle of its sentence, so that each item ends it."""
    last = LAST_WORDS.search(text, lead.start, lead.end)
    if last is None:
        return False
    before, word = last["before"] or "", last["word"].lower()
    signs = {sign.partition(":")[0] for sign in cues().get(word, ())}
    if word in words_of("layout", "open-end"):
        return True
    if "verb" not in signs or before.lower() in words_of("layout", "open-end"):
        return "verb" in signs
    # "Sweden pledges:" but "three steps:", "the following aims:"
    return before[:1].isupper() if expression("extract", "plural").search(word) else "noun" not in signs


def _label(text: str, first: Piece) -> Span | None:
    """What stands before a colon at the head of a block."""
    end = min(first.end, first.start + 80)
    found = _LABEL.match(text, first.start, end) if text.find(":", first.start, end) > 0 else None
    return None if found is None else found.span("name")


@functools.cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"{pattern_of('layout', 'speaker-title')}\b", re.IGNORECASE)


def _is_speaker(name: str) -> bool:
    """Whether a label is that of a turn of speech: a name in capitals (not a short form, "EU"), or one with a title."""
    letters = _LETTERS.findall(_ASIDE.sub("", expression("extract", "with-article").sub("", name)))
    capitals = bool(letters) and all(word.isupper() for word in letters) and max(map(len, letters)) > 4
    return capitals or _titles().match(name) is not None


def _is_heading(text: str, own: Sequence[Piece]) -> bool:
    low, high = own[0].block
    return len(own) == 1 and not own[0].bullet and high - low < 160 and text[low:high].rstrip()[-1:] not in '.!?"”’:;),'


def _quoted(text: str, own: Sequence[Piece]) -> list[bool]:
    """For each sentence of a block, whether it lies within quotation marks that open in it or before it in the block."""
    found: list[bool] = []
    low, high = own[0].block[0], own[-1].end
    if text.find('"', low, high) < 0 and text.find("“", low, high) < 0:
        return [False] * len(own)
    at, curly, straight = own[0].block[0], 0, 0  # marks that are open before the sentence
    for sentence in own:
        before, words = text[at : sentence.start], text[sentence.start : sentence.end]
        curly += before.count("“") - before.count("”")
        straight += before.count('"')
        inside = curly > 0 or straight % 2 == 1
        closes = max(words.rfind("”"), words.rfind('"') if inside or words[0] == '"' else -1)
        last = words.rstrip(".,;")[-1:]
        found.append((inside or words[0] in '“"') and (closes <= 0 or last in ("”", '"')))
        at = sentence.start
    return found
