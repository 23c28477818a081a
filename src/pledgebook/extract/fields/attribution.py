"""Who says so: the chain of sources around a statement, outermost first, and how strong the saying is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    AUXILIARY,
    COORDINATE,
    COORDINATOR,
    LINKED,
    SUBJECT,
    has,
    is_top,
    is_verb,
    labels,
    one,
    those,
)
from pledgebook.extract.clauses.speech import says
from pledgebook.extract.fields.phrase import noun_phrase
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.language.turns import speaking, turns_of
from pledgebook.model import Attribution, Kind, Strength

_ANY_CASE = re.IGNORECASE
_UNNAMED = re.compile(
    rf"\b{pattern_of('speech', 'unnamed')}\b(?!\s+{pattern_of('speech', 'of')}\s+(?-i:[A-Z]))", _ANY_CASE
)
_ANONYMOUS = re.compile(
    rf"\b{pattern_of('speech', 'anonymous')}\b|\b{pattern_of('speech', 'anonymous-stems')}\w+", _ANY_CASE
)
_ACCORDING = re.compile(rf"\b{pattern_of('speech', 'according')}\s+", _ANY_CASE)
_NO_SOURCES = words_of("speech", "no-sources")
_LAW = re.compile(rf"\b{pattern_of('speech', 'laws')}\b", _ANY_CASE)
_POLICY = re.compile(pattern_of("speech", "policies"), _ANY_CASE)
_PROPOSING, _ENACTING = words_of("speech", "proposing"), words_of("speech", "enacting")
_SAID = labels("content", "aside", "circumstance")


def _link(source: Any, cue: str | None, parsed: Parsed, text: str) -> Attribution:
    first, last = noun_phrase(source)
    for child in source.rights:  # "a source familiar with the talks"
        if (
            child.dep_ in labels("adjective", "participle")
            and child.right_edge.i > last
            and child.left_edge.i == last + 1
        ):
            last = child.right_edge.i
    doc, offset = parsed.doc, parsed.start
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    words = text[start:end]
    proper = any(t.pos_ == "PROPN" for t in doc[first : last + 1])
    return Attribution(words, cue, is_named(words, proper), start, end)


def is_named(source: str, proper: bool) -> bool:
    """Whether a source is somebody in particular, not "an official". `proper`: a proper name is among its words."""
    return proper or not _UNNAMED.search(source)


def _cue(verb: Any) -> str:
    parts = [c.text for c in verb.children if c.dep_ in AUXILIARY and c.i < verb.i]
    return " ".join([*parts, verb.text])


def _told_beside(verb: Any) -> bool:
    """A verb of saying that the parser hangs below the said: "Mexico will pay, the ministry said"."""
    if not says(verb) or verb.dep_ not in labels("content", "aside", "coordinate"):
        return False
    joined = any(c.i < verb.i for c in those(verb.head, COORDINATOR))
    return has(verb, SUBJECT) and (verb.dep_ not in COORDINATE or not joined)


def _said_by(verb: Any, parsed: Parsed, text: str) -> list[Attribution]:
    """The link of a verb of saying to its subject; nothing where it has none."""
    subject = one(verb, SUBJECT)
    return [] if subject is None else [_link(subject, _cue(verb), parsed, text)]


def _inner(candidate: Candidate, parsed: Parsed, text: str) -> list[Attribution]:
    """Verbs of saying above the act, whose clause the act stands in, and "according to"."""
    doc = parsed.doc
    chain: list[Attribution] = []
    here = verb_above(doc[candidate.act])
    for _ in range(6):
        for verb in here.children:  # "Mexico will pay, the ministry said": the parser hangs the saying below the said
            if verb.i != candidate.act and verb.pos_ == "VERB" and _told_beside(verb):
                chain = _said_by(verb, parsed, text) + chain
        if is_top(here):
            break
        if here.dep_ in _SAID and is_verb(here.head) and says(here.head):
            chain = _said_by(here.head, parsed, text) + chain
        here = here.head
    for match in _ACCORDING.finditer(text[parsed.sentence.start : parsed.sentence.end]):
        at = match.end() + parsed.sentence.start - parsed.start
        token = next((t for t in doc if t.idx >= at and t.dep_ in LINKED), None)
        if token is not None:
            chain.insert(0, _link(token, match.group().strip(), parsed, text))
    return chain


def attribution_of(candidate: Candidate, index: int, parsed: Sequence[Parsed], text: str) -> tuple[Attribution, ...]:
    """The chain of attribution of a candidate of `parsed[index]`.

    Inside quotation marks with no verb of saying in the sentence, the saying is looked for in the rest of the
    paragraph; in a transcript, in the last line that opens with a speaker's name.
    """
    own = parsed[index]
    chain = _inner(candidate, own, text)
    if chain:
        return tuple(chain)
    before = text[own.sentence.block[0] : candidate.start]
    if before.count("“") > before.count("”") or before.count('"') % 2 == 1:
        quoted = _quoted_by(index, parsed, text)
        if quoted is not None:
            return (quoted,)
    turn = speaking(turns_of(text), candidate.start)
    if turn is None or not turn.named:
        return ()
    return (Attribution(text[turn.start : turn.end], None, True, turn.start, turn.end),)


def _of_one_quotation(index: int, parsed: Sequence[Parsed], text: str) -> list[Parsed]:
    """The sentences of the paragraph, and of those over which its quotation runs: each opens with a mark, and only the
    last one closes it. Those that follow first."""
    own = parsed[index].sentence.block
    found = {own}
    for order in (parsed[index:], parsed[index::-1]):
        low, high = own
        for other in order:
            block = other.sentence.block
            if block == (low, high):
                continue
            upper, lower = sorted(((low, high), block))
            if not _runs_on(text[slice(*upper)], text[slice(*lower)]) or text[upper[1] : lower[0]].strip():
                break
            found.add(block)
            low, high = block
    near = [other for other in parsed if other.sentence.block in found]
    at = near.index(parsed[index])
    return [*near[at : at + 4], *reversed(near[max(0, at - 4) : at])]


def _runs_on(upper: str, lower: str) -> bool:
    """A quotation is open at the end of a paragraph and opened again at the head of the next."""
    unclosed = upper.count("“") > upper.count("”") or upper.count('"') % 2 == 1
    return unclosed and lower.lstrip()[:1] in ("“", '"')


def _quoted_by(index: int, parsed: Sequence[Parsed], text: str) -> Attribution | None:
    """Who says what stands in quotation marks: the subject of a verb of saying in the same paragraph."""
    for neighbour in _of_one_quotation(index, parsed, text):
        for token in neighbour.doc:
            if token.pos_ != "VERB" or not says(token):
                continue
            subject = next((c for c in those(token, SUBJECT) if c.lower_ not in _NO_SOURCES), None)
            if subject is not None:
                return _link(subject, _cue(token), neighbour, text)
    return None


def strength_of(
    kind: Kind, chain: Sequence[Attribution], official: bool, title: str | None, clause: str, act: str
) -> Strength:
    """The highest strength that applies: what law or a policy document says, what an actor declared on record, what others report."""
    if kind == "appeal":
        return "declared" if official or chain else "reported"
    if act in _PROPOSING:
        return "proposed"
    if act in _ENACTING and _LAW.search(clause):
        return "in_law"
    if chain:
        return _told_strength(chain, official or '"' in clause or "“" in clause)
    if not official:
        return "reported"
    return "in_policy_document" if title and _POLICY.search(title) else "declared"


def _told_strength(chain: Sequence[Attribution], on_record: bool) -> Strength:
    """How strong a saying is: on record, by somebody who is named, or by nobody who is."""
    if any(_ANONYMOUS.search(link.source) for link in chain) or not any(link.named for link in chain):
        return "reported_unattributed"
    return "declared" if on_record else "reported"
