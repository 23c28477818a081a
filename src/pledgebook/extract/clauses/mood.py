"""The effective mood of an act: whether its clause says that it is done, will be done, is promised, asked for, or merely wished.

An infinitive or gerund takes its mood from what governs it: "was committing to offering visas" is promised,
"urged banks to cut fees" is asked for, "worked with partners to raid houses" is past.
"""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.candidates import NOMINAL
from pledgebook.extract.clauses.holders import owner_before
from pledgebook.language.lexicon import classes_of

_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_OUGHT = frozenset({"should", "must", "ought"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
_PASSING = frozenset({"begin", "start", "continue", "resume", "keep", "go", "come", "proceed", "help", "work", "serve", "stop", "finish", "complete", "get", "use", "be", "have", "take", "make", "join", "cooperate", "partner", "coordinate", "team", "move", "seem", "appear"})  # fmt: skip
_COMING = frozenset({"future", "upcoming", "planned", "forthcoming", "proposed", "coming"})
_SCHEDULES = frozenset(
    {
        "schedule",
        "expect",
        "set",
        "slate",
        "project",
        "anticipate",
        "plan",
        "design",
        "authorize",
        "authorise",
        "direct",
    }
)
_WISH = frozenset(
    {"want", "hope", "wish", "like", "love", "try", "attempt", "hop", "look", "aspire", "desire", "prefer", "eager"}
)


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
    if token.dep_ == "ccomp" and token.head.i != token.i:
        if "appeal" in _classes(token.head) and (token.tag_ in ("VB", "VBP") or "be" in auxiliaries):
            return "asked"  # "demanded that the siege be lifted", "recommends it start at once"
        if token.head.lemma_.lower() == "ensure" and (
            token.tag_ in ("VB", "VBP", "VBZ") or auxiliaries & {"is", "are"}
        ):
            return mood_of(token.head, depth + 1)  # what is to be ensured is so once it is
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
    finite = next(
        (c for c in token.children if c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP")), token
    )
    past = (finite.tag_ == "VBD" and finite.i != token.i) or token.tag_ == "VBD"
    if token.tag_ == "VBG":
        return "was-ongoing" if past else "ongoing"
    if token.tag_ == "VBD" or past:
        return "past"
    if token.tag_ == "VBN" and "being" in auxiliaries:
        return "was-ongoing" if past else "ongoing"
    if token.tag_ == "VBN":
        lemma = token.lemma_.lower()
        return (
            "promised"
            if lemma in ("commit", "dedicate", "pledge", "determine", "resolve")
            and any(c.lower_ == "to" for c in token.children)
            else "present-passive"
        )
    if any(c.dep_ == "nsubj" and any(m.lower_ in _COMING for m in c.children) for c in token.children):
        return "future"
    return "present"


def _nonfinite(token: Any, auxiliaries: set[str], depth: int) -> str | None:
    """The mood that an infinitive, gerund or participle takes from above; None where the form turns out finite."""
    if token.tag_ == "VBG" and auxiliaries & {
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "'re",
        "’re",
        "'s",
        "’s",
        "'m",
        "’m",
    }:
        return "perfect" if "been" in auxiliaries else None
    if token.tag_ == "VBN" and auxiliaries and "to" not in auxiliaries:
        return None
    parent = token.head
    if parent.i == token.i:
        if token.tag_ == "VB" and "to" not in auxiliaries and not any(c.dep_ == "nsubj" for c in token.children):
            return "imperative"
        return "bare"
    if parent.pos_ in ("VERB", "AUX") and token.dep_ != "conj" and owner_before(token) is not None:
        return "promised"  # "repairs the road and Norway's commitment in May to give …", wherever the parser hangs "to give"
    if token.dep_ == "conj" and "to" in auxiliaries and not _is_infinitive(parent):
        twin = next((t for t in reversed(list(token.doc[: token.i])) if _is_infinitive(t) and t.head.i < t.i), None)
        if twin is not None:  # "promised to build a road, which … , and to repair the bridge"
            return mood_of(twin, depth + 1)
    if token.dep_ == "conj" and (parent.pos_ in ("VERB", "AUX") or "to" in auxiliaries):
        if token.tag_ in ("VB", "VBG") and _is_finite(parent) and not _is_progressive(parent, token):
            # a bare infinitive cannot stand beside a finite verb: it shares the complement ("promised to A and B")
            return _governed(token, parent, "", depth, complement=True)
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
        return (
            inner
            if "promise" in classes_of("nouns").get(parent.lemma_.lower(), ())
            else f"purpose-{inner}".replace("purpose-purpose", "purpose")
        )
    return "bare"


def _is_infinitive(verb: Any) -> bool:
    return bool(verb.tag_ == "VB") and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _is_finite(verb: Any) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP") for c in verb.children
    )


def _is_progressive(verb: Any, beside: Any) -> bool:
    """Two gerunds under one "is": "is buying and selling"."""
    return bool(verb.tag_ == "VBG" and beside.tag_ == "VBG")


def _governed(token: Any, above: Any, preposition: str, depth: int, *, complement: bool = False) -> str:
    """The mood of a complement or adverbial clause below a verb (or adjective)."""
    lemma, classes = above.lemma_.lower(), _classes(above)
    complement = complement or token.dep_ in ("xcomp", "ccomp", "pcomp")
    upper = mood_of(above, depth + 1) if above.pos_ in ("VERB", "AUX") else "present"
    if lemma in ("need", "have") and (complement or token.dep_ == "advcl") and upper in ("present", "future", "would"):
        return "ought"
    if "appeal" in classes and (complement or token.dep_ == "advcl"):
        return "asked"
    if "thank" in classes and preposition == "for":
        return "past"  # one thanks for what was done
    if any(_promise_noun(c) for c in above.children if c.dep_ in ("dobj", "prep")) and preposition in (
        "in",
        "to",
        "by",
    ):
        return "promised"
    if complement and lemma in _SCHEDULES and above.tag_ == "VBN":
        return "future"
    if lemma in _WISH:
        return "wished"
    if lemma in ("go", "be") and token.dep_ == "xcomp" and above.tag_ in ("VBG", "VBZ", "VBP"):
        return "future"
    if "undertake" in classes and complement:
        return "promised"
    if lemma in ("pleased", "proud", "happy", "delighted", "glad", "honored", "honoured"):
        return "present"  # "pleased to announce" announces
    if above.pos_ == "ADJ":
        return "promised" if lemma in ("ready", "committed", "determined", "set", "due", "scheduled", "prepared", "eager", "willing", "poised") else f"purpose-{mood_of(above.head, depth + 1)}" if above.head.i != above.i else "bare"  # fmt: skip
    if complement or token.dep_ == "conj" or preposition in ("by", "in", "with"):
        if "announce" in classes and token.dep_ != "conj":
            return "announced"
        return upper
    if token.dep_ == "advcl" and lemma in _PASSING:
        return upper
    return f"purpose-{upper}".replace("purpose-purpose", "purpose")


def _promise_noun(token: Any) -> bool:
    """A noun of promising, also behind a preposition ("signed onto commitments")."""
    if token.pos_ == "ADP":
        return any(_promise_noun(c) for c in token.children if c.dep_ == "pobj")
    return token.lemma_.lower() in ("commitment", "pledge", "promise", "undertaking", "vow")


_ASKING_NOUNS = frozenset({"call", "appeal", "demand", "request", "plea", "invitation"})


def _nominal(noun: Any, depth: int) -> str:
    """The mood of a noun that acts ("a pledge to …", "the resumption of …") or of a fragment without a verb."""
    if depth > 7:
        return "bare"
    kinds = classes_of("nouns").get(noun.lemma_.lower(), ())
    if "promise" in kinds and noun.lemma_.lower() not in ("decision", "announcement", "target", "goal"):
        return "promised"
    if noun.lemma_.lower() in _ASKING_NOUNS and any(c.dep_ in ("acl", "prep") and c.i > noun.i for c in noun.children):
        return "asked"
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
    if act.pos_ not in ("VERB", "AUX"):
        return mood
    classes, lemma = _classes(act), act.lemma_.lower()
    if act.tag_ == "VBN" and lemma in _SCHEDULES and any(c.dep_ == "xcomp" for c in act.children):
        return "future"  # "invitations are expected to be issued"
    finite = mood in ("past", "perfect", "present", "ongoing", "was-ongoing", "future", "present-passive", "bare")
    if not finite:
        return mood
    if lemma in _APPEALS and "appeal" in classes:
        aims = any(
            c.dep_ in ("prt", "prep") and (c.lower_ == "for" or (c.lower_ in ("on", "upon") and c.i == act.i + 1))
            for c in act.children
        )
        return mood if lemma == "call" and not aims else "asked"
    if act.i == head.i:
        return mood
    if lemma in _PROMISES:
        return "announced" if "announce" in classes else "promised"
    if _promise_noun(head) and lemma in ("make", "give", "offer", "undertake", "issue", "renew"):
        return "promised"
    return mood


_APPEALS = frozenset(
    {
        "call",
        "urge",
        "demand",
        "request",
        "ask",
        "encourage",
        "appeal",
        "press",
        "recommend",
        "invite",
        "exhort",
        "implore",
    }
)
_PROMISES = frozenset(
    {
        "announce",
        "unveil",
        "pledge",
        "promise",
        "propose",
        "plan",
        "reaffirm",
        "vow",
        "commit",
        "affirm",
        "reiterate",
        "confirm",
        "intend",
        "undertake",
    }
)
