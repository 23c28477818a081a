"""The effective mood of an act: whether its clause says that it is done, will be done, is promised, asked for, or merely wished.

An infinitive or gerund takes its mood from what governs it: "was committing to offering visas" is promised,
"urged banks to cut fees" is asked for, "worked with partners to raid houses" is past.
"""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.holders import is_pledge, owner_before
from pledgebook.extract.clauses.roles import (
    AUXILIARY,
    CIRCUMSTANCE,
    COMPLEMENT,
    CONTENT,
    CONTROLLED,
    COORDINATE,
    FINITE,
    LINK,
    LINKED,
    LINKED_CLAUSE,
    NOMINAL,
    OBJECT,
    PARTICIPLE,
    PARTICLE,
    RELATIVE,
    SUBJECT,
    has,
    is_top,
    is_verb,
    noun_classes,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.stance import stance_of
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of

_DEEPEST = 7
"""Steps up a parse after which a clause counts as governed by nothing."""
_FUTURE = words_of("moods", "future")
_WOULD = words_of("moods", "would")
_OUGHT = words_of("moods", "ought")
_POSSIBLE = words_of("moods", "possible")
_HAVE = words_of("moods", "have")
_BE = words_of("moods", "be")
_BASE_OF_BE = words_of("moods", "base-of-be")
_PRESENT_OF_BE = words_of("moods", "present-of-be")
_BEEN = words_of("moods", "been")
_BEING = words_of("moods", "being")
_TO = words_of("moods", "to")
_PASSING = words_of("moods", "passing")
_COMING = words_of("moods", "coming")
_SCHEDULE = words_of("moods", "schedule")
_WISH = words_of("moods", "wish")
_BOUND = words_of("moods", "bound")
_OBLIGE = words_of("moods", "oblige")
_GOING = words_of("moods", "going")
_ENSURE = words_of("moods", "ensure")
_GLAD = words_of("moods", "glad")
_READY = words_of("moods", "ready")
_SPELLING_OUT = words_of("moods", "spelling-out")
_WITH_THE_VERB = words_of("moods", "with-the-verb")
_WITH = words_of("clauses", "with")
_CALL = words_of("moods", "call")
_CALLED_FOR = words_of("moods", "called-for")
_CALLED_ON = words_of("moods", "called-on")
_ASKING = words_of("moods", "asking")
_ASKING_NOUNS = words_of("moods", "asking-nouns")
_PROMISING = words_of("moods", "promising")
_MAKING = words_of("moods", "making")
_WEAK_PROMISE_NOUNS = words_of("moods", "weak-promise-nouns")

_FINITE_MOODS = frozenset({"past", "perfect", "present", "ongoing", "was-ongoing", "future", "present-passive", "bare"})
_OBLIGED_MOODS = frozenset({"present", "future", "would"})


@once_a_word
def mood_of(token: Any, depth: int = 0) -> str:
    """The mood of a verb or noun that acts.

    One of: future, promised, announced, would, ought, asked, possible, wished, past, perfect, ongoing, was-ongoing,
    present, imperative, purpose-MOOD (a purpose of something in that mood), bare (no verb governs it).
    """
    if depth > _DEEPEST:
        return "bare"
    if not is_verb(token):
        return _nominal(token, depth)
    auxiliaries = {c.lower_ for c in those(token, AUXILIARY)}
    if auxiliaries & _FUTURE:
        return "future"
    return (
        _as_content(token, auxiliaries, depth)
        or _modal(auxiliaries)
        or _nonfinite(token, auxiliaries, depth)
        or _finite(token, auxiliaries)
    )


def _as_content(token: Any, auxiliaries: set[str], depth: int) -> str | None:
    """The mood of a clause that is what somebody demands or ensures."""
    if token.dep_ not in CONTENT or is_top(token):
        return None
    if "appeal" in verb_classes(token.head) and (token.tag_ in ("VB", "VBP") or auxiliaries & _BASE_OF_BE):
        return "asked"  # "demanded that the siege be lifted", "recommends it start at once"
    if token.head.lemma_.lower() in _ENSURE and (token.tag_ in ("VB", "VBP", "VBZ") or auxiliaries & _PRESENT_OF_BE):
        return mood_of(token.head, depth + 1)  # what is to be ensured is so once it is
    return None


def _modal(auxiliaries: set[str]) -> str | None:
    if auxiliaries & _WOULD:
        return "would"
    if auxiliaries & _OUGHT:
        return "ought"
    return "possible" if auxiliaries & _POSSIBLE else None


def _finite(token: Any, auxiliaries: set[str]) -> str:
    """The mood that tense, aspect and voice of a finite verb give."""
    if auxiliaries & _HAVE:
        return "perfect"
    finite = next((c for c in those(token, AUXILIARY) if c.tag_ in FINITE), token)
    past = finite.tag_ == "VBD" or token.tag_ == "VBD"
    if token.tag_ == "VBG" or (token.tag_ == "VBN" and not past and auxiliaries & _BEING):
        return "was-ongoing" if past else "ongoing"
    if past:
        return "past"
    if token.tag_ == "VBN":
        bound = token.lemma_.lower() in _BOUND and any(c.lower_ in _TO for c in token.children)
        return "promised" if bound else "present-passive"
    if any(m.lower_ in _COMING for subject in those(token, SUBJECT) for m in subject.children):
        return "future"
    return "present"


def _nonfinite(token: Any, auxiliaries: set[str], depth: int) -> str | None:
    """The mood that an infinitive, gerund or participle takes from above; None where the form is finite."""
    infinitive = bool(auxiliaries & _TO)
    if not infinitive and token.tag_ not in ("VBG", "VB") and (token.tag_ != "VBN" or auxiliaries):
        return None
    if token.tag_ == "VBG" and auxiliaries & _BE:
        return "perfect" if auxiliaries & _BEEN else None
    if is_top(token):
        return "imperative" if token.tag_ == "VB" and not infinitive and not has(token, SUBJECT) else "bare"
    return _from_above(token, infinitive, depth)


def _from_above(token: Any, infinitive: bool, depth: int) -> str | None:
    """The mood that a verb without a tense takes from the word it hangs on."""
    parent = token.head
    coordinated = token.dep_ in COORDINATE
    if is_verb(parent) and not coordinated and owner_before(token) is not None:
        return "promised"  # "repairs the road and Norway's commitment in May to give …", wherever the parser hangs "to give"
    if coordinated and (is_verb(parent) or infinitive):
        return _beside(token, parent, infinitive, depth)
    if parent.pos_ in ("ADP", "SCONJ"):
        return _behind(token, parent, depth)
    if is_verb(parent) or parent.pos_ == "ADJ":
        return _governed(token, parent, "", depth)
    if parent.pos_ in NOMINAL:
        return None if token.dep_ in RELATIVE and not infinitive else _of_noun(parent, depth)
    return "bare"


def _beside(token: Any, parent: Any, infinitive: bool, depth: int) -> str:
    """The mood of a verb in coordination: that of the one it stands beside."""
    if infinitive and not _is_infinitive(parent):
        twin = next((t for t in reversed(list(token.doc[: token.i])) if _is_infinitive(t) and t.head.i < t.i), None)
        if twin is not None:  # "promised to build a road, which … , and to repair the bridge"
            return mood_of(twin, depth + 1)
    progressive = parent.tag_ == "VBG" and token.tag_ == "VBG"  # "is buying and selling"
    if token.tag_ in ("VB", "VBG") and _is_finite(parent) and not progressive:
        # a bare infinitive cannot stand beside a finite verb: it shares the complement ("promised to A and B")
        return _governed(token, parent, "", depth, complement=True)
    return mood_of(parent, depth + 1)


def _behind(token: Any, preposition: Any, depth: int) -> str:
    """The mood of a gerund behind a preposition."""
    if is_top(preposition):
        return "bare"
    above = preposition.head
    return _governed(token, above, preposition.lower_, depth) if is_verb(above) else _nominal(above, depth + 1)


def _of_noun(noun: Any, depth: int) -> str:
    """The mood of an infinitive that hangs on a noun: what a promise promises, or a purpose."""
    inner = _nominal(noun, depth + 1)
    promise = "promise" in noun_classes(noun)
    return inner if promise else _purpose(inner)


def _purpose(mood: str) -> str:
    return f"purpose-{mood}".replace("purpose-purpose", "purpose")


def _is_infinitive(verb: Any) -> bool:
    return bool(verb.tag_ == "VB") and has(verb, AUXILIARY, _TO)


def _is_finite(verb: Any) -> bool:
    return verb.tag_ in FINITE or any(c.tag_ in FINITE for c in those(verb, AUXILIARY))


def _governed(token: Any, above: Any, preposition: str, depth: int, *, complement: bool = False) -> str:
    """The mood of a complement or adverbial clause below a verb (or adjective)."""
    if token.dep_ in LINKED_CLAUSE and preposition in _WITH and has(token, SUBJECT):
        return mood_of(
            above, depth + 1
        )  # "…, with Turkey reporting an exodus": of the same time, no promise of the verb
    complement = complement or token.dep_ in COMPLEMENT or token.dep_ in LINKED_CLAUSE
    aimed = complement or token.dep_ in CIRCUMSTANCE
    upper = mood_of(above, depth + 1) if is_verb(above) else "present"
    named = _named_by_verb(token, above, preposition, upper, complement, aimed)
    if named is not None:
        return named
    if above.pos_ == "ADJ":
        return _behind_adjective(above, depth)
    if complement or token.dep_ in COORDINATE or preposition in _WITH_THE_VERB:
        return "announced" if "announce" in verb_classes(above) and token.dep_ not in COORDINATE else upper
    return upper if token.dep_ in CIRCUMSTANCE and above.lemma_.lower() in _PASSING else _purpose(upper)


def _named_by_verb(token: Any, above: Any, preposition: str, upper: str, complement: bool, aimed: bool) -> str | None:
    """The mood that the meaning of the governing verb names; None where it names none."""
    lemma, classes = above.lemma_.lower(), verb_classes(above)
    if stance_of(token).name == "wanted":
        return "asked"
    if lemma in _OBLIGE and aimed and upper in _OBLIGED_MOODS:
        return "ought"
    if "appeal" in classes and aimed:
        return "asked"
    if "thank" in classes and preposition in _CALLED_FOR:
        return "past"  # one thanks for what was done
    if preposition in _SPELLING_OUT and any(_promise_noun(c) for c in above.children if c.dep_ in OBJECT | LINK):
        return "promised"
    if complement and lemma in _SCHEDULE and above.tag_ == "VBN":
        return "future"
    if lemma in _WISH:
        return "wished"
    if lemma in _GOING and token.dep_ in CONTROLLED and above.tag_ in ("VBG", "VBZ", "VBP"):
        return "future"
    if "undertake" in classes and complement:
        return "promised"
    return "present" if lemma in _GLAD else None  # "pleased to announce" announces


def _behind_adjective(adjective: Any, depth: int) -> str:
    if adjective.lemma_.lower() in _READY:
        return "promised"
    return "bare" if is_top(adjective) else f"purpose-{mood_of(adjective.head, depth + 1)}"


def _promise_noun(token: Any) -> bool:
    """A noun of promising, also behind a preposition ("signed onto commitments")."""
    if token.pos_ == "ADP":
        return any(_promise_noun(c) for c in those(token, LINKED))
    return is_pledge(token)


def _nominal(noun: Any, depth: int) -> str:
    """The mood of a noun that acts ("a pledge to …", "the resumption of …") or of a fragment without a verb."""
    if depth > _DEEPEST:
        return "bare"
    lemma = noun.lemma_.lower()
    if "promise" in noun_classes(noun) and lemma not in _WEAK_PROMISE_NOUNS:
        return "promised"
    if lemma in _ASKING_NOUNS and any(c.i > noun.i for c in those(noun, PARTICIPLE | LINK)):
        return "asked"
    here = noun
    for _ in range(6):
        if is_top(here):
            return "bare"
        if is_verb(here.head):
            return _below_verb(here, depth)
        here = here.head
    return "bare"


def _below_verb(noun: Any, depth: int) -> str:
    """The mood of a noun below a verb: the verb's own, or what it does to its object: announce it, ask for it."""
    verb = noun.head
    mood = mood_of(verb, depth + 1)
    if "announce" in verb_classes(verb) and mood not in ("future", "ought", "asked"):
        return "announced"
    if "appeal" in verb_classes(verb) and noun.dep_ in LINK | OBJECT and mood != "future":
        return "asked"
    return mood


@once_a_word
def carried_mood(act: Any, head: Any) -> str:
    """The mood of a candidate's act, with what its own verb adds: announcing, asking and promising verbs name the mood of their object."""
    mood = mood_of(act)
    if not is_verb(act):
        return mood
    classes, lemma = verb_classes(act), act.lemma_.lower()
    if act.dep_ in PARTICIPLE and act.head.i == head.i:
        mood = "past"  # "the $50 million pledged by Kuwait"
    if act.tag_ == "VBN" and lemma in _SCHEDULE and has(act, CONTROLLED):
        return "future"  # "invitations are expected to be issued"
    if mood not in _FINITE_MOODS:
        return mood
    if lemma in _ASKING and "appeal" in classes:
        return mood if lemma in _CALL and not _calls_for_or_on(act) else "asked"
    if act.i == head.i:
        return mood
    if lemma in _PROMISING:
        return "announced" if "announce" in classes else "promised"
    return "promised" if lemma in _MAKING and _promise_noun(head) else mood


def _calls_for_or_on(verb: Any) -> bool:
    return any(
        c.lower_ in _CALLED_FOR or (c.lower_ in _CALLED_ON and c.i == verb.i + 1) for c in those(verb, PARTICLE | LINK)
    )
