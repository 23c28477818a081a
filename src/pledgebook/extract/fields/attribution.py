"""Who says so: the chain of sources around a statement, outermost first, and how strong the saying is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.candidates import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.fields.phrase import noun_phrase
from pledgebook.language.lexicon import classes_of
from pledgebook.model import Attribution, Kind, Strength

_UNNAMED = re.compile(
    r"\b(?:sources?|officials?|people|persons?|diplomats?|aides?|advisers?|insiders?|analysts?|reports?|media|some|many)\b"
    r"(?!\s+of\s+[A-Z])", re.I
)  # fmt: skip
_ANONYMOUS = re.compile(
    r"\b(?:sources?|anonym\w+|officials?|people familiar|on condition of|unnamed|insiders?|reportedly)\b", re.I
)
_ACCORDING = re.compile(r"\b(?:according to|as reported by|citing|as told to)\s+", re.I)
_TURN = re.compile(r"^([A-Z][A-Z.'’\- ]{1,40}?)(?:\s*\([^)]*\))?:\s")
_SPOKEN = frozenset({"say", "tell", "add", "note", "explain", "announce", "state", "claim", "learn", "report", "confirm", "reveal", "insist", "argue",
                     "warn", "stress", "emphasize", "emphasise", "acknowledge", "declare", "write", "highlight", "reply", "respond", "continue", "testify", "allege", "recall", "mention", "tweet", "underscore", "outline", "disclose"})  # fmt: skip


def _link(source: Any, cue: str | None, parsed: Parsed, text: str) -> Attribution:
    first, last = noun_phrase(source)
    for child in source.rights:  # "a source familiar with the talks"
        if child.dep_ in ("amod", "acl") and child.right_edge.i > last and child.left_edge.i == last + 1:
            last = child.right_edge.i
    doc, offset = parsed.doc, parsed.start
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    words = text[start:end]
    proper = any(t.pos_ == "PROPN" for t in doc[first : last + 1])
    return Attribution(words, cue, proper or not _UNNAMED.search(words), start, end)


def _saying(verb: Any) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in _SPOKEN or "say" in classes_of("verbs").get(lemma, ())


def _cue(verb: Any) -> str:
    parts = [c.text for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i]
    return " ".join([*parts, verb.text])


def _told_beside(verb: Any) -> bool:
    """A verb of saying that the parser hangs below the said: "Mexico will pay, the ministry said"."""
    if not _saying(verb) or verb.dep_ not in ("ccomp", "parataxis", "conj"):
        return False
    own_subject = any(c.dep_ == "nsubj" for c in verb.children)
    joined = any(c.dep_ == "cc" and c.i < verb.i for c in verb.head.children)
    return own_subject and (verb.dep_ != "conj" or not joined)


def _inner(candidate: Candidate, parsed: Parsed, text: str) -> list[Attribution]:
    """Verbs of saying above the act, whose clause the act stands in, and "according to"."""
    doc, offset = parsed.doc, parsed.start
    chain: list[Attribution] = []
    here = verb_above(doc[candidate.act])
    for _ in range(6):
        beside = [c for c in here.children if c.i != candidate.act and c.pos_ == "VERB" and _told_beside(c)]
        for verb in beside:  # "Mexico will pay, the ministry said": the parser hangs the saying below the said
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                chain.insert(0, _link(subject, _cue(verb), parsed, text))
        parent = here.head
        if parent.i == here.i:
            break
        if here.dep_ in ("ccomp", "parataxis", "advcl") and parent.pos_ in ("VERB", "AUX") and _saying(parent):
            subject = next((c for c in parent.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                chain.insert(0, _link(subject, _cue(parent), parsed, text))
        here = parent
    sentence = text[parsed.sentence.start : parsed.sentence.end]
    for match in _ACCORDING.finditer(sentence):
        at = match.end()
        token = next((t for t in doc if t.idx >= at and t.dep_ == "pobj"), None)
        if token is not None:
            chain.insert(0, _link(token, match.group().strip(), parsed, text))
    del offset
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
    open_quote = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if open_quote:
        for neighbour in [*parsed[index : index + 3], *reversed(parsed[max(0, index - 3) : index])]:
            if neighbour.sentence.block != own.sentence.block:
                continue
            for token in neighbour.doc:
                if token.pos_ == "VERB" and _saying(token):
                    subject = next(
                        (c for c in token.children if c.dep_ == "nsubj" and c.lower_ not in ("we", "i", "you", "it")),
                        None,
                    )
                    if subject is not None:
                        return (_link(subject, _cue(token), neighbour, text),)
    for earlier in reversed(parsed[max(0, index - 60) : index + 1]):
        line = text[earlier.sentence.block[0] : earlier.sentence.block[1]]
        turn = _TURN.match(line)
        if turn:
            start = earlier.sentence.block[0]
            return (Attribution(turn.group(1), None, True, start, start + len(turn.group(1))),)
    return ()


_LAW = re.compile(r"\b(?:law|act|bill|statute|decree|executive order|regulation|legislation|resolution|treaty)\b", re.I)
_POLICY = re.compile(
    r"fact sheet|strategy|policy|plan\b|framework|joint|statement|declaration|communiqu|memorandum|proclamation|order",
    re.I,
)


def strength_of(
    kind: Kind, chain: Sequence[Attribution], official: bool, title: str | None, clause: str, act: str
) -> Strength:
    """The highest strength that applies: what law or a policy document says, what an actor declared on record, what others report."""
    if act in ("propose", "suggest", "recommend", "consider", "explore", "float") or kind == "appeal":
        return "proposed" if act != "announce" and kind != "appeal" else "declared" if official or chain else "reported"
    if act in ("enact", "legislate", "ratify", "sign") and _LAW.search(clause):
        return "in_law"
    if chain:
        if any(_ANONYMOUS.search(link.source) for link in chain) or not any(link.named for link in chain):
            return "reported_unattributed"
        return "declared" if official or '"' in clause or "“" in clause else "reported"
    if official:
        return "in_policy_document" if title and _POLICY.search(title) else "declared"
    return "reported"
