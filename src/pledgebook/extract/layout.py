"""The document as a tree: blocks, the sentences in them, and what each sentence is in the make-up of the page.

The parser is dear, so a text is cut into sentences before it, by rule. A block is a line, or lines that a mail program or
a typesetter has wrapped. A sentence ends at a full stop, question or exclamation mark that does not belong to an
abbreviation, an initial or a number; a bullet or a mark of a list ("(b)") opens one of its own. Then every sentence gets
its place in the tree: under which line that introduces a list, under which heading, in whose turn of speech. The words of
the rules are data (`language/en/sets/layout.toml`).
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
from pledgebook.language.clean_copy import QUOTING, CleanCopy, clean_copy
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.model import Document

LONGEST = 800
"""Characters after which a sentence without a full stop is cut: the parser's work on a sentence, and the work on its
candidates, grow faster than its length. Of 14,899 sentences of official English three in a thousand are longer."""

Role = Literal["text", "heading", "lead", "item", "furniture"]
Span = tuple[int, int]


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
    found, datelines = _cut_sentences(copy.text, copy.copied(*document.body))
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


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_ROUND = "•●▪◦‣∙■□♦►⁃"
_BULLET = re.compile(
    rf"[ \t\u00a0]*(?P<mark>[{_ROUND}*·]|[-–—](?=\s)|\(?(?:[0-9]{{1,2}}|[a-z]|[ivx]{{1,4}})[.)](?=\s))[ \t\u00a0]*"
)
_INNER_BULLET = re.compile(
    r"(?<=[.;:!?”\"’])\s+(?:[•●▪◦‣∙■]|[-–—])\s+(?=[\"“‘(]?[A-Z0-9$€£])|(?<=[.;:,])\s*[•●▪◦‣∙■]\s*(?=[a-z])"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’\- ]{2,30}(?:,\s+[A-Z][A-Za-z.]+)?(?:,?\s+\(?(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?\s+[0-9]{1,2}"
    r"(?:,\s+[0-9]{4})?\)?|\s+\([A-Z][\w ./]{1,30}\))\s*(?:\([A-Z][\w ./]{1,30}\)\s*)?[–—-]{1,2}\s+"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9$€£¥•À-Þ]|\s*$)")
_CUTS = (re.compile(r"[\r\n\u2028\u2029\x85]+"), re.compile(r";\s"), re.compile(r"[:,]\s"), re.compile(r"\s"))
"""Where a sentence that is too long is cut, the best first: at a line's end, a semicolon, a comma, a blank."""


