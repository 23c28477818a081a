"""Who acts, as words of the sentence; ids come later, in `resolve`."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.candidates import Candidate
from pledgebook.extract.clauses.clause import subject_of
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.holders import compound_holder, holder_of, promiser_of
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import APPOSITION, NOMINAL, OWNER, RELATIVE, is_verb
from pledgebook.extract.fields.phrase import noun_phrase, words_between
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor

_STANDING_FOR = words_of("fields", "relative-pronouns")


def actors_of(candidate: Candidate, parsed: Parsed, text: str) -> tuple[Actor, ...]:
    """Who acts, as words: the subject of the act, of the verb that controls it, or the holder of a nominal act."""
    doc = parsed.doc
    act, head = doc[candidate.act], doc[candidate.head]
    among = compound_holder(head)
    if among is not None:
        return (words_between(among.left_edge.i, among.i, parsed, text),)
    promiser = promiser_of(act, head)
    doer = promiser if promiser is not None else _doer(act, head)
    if doer is None:
        return ()
    doer = _meant(doer)
    first, last = noun_phrase(doer)
    if doc[last].tag_ == "POS" and last > first:  # "Norway's pledge": Norway
        last -= 1
    actor = words_between(first, last, parsed, text)
    overlaps = (actor.start or 0) < candidate.end and (actor.end or 0) > candidate.start
    return () if overlaps and doer.dep_ not in OWNER and promiser is None else (actor,)


def _doer(act: Any, head: Any) -> Any | None:
    """Whom the grammar makes the doer: the holder of a noun that acts, the subject of the verb, the holder of the object."""
    found = None
    if not is_verb(act) or act.i == head.i:
        found = holder_of(act) or holder_of(head)
    verb = verb_above(act)
    if found is None and is_verb(verb):
        found = subject_of(verb)
    if found is None or found.i == head.i:
        found = holder_of(head)
    return None if found is None or found.i == head.i else found


def _meant(doer: Any) -> Any:
    """The noun for which a relative pronoun stands; who "we" are, where that follows ("We, the leaders of Peru, will")."""
    if doer.lower_ in _STANDING_FOR and doer.head.dep_ in RELATIVE:
        return doer.head.head
    if doer.pos_ == "PRON" and doer.i + 1 < len(doer.doc) and doer.nbor().text == ",":
        return next((c for c in doer.rights if c.dep_ in APPOSITION and c.pos_ in NOMINAL), doer)
    return _behind_purpose(doer) if is_verb(doer) else doer


def _behind_purpose(verb: Any) -> Any:
    """The noun behind a purpose that opens the sentence and was taken for its subject ("To end hunger, Norway will …")."""
    comma = next((t for t in reversed(list(verb.subtree)) if t.text == "," and t.i > verb.i), None)
    if comma is None or verb.left_edge.tag_ != "TO" or verb.left_edge.i != verb.sent.start:
        return verb
    behind = range(comma.i + 1, verb.head.i)
    heads = (verb.doc[i] for i in behind if verb.doc[i].pos_ in (*NOMINAL, "PRON") and verb.doc[i].head.i not in behind)
    return next(heads, verb)
