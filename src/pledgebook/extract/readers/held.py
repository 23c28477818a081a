"""A model's proposals, held to the text: what stands there word for word becomes a statement, the rest is counted.

Strings become spans by looking for them, values come from our grammars, labels from a fixed list, names become ids later
in `resolve`. So no answer, whatever it holds, gives a quote that is not in the text or a number that we cannot read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.clauses.parse import Parsed, parse
from pledgebook.extract.decide.signs import setting
from pledgebook.extract.fields.attribution import is_named, strength_of
from pledgebook.extract.fields.quantity import unit_of
from pledgebook.extract.fields.rung import rung_of
from pledgebook.extract.fields.venue import venue_of
from pledgebook.extract.layout import Layout, Sentence, Span
from pledgebook.extract.periods.find import periods
from pledgebook.extract.readers.proposals import Proposal
from pledgebook.extract.readers.verbatim import nearest, spans_of
from pledgebook.model import (
    Act,
    Actor,
    Amount,
    Attribution,
    Document,
    Extractor,
    Mention,
    Period,
    Quantity,
    Quote,
    Statement,
    Stretch,
    statement_id,
)

_Phrase = TypeVar("_Phrase", Amount, Stretch)
_NOUNS = ("NOUN", "PROPN")

UNMEASURED = 0.7
"""The confidence of what a model proposes and the text bears out. It is set, not measured: no model ships with pledgebook;
`scripts/evaluate --reader llm` says how often the rows of yours are right."""


@dataclass(frozen=True, slots=True)
class Held:
    """What of the proposals for a document stands. `proposed`: how many there were; `absent`: those whose sentence, act or
    object is not in the text; `emptied`: fields of the others that are not in it, or no number or time, and stay empty."""

    statements: tuple[Statement, ...]
    proposed: int
    absent: int
    emptied: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A proposal with where its sentence, act and object stand."""

    proposal: Proposal
    sentence: Sentence
    act: Span
    object: Span


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of a document when its proposals are held to it."""

    document: Document
    amounts: Sequence[Amount]
    stretches: Sequence[Stretch]
    names: Sequence[Mention]
    parses: Mapping[int, Parsed]
    official: bool
    extractor: Extractor


def held(
    document: Document,
    page: Layout,
    proposals: Sequence[tuple[Span, Proposal]],
    names: Sequence[Mention],
    extractor: Extractor,
    *,
    dollar: str = "USD",
    home: str | None = None,
) -> Held:
    """The statements of a document that its text bears out, in the order of the text, each once.

    `proposals`: each with the window it was made for, half-open offsets. `names`: the mentions of `resolve.mentions`.
    `dollar`: the currency of a bare dollar sign. `home`: the country whose fiscal years count.
    """
    places = [_place(proposal, page.sentences, window, document.text) for window, proposal in proposals]
    found = [place for place in places if place is not None]
    sentences = sorted({place.sentence.start: place.sentence for place in found}.values(), key=lambda s: s.start)
    parsed = parse(document.text, sentences)
    whole = _Page(
        document,
        [_in_text(one, page, document) for one in amounts(page.copy.text, dollar=dollar)],
        [_in_text(one, page, document) for one in periods(page.copy.text, document.published, home)],
        names,
        {one.sentence.start: one for one in parsed},
        setting(document, parsed).official,
        extractor,
    )
    made = [_statement(place, whole) for place in found]
    unique = {statement.id: statement for statement, _ in reversed(made)}
    ordered = sorted(unique.values(), key=lambda s: (s.object.start, s.object.end, s.id))
    return Held(tuple(ordered), len(proposals), len(places) - len(found), sum(emptied for _, emptied in made))


def _in_text(found: _Phrase, page: Layout, document: Document) -> _Phrase:
    start, end = page.copy.original(found.start, found.end)
    return replace(found, start=start, end=end, text=document.text[start:end])


def _place(proposal: Proposal, sentences: Sequence[Sentence], window: Span, text: str) -> _Place | None:
    """Where a proposal stands: the first sentence of the window in which its opening words, act and object all are."""
    for start, end in spans_of(
        proposal.sentence, text, *window
    ):  # it may open with a dateline, which is no part of one
        for sentence in (s for s in sentences if s.start < end and s.end > start):
            place = next(spans_of(proposal.object, text, sentence.start, sentence.end), None)
            act = None if place is None else nearest(proposal.act, text, sentence.start, sentence.end, place)
            if place is not None and act is not None:
                return _Place(proposal, sentence, act, place)
    return None


def _statement(place: _Place, page: _Page) -> tuple[Statement, int]:
    """The statement of a proposal, and how many of its fields the text does not bear out."""
    proposal, text = place.proposal, page.document.text
    act = _act(place, page)
    quantity, period = _quantity(place, page), _period(place, page)
    lists = {
        "actors": [one for words in proposal.actors or () for one in _parties(words, place, page)],
        "addressees": [one for words in proposal.addressees or () for one in _parties(words, place, page)],
        "recipients": [one for words in proposal.recipients or () for one in _recipients(words, place, page)],
    }
    chain = tuple(one for words in proposal.attribution or () for one in _sources(words, place, page))
    stated = (proposal.quantity, proposal.period)
    emptied = sum(given is not None and got is None for given, got in zip(stated, (quantity, period), strict=True))
    emptied += sum(not _whereabouts(words, place, page) for words in _listed(proposal))
    clause = text[place.sentence.start : place.sentence.end]
    return Statement(
        id=statement_id(page.document.id, proposal.kind, place.act, place.object),
        document=page.document.id,
        kind=proposal.kind,
        quote=Quote(place.sentence.start, place.sentence.end, clause),
        act=act,
        object=Quote(*place.object, text[slice(*place.object)]),
        quantity=quantity,
        actors=tuple(lists["actors"]),
        addressees=tuple(lists["addressees"]) if proposal.kind == "appeal" else (),
        recipients=tuple(lists["recipients"]),
        period=period,
        venue=venue_of(text, place.sentence.start, place.sentence.end),
        attribution=chain,
        strength=strength_of(proposal.kind, chain, page.official, page.document.title, clause, act.lemma),
        rung=rung_of(proposal.kind, act, quantity),
        extractor=page.extractor,
        confidence=UNMEASURED,
    ), emptied


def _listed(proposal: Proposal) -> tuple[str, ...]:
    lists = (proposal.actors, proposal.addressees, proposal.recipients, proposal.attribution)
    return tuple(words for one in lists for words in one or ())


def _whereabouts(words: str, place: _Place, page: _Page) -> Span | None:
    """Where the words of a field stand: in the sentence, else in the line that introduces it or its label."""
    own = place.sentence
    span = nearest(words, page.document.text, own.start, own.end, place.act)
    wider = [(own.lead.start, own.lead.end)] if own.lead else []
    wider += [place for place in (own.label, own.speaker) if place]
    for start, end in wider:
        span = span or next(spans_of(words, page.document.text, start, end), None)
    return span


def _tokens(span: Span, place: _Place, page: _Page) -> Iterator[Any]:
    """The tokens of the sentence's parse that a stretch covers."""
    parsed = page.parses[place.sentence.start]
    for token in parsed.doc:
        if token.idx + parsed.start < span[1] and token.idx + len(token) + parsed.start > span[0]:
            yield token


