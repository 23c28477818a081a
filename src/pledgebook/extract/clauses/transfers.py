"""Who gives and who takes what an object names: one reading of a clause of giving, whichever way it is turned.

"Georgia received €30 million from the EU", "Ukraine was given 40 tents by Denmark", "Haiti will be provided with 600
officers by Kenya", "Japan will give Laos 30 buses", "Denmark will give $3 million and 200 tents to Chad".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.amounts.lexicon import currency_signs
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.roles import (
    AGENT,
    AUXILIARY,
    COMPOUND,
    COORDINATE,
    LINK,
    LINKED,
    NAME_PARTS,
    NOMINAL,
    OBJECT,
    OWNER,
    PARTICIPLE,
    PASSIVE_SUBJECT,
    RECEIVER,
    is_verb,
    linked,
    noun_classes,
    one,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.subjects import helped_by, is_passive, pledger_of, subject_of
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of
from pledgebook.world.currencies import codes

_RECEIVING = words_of("recipients", "receiving")
_SECURING = words_of("recipients", "securing")
_FROM = words_of("clauses", "source-links")
_BY = words_of("clauses", "doer-links")
_WITH = words_of("clauses", "with")
_TO = words_of("clauses", "taker-links")
_HELPING = words_of("recipients", "helping")
_GIVING = words_of("clauses", "giving")
_GOVERNMENTS = words_of("clauses", "governments")
_TAKING_UP = {"undertake", "announce", "create", "raise", "lower", "legislate", "receive", "appeal"}
"""Classes of verbs whose subject acts on the money, whoever gives it."""
_FAR = 12
"""Tokens between an object and the "to" that it shares with those coordinated with it."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """`giver`, `taker`: tokens of the parse, None where the clause does not name them; `turned`: the grammatical subject
    is the one who takes."""

    giver: Any | None = None
    taker: Any | None = None
    turned: bool = False


def is_receiving(verb: Any) -> bool:
    """An active verb whose subject is given to: "Chile received $8 million"."""
    return is_verb(verb) and verb.lemma_.lower() in _RECEIVING and not is_passive(verb)


def _is_given(verb: Any, head: Any) -> bool:
    """What somebody secures or borrows is given where a name behind "from" says by whom ("secured a loan from Taiwan")."""
    if not is_verb(verb) or verb.lemma_.lower() not in _SECURING or is_passive(verb) or "people" in noun_classes(head):
        return False
    return any(s.pos_ == "PROPN" for s in _sources(verb, head))


def gives(verb: Any) -> bool:
    """A verb of giving or promising, which has somebody who takes."""
    return is_verb(verb) and (verb.lemma_.lower() in _GIVING or "give" in verb_classes(verb))


@once_a_word
def transfer_of(act: Any, head: Any) -> Transfer:
    """The giver and the taker of the object headed by `head` on which `act` acts."""
    verb = verb_above(act)
    if is_receiving(verb) or _is_given(verb, head):
        return _received(verb, head)
    if not gives(verb):
        return Transfer(None, helped_by(verb) or helped_with(verb, head))
    if is_passive(verb) and verb.i != head.i:
        given = _given_to(verb, head)
        if given is not None:
            return Transfer(_agent(verb, head), given, True)
    return Transfer(None, _dative(verb, head))


def _received(verb: Any, head: Any) -> Transfer:
    taker = subject_of(verb)
    if taker is None or taker.i == head.i:
        return Transfer(None, None)
    giver = next((s for s in _sources(verb, head) if s.pos_ in ("PROPN", "NOUN", "PRON")), pledger_of(head))
    return Transfer(giver, taker, True)


def _sources(verb: Any, head: Any) -> list[Any]:
    """What stands behind "from" at the verb, the object, or the noun that the object is the amount of."""
    above = head.head.head if head.head.pos_ == "ADP" else head.head
    whole = (
        linked(above, _FROM) if above.pos_ in NOMINAL and above.i != head.i else ()
    )  # "a loan of $5 million from the bank"
    donors = [one(agent, LINKED) for c in those(head, PARTICIPLE) if gives(c) for agent in those(c, AGENT)]
    return [*linked(verb, _FROM), *linked(head, _FROM), *whole, *(d for d in donors if d is not None)]


def giver_within(act: Any, head: Any) -> Any | None:
    """Who gives what the object names, as its own words say: "batteries donated by Italy"; where the verb gives nothing, also
    "the package includes $5 million from the state government"."""
    donors = (one(agent, LINKED) for c in _donated(head) for agent in those(c, AGENT))
    donor = next((d for d in donors if d is not None and d.pos_ in NOMINAL), None)
    verb = verb_above(act)
    if donor is not None or not _is_money(head) or not is_verb(verb) or verb.i == head.i:
        return donor
    if gives(verb) or _TAKING_UP & set(verb_classes(verb)):
        return None
    owners = [*those(head, OWNER), *linked(head, _FROM)]
    return next((o for o in owners if o.pos_ == "PROPN" or o.lemma_.lower() in _GOVERNMENTS), None)


def _donated(head: Any) -> Iterator[Any]:
    """The participles of giving that hang on a noun: "donated by", no infinitive."""
    given = (c for c in those(head, PARTICIPLE) if c.tag_ in ("VBN", "VBD") and gives(c))
    return (c for c in given if not those(c, AUXILIARY))


def _is_money(head: Any) -> bool:
    return "money" in noun_classes(head) or is_currency(head) or any(is_currency(c) for c in head.lefts)


def _given_to(verb: Any, head: Any) -> Any | None:
    """The subject of a passive whose object is something else: "Ukraine was given €50 million", "was provided with"."""
    subject = one(verb, PASSIVE_SUBJECT)
    if subject is None or subject.i == head.i or subject.is_ancestor(head):
        return None
    things = [*those(verb, OBJECT), *linked(verb, _WITH)]
    return subject if any(t.i == head.i or t.is_ancestor(head) for t in things) else None


def _agent(verb: Any, head: Any) -> Any | None:
    """Who does what a passive says, also where the parser hangs the "by" on the object."""
    agent = one(verb, AGENT)
    if agent is not None:
        return one(agent, LINKED)
    return next(iter([*linked(head, _BY), *linked(head.head, _BY)]), None)


def _dative(verb: Any, head: Any) -> Any | None:
    """The taker before the object ("give Laos 30 buses") or behind its "to", shared with what is coordinated with it."""
    for child in those(verb, RECEIVER):
        if child.pos_ in NOMINAL and child.i < head.i and not is_currency(child):
            return child
    return name_before(head) or provided(verb, head) or next(_behind(verb, head), None)


def is_currency(token: Any) -> bool:
    """A word of money before its number, which the parser takes for a name: "NOK 1.5 billion", "Rs. 500 crore"."""
    return token.text in codes() or token.text in currency_signs()


def name_before(head: Any) -> Any | None:
    """The name that the parser takes for a part of the object of a verb of giving: "give [Laos 30 buses]"."""
    if head.dep_ not in OBJECT or not gives(head.head):
        return None
    parts = [c for c in head.lefts if c.dep_ in COMPOUND | NAME_PARTS and c.pos_ == "PROPN"]
    if not parts or parts[-1].i + 1 >= head.i or is_currency(parts[-1]):
        return None
    following = head.doc[parts[-1].i + 1]
    counts = following.like_num or following.pos_ in ("NUM", "SYM") or following.tag_ in ("$", "DT")
    return parts[-1] if counts else None


def takes_with(noun: Any) -> bool:
    """A name that is given something "with" a preposition: "provided Yemen with 400 tents"."""
    if noun.pos_ != "PROPN" or noun.dep_ not in OBJECT or not gives(noun.head):
        return False
    return any(thing.pos_ in NOMINAL for thing in (*linked(noun.head, _WITH), *linked(noun, _WITH)))


def provided(verb: Any, head: Any) -> Any | None:
    """ "provide Haiti with 600 officers": whom the object of a verb of giving names."""
    if not gives(verb):
        return None
    receiver = one(verb, OBJECT)
    if receiver is None or receiver.i == head.i:
        return None
    things = [*linked(verb, _WITH), *linked(receiver, _WITH)]
    return receiver if any(t.i == head.i or t.is_ancestor(head) for t in things) else None


def helped_with(verb: Any, head: Any) -> Any | None:
    """ "will support Moldova with €30 million": whom the object of a verb of helping names."""
    helped = one(verb, OBJECT) if is_verb(verb) and verb.lemma_.lower() in _HELPING else None
    if helped is None or helped.pos_ != "PROPN" or helped.i == head.i:
        return None
    things = [*linked(verb, _WITH), *linked(helped, _WITH)]
    return helped if any(t.i == head.i or t.is_ancestor(head) for t in things) else None


def _behind(verb: Any, head: Any) -> Iterator[Any]:
    """What the next "to" behind the object names, if no other verb stands in between."""
    for token in head.doc[head.i + 1 : head.i + 1 + _FAR]:
        if token.pos_ == "VERB" and token.i != verb.i:
            return
        if token.lower_ in _TO and token.dep_ in LINK | RECEIVER and _may_share(token.head, verb, head):
            yield from those(token, LINKED)


def _may_share(above: Any, verb: Any, head: Any) -> bool:
    """What a "to" hangs on is the verb, the object, or something in a row with it ("€6 million and Austria €2 million to")."""
    beside = above.dep_ in COORDINATE and above.head.i == verb.i and not is_verb(above)
    return above.i in _shared(verb, head) or above.pos_ == "NUM" or beside


def _shared(verb: Any, head: Any) -> set[int]:
    """The verb, the object and everything coordinated with it: what its "to" may hang on."""
    first = head
    while first.dep_ in COORDINATE and first.head.pos_ in NOMINAL:
        first = first.head
    inner = {t.i for t in first.subtree if t.dep_ in COORDINATE}
    return {verb.i, head.i, head.head.i, first.i, *inner}
