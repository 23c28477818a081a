"""Who acts, as words of the sentence; ids come later, in `resolve`."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.holders import compound_holder, holder_of, pledged_part, promiser_of
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import AGENT, APPOSITION, COMPOUND, NOMINAL, OWNER, RELATIVE, coordinated, is_verb
from pledgebook.extract.clauses.stance import asker_of, stance_of
from pledgebook.extract.clauses.subjects import passer_of, pledger_of, subject_of
from pledgebook.extract.clauses.transfers import giver_within, transfer_of
from pledgebook.extract.fields.phrase import noun_phrase, words_between
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor

_STANDING_FOR = words_of("fields", "relative-pronouns")


def actors_of(candidate: Candidate, parsed: Parsed, text: str, kind: str | None = None) -> tuple[Actor, ...]:
    """Who acts, as words: the subject of the act, of the verb that controls it, or the holder of a nominal act; for what
    is received, who gives it; for an appeal (`kind`), who asks."""
    doc = parsed.doc
    among = compound_holder(doc[candidate.head])
    if among is not None and candidate.doer is None:
        return (words_between(among.left_edge.i, among.i, parsed, text),)
    doer, certain = _who(candidate, doc, kind)
    if doer is None:
        return ()
    if doer.i == candidate.doer:  # "…, Germany 18 and Spain 10": Germany alone
        return (words_between(min([doer.i, *(c.i for c in doer.lefts if c.dep_ in COMPOUND)]), doer.i, parsed, text),)
    doer = _meant(doer)
    paired = _paired(doer, candidate)
    if paired is not None:
        return (words_between(paired.left_edge.i, paired.i, parsed, text),)
    first, last = noun_phrase(doer)
    if doc[last].tag_ == "POS" and last > first:  # "Norway's pledge": Norway
        last -= 1
    actor = words_between(first, last, parsed, text)
    overlaps = (actor.start or 0) < candidate.end and (actor.end or 0) > candidate.start
    inner = certain or doer.dep_ in OWNER or doer.head.dep_ in AGENT
    return () if overlaps and not inner else (actor,)


def _who(candidate: Candidate, doc: Any, kind: str | None) -> tuple[Any | None, bool]:
    """The doer, and whether the words leave no doubt, so that it may stand inside the object."""
    act, head = doc[candidate.act], doc[candidate.head]
    transfer = transfer_of(act, head)
    if candidate.doer is not None:
        return doc[candidate.doer], True
    asker = asker_of(act) if kind == "appeal" else None
    if asker is not None:
        return asker, True
    promiser = promiser_of(act, head)
    doer = promiser if promiser is not None else _doer(act, head)
    other = stance_of(act)
    if other.of is not None and other.name != "wanted" and (doer is None or doer.pos_ == "PRON" or _is_of(doer, act)):
        return other.of, True
    if promiser is None and transfer.turned:
        return transfer.giver, True
    giver = giver_within(act, head) if promiser is None else None
    if giver is not None:
        return giver, True
    return doer, promiser is not None or pledged_part(head) is not None


def _is_of(doer: Any, act: Any) -> bool:
    """The doer is the subject of a verb above the act, not its own."""
    return bool(doer.head.i != act.i)


def _paired(doer: Any, candidate: Candidate) -> Any | None:
    """The one of several coordinated doers that "respectively" gives to this amount."""
    if candidate.place is None:
        return None
    every = coordinated(doer)
    k, n = candidate.place
    return every[k] if len(every) == n else None


def _doer(act: Any, head: Any) -> Any | None:
    """Whom the grammar makes the doer: the holder of a noun that acts, the subject of the verb, the holder of the object."""
    found = None
    if not is_verb(act) or act.i == head.i:
        found = holder_of(act) or holder_of(head)
    verb = verb_above(act)
    if found is None and is_verb(verb):
        found = passer_of(verb) or subject_of(verb)
    if found is None or found.i == head.i:
        found = holder_of(head) or pledger_of(head)
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
