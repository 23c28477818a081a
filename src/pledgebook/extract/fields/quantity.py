"""The quantity of a statement: which amount of its sentence says how much, and what that amount counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    COMPOUND,
    LINK,
    LINKED,
    NUMBER,
    OBJECT,
    RELATIVE,
    is_top,
    is_verb,
    labels,
    linked,
    those,
)
from pledgebook.extract.clauses.spans import CHANGING
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.extract.clauses.tokens import Token, text_of
from pledgebook.extract.clauses.transfers import name_before
from pledgebook.extract.fields.worth import is_worth
from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Amount, Quantity
from pledgebook.world.words import singular

_NUMBER_WORDS = words_of("fields", "number-words")
_BY = words_of("clauses", "doer-links")
_TO = words_of("moods", "to")
_OF = words_of("clauses", "of")
_QUANTIFYING = words_of("frames", "quantifying")
_PEOPLE = words_of("fields", "people")
_DIMENSIONS = words_of("fields", "dimensions")
_COUNTED_AGAIN = words_of("fields", "counted-again")
_AGAIN = words_of("fields", "again")
_PLURALS = ("NNS", "NNPS")
_SIBILANT = tuple(words_of("fields", "ends-in-s"))
_COUNTING = labels("number", "compound")
_PART_OF_NUMBER = _COUNTING | labels("adverb", "measure")
_NOUNS = ("NOUN", "PROPN")


def quantity_of(candidate: Candidate, parsed: Parsed, amounts: Sequence[Amount]) -> Quantity | None:
    """The amount that the object is: at its head, counting its head, or opening it."""
    doc, offset = parsed.doc, parsed.start
    head = doc[candidate.head]
    own = [a for a in amounts if a.start < candidate.end and a.end > candidate.start]
    inside, folds = [a for a in own if a.measure != "multiple"], [a for a in own if a.measure == "multiple"]
    if not own:
        inside = _by_how_much(doc[candidate.act], amounts, offset)
    chosen = _chosen(_reached(inside, head, offset), folds, head, offset)
    if chosen is None:
        return None
    # "two $500 million tranches": the sum of each says more than how many
    beside = (a for a in inside if a.measure == "money" and chosen.measure == "count" and 0 < a.start - chosen.end <= 2)
    chosen = next(beside, _things_worth(chosen, inside, doc, offset))
    if candidate.like is not None:
        return _shared(chosen, doc[candidate.like], amounts, offset)
    if candidate.place is not None:  # "an extra $1.76 billion and $1.17 billion respectively"
        chosen = replace(chosen, additional=chosen.additional or _first_is_additional(candidate, doc, amounts, offset))
    return _quantity(chosen, chosen.unit or _counted_noun(chosen, head, doc, offset))


def _reached(inside: Sequence[Amount], head: Any, offset: int) -> Sequence[Amount]:
    """Of the amounts of a thing that is changed the one that it reaches: "raised the wage by 12 percent to 278 pesos"."""
    if len(inside) < 2 or head.dep_ not in OBJECT or head.head.lemma_.lower() not in CHANGING:
        return inside
    before = {t.idx + offset: t.doc[t.i - 1].lower_ for t in head.doc if t.i}
    return [a for a in inside if before.get(a.start) in _TO] or inside


def _first_is_additional(candidate: Candidate, doc: Any, amounts: Sequence[Amount], offset: int) -> bool:
    return any(a.additional and _covers(a, doc[candidate.first], offset) for a in amounts)


def _shared(chosen: Amount, model: Any, amounts: Sequence[Amount], offset: int) -> Quantity:
    """An amount that leaves out its unit, with that of the first of its row ("300 million euros and 200 million")."""
    own = _chosen([a for a in amounts if a.measure != "multiple"], (), model, offset)
    if own is None or chosen.unit is not None:
        return _quantity(chosen, chosen.unit or unit_of(model))
    return _quantity(replace(chosen, measure=own.measure), own.unit or _counted_noun(own, model, model.doc, offset))


def _quantity(chosen: Amount, unit: str) -> Quantity:
    return Quantity(
        chosen.start,
        chosen.end,
        chosen.text,
        chosen.low,
        chosen.high,
        unit,
        chosen.measure,
        chosen.approximate,
        chosen.per,
        chosen.additional,
    )


def _covers(amount: Amount, token: Any, offset: int) -> bool:
    return bool(amount.start <= token.idx + offset < amount.end)


def _chosen(inside: Sequence[Amount], folds: Sequence[Amount], head: Any, offset: int) -> Amount | None:
    """The amount that the head is, that counts it, or that is the one size inside the object."""
    # an amount inside a name ("the 2,000-mile border", "20-year-old") does not count the head
    sizes = [a for a in inside if not _inside_compound(a, head.doc, offset)]
    at, counting = head.idx + offset, [t for t in head.subtree if t.i <= head.i]
    return (
        next((a for a in inside if _covers(a, head, offset)), None)
        or next((a for a in sizes if a.start < at and any(_covers(a, t, offset) for t in counting)), None)
        # "a commitment of $150 million", "scholarships for 40,000 students": the one amount inside is its size
        or next((a for a in sizes if not _in_aside(a, head, offset)), None)
        or next((a for a in folds if a.start < at), None)
    )


def _things_worth(chosen: Amount, inside: Sequence[Amount], doc: Sequence[Token], offset: int) -> Amount:
    """The count of the things that a sum is the worth of, where it is one ("6 guns worth $4 million")."""
    things = next((a for a in inside if a.measure == "count" and a.end <= chosen.start), None)
    if things is None or chosen.measure != "money":
        return chosen
    at = chosen.start - offset
    return things if is_worth(text_of(doc)[max(0, at - 30) : at]) else chosen


def _by_how_much(act: Any, amounts: Sequence[Amount], offset: int) -> list[Amount]:
    """The amount of a change: "will increase its exports by 40%"."""
    if act.lemma_.lower() not in CHANGING:
        return []
    reach = [t.idx + offset for by in those(act, LINK) if by.lower_ in _BY for t in by.subtree]
    return [
        a for a in amounts if a.measure in ("money", "percent", "count") and any(a.start <= at < a.end for at in reach)
    ][:1]


def _in_aside(amount: Amount, head: Any, offset: int) -> bool:
    """The amount stands in a relative clause of the object, which speaks of something else."""
    token = next((t for t in head.doc if amount.start <= t.idx + offset < amount.end), None)
    return token is not None and any(a.dep_ in RELATIVE and head.is_ancestor(a) for a in token.ancestors)


def _inside_compound(amount: Amount, doc: Any, offset: int) -> bool:
    after = next((t for t in doc if t.idx + offset >= amount.end), None)
    return after is not None and after.text in ("-", "–") and after.idx + offset == amount.end


def _counted_noun(amount: Amount, head: Any, doc: Any, offset: int) -> str:
    """The noun that a bare number counts, singular: the head it modifies, or what follows "of"; "person" where nothing is named."""
    tokens = [t for t in doc if amount.start <= t.idx + offset < amount.end]
    last = tokens[-1] if tokens else head
    noun = head if _counts_head(last, head, tokens) else _noun_counted(last, tokens)
    if noun is not None and noun.lemma_.lower() == amount.per:
        noun = None  # "45,000 a year"
    following = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else last
    if noun is None and following.lower_ in _AGAIN:
        noun = _counted_before(last)  # "40 statues and lent it 20 more"
    return unit_of(noun or _whole_of(head) or _changed(head))


def _changed(head: Any) -> Any | None:
    """Things whose number is changed: "cut its asylum places from 9,000 to 4,000", "raise the number of judges to 800"."""
    if head.dep_ not in OBJECT or head.head.lemma_.lower() not in CHANGING:
        return None
    meant = next(iter(linked(head, _OF)), head) if head.lemma_.lower() in _QUANTIFYING else head
    return meant if meant.tag_ in _PLURALS else None


def _whole_of(head: Any) -> Any | None:
    """What a bare number is a part of: "of the 100 ambulances, 60 have been delivered"."""
    verb = verb_above(head)
    links = (c for c in those(verb, LINK) if c.lower_ in _OF and c.i < head.i)
    return next((c for link in links for c in those(link, LINKED) if c.pos_ in _NOUNS), None)


def unit_of(noun: Any | None) -> str:
    """The unit that a counted noun makes, singular; "person" for people and for nothing named."""
    meant = None if noun is None else _meant(noun)
    lemma = None if meant is None else _dimensioned(_whole(meant))
    return "person" if lemma is None or lemma in _PEOPLE else lemma


def _meant(noun: Any) -> Any | None:
    """The noun before it that a word without a meaning of its own counts again: "closed 12 consulates and will open 5 new
    ones", "900 of them"; of several the last that is counted, else the last in the plural."""
    if noun.pos_ != "PRON" and noun.lemma_.lower() not in _COUNTED_AGAIN:
        return noun
    return _counted_before(noun)


