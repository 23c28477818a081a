"""Amounts in a row under one act, of which the later ones leave out what they share.

"Portugal will send 40 doctors to Chad, 30 to Niger and 20 to Mali", "the USA will give 20 boats to Kenya and the UK 10 to
Ghana", "300 million euros this year and 200 million next year". The parser knows no such rows: it hangs "10" on "the UK"
and "30" on "Chad". They are read from the order of the words instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.holders import is_promise
from pledgebook.extract.clauses.roles import (
    APPOSITION,
    COORDINATE,
    COORDINATOR,
    DETERMINER,
    LINKED,
    SUBJECT,
    is_top,
    is_verb,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.transfers import transfer_of
from pledgebook.language.lexicon import words_of
from pledgebook.model import Amount, Stretch

_MEASURES = ("money", "count", "percent")
_COMMAS = (",", ";")
_OPENING = ("(", "[")
_IN_BRACKETS = 6
"""Tokens between an opening bracket and the head of the amount behind it."""
_OBJECT = "dobj"
_GIVING = frozenset({"give", "undertake", "announce"})
"""Classes of verbs by which those give whose amounts stand in brackets behind their names."""
_RESPECTIVELY = words_of("series", "respectively")
_LEADING = words_of("series", "leading")
_SOURCES = words_of("clauses", "source-links") | words_of("clauses", "doer-links")
_PARTITIVE = words_of("clauses", "of")
_SUBORDINATING = words_of("series", "subordinating")


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount of a row: its first and last token, the token that parts it from the one before, and a name of its own."""

    amount: Amount
    first: int
    last: int
    divider: int
    name: int | None
    bare: bool


def in_rows(
    found: Sequence[Candidate],
    doc: Any,
    amounts: Sequence[Amount],
    stretches: Sequence[Stretch],
    offset: int,
    index: int,
) -> list[Candidate]:
    """The candidates of a sentence with those in rows of amounts put right, in the order of their heads."""
    candidates = [_in_brackets(one, doc) for one in found]
    rows: list[list[Candidate]] = []
    before: tuple[Amount, int, Candidate | None] | None = None
    for amount in amounts:
        tokens = [t.i for t in doc if t.idx + offset < amount.end and t.idx + len(t) + offset > amount.start]
        if not tokens or amount.measure not in _MEASURES or _is_date(amount, stretches):
            continue
        item = None
        if before is not None and before[2] is not None:
            item = _continuing(doc, before[1], amount, tokens, stretches, offset)
        own = _of_amount(candidates, tokens, doc)
        if item is not None and before is not None and before[2] is not None:
            own = _like_before(before[2], own, item, doc, stretches, offset, index)
            candidates = _cut(candidates, own, item, doc, offset)
            rows[-1].append(own)
        elif own is not None:
            own = _understood(own, before, amount, tokens, doc, stretches, offset)
            candidates = [own if c.head == own.head else c for c in candidates]
            rows.append([own])
        before = (amount, tokens[-1], own)
    return sorted(_placed(candidates, rows, doc), key=lambda c: (c.head, c.start))


def _in_brackets(one: Candidate, doc: Any) -> Candidate:
    """An amount in brackets behind one of those who give: "Italy (€12 million) and Spain (€8 million) pledged support"."""
    amount = doc[one.head]
    opening = next((t.i for t in reversed(doc[max(1, amount.i - _IN_BRACKETS) : amount.i]) if t.text in _OPENING), None)
    if opening is None or amount.dep_ not in APPOSITION or doc[opening - 1].pos_ != "PROPN":
        return one
    name = first = doc[opening - 1]
    while first.dep_ in COORDINATE | APPOSITION and not is_top(first):
        first = first.head
    act = _given_by(first)
    return one if act is None else replace(one, act=act.i, role=_OBJECT, first=first.i, doer=name.i)


def _given_by(giver: Any) -> Any | None:
    """The verb by which somebody gives, or the pledges that are from him: "pledges came from Norway (NOK 400 million)"."""
    above = giver.head
    if giver.dep_ in SUBJECT:
        return above if is_verb(above) and _GIVING & set(verb_classes(above)) else None
    if giver.dep_ not in LINKED or above.lower_ not in _SOURCES or is_top(above):
        return None
    named = above.head if is_promise(above.head) else next(iter(those(above.head, SUBJECT)), None)
    return named if named is not None and is_promise(named) else None


def _is_date(amount: Amount, stretches: Sequence[Stretch]) -> bool:
    return any(s.start <= amount.start and amount.end <= s.end for s in stretches)


def _of_amount(candidates: Sequence[Candidate], tokens: Sequence[int], doc: Any) -> Candidate | None:
    """The candidate that an amount measures: headed by it or by the noun it counts."""
    at_head = next((c for c in candidates if c.head in tokens), None)
    if at_head is not None:
        part = doc[at_head.head].head.lower_ in _PARTITIVE  # "a loan of $100 million"
        return next((c for c in candidates if part and c.head == at_head.act and not is_verb(doc[c.head])), at_head)
    last = doc[tokens[-1]]
    noun = last.head if last.head.i > last.i else None
    return next((c for c in candidates if noun is not None and c.head == noun.i), None)


