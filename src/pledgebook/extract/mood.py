"""The effective mood of an act: whether its clause says that it is done, will be done, is promised, asked for, or merely wished.

An infinitive or gerund takes its mood from what governs it: "was committing to offering visas" is promised,
"urged banks to cut fees" is asked for, "worked with partners to raid houses" is past.
"""

from __future__ import annotations

from typing import Any

from pledgebook.extract.candidates import NOMINAL
from pledgebook.extract.lexicon import classes_of

_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_OUGHT = frozenset({"should", "must", "ought"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
_PASSING = frozenset({"begin", "start", "continue", "resume", "keep", "go", "come", "proceed", "help", "work", "serve", "stop", "finish", "complete", "get", "use", "be", "have", "take", "make", "join", "cooperate", "partner", "coordinate", "team", "move", "proceed", "seem", "appear"})  # fmt: skip
_WISH = frozenset({"want", "hope", "wish", "like", "love", "try", "attempt", "hop", "look", "aspire", "desire", "prefer", "eager"})


def _has(verb: Any, words: frozenset[str]) -> bool:
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in words for c in verb.children)


def _classes(verb: Any) -> tuple[str, ...]:
    return classes_of("verbs").get(verb.lemma_.lower(), ())


def mood_of(token: Any, depth: int = 0) -> str:
    """The mood of a verb or noun that acts.

    One of: future, promised, announced, would, ought, asked, possible, wished, past, perfect, ongoing, was-ongoing,
    present, imperative, purpose-MOOD (a purpose of something in that mood), bare (no verb governs it).
    """
    if depth > 7:
        return "bare"
    if token.pos_ not in ("VERB", "AUX"):
        return _nominal(token, depth)
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & _FUTURE:
        return "future"
    if "would" in auxiliaries or "'d" in auxiliaries:
        return "would"
    if auxiliaries & _OUGHT:
        return "ought"
    if auxiliaries & _POSSIBLE:
        return "possible"
    if "to" in auxiliaries or token.tag_ in ("VBG", "VB") or (token.tag_ == "VBN" and not auxiliaries):
        nonfinite = _nonfinite(token, auxiliaries, depth)
        if nonfinite is not None:
            return nonfinite
    if auxiliaries & {"have", "has", "'ve", "’ve", "had", "having"}:
        return "perfect"
    finite = next((c for c in token.children if c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP")), token)
    past = finite.tag_ == "VBD"
    if token.tag_ == "VBG":
        return "was-ongoing" if past else "ongoing"
    if token.tag_ == "VBD" or past:
        return "past"
    if token.tag_ == "VBN":
        return "present-passive"
    return "present"


def _nonfinite(token: Any, auxiliaries: set[str], depth: int) -> str | None:
    """The mood that an infinitive, gerund or participle takes from above; None where the form turns out finite."""
    if token.tag_ == "VBG" and auxiliaries & {"am", "is", "are", "was", "were", "be", "been", "'re", "’re", "'s", "’s", "'m", "’m"}:
        return "perfect" if "been" in auxiliaries else None
    if token.tag_ == "VBN" and auxiliaries:
        return None
    parent = token.head
    if parent.i == token.i:
        if token.tag_ == "VB" and "to" not in auxiliaries and not any(c.dep_ == "nsubj" for c in token.children):
            return "imperative"
        return "bare"
    if token.dep_ == "conj" and (parent.pos_ in ("VERB", "AUX") or "to" in auxiliaries):
        return mood_of(parent, depth + 1)
    if parent.pos_ in ("ADP", "SCONJ"):
        above = parent.head
        if above.i == parent.i:
            return "bare"
        if above.pos_ in ("VERB", "AUX"):
            return _governed(token, above, parent.lower_, depth)
        return _nominal(above, depth + 1)
    if parent.pos_ in ("VERB", "AUX", "ADJ"):
        return _governed(token, parent, "", depth)
    if parent.pos_ in NOMINAL:
        if token.dep_ == "relcl" and "to" not in auxiliaries:
            return None
        inner = _nominal(parent, depth + 1)
        return inner if "promise" in classes_of("nouns").get(parent.lemma_.lower(), ()) else f"purpose-{inner}".replace("purpose-purpose", "purpose")
    return "bare"


def _governed(token: Any, above: Any, preposition: str, depth: int) -> str:
    """The mood of a complement or adverbial clause below a verb (or adjective)."""
    lemma, classes = above.lemma_.lower(), _classes(above)
    upper = mood_of(above, depth + 1) if above.pos_ in ("VERB", "AUX") else "present"
    if lemma in ("need", "have") and token.dep_ == "xcomp" and upper in ("present", "future", "would"):
        return "ought"
    if "appeal" in classes and token.dep_ in ("xcomp", "ccomp", "advcl", "pcomp"):
        return "asked" if lemma not in ("challenge",) or token.dep_ == "xcomp" else upper
    if lemma in _WISH:
        return "wished"
    if lemma in ("go", "be") and token.dep_ == "xcomp" and above.tag_ in ("VBG", "VBZ", "VBP"):
        return "future"
    if "undertake" in classes and token.dep_ in ("xcomp", "ccomp", "pcomp"):
        return "promised"
    if above.pos_ == "ADJ":
        return "promised" if lemma in ("ready", "committed", "determined", "set", "due", "scheduled", "prepared", "eager", "willing", "poised") else f"purpose-{mood_of(above.head, depth + 1)}" if above.head.i != above.i else "bare"  # fmt: skip
    if token.dep_ in ("xcomp", "ccomp", "pcomp", "conj") or preposition in ("by", "in", "with"):
        if "announce" in classes and token.dep_ != "conj":
            return "announced"
        return upper
    if token.dep_ == "advcl" and lemma in _PASSING:
        return upper
    return f"purpose-{upper}".replace("purpose-purpose", "purpose")


def _nominal(noun: Any, depth: int) -> str:
    """The mood of a noun that acts ("a pledge to …", "the resumption of …") or of a fragment without a verb."""
    if depth > 7:
        return "bare"
    kinds = classes_of("nouns").get(noun.lemma_.lower(), ())
    if "promise" in kinds and noun.lemma_.lower() not in ("decision", "announcement", "target", "goal"):
        return "promised"
    here = noun
    for _ in range(6):
        parent = here.head
        if parent.i == here.i:
            return "bare"
        if parent.pos_ in ("VERB", "AUX"):
            mood = mood_of(parent, depth + 1)
            if "announce" in _classes(parent) and mood not in ("future", "ought", "asked"):
                return "announced"
            if "appeal" in _classes(parent) and here.dep_ in ("prep", "dobj") and mood not in ("future",):
                return "asked"
            return mood
        here = parent
    return "bare"


def carried_mood(act: Any, head: Any) -> str:
    """The mood of a candidate's act, with what its own verb adds: announcing, asking and promising verbs name the mood of their object."""
    mood = mood_of(act)
    if act.pos_ not in ("VERB", "AUX") or act.i == head.i:
        return mood
    classes = _classes(act)
    lemma = act.lemma_.lower()
    finite = mood in ("past", "perfect", "present", "ongoing", "was-ongoing", "future", "present-passive")
    if finite and lemma in ("announce", "unveil", "pledge", "promise", "propose", "plan", "reaffirm", "vow", "commit", "affirm", "reiterate", "confirm", "intend"):
        return "announced" if "announce" in classes else "promised"
    if finite and "appeal" in classes and lemma in ("call", "urge", "demand", "request", "ask", "encourage", "appeal", "press", "recommend", "invite"):
        return "asked"
    return mood