def _counted_before(token: Any) -> Any | None:
    """The last noun before a word that is counted, else the last in the plural."""
    before = [t for t in token.doc[: token.i] if t.pos_ in _NOUNS and t.tag_ in _PLURALS and not t.like_num]
    counted = [t for t in before if any(c.dep_ in NUMBER for c in t.children)]
    return next(reversed(counted or before), None)


def _whole(noun: Any) -> Any:
    """The noun that a noun is only the first part of ("vaccine doses")."""
    while noun.dep_ in COMPOUND and noun.head.pos_ in _NOUNS and noun.head.i > noun.i:
        noun = noun.head
    return noun


def _dimensioned(noun: Any) -> str:
    """The singular of a noun, with the word before it that makes a length an area or a volume: "square kilometre"."""
    before = noun.doc[noun.i - 1].lower_ if noun.i else ""
    return f"{before} {_singular(noun)}" if before in _DIMENSIONS else _singular(noun)


def _singular(noun: Any) -> str:
    """The singular in small letters, also where the parser has taken a plural for a name, or "doses" for two "dos"."""
    lemma, form = noun.lemma_.lower(), noun.lower_
    clipped = expression("extract", "cut-lemma").fullmatch(f"{form} {lemma}") and not lemma.endswith(_SIBILANT)
    if noun.text.istitle() and expression("extract", "people-plural").search(form):  # "Iraqis"
        return str(form[:-1])
    return str(singular(form) if lemma == form or clipped else lemma)


