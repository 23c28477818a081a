"""The kind that grammar alone suggests for a candidate: a first guess, one sign among many, that the weights may overrule."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.clause import Clause
from pledgebook.extract.clauses.holders import is_promise, part_of_pledged, pledge_within, pledged_part
from pledgebook.extract.clauses.roles import (
    ADNOMINAL,
    ATTRIBUTE,
    EITHER_SUBJECT,
    OBJECT,
    SUBJECT,
    is_top,
    is_verb,
    linked,
    noun_classes,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.sense import fragment_of, is_beside, is_forecast, is_natural, is_there_for
from pledgebook.extract.clauses.stance import asking_verb, is_foreseen
from pledgebook.extract.clauses.subjects import maker_of_plan
from pledgebook.extract.clauses.transfers import is_receiving, transfer_of
from pledgebook.language.lexicon import words_of
from pledgebook.model import Kind

_DONE = frozenset({"past", "perfect", "was-ongoing", "purpose-past", "purpose-perfect"})
_STANDING = frozenset({"present", "present-passive", "purpose-present"})
_SETTLED = frozenset({"past", "perfect", "present", "announced", "present-passive", "was-ongoing", "ongoing"})
_ASKED = frozenset({"asked", "imperative", "purpose-asked", "purpose-ought"})
_AGENTIVE = frozenset({"give", "enforce", "create", "receive", "legislate", "undertake", "raise", "lower"})
"""Classes of verbs whose subject does something."""
_SPEAKERS = frozenset({"subject:we", "subject:i"})
_DOERS = _SPEAKERS | {"subject:he", "subject:they", "subject:name"}

_SUFFERING = words_of("frames", "suffering")
_HOSTING = words_of("frames", "hosting")
_HOLDING = words_of("frames", "holding")
_SUPPORTING = words_of("frames", "supporting")
_PROPOSING = words_of("frames", "proposing")
_REPORTING = words_of("frames", "reporting")
_EXPECTING = words_of("frames", "expecting")
_PAPERS = frozenset({"programme", "instrument", "law"})
"""Classes of nouns for what is to be done."""
_AWAITING = words_of("frames", "awaiting")
_RESULTING = words_of("frames", "resulting")
_SIGNING = words_of("frames", "signing")
_SIGNING_NOUNS = words_of("frames", "signing-nouns")
_SETTLING = words_of("frames", "settling")
_JOINING = words_of("frames", "joining")
_DEALS = words_of("frames", "deals")
_PLANS = words_of("frames", "plans")
_QUANTIFYING = words_of("frames", "quantifying")
_OF = words_of("clauses", "of")


def frame_of(clause: Clause, measure: str | None) -> Kind:
    """The kind that the act, its mood and its subject suggest. `measure`: of the amount at the object's head, None
    without one."""
    mood = clause.mood
    if measure == "count" and any(c.lemma_.lower() in _SUFFERING for c in those(clause.head, ADNOMINAL)):
        return "figure"
    if mood in _ASKED or (mood == "ought" and clause.about[0] not in _SPEAKERS):
        return "appeal"
    nature = _of_nature(clause, measure)
    if nature is not None:
        return nature
    settled = mood in _SETTLED or mood.startswith("purpose-p")
    together = "subject-several" in clause.about and mood in ("bare", "purpose-bare")
    if (settled or together) and _is_agreement(clause):
        return "agreement"
    counted = None if measure is None else _counted(clause, measure) if settled else _expected(clause, measure)
    return counted or _by_mood(clause)


def certain_kind(clause: Clause, measure: str | None) -> Kind | None:
    """The kind where the words leave no doubt: something is asked for, a part is paid of the whole that was promised, money
    is set aside, a giver gave, or nobody acts."""
    head, act = clause.head, clause.act
    stated = act.doc[clause.candidate.head]  # of "40 trucks …, 25 have arrived" the 25
    if clause.mood == "asked" and (asking_verb(act) is not None or clause.stance == "wanted"):
        return "appeal"
    if pledged_part(stated) is not None:
        return "commitment"
    if is_verb(act) and maker_of_plan(act) is not None:
        return "commitment"
    if part_of_pledged(stated) is not None and clause.mood in _SETTLED:
        return "action"
    if clause.stance in ("blamed", "thanked") and act.tag_ == "VBG":
        return "action"
    if clause.stance == "thanked" and is_promise(head):
        return "commitment"
    if measure == "money" and is_verb(clause.verb) and is_there_for(head, clause.verb):
        return "commitment"
    if _has_giver(clause):
        return _done(clause) if clause.mood in _SETTLED else None
    nature = _of_nature(clause, measure)
    suffered = measure == "count" and clause.act.lemma_.lower() in _SUFFERING
    return nature or ("figure" if suffered and clause.mood in _DONE else None)


def _of_nature(clause: Clause, measure: str | None) -> Kind | None:
    """What is counted beside the act, moves by itself or is set aside, whatever the mood of the verb."""
    verb, head = clause.verb, clause.head
    if measure is None or not is_verb(verb):
        return None
    if is_foreseen(verb) or _is_expected(clause):
        return "figure"
    if measure == "money":
        return "commitment" if is_there_for(head, verb) else None
    if is_natural(verb, clause.subject) or is_forecast(verb, clause.subject, clause.mood):
        return "figure"
    beside = is_beside(head, verb)
    reported = measure == "count" and clause.act.lemma_.lower() in _REPORTING
    return "figure" if beside or reported else None


def _is_expected(clause: Clause) -> bool:
    """Somebody expects a number: "Chile expects 30,000 arrivals"; what a plan foresees is to be done."""
    verb, head = clause.verb, clause.head
    if head.dep_ not in OBJECT or head.head.i != verb.i or verb.lemma_.lower() not in _AWAITING:
        return False
    return clause.subject is None or not _PAPERS & set(noun_classes(clause.subject))


def _by_mood(clause: Clause) -> Kind:
    mood = clause.mood
    if clause.act.lemma_.lower() in _PROPOSING and "law" in noun_classes(clause.head):
        return "action"  # the proposal is made; what it proposes is not promised
    if mood == "bare" and fragment_of(clause.act):
        return "action"  # "Deploying over $9 billion for aid.": what is going on
    under_way = mood == "ongoing" and "under-way" in clause.about
    return "action" if under_way or mood in _DONE or mood in _STANDING else "commitment"


def _expected(clause: Clause, measure: str) -> Kind | None:
    """A number that is foreseen, not promised: "half of them will experience it", "9 % are expected to take part"."""
    if clause.mood not in ("future", "possible", "would") or measure == "money":
        return None
    lemma, verbs = _acting(clause)
    foreseen = clause.candidate.role in EITHER_SUBJECT and bool(verbs & {"measure", "be"})
    return "figure" if foreseen and (lemma in _EXPECTING or not verbs & _AGENTIVE) else None


def _acting(clause: Clause) -> tuple[str, set[str]]:
    """Lemma and classes of the act where it is a verb."""
    lemma = clause.act.lemma_.lower()
    return lemma, set(verb_classes(clause.act)) if is_verb(clause.act) else set()


def _is_agreement(clause: Clause) -> bool:
    """An instrument that is signed, joined or endorsed, that several parties launch together, or what an agreement that
    is reached is on."""
    head = _content(clause.head)
    nouns, (lemma, verbs) = noun_classes(head), _acting(clause)
    named_instrument = "instrument" in nouns or head.pos_ == "PROPN"
    if lemma in _SIGNING and "law" not in nouns:
        return True
    if "subject-several" in clause.about and lemma in _JOINING:
        return named_instrument or head.lemma_.lower() in _PLANS
    if lemma in _DEALS and "join" in clause.verbs:
        return True
    if _under_signing(head, clause.act):
        return named_instrument
    return "instrument" in nouns and ("join" in verbs or lemma in _SETTLING)


def _content(head: Any) -> Any:
    """What a quantity is of: in "a number of agreements" the agreements."""
    return next(iter(linked(head, _OF)), head) if head.lemma_.lower() in _QUANTIFYING else head


def _under_signing(head: Any, act: Any) -> bool:
    """A noun of signing stands above the object or beside it ("secured the signatures of … onto a declaration")."""
    if any(c.lemma_.lower() in _SIGNING_NOUNS for c in act.children):
        return True
    here = head
    for _ in range(4):
        if here.lemma_.lower() in _SIGNING_NOUNS:
            return True
        if is_top(here) or here.pos_ == "VERB":
            return False
        here = here.head
    return False


def _counted(clause: Clause, measure: str) -> Kind | None:
    """What an amount is in a settled clause: a deed of somebody, a promise kept in a law or plan, or a number about the
    world. None where it says nothing."""
    subject = clause.subject
    if measure != "percent" and is_receiving(clause.verb) and _has_giver(clause):
        return _done(clause)  # "Somalia got 20 trucks from Turkey": a deed of Turkey
    if measure == "money" and (pledge_within(clause.head) or (subject is not None and pledge_within(subject))):
        return "commitment"
    return _by_object(clause, measure) or _by_act(clause, measure)


def _has_giver(clause: Clause) -> bool:
    """Whether what is received has a giver."""
    return transfer_of(clause.act, clause.head).giver is not None


def _done(clause: Clause) -> Kind:
    return "action" if clause.mood in _DONE else "commitment"


def _by_object(clause: Clause, measure: str) -> Kind | None:
    """The kind that the counted noun and who holds it name, whatever else is said of them."""
    nouns, (lemma, _) = noun_classes(_content(clause.head)), _acting(clause)
    holder = set(noun_classes(clause.subject)) if clause.subject is not None else set()
    if clause.candidate.role in OBJECT:
        held = lemma in _HOLDING and holder & {"instrument", "law", "programme", "money"}
        if held or "deed" in nouns:
            return _done(clause)  # "the budget includes $5 million for roads", "the police made 40 arrests"
    if lemma in _HOSTING and "people" in nouns:
        return "figure"
    if clause.mood == "present" and lemma in _SUPPORTING and clause.about[0] not in _SPEAKERS:
        return "figure"
    return None


def _by_act(clause: Clause, measure: str) -> Kind | None:
    role, (lemma, verbs) = clause.candidate.role, _acting(clause)
    holder = set(noun_classes(clause.subject)) if clause.subject is not None else set()
    if not verbs and (role == "listed" or {"money", "promise", "programme", "law"} & set(noun_classes(clause.act))):
        return None  # "an investment of $5 million", "including 40 ambulances": what is said of the whole
    if role in OBJECT and measure == "count" and holder & {"harm", "goods", "event"}:
        return "figure"  # "the storm destroyed 40 houses", "the fair drew 300 visitors"
    if (role in SUBJECT and measure != "money") or _is_share(clause, measure, verbs):
        return "figure"
    if role in OBJECT and clause.about[0] in _DOERS and (verbs & _AGENTIVE or not verbs & {"measure", "be"}):
        return _done(clause)
    return "figure" if _measures(clause, measure, lemma, verbs) else None


def _is_share(clause: Clause, measure: str, verbs: set[str]) -> bool:
    return clause.mood == "present" and measure == "percent" and "undertake" not in verbs


def _measures(clause: Clause, measure: str, lemma: str, verbs: set[str]) -> bool:
    """Whether the act measures the world rather than changes it."""
    agentive, counting = bool(verbs & _AGENTIVE), bool(verbs & {"measure", "be"})
    if "harm" in noun_classes(_content(clause.head)) and "enforce" not in verbs:
        return True
    if clause.candidate.role in EITHER_SUBJECT | ATTRIBUTE and (counting or not agentive):
        return True
    doer = agentive and clause.about[0] in _DOERS
    if not doer and (counting or not verbs or lemma in _RESULTING):
        return True
    return measure == "percent" and not verbs & {"undertake", "give"}
