"""Document → statements: the order of the steps inside this room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pledgebook.extract.amounts import amounts
from pledgebook.extract.attribution import attribution_of, strength_of
from pledgebook.extract.candidates import Candidate, candidates
from pledgebook.extract.dating import period_of
from pledgebook.extract.decide import choose, kind_of, load_weights, probability
from pledgebook.extract.fields import act_of, addressees_of, quantity_of, signatories_of, subject_phrase
from pledgebook.extract.parse import BATCH, Parsed, parse
from pledgebook.extract.periods import periods
from pledgebook.extract.recipients import recipients_of, topics_of
from pledgebook.extract.scan import passes
from pledgebook.extract.sentences import sentences
from pledgebook.extract.signs import Setting, setting, signs
from pledgebook.model import Amount, Document, Extractor, Mention, Quote, Rung, Statement, Stretch, Venue, statement_id
from pledgebook.model.version import program_version

_Found = TypeVar("_Found", Amount, Stretch, Mention)


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
    topics: dict[str, str]
    proposals: tuple[Proposal, ...]


def _within(items: Sequence[_Found], start: int, end: int) -> tuple[_Found, ...]:
    return tuple(item for item in items if item.start < end and item.end > start)


def examine(
    document: Document, names: Sequence[Mention], *, dollar: str = "USD", home: str | None = None, batch: int = BATCH
) -> Examined:
    """Every step before the decision; `evals/train.py` learns from what this returns."""
    text = document.text
    found = [s for s in sentences(text, document.body) if passes(text, s)]
    parsed = tuple(parse(text, found, batch=batch))
    all_amounts = amounts(text, dollar=dollar)
    all_stretches = periods(text, document.published, home)
    where = setting(document, parsed)
    per_amounts, per_stretches, per_names, proposals = [], [], [], []
    earlier: set[str] = set()
    for index, one in enumerate(parsed):
        own_amounts = _within(all_amounts, one.sentence.start, one.sentence.end)
        own_stretches = _within(all_stretches, one.sentence.start, one.sentence.end)
        own_names: dict[int, Mention] = {}
        for mention in _within(names, one.sentence.start, one.sentence.end):
            for token in one.doc:
                if token.idx + one.start < mention.end and token.idx + len(token) + one.start > mention.start:
                    own_names[token.i] = mention
        per_amounts.append(own_amounts)
        per_stretches.append(own_stretches)
        per_names.append(own_names)
        for candidate in candidates(index, one, own_amounts, own_stretches):
            found_signs = signs(candidate, one, text, where, own_amounts, own_stretches, own_names, earlier)
            proposals.append(Proposal(candidate, tuple(found_signs)))
        earlier.update(token.lemma_.lower() for token in one.doc if token.pos_ in ("NOUN", "PROPN"))
    return Examined(
        parsed,
        tuple(per_amounts),
        tuple(per_stretches),
        tuple(per_names),
        where,
        topics_of(names, home),
        tuple(proposals),
    )


_RUNGS: dict[str, Rung] = {
    "allocate": "allocated", "earmark": "allocated", "budget": "allocated", "appropriate": "allocated", "disburse": "disbursed", "transfer": "disbursed",
    "pay": "disbursed", "give": "disbursed", "deliver": "disbursed", "send": "disbursed", "provide": "disbursed", "award": "committed", "obligate": "committed",
    "sign": "committed", "approve": "committed", "spend": "spent", "invest": "spent",
}  # fmt: skip
_VENUE = re.compile(
    r"(?<![A-Za-z])(?:(?:[A-Z][\w’'.-]*|\d+(?:st|nd|rd|th))\s+)*(?:Summit|Conference|Assembly|Forum|Dialogue|Roundtable|Meeting)"
    r"(?:\s+(?:of|on|for)\s+(?:the\s+)?(?:[A-Z][\w’'-]*)(?:\s+(?:and\s+)?[A-Z][\w’'-]*)*)?"
)


def _venue(text: str, start: int, end: int) -> Venue | None:
    match = next((m for m in _VENUE.finditer(text, start, end) if " " in m.group()), None)
    if match is None:
        return None
    words = match.group()
    name = re.sub(r"^(?:The|At|In|During|This|Next|Last|Today)?\s*", "", words)
    return Venue(name, match.end() - len(name), match.end())


def _statement(document: Document, examined: Examined, proposal: Proposal) -> Statement:
    text, candidate = document.text, proposal.candidate
    index = candidate.sentence
    one = examined.parsed[index]
    kind = kind_of(proposal.signs, load_weights())
    act = act_of(candidate, one, text)
    quantity = quantity_of(candidate, one, examined.amounts[index])
    if quantity is None and kind == "agreement":
        quantity = signatories_of(candidate, one, examined.amounts[index])
    actors = subject_phrase(candidate, one, text)
    chain = attribution_of(candidate, index, examined.parsed, text)
    clause = text[one.sentence.start : one.sentence.end]
    rung: Rung | None = None
    if quantity is not None and quantity.measure == "money":
        rung = "pledged" if kind == "commitment" else _RUNGS.get(act.lemma) if kind == "action" else None
    recipients = recipients_of(
        candidate, one, text, examined.names[index], actors, kind, examined.topics, load_weights().recipient
    )
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
        recipients=recipients,
        period=period_of(candidate, one, examined.stretches[index], kind, document.published),
        venue=_venue(text, one.sentence.start, one.sentence.end),
        attribution=chain,
        strength=strength_of(kind, chain, examined.setting.official, document.title, clause, act.lemma),
        rung=rung,
        extractor=Extractor("rules+weights", f"{program_version()}/{load_weights().version}"),
    )


def statements(
    document: Document, names: Sequence[Mention], *, dollar: str = "USD", home: str | None = None, batch: int = BATCH
) -> tuple[Statement, ...]:
    """The statements of a document in the order of its text, with actors as words (ids come from `resolve.settle`).

    `names`: the mentions of `resolve.names`. `dollar`: the currency of a bare dollar sign. `home`: the country
    whose fiscal years count. `batch`: sentences a parser batch; it changes the speed, never the result.
    """
    examined = examine(document, names, dollar=dollar, home=home, batch=batch)
    weights = load_weights()
    probabilities = [probability(p.signs, weights) for p in examined.proposals]
    chosen = choose([p.candidate for p in examined.proposals], probabilities, weights.threshold)
    return tuple(_statement(document, examined, examined.proposals[k]) for k in chosen)