def _continuing(
    doc: Any, end: int, amount: Amount, tokens: Sequence[int], stretches: Sequence[Stretch], offset: int
) -> _Item | None:
    """The amount as the next of a row that so far ends at token `end`; None where something else begins."""
    between = doc[end + 1 : tokens[0]]
    if any(is_verb(t) or t.lower_ in _SUBORDINATING for t in between):
        return None
    at = tokens[0] - 1
    while at > end and doc[at].lower_ in _LEADING:
        at -= 1
    following = doc[tokens[-1] + 1] if tokens[-1] + 1 < len(doc) else None
    if following is not None and following.lower_ in _PARTITIVE:
        return None
    bare = amount.unit is None or amount.measure == "count"
    bare = bare and not _counts(following, stretches, offset)
    if _divides(doc[at]):
        return _Item(amount, tokens[0], tokens[-1], at, None, bare)
    name = at
    while at > end and (doc[at].pos_ == "PROPN" or doc[at].dep_ in DETERMINER):
        at -= 1
    if at > end and at < name and _divides(doc[at]) and doc[name].pos_ == "PROPN":
        return _Item(amount, tokens[0], tokens[-1], at, name, bare)
    return None


def _understood(
    own: Candidate,
    before: tuple[Amount, int, Candidate | None] | None,
    amount: Amount,
    tokens: Sequence[int],
    doc: Any,
    stretches: Sequence[Stretch],
    offset: int,
) -> Candidate:
    """A bare number in a clause of its own, with the noun of the number before it: "helped 60,000 Syrians and has plans
    to help 650,000"."""
    if before is None or before[2] is None or own.head not in tokens or amount.measure != "count":
        return own
    model, following = before[2], doc[tokens[-1] + 1] if tokens[-1] + 1 < len(doc) else None
    counted = before[0].measure == "count" and doc[model.head].pos_ in ("NOUN", "PROPN")
    part = following is not None and following.lower_ in _PARTITIVE
    bare = counted and not part and not _counts(following, stretches, offset) and is_verb(doc[own.act])
    return replace(own, like=model.head if model.like is None else model.like) if bare else own


def _divides(token: Any) -> bool:
    return token.text in _COMMAS or token.dep_ in COORDINATOR or token.pos_ == "CCONJ"


def _counts(following: Any | None, stretches: Sequence[Stretch], offset: int) -> bool:
    """The number counts the word behind it."""
    if following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return False
    at = following.idx + offset
    return not any(s.start <= at < s.end for s in stretches)


def _like_before(
    model: Candidate,
    own: Candidate | None,
    item: _Item,
    doc: Any,
    stretches: Sequence[Stretch],
    offset: int,
    index: int,
) -> Candidate:
    """The candidate of the next amount of a row: the act of the one before, its noun where it has none."""
    if model.head > item.last:  # "1,000 and 700 soldiers"
        start = doc[item.first].idx + offset
        return replace(model, head=item.last, start=start, like=model.head, row=True)
    if own is not None and not item.bare and item.name is None:
        governed = is_verb(doc[own.act]) and own.act != own.head
        own = replace(own, row=True)
        return own if governed else replace(own, act=model.act, role=model.role, first=model.first)
    head = own.head if own is not None and not item.bare else item.last
    last = _segment_end(doc, item.last, stretches, offset)
    end = doc[last].idx + len(doc[last]) + offset
    start = doc[item.first].idx + offset
    like = (model.like if model.like is not None else model.head) if item.bare else None
    doer, taker = (None, item.name) if _gives_names(model, doc) else (item.name, None)
    return Candidate(index, head, model.act, model.role, start, end, model.first, doer, taker, like, row=True)


def _gives_names(model: Candidate, doc: Any) -> bool:
    """The names before the amounts of a row take: "give Kenya $5 million and Uganda $7 million", "Kenya gets 5 and Uganda 7"."""
    transfer = transfer_of(doc[model.act], doc[model.head])
    before = transfer.taker is not None and transfer.taker.i < model.head
    return model.taker is not None or transfer.turned or before


def _segment_end(doc: Any, last: int, stretches: Sequence[Stretch], offset: int) -> int:
    """The last token of what belongs to an amount: up to a comma, "and", a verb or a date."""
    at = last
    while at + 1 < len(doc):
        token = doc[at + 1]
        start = token.idx + offset
        dated = any(s.start <= start < s.end for s in stretches)
        hyphen = token.is_punct and token.text in ("-", "‑")
        if is_verb(token) or _divides(token) or dated or token.lower_ in _RESPECTIVELY:
            break
        if token.is_punct and not hyphen:
            break
        at += 1
    while at > last and doc[at].pos_ in ("ADP", "DET", "SCONJ"):
        at -= 1
    return at


def _cut(candidates: Sequence[Candidate], own: Candidate, item: _Item, doc: Any, offset: int) -> list[Candidate]:
    """The candidates without those that took parts of the row for something else; none reaches over a divider."""
    at, inner = doc[item.divider].idx + offset, {item.name, *range(item.first, item.last + 1)}
    kept = []
    for one in candidates:
        if one.head == own.head or ((own.like is not None or item.name is not None) and one.head in inner):
            continue
        before = one.head < item.divider or one.head == own.like
        if one.start < at < one.end and before and is_verb(doc[own.act]):
            one = replace(one, end=_end_before(doc, item.divider, one.start, offset))
        kept.append(one)
    return [*kept, own]


def _end_before(doc: Any, divider: int, start: int, offset: int) -> int:
    at = divider - 1
    while at > 0 and doc[at].is_punct and doc[at].idx + offset > start:
        at -= 1
    return int(doc[at].idx + len(doc[at]) + offset)


def _placed(candidates: Sequence[Candidate], rows: Sequence[Sequence[Candidate]], doc: Any) -> Iterator[Candidate]:
    """With "respectively", the place of each amount in its row: the first goes with the first name or date."""
    paired = any(t.lower_ in _RESPECTIVELY for t in doc)
    place: dict[int, tuple[int, int]] = {}
    for row in rows:
        if paired and len(row) > 1:
            place |= {one.head: (k, len(row)) for k, one in enumerate(row)}
    for one in candidates:
        yield replace(one, place=place.get(one.head)) if one.head in place else one