def _counts_head(last: Any, head: Any, tokens: Sequence[Any]) -> bool:
    """The number stands below the head, on no noun of its own, and the head is a noun that can be counted."""
    counted = last.head
    while counted.dep_ in COMPOUND and counted.i != counted.head.i:  # "½ million vaccine doses" are doses
        counted = counted.head
    taker = name_before(head)
    elsewhere = (
        last.dep_ in _COUNTING and counted.pos_ in _NOUNS and counted.i not in (head.i, taker.i if taker else -1)
    )
    countable = head.pos_ in _NOUNS and head.lemma_.lower() not in _NUMBER_WORDS
    return countable and not elsewhere and head not in tokens and bool(head.is_ancestor(last))


def _noun_counted(last: Any, tokens: Sequence[Any]) -> Any | None:
    """The noun above a number, behind its "of", or soon after it with nothing in between that begins something else."""
    top = last
    while not is_top(top) and top.dep_ in _PART_OF_NUMBER and top.pos_ not in _NOUNS:
        top = top.head
    if top.pos_ in _NOUNS and top not in tokens:
        return top
    behind = (c for t in tokens for of in t.children if of.lower_ in _OF for c in those(of, LINKED) if c not in tokens)
    counted = next(behind, None)
    if counted is not None:
        return counted
    doc = last.doc
    near = next((t for t in doc[last.i + 1 : last.i + 5] if t.pos_ == "NOUN"), None)
    if near is None or any(t.pos_ in ("VERB", "ADP", "CCONJ", "PUNCT") for t in doc[last.i + 1 : near.i]):
        return None
    return near


def signatories_of(candidate: Candidate, parsed: Parsed, amounts: Sequence[Amount]) -> Quantity | None:
    """How many unnamed parties an agreement has: the count at its subject ("Twenty countries endorsed …")."""
    doc, offset = parsed.doc, parsed.start
    verb = verb_above(doc[candidate.act])
    subject = subject_of(verb) if is_verb(verb) else None
    if subject is None:
        return None
    start, end = doc[subject.left_edge.i].idx + offset, subject.idx + len(subject) + offset
    count = next((a for a in amounts if a.measure == "count" and a.start < end and a.end > start), None)
    if count is None or (count.low is None and count.high is None):
        return None
    unit = subject.lemma_.lower() if subject.pos_ == "NOUN" else "party"
    return Quantity(count.start, count.end, count.text, count.low, count.high, unit, "count", count.approximate)
