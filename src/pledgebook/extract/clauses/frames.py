"""The kind that grammar alone suggests for a candidate: a first guess, one sign among many, that the weights may overrule."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.clause import Clause
from pledgebook.language.lexicon import classes_of
from pledgebook.model import Kind

_DONE = frozenset({"past", "perfect", "was-ongoing", "purpose-past", "purpose-perfect"})
_STANDING = frozenset({"present", "present-passive", "purpose-present"})
_SETTLED = frozenset({"past", "perfect", "present", "announced", "present-passive", "was-ongoing", "ongoing"})
_SUFFERING = frozenset(
    {"die", "kill", "injure", "wound", "displace", "lose", "suffer", "affect", "infect", "flee", "drown"}
)
_HOSTING = frozenset({"host", "shelter", "house", "harbor", "harbour"})
_HOLDING = frozenset({"include", "contain", "comprise", "provide", "set"})
_SUPPORTING = frozenset({"support", "employ", "sustain", "account", "represent", "generate"})
_AGENTIVE = frozenset({"give", "enforce", "create", "receive", "legislate", "undertake", "raise", "lower"})
"""Classes of verbs whose subject does something."""
_SIGNING_NOUNS = frozenset(
    {"signature", "signatory", "endorsement", "accession", "ratification", "adoption", "signing", "conclusion"}
)
_SETTLING = frozenset({"announce", "back", "support", "launch", "put", "approve", "ratify", "issue"})
_JOINING = frozenset({"adopt", "approve", "endorse", "launch", "conclude", "establish", "advance", "found", "create"})


def frame_of(clause: Clause, measure: str | None) -> Kind:
    """The kind that the act, its mood and its subject suggest. `measure`: of the amount at the object's head, None
    without one."""
    mood = clause.mood
    if measure == "count" and any(
        c.dep_ in ("relcl", "acl") and c.lemma_.lower() in _SUFFERING for c in clause.head.children
    ):
        return "figure"
    ours = clause.about[0] in ("subject:we", "subject:i")
    if mood in ("asked", "imperative", "purpose-asked", "purpose-ought") or (mood == "ought" and not ours):
        return "appeal"
    settled = mood in _SETTLED or mood.startswith("purpose-p")
    together = "subject-several" in clause.about and mood in ("bare", "purpose-bare")
    if (settled or together) and _is_agreement(clause):
        return "agreement"
    if measure is not None:
        counted = _counted(clause, measure) if settled else _expected(clause, measure)
        if counted is not None:
            return counted
    if clause.act.lemma_.lower() == "propose" and "law" in _nouns(clause.head):
        return "action"  # the proposal is made; what it proposes is not promised
    if mood == "ongoing" and "under-way" in clause.about:
        return "action"
    return "action" if mood in _DONE or mood in _STANDING else "commitment"


def _expected(clause: Clause, measure: str) -> Kind | None:
    """A number that is foreseen, not promised: "half of them will experience it", "9 % are expected to take part"."""
    if clause.mood not in ("future", "possible", "would") or measure == "money":
        return None
    lemma, verbs = _acting(clause)
    foreseen = clause.candidate.role in ("nsubj", "nsubjpass") and bool(verbs & {"measure", "be"})
    return "figure" if foreseen and (lemma == "expect" or not verbs & _AGENTIVE) else None


def _nouns(token: Any) -> tuple[str, ...]:
    return classes_of("nouns").get(token.lemma_.lower(), ())


def _acting(clause: Clause) -> tuple[str, set[str]]:
    """Lemma and classes of the act where it is a verb."""
    act = clause.act
    verbal = act.pos_ in ("VERB", "AUX")
    return act.lemma_.lower(), set(classes_of("verbs").get(act.lemma_.lower(), ())) if verbal else set()


def _is_agreement(clause: Clause) -> bool:
    """An instrument that is signed, joined or endorsed, that several parties launch together, or what an agreement that
    is reached is on."""
    head = _content(clause.head)
    nouns, (lemma, verbs) = _nouns(head), _acting(clause)
    if lemma in ("sign", "endorse", "ratify", "accede") and "law" not in nouns:
        return True
    if "subject-several" in clause.about and lemma in _JOINING:
        return "instrument" in nouns or head.pos_ == "PROPN" or head.lemma_.lower() == "plan"
    if lemma in ("agreement", "deal") and "join" in classes_of("verbs").get(clause.verb.lemma_.lower(), ()):
        return True
    if _under_signing(head, clause.act):
        return "instrument" in nouns or head.pos_ == "PROPN"
    return "instrument" in nouns and ("join" in verbs or lemma in _SETTLING)


_QUANTIFYING = frozenset(
    {
        "number",
        "range",
        "series",
        "set",
        "variety",
        "host",
        "couple",
        "pair",
        "dozen",
        "one",
        "some",
        "hundred",
        "thousand",
        "million",
        "billion",
    }
)


def _content(head: Any) -> Any:
    """What a quantity is of: in "a number of agreements" the agreements."""
    if head.lemma_.lower() not in _QUANTIFYING:
        return head
    of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), head) if of is not None else head


def _under_signing(head: Any, act: Any) -> bool:
    """A noun of signing stands above the object or beside it ("secured the signatures of … onto a declaration")."""
    if any(c.lemma_.lower() in _SIGNING_NOUNS for c in act.children):
        return True
    here = head
    for _ in range(4):
        if here.lemma_.lower() in _SIGNING_NOUNS:
            return True
        if here.head.i == here.i or here.pos_ == "VERB":
            return False
        here = here.head
    return False


def _promised(head: Any) -> bool:
    """The amount is one of pledges ("$3 billion in commitments", "pledges of 40 million")."""
    inner = [c for prep in head.children if prep.dep_ == "prep" and prep.lower_ in ("in", "of") for c in prep.children]
    return any(t.lemma_.lower() in ("commitment", "pledge", "promise") for t in (head, *inner))


def _counted(clause: Clause, measure: str) -> Kind | None:
    """What an amount is in a settled clause: a deed of somebody, a promise kept in a law or plan, or a number about the
    world. None where it says nothing."""
    head, role, mood, about = clause.head, clause.candidate.role, clause.mood, clause.about
    nouns, (lemma, verbs) = _nouns(_content(head)), _acting(clause)
    holder = set(_nouns(clause.subject)) if clause.subject is not None else set()
    done = mood in _DONE
    if measure == "money" and (_promised(head) or (clause.subject is not None and _promised(clause.subject))):
        return "commitment"
    if lemma in _HOLDING and role == "dobj" and holder & {"instrument", "law", "programme", "money"}:
        return "action" if done else "commitment"  # "the budget includes $5 million for roads"
    if "deed" in nouns and role == "dobj":
        return "action" if done else "commitment"  # "the police made 40 arrests"
    if lemma in _HOSTING and "people" in nouns:
        return "figure"
    doer = about[0] in ("subject:we", "subject:i", "subject:he", "subject:they", "subject:name")
    if mood == "present" and lemma in _SUPPORTING and about[0] not in ("subject:we", "subject:i"):
        return "figure"
    if not verbs and (role == "listed" or {"money", "promise", "programme", "law"} & set(_nouns(clause.act))):
        return None  # "an investment of $5 million", "including 40 ambulances": what is said of the whole
    if role == "dobj" and measure == "count" and holder & {"harm", "goods", "event"}:
        return "figure"  # "the storm destroyed 40 houses", "the fair drew 300 visitors"
    if role == "nsubj" and measure != "money":
        return "figure"
    if mood == "present" and measure == "percent" and "undertake" not in verbs:
        return "figure"
    agentive = bool(verbs & _AGENTIVE)
    counting = bool(verbs & {"measure", "be"})
    if role == "dobj" and doer and (agentive or not counting):
        return "action" if done else "commitment"
    if "harm" in nouns and "enforce" not in verbs:
        return "figure"
    if role in ("nsubj", "nsubjpass", "attr") and (counting or not agentive):
        return "figure"
    if (counting or not verbs or lemma in ("lead", "bring", "achieve", "see", "result")) and not (agentive and doer):
        return "figure"
    if measure == "percent" and not verbs & {"undertake", "give"}:
        return "figure"
    return None
