"""Document → statements: the order of the steps inside this room."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.amounts.targets import without_starts
from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.candidates import candidates
from pledgebook.extract.clauses.parse import BATCH, Parsed, parse
from pledgebook.extract.clauses.tokens import words_over
from pledgebook.extract.decide.choice import choose
from pledgebook.extract.decide.linear import (
    Judgement,
    Weights,
    judged_beside,
    judgement_of,
    load_weights,
    odds_of,
    totals,
)
from pledgebook.extract.decide.signs import Setting, in_sentence, setting, signs
from pledgebook.extract.fields.act import act_of
from pledgebook.extract.fields.actors import actors_of
from pledgebook.extract.fields.addressees import addressees_of
from pledgebook.extract.fields.attribution import attribution_of, strength_of
from pledgebook.extract.fields.period import period_of
from pledgebook.extract.fields.places import Around, topics_of
from pledgebook.extract.fields.quantity import quantity_of, signatories_of
from pledgebook.extract.fields.recipients import recipients_of
from pledgebook.extract.fields.rung import rung_of
from pledgebook.extract.fields.takers import Case
from pledgebook.extract.fields.venue import venue_of
from pledgebook.extract.fields.worth import states_worth, worth_of
from pledgebook.extract.gate import scan
from pledgebook.extract.layout import Sentence, layout
from pledgebook.extract.opinion.opinions import Opinion, opinions
from pledgebook.extract.periods.find import periods
from pledgebook.language.clean_copy import CleanCopy
from pledgebook.model import (
    Amount,
    Document,
    Extractor,
    Mention,
    Quote,
    Statement,
    Stretch,
    statement_id,
    without_markup,
)
from pledgebook.model.version import program_version


class Parser(Protocol):
    """What gives the parses of sentences of a text, in their order."""

    def __call__(self, text: str, sentences: Sequence[Sentence], *, batch: int = BATCH) -> list[Parsed]: ...


HOPELESS = -200
"""Hundredths: a sentence none of whose candidates is likelier by its signs, whatever the kind, is not shown to the encoder."""

_Found = TypeVar("_Found", Amount, Stretch, Mention)
_Phrase = TypeVar("_Phrase", Amount, Stretch)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate with everything that judging it needs: its signs, the amounts, dates and names of its sentence."""

    candidate: Candidate
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A document taken apart: parses of the sentences that passed the gate, what the grammars found in each, all proposals."""

    parsed: tuple[Parsed, ...]
    amounts: tuple[tuple[Amount, ...], ...]
    stretches: tuple[tuple[Stretch, ...], ...]
    names: tuple[dict[int, Mention], ...]
    setting: Setting
    around: Around
    proposals: tuple[Proposal, ...]


class _Stretches(Generic[_Found]):
    """Items of a text, to be asked for those that reach into a stretch without looking at all of them each time."""

    def __init__(self, items: Sequence[_Found]) -> None:
        self._items: list[_Found] = sorted(items, key=lambda item: item.start)
        self._starts: list[int] = [item.start for item in self._items]
        self._longest = max((item.end - item.start for item in items), default=0)

    def within(self, start: int, end: int) -> tuple[_Found, ...]:
        """The items that share a character with `[start, end)`, by their starts."""
        low = bisect_left(self._starts, start - self._longest)
        high = bisect_left(self._starts, end)
        return tuple(item for item in self._items[low:high] if item.end > start)


def _quoted(found: _Phrase, copy: CleanCopy, text: str) -> _Phrase:
    """A phrase of the clean copy with its place and its characters in the text itself, mark-up among them included."""
    start, end = copy.original(found.start, found.end)
    return replace(found, start=start, end=end, text=text[start:end])


def examine(
    document: Document,
    names: Sequence[Mention],
    *,
    dollar: str = "USD",
    home: str | None = None,
    batch: int = BATCH,
    gated: bool = True,
    parser: Parser = parse,
) -> Examined:
    """Every step before the decision; `evals/learn/train.py` learns from what this returns.

    `gated`: False parses every sentence, to measure what the gate loses. `parser`: another source of the same parses.
    """
    page = layout(document)
    text, copy = without_markup(document.text), page.copy
    passing = scan(text, page.sentences) if gated else [True] * len(page.sentences)
    parsed = tuple(parser(document.text, list(itertools.compress(page.sentences, passing)), batch=batch))
    counted = without_starts(copy.text, amounts(copy.text, dollar=dollar))
    all_amounts = _Stretches([_quoted(one, copy, document.text) for one in counted])
    dated = periods(copy.text, document.published, home)
    all_stretches = _Stretches([_quoted(one, copy, document.text) for one in dated])
    all_names = _Stretches(names)
    where = setting(document, parsed)
    per_amounts, per_stretches, per_names, proposals = [], [], [], []
    earlier: set[str] = set()
    for index, one in enumerate(parsed):
        own_amounts = all_amounts.within(one.sentence.start, one.sentence.end)
        own_stretches = all_stretches.within(one.sentence.start, one.sentence.end)
        own_names: dict[int, Mention] = {}
        for mention in all_names.within(one.start, one.sentence.end):
            for token in words_over(one.doc, mention.start - one.start, mention.end - one.start):
                # a gap between a lead and its item is one token of white space, over the other items
                if not token.is_space:
                    own_names[token.i] = mention
        per_amounts.append(own_amounts)
        per_stretches.append(own_stretches)
        per_names.append(own_names)
        sentence = in_sentence(one, text, where, own_amounts, own_stretches, own_names, earlier)
        for candidate in candidates(index, one, own_amounts, own_stretches):
            if candidate.start < one.sentence.start or states_worth(candidate.start, own_amounts, text):
                continue  # of the lead, which is parsed with every item; or what the counted object is worth
            proposals.append(Proposal(candidate, tuple(signs(candidate, sentence))))
        earlier.update(token.lemma_.lower() for token in one.doc if token.pos_ in ("NOUN", "PROPN"))
    return Examined(
        parsed,
        tuple(per_amounts),
        tuple(per_stretches),
        tuple(per_names),
        where,
        Around(text, tuple(names), topics_of(names, home if document.publisher else None)),
        tuple(proposals),
    )


def _statement(
    document: Document,
    examined: Examined,
    proposal: Proposal,
    judgement: Judgement,
    weights: Weights,
    others: Sequence[tuple[int, int]],
    received: tuple[frozenset[str], frozenset[str]],
) -> Statement:
    text, candidate, kind = document.text, proposal.candidate, judgement.kind
    index = candidate.sentence
    one = examined.parsed[index]
    act = act_of(candidate, one, text)
    quantity = quantity_of(candidate, one, examined.amounts[index])
    if quantity is None and kind == "agreement":
        quantity = signatories_of(candidate, one, examined.amounts[index])
    actors = actors_of(candidate, one, text, kind)
    chain = attribution_of(candidate, index, examined.parsed, text)
    clause = text[one.sentence.start : one.sentence.end]
    case = Case(candidate, one, examined.names[index], actors, kind, others, *received)
    return Statement(
        id=statement_id(document.id, kind, (act.start, act.end), (candidate.start, candidate.end)),
        document=document.id,
        kind=kind,
        quote=Quote(one.sentence.start, one.sentence.end, clause),
        act=act,
        object=Quote(candidate.start, candidate.end, text[candidate.start : candidate.end]),
        quantity=quantity,
        actors=actors,
        addressees=addressees_of(candidate, one, text) if kind == "appeal" else (),
        recipients=recipients_of(case, examined.around, weights.recipient),
        period=period_of(candidate, one, examined.stretches[index], kind, document.published),
        venue=venue_of(text, one.sentence.start, one.sentence.end),
        attribution=chain,
        strength=strength_of(kind, chain, examined.setting.official, document.title, clause, act.lemma),
        rung=rung_of(kind, act, quantity),
        confidence=judgement.of_kind,
        extractor=Extractor("rules+weights", f"{program_version()}/{weights.version}"),
    )


def passing(document: Document) -> list[tuple[int, int]]:
    """The sentences of a document that may hold a statement, as stretches of its text: what the gate lets through."""
    sentences = layout(document).sentences
    passes = scan(without_markup(document.text), sentences)
    return [(sentence.start, sentence.end) for sentence in itertools.compress(sentences, passes)]


def statements(
    document: Document, names: Sequence[Mention], *, dollar: str = "USD", home: str | None = None, batch: int = BATCH
) -> tuple[Statement, ...]:
    """The statements of a document in the order of its text, with actors as words (ids come from `resolve.actors`).

    `names`: the mentions of `resolve.mentions`. `dollar`: the currency of a bare dollar sign. `home`: the country
    whose fiscal years count. `batch`: sentences a parser batch; it changes the speed, never the result.
    """
    examined = examine(document, names, dollar=dollar, home=home, batch=batch)
    return decided(document, examined, load_weights(), look=second_look(examined))


Look = Callable[[Sequence[int]], list[Opinion]]
"""What an encoder thinks of the proposals at these places."""


def second_look(examined: Examined) -> Look:
    """The encoder that ships, to be asked for proposals of a document. It raises SetupError where its files are missing or
    broken."""
    return lambda places: opinions(examined.parsed, [examined.proposals[place].candidate for place in places])


def judged(examined: Examined, weights: Weights, look: Look | None = None) -> list[Judgement]:
    """A judgement for each proposal; by signs alone without `look`, and in the sentences where they leave no doubt that
    nothing is stated."""
    sums = [totals(proposal.signs, weights) for proposal in examined.proposals]
    found = [judgement_of(own) for own in sums]
    if look is not None:
        at = [proposal.candidate.sentence for proposal in examined.proposals]
        hopeful = {sentence for sentence, one in zip(at, found, strict=True) if one.odds > HOPELESS}
        asked = [place for place, sentence in enumerate(at) if sentence in hopeful]
        for place, opinion in zip(asked, look(asked), strict=True):
            found[place] = judged_beside(examined.proposals[place].signs, sums[place], opinion)
    return found


def chosen(examined: Examined, weights: Weights, look: Look | None = None) -> list[tuple[int, Judgement]]:
    """The places of the proposals that these weights choose, in the order of the text, each with its judgement. `look`: where a
    second opinion is wanted."""
    found = judged(examined, weights, look)
    candidates = [proposal.candidate for proposal in examined.proposals]
    picks = choose(candidates, [one.odds for one in found], odds_of(weights.threshold))
    return [(k, found[k]) for k in picks]


def decided(
    document: Document,
    examined: Examined,
    weights: Weights,
    choices: Sequence[tuple[int, Judgement]] | None = None,
    look: Look | None = None,
) -> tuple[Statement, ...]:
    """The statements that these weights choose among the proposals of a document, in the order of its text (`look`: see
    `chosen`); with `choices` (in that order) just these instead."""
    taken = chosen(examined, weights, look) if choices is None else choices
    picked = [(examined.proposals[place], judgement) for place, judgement in taken]
    objects: dict[int, list[tuple[int, int]]] = {}
    for proposal, _ in picked:
        one = proposal.candidate
        objects.setdefault(one.sentence, []).append((one.start, one.end))
    found: list[Statement] = []
    before: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    for proposal, judgement in picked:
        one = proposal.candidate
        others = [span for span in objects[one.sentence] if span != (one.start, one.end)]
        found.append(_statement(document, examined, proposal, judgement, weights, others, (before, earlier)))
        before = frozenset(actor.id for actor in found[-1].recipients if actor.id)
        worth = worth_of(found[-1], examined.amounts[one.sentence], document.text) if choices is None else None
        if worth is not None and not any(low < worth.object.end and worth.object.start < high for low, high in others):
            found.append(worth)
        earlier |= before
    return tuple(found)