def _act(place: _Place, page: _Page) -> Act:
    words = page.document.text[slice(*place.act)]
    tokens = list(_tokens(place.act, place, page))
    verb = next((t for t in reversed(tokens) if t.pos_ == "VERB"), tokens[-1] if tokens else None)
    lemma = verb.lemma_.lower() if verb is not None else words.split()[-1].lower()
    return Act(lemma, *place.act, words, place.proposal.polarity, place.proposal.modality)


def _overlapping(found: Sequence[_Phrase], span: Span) -> _Phrase | None:
    """The phrase that shares most with a stretch, the first of equals."""
    shared = [(min(one.end, span[1]) - max(one.start, span[0]), one) for one in found]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _quantity(place: _Place, page: _Page) -> Quantity | None:
    """The number that our grammar reads where the model saw one."""
    words = place.proposal.quantity
    span = nearest(words, page.document.text, place.sentence.start, place.sentence.end, place.object) if words else None
    amount = _overlapping(page.amounts, span) if span else None
    if amount is None:
        return None
    unit = amount.unit or _counted(amount, place, page)
    if unit is None:
        return None
    return Quantity(
        amount.start, amount.end, amount.text, amount.low, amount.high, unit, amount.measure,
        amount.approximate, amount.per, amount.additional,
    )  # fmt: skip


def _counted(amount: Amount, place: _Place, page: _Page) -> str | None:
    """The noun that a bare number counts, singular: the one that the model names, else the first behind the number."""
    words = place.proposal.counted
    span = _whereabouts(words, place, page) if words else None
    if span is not None:
        noun = next((t for t in reversed(list(_tokens(span, place, page))) if t.pos_ in _NOUNS), None)
        return unit_of(noun) if noun is not None else page.document.text[slice(*span)].lower()
    behind = _tokens((amount.end, place.sentence.end), place, page)
    noun = next((t for t in behind if t.pos_ in _NOUNS), None)
    return unit_of(noun) if noun is not None else None


def _period(place: _Place, page: _Page) -> Period | None:
    words = place.proposal.period
    span = _whereabouts(words, place, page) if words else None
    stretch = _overlapping([s for s in page.stretches if s.edtf], span) if span else None
    if stretch is None or stretch.edtf is None:
        return None
    rule = "publication-date" if stretch.relative else None
    return Period(stretch.edtf, stretch.start, stretch.end, stretch.text, rule)


def _parties(words: str, place: _Place, page: _Page) -> Iterator[Actor]:
    span = _whereabouts(words, place, page)
    if span is not None:
        yield Actor(None, page.document.text[slice(*span)], *span)


def _recipients(words: str, place: _Place, page: _Page) -> Iterator[Actor]:
    """Those whom the gazetteers know among the words, each place and people by its id; else the words themselves."""
    span = _whereabouts(words, place, page)
    if span is None:
        return
    known = [m for m in page.names if m.ids and m.start < span[1] and m.end > span[0]]
    for mention in known:
        for one in mention.ids:
            yield Actor(one, mention.text, mention.start, mention.end)
    if not known:
        yield Actor(None, page.document.text[slice(*span)], *span)


def _sources(words: str, place: _Place, page: _Page) -> Iterator[Attribution]:
    span = _whereabouts(words, place, page)
    if span is not None:
        source = page.document.text[slice(*span)]
        proper = any(t.pos_ == "PROPN" for t in _tokens(span, place, page))
        yield Attribution(source, None, is_named(source, proper), *span)