def _hard_wrapped(lines: Sequence[Span], text: str) -> bool:
    """Lines of a mail or a telegram: of like length, most of them ending in the middle of a sentence. A few may be longer:
    an address cannot be wrapped."""
    inner = [text[a:b].rstrip() for a, b in lines if b - a > 1]
    if len(inner) < 4:
        return False
    lengths = sorted(len(line) for line in inner)
    open_ended = sum(line[-1:].isalnum() or line[-1:] == "," for line in inner)
    return (
        45 <= lengths[len(lengths) // 2] <= 100
        and lengths[(len(lengths) - 1) * 9 // 10] <= 120
        and open_ended / len(inner) > 0.5
    )


def blocks(text: str, body: Span) -> list[Span]:
    """Half-open offsets of the lines of `text[body]` that hold words; the lines of a wrapped paragraph are joined."""
    lines = [m.span() for m in _LINE.finditer(text, *body) if not m.group().isspace()]
    wrapped = _hard_wrapped(lines, text)
    joined: list[Span] = []
    for start, end in lines:
        if joined and _goes_on(text, joined[-1], (start, end), wrapped):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(text: str, above: Span, below: Span, wrapped: bool) -> bool:
    """Whether a line is the rest of the one above: it follows directly, and either all lines of the text are wrapped, or
    it begins in the middle of a sentence, or the one above cannot end there ("another/400 refugees")."""
    gap = text[above[1] : below[0]]
    if gap.count("\n") + gap.count("\r") - gap.count("\r\n") != 1 or _BULLET.match(text, below[0]):
        return False
    last = text[above[0] : above[1]].rstrip()
    if last[-1:] in ".:!?" or text.endswith("  ", *above):  # as Markdown marks a line that ends there
        return last[-1:] == "." and not wrapped and _cannot_end(last)
    if wrapped or text[above[0]] == text[below[0]] == QUOTING:
        return True
    if last[-1:] == ";":
        return False
    return text[below[0] : below[1]].lstrip()[:1].islower() or last[-1:] == "," or _cannot_end(last)


@functools.cache
def _no_line_end() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){pattern_of('layout', 'no-line-end')}$", re.IGNORECASE)


def _cannot_end(line: str) -> bool:
    """Whether a line breaks off before the word that its last one belongs to."""
    if _no_line_end().search(line, max(0, len(line) - 20)) is not None:
        return True
    last = _LAST_WORDS.search(line, max(0, len(line) - 60))  # "Norway will send/14 trucks"
    leads = words_of("moods", "future") | words_of("moods", "would")
    return (
        last is not None and (last["before"] or "").lower() in leads and line[-1].isalpha() and _is_verb(last["word"])
    )


def _is_verb(word: str) -> bool:
    return any(sign.startswith("verb:") for sign in cues().get(word.lower(), ()))


@functools.cache
def _abbreviations() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends in a full stop and no sentence; and the part of it that may end one before a common opener."""
    before, initials = r"(?:^|[\s(\[\"'“‘])", r"(?:[A-Z]\.)*[A-Z]"
    small, capital = words_of("layout", "abbreviation"), words_of("layout", "abbreviation-with-capital")
    known = {*small, *(form for word in (*small, *capital) for form in (word[0].upper() + word[1:], word.upper()))}
    ending = words_of("layout", "abbreviation-that-may-end")
    closing = "|".join(re.escape(w) for word in ending for w in (word, word[0].upper() + word[1:]))
    return (
        re.compile(rf"{before}(?:{initials}|{'|'.join(re.escape(word) for word in sorted(known))})\.$"),
        re.compile(rf"(?:(?:[A-Z]\.){{2}}|(?:{closing})\.)$"),
    )


def _is_end(text: str, block_start: int, mark: re.Match[str]) -> bool:
    if mark.group()[0] != "." or mark.group().startswith(".."):
        return True
    before = text[max(block_start, mark.start() - 12) : mark.start() + 1]
    known, closing = _abbreviations()
    if not known.search(before):
        return True
    # "in the U.S. The bill": an abbreviation can end a sentence when a function word opens the next
    word = re.match(r"[A-Za-z]+", text[mark.end() : mark.end() + 30].lstrip())
    opens = word is not None and word[0].istitle() and word[0].lower() in words_of("layout", "opener")
    return opens and closing.search(before) is not None


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Pieces of at most LONGEST characters, together the whole stretch; cut in the last third of each, at the best
    mark there is."""
    while end - start > LONGEST:
        stop = start + LONGEST
        for pattern in _CUTS:
            marks = [m.end() for m in pattern.finditer(text, start + LONGEST * 2 // 3, stop)]
            if marks:
                stop = marks[-1]
                break
        yield start, stop
        start = stop
    yield start, end


def _cut_sentences(text: str, body: Span) -> tuple[list[Sentence], list[Span]]:
    found: list[Sentence] = []
    datelines: list[Span] = []
    for block in blocks(text, body):
        number = _BULLET.match(text, *block)  # "1. Norway will pay": the number is no sentence
        begins = block[0] if number is None else number.end()
        bounds = {block[0], block[1]}
        bounds.update(m.end() for m in _END.finditer(text, begins, block[1]) if _is_end(text, block[0], m))
        bounds.update(m.start() for m in _INNER_BULLET.finditer(text, *block))
        bounds.update(_marks_within(text, block))
        for start, end in itertools.pairwise(sorted(bounds)):
            end = _without_conjunction(text, start, end)
            bullet = _BULLET.match(text, start, end)
            dateline = _DATELINE.match(text, start, end) if start == block[0] else None
            if dateline and not bullet:
                datelines.append(dateline.span())
            inner = bullet.end() if bullet else dateline.end() if dateline else start
            for low, high in _cut(text, inner, end):
                stripped = text[low:high].strip()
                if stripped:
                    low += len(text[low:high]) - len(text[low:high].lstrip())
                    found.append(Sentence(low, low + len(stripped), block, bool(bullet)))
    return found, datelines


_MARK = re.compile(r"(?<=[\s,;:])\((?P<name>[a-z]{1,4}|[0-9]{1,2})\)(?=\s)")
_FIRST = {"a": "b", "i": "ii", "1": "2"}


def _without_conjunction(text: str, start: int, end: int) -> int:
    """The end of an item without the "and" before the next ("…; and")."""
    found = _conjunction().search(text, max(start, end - 12), end)
    return end if found is None else found.start()


@functools.cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"(?<=[;,])\s+{pattern_of('layout', 'list-conjunction')}\s*$", re.IGNORECASE)


def _marks_within(text: str, block: Span) -> Iterator[int]:
    """Where the items of a list begin that runs on in one paragraph: "will (a) build …; (b) train …"."""
    marks = list(_MARK.finditer(text, *block))
    names = [mark["name"] for mark in marks]
    for first, second in _FIRST.items():
        if first in names and second in names[names.index(first) :]:
            known = {first, second, *_NEXT[first]}
            own = [mark for mark in marks[names.index(first) :] if mark["name"] in known]
            if all(
                later.start() - mark.end() > 12 for mark, later in itertools.pairwise(own)
            ):  # not "sections (1) and (2)"
                yield from (mark.start() for mark in own)
            return


_NEXT = {
    "a": [chr(code) for code in range(ord("c"), ord("t"))],
    "i": ["iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
    "1": [str(number) for number in range(3, 30)],
}
_COLON = re.compile(r"[:：][\s\"”’)\]—–-]*$")
_LAST_WORDS = re.compile(r"(?:(?P<before>[A-Za-z’'-]{1,30})\W{1,3})?(?P<word>[A-Za-z’'-]{1,30})[^A-Za-z0-9]*$")
_OPEN_ITEM = re.compile(r"(?:[;,]|[;,]?\s+(?:and|or|&))\s*$")
_LABEL = re.compile(r"(?P<name>[A-Z][\w.,&’'()/ -]{0,60}?)\s?:\s+(?=\S)")
_ASIDE = re.compile(r"\([^)]*\)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def _placed(text: str, found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with their places in the tree."""
    placed: list[Sentence] = []
    leads: list[tuple[str, Sentence]] = []  # the marks of the lists that are open, outermost first, and their leads
    heading: Span | None = None
    speaker: Span | None = None
    for _, group in itertools.groupby(found, key=lambda sentence: sentence.block):
        own = list(group)
        mark, last = _mark(text, own[0]), placed[-1] if placed else None
        leads = _open_lists(text, leads, mark, last)
        label = _label(text, own[0])
        if label is not None and _is_speaker(text[slice(*label)]):
            speaker, label = label, None
        role: Role = "item" if leads else "heading" if _is_heading(text, own) else "text"
        lead = leads[-1][1] if leads else None
        inner: Sentence | None = None  # the part of this block that introduces a list within it
        for at, sentence in enumerate(own):
            here = replace(
                sentence, role=role, lead=lead, continues=at == 0 and lead is not None and is_open(text, lead),
                label=label, speaker=speaker, heading=heading, quoted=_is_quoted(text, sentence),
            )  # fmt: skip
            if at and sentence.bullet and inner is not None:
                here = replace(here, role="item", lead=inner, continues=is_open(text, inner))
            elif not (at and sentence.bullet):
                inner = here if _may_introduce(text, sentence) else None
            placed.append(here)
        if role != "item" and len(own) == 1 and is_furniture(text[own[0].start : own[0].end]):
            placed[-1] = replace(placed[-1], role="furniture")
            continue
        if role == "heading":
            heading, speaker = (own[0].start, own[-1].end), None
    introducing = {sentence.lead.start for sentence in placed if sentence.lead is not None}
    final: dict[int, Sentence] = {}
    for one in placed:
        lead = None if one.lead is None else final[one.lead.start]
        final[one.start] = replace(one, lead=lead, role="lead" if one.start in introducing and not lead else one.role)
    return list(final.values())


def _mark(text: str, sentence: Sentence) -> str:
    """The kind of bullet or number that opens a block, "" for none; figures and letters are one kind each."""
    bullet = _BULLET.match(text, sentence.block[0], sentence.start) if sentence.bullet else None
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
    if introduced and (is_open(text, last) or leads):
        return [*leads, ("", last)]
    going_on = _OPEN_ITEM.search(text, max(last.start, last.end - 8), last.end) is not None
    return leads if leads and leads[-1][0] == "" and going_on else []


def _introduces(text: str, sentence: Sentence) -> bool:
    return _COLON.search(text, max(sentence.start, sentence.end - 6), sentence.end) is not None


def _may_introduce(text: str, sentence: Sentence) -> bool:
    """Whether a part of a block introduces the items that follow in the block: it has not come to its end."""
    return text[sentence.end - 1] not in ".!?;"


def is_open(text: str, lead: Sentence) -> bool:
    """Whether a line that introduces a list breaks off in the middle of its sentence, so that each item ends it."""
    last = _LAST_WORDS.search(text, lead.start, lead.end)
    if last is None:
        return False
    before, word = last["before"] or "", last["word"].lower()
    signs = {sign.partition(":")[0] for sign in cues().get(word, ())}
    if word in words_of("layout", "open-end"):
        return True
    if "verb" not in signs or before.lower() in words_of("layout", "open-end"):
        return "verb" in signs
    # "Sweden pledges:" but "three steps:", "the following aims:"
    return before[:1].isupper() if word.endswith("s") else "noun" not in signs


def _label(text: str, first: Sentence) -> Span | None:
    """What stands before a colon at the head of a block."""
    found = _LABEL.match(text, first.start, min(first.end, first.start + 80))
    return None if found is None else found.span("name")


@functools.cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"{pattern_of('layout', 'speaker-title')}\b", re.IGNORECASE)


def _is_speaker(name: str) -> bool:
    """Whether a label is that of a turn of speech: a name in capitals (not a short form, "EU"), or one with a title."""
    letters = _LETTERS.findall(_ASIDE.sub("", name.removeprefix("The ")))
    capitals = bool(letters) and all(word.isupper() for word in letters) and max(map(len, letters)) > 4
    return capitals or _titles().match(name) is not None


def _is_heading(text: str, own: Sequence[Sentence]) -> bool:
    low, high = own[0].block
    return len(own) == 1 and not own[0].bullet and high - low < 160 and text[low:high].rstrip()[-1:] not in '.!?"”’:;),'


def _is_quoted(text: str, sentence: Sentence) -> bool:
    """Whether a sentence lies within quotation marks that open in it or before it in its block."""
    before, own = text[sentence.block[0] : sentence.start], text[sentence.start : sentence.end]
    inside = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    first, last = own[:1], own.rstrip(".,;")[-1:]
    closes = max(own.rfind("”"), own.rfind('"') if inside or first == '"' else -1)
    return (inside or first in '“"') and (closes <= 0 or last in '”"')
