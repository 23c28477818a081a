"""From a chosen candidate to its fields: act, quantity, actor phrase, addressees, recipients, period.

All fields are words of the document with their offsets; names become ids later, in `resolve`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.candidates import Candidate, verb_above
from pledgebook.extract.clauses.clause import subject_of
from pledgebook.extract.clauses.holders import compound_holder, holder_of, promiser_of
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.model import Act, Actor, Amount, Quantity

_NUMBER_LIKE = frozenset({"million", "billion", "trillion", "thousand", "hundred", "dozen", "percent", "cent", "%"})


def noun_phrase(token: Any) -> tuple[int, int]:
    """First and last token of the noun phrase around a head, coordinated names included, clauses and asides not."""
    left, right = token.left_edge.i, token.i
    for child in token.lefts:
        if child.dep_ in ("relcl", "advcl", "punct", "cc", "mark"):
            left = max(left, child.right_edge.i + 1) if child.i < token.i else left
    for child in token.rights:
        if child.dep_ in ("conj", "cc", "prep", "poss", "case", "compound", "nmod") or (
            child.dep_ == "appos" and child.pos_ == "PROPN"
        ):
            if child.dep_ == "prep" and child.lower_ not in ("of", "for", "and"):
                break
            if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
                break
            right = max(right, _phrase_end(child))
        elif child.dep_ == "punct":
            continue
        elif child.dep_ in ("relcl", "acl", "advcl"):
            break
    return min(left, token.i), right


def _phrase_end(token: Any) -> int:
    end = token.i
    for child in token.rights:
        if child.dep_ in ("relcl", "acl", "advcl"):
            break
        end = max(end, _phrase_end(child))
    return int(end)


def act_of(candidate: Candidate, parsed: Parsed, text: str) -> Act:
    """The verb with its auxiliaries and particle ("will contribute"), or the noun that acts."""
    doc, offset = parsed.doc, parsed.start
    token = doc[candidate.act]
    negated = False
    indices = [token.i]
    if token.pos_ in ("VERB", "AUX"):
        for child in token.children:
            if child.dep_ in ("aux", "auxpass", "prt", "neg") and abs(child.i - token.i) <= 6:
                indices.append(child.i)
            negated = negated or child.dep_ == "neg" or child.lower_ in ("never",)
        if token.dep_ == "xcomp" and token.head.pos_ in ("VERB", "AUX"):
            negated = negated or any(c.dep_ == "neg" for c in token.head.children)
        if token.dep_ == "xcomp" and token.head.lemma_ in ("refuse", "decline", "fail"):
            negated = True
        subject = subject_of(token)
        if subject is not None and any(c.dep_ == "det" and c.lower_ == "no" for c in subject.children):
            negated = True
    head = doc[candidate.head]
    if any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        negated = True
    first, last = min(indices), max(indices)
    if last - first > 8:
        first = last = token.i
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    return Act(
        token.lemma_.lower(), start, end, text[start:end], "negated" if negated else "positive", _modality(token)
    )


def _modality(token: Any) -> Any:
    verb = verb_above(token)
    chain = [verb]
    while chain[-1].head.i != chain[-1].i and len(chain) < 5:
        chain.append(chain[-1].head)
    for here in chain[:2]:
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "provided") for c in here.children):
            return "hypothetical"
    for child in verb.children:
        if child.dep_ == "advcl" and any(
            c.dep_ == "mark" and c.lower_ in ("if", "unless", "provided") for c in child.children
        ):
            return "hypothetical" if any(c.lower_ == "would" for c in verb.children) else "conditional"
        if child.lower_ in ("contingent", "subject", "dependent", "conditional"):
            return "conditional"
        if child.dep_ == "aux" and child.lower_ in ("may", "might", "could"):
            return "possible"
        if child.dep_ == "advmod" and child.lower_ in ("possibly", "perhaps", "potentially", "maybe", "probably"):
            return "possible"
    return "asserted"


def quantity_of(candidate: Candidate, parsed: Parsed, amounts: Sequence[Amount]) -> Quantity | None:
    """The amount that the object is: at its head, counting its head, or opening it."""
    doc, offset = parsed.doc, parsed.start
    head = doc[candidate.head]
    inside = [a for a in amounts if a.start < candidate.end and a.end > candidate.start and a.measure != "multiple"]
    folds = [a for a in amounts if a.start < candidate.end and a.end > candidate.start and a.measure == "multiple"]
    if not inside and not folds:
        inside = _by_how_much(doc[candidate.act], amounts, offset)
        if not inside:
            return None

    def covers(amount: Amount, token: Any) -> bool:
        return bool(amount.start <= token.idx + offset < amount.end)

    chosen = next((a for a in inside if covers(a, head)), None)
    if chosen is None:
        counting = [t for t in head.subtree if t.i <= head.i]
        before = [a for a in inside if a.start < head.idx + offset and any(covers(a, t) for t in counting)]
        # an amount inside a name ("the 2,000-mile border", "20-year-old") does not count the head
        before = [a for a in before if not _inside_compound(a, doc, offset)]
        chosen = before[0] if before else None
    if chosen is None:
        # "a commitment of $150 million", "scholarships for 40,000 students": the one amount inside the object is its size
        sizes = [a for a in inside if not _inside_compound(a, doc, offset) and not _in_aside(a, head, offset)]
        chosen = sizes[0] if sizes else next((a for a in folds if a.start < head.idx + offset), None)
    if chosen is None:
        return None
    unit = chosen.unit or _counted_noun(chosen, head, doc, offset)
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


def _by_how_much(act: Any, amounts: Sequence[Amount], offset: int) -> list[Amount]:
    """The amount of a change: "will increase its exports by 40%"."""
    if act.lemma_.lower() not in (
        "increase",
        "reduce",
        "cut",
        "raise",
        "expand",
        "boost",
        "lower",
        "decrease",
        "grow",
        "extend",
        "slash",
        "scale",
    ):
        return []
    by = [c for c in act.children if c.dep_ == "prep" and c.lower_ == "by"]
    reach = [(t.idx + offset) for p in by for t in p.subtree]
    return [
        a for a in amounts if a.measure in ("money", "percent", "count") and any(a.start <= at < a.end for at in reach)
    ][:1]


def _in_aside(amount: Amount, head: Any, offset: int) -> bool:
    """The amount stands in a relative clause of the object, which speaks of something else."""
    token = next((t for t in head.doc if amount.start <= t.idx + offset < amount.end), None)
    return token is not None and any(a.dep_ == "relcl" and head.is_ancestor(a) for a in token.ancestors)


def _inside_compound(amount: Amount, doc: Any, offset: int) -> bool:
    after = next((t for t in doc if t.idx + offset >= amount.end), None)
    return after is not None and after.text in ("-", "–") and after.idx + offset == amount.end


def _counted_noun(amount: Amount, head: Any, doc: Any, offset: int) -> str:
    """The noun that a bare number counts, singular: the head it modifies, or what follows "of"; "person" where nothing is named."""
    tokens = [t for t in doc if amount.start <= t.idx + offset < amount.end]
    last = tokens[-1] if tokens else head
    noun = head
    counting = last.dep_ in ("nummod", "compound", "quantmod") and last.head.pos_ in ("NOUN", "PROPN")
    if (
        head in tokens
        or (counting and last.head.i != head.i)
        or not any(t.is_ancestor(last) for t in (head,))
        or head.lemma_.lower() in _NUMBER_LIKE
        or head.pos_ not in ("NOUN", "PROPN")
    ):
        noun = None
        top = last
        while (
            top.head.i != top.i
            and top.dep_ in ("nummod", "quantmod", "compound", "advmod", "npadvmod")
            and top.pos_ not in ("NOUN", "PROPN")
        ):
            top = top.head
        if top.pos_ in ("NOUN", "PROPN") and top not in tokens:
            noun = top
        else:
            counted = (
                c for t in tokens for of in t.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"
            )
            noun = next((c for c in counted if c not in tokens), None)
            if noun is None:
                noun = next((t for t in doc[last.i + 1 : last.i + 5] if t.pos_ == "NOUN"), None)
                if noun is not None and any(
                    t.pos_ in ("VERB", "ADP", "CCONJ", "PUNCT") for t in doc[last.i + 1 : noun.i]
                ):
                    noun = None
    if noun is None:
        return "person"
    lemma = noun.lemma_.lower()
    return "person" if lemma == "people" else lemma


def signatories_of(candidate: Candidate, parsed: Parsed, amounts: Sequence[Amount]) -> Quantity | None:
    """How many unnamed parties an agreement has: the count at its subject ("Twenty countries endorsed …")."""
    doc, offset = parsed.doc, parsed.start
    verb = verb_above(doc[candidate.act])
    subject = subject_of(verb) if verb.pos_ in ("VERB", "AUX") else None
    if subject is None:
        return None
    first, last = subject.left_edge.i, subject.i
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    count = next((a for a in amounts if a.measure == "count" and a.start < end and a.end > start), None)
    if count is None or (count.low is None and count.high is None):
        return None
    unit = subject.lemma_.lower() if subject.pos_ == "NOUN" else "party"
    return Quantity(count.start, count.end, count.text, count.low, count.high, unit, "count", count.approximate)


def subject_phrase(candidate: Candidate, parsed: Parsed, text: str) -> tuple[Actor, ...]:
    """Who acts, as words: the subject of the act, of the verb that controls it, or the holder of a nominal act."""
    doc, offset = parsed.doc, parsed.start
    act, head = doc[candidate.act], doc[candidate.head]
    among = compound_holder(head)
    if among is not None:
        start, end = doc[among.left_edge.i].idx + offset, among.idx + len(among) + offset
        return (Actor(None, text[start:end], start, end),)
    promiser = promiser_of(act, head)
    found: Any = promiser
    if found is None and (act.pos_ not in ("VERB", "AUX") or act.i == head.i):
        found = holder_of(act) or holder_of(head)
    if found is None:
        verb = verb_above(act)
        if verb.pos_ in ("VERB", "AUX"):
            found = subject_of(verb)
    if found is None or found.i == head.i:
        found = holder_of(head)
    if found is None or (found.i == head.i):
        return ()
    if found.lower_ in ("which", "that", "who") and found.head.dep_ == "relcl":
        found = found.head.head
    first, last = noun_phrase(found)
    if doc[last].tag_ == "POS" and last > first:  # "Norway's pledge": Norway
        last -= 1
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    if start < candidate.end and end > candidate.start and found.dep_ != "poss" and promiser is None:
        return ()
    return (Actor(None, text[start:end], start, end),)


def addressees_of(candidate: Candidate, parsed: Parsed, text: str) -> tuple[Actor, ...]:
    """Whom an appeal asks: the object of "urge", what follows "call on", the "from" of "more action from"."""
    doc, offset = parsed.doc, parsed.start
    here = doc[candidate.act]
    verb = verb_above(here)
    for _ in range(3):
        for child in verb.children:
            if child.dep_ in ("dobj", "dative") and child.i != candidate.head and verb.i != candidate.act:
                return (_phrase(child, doc, offset, text),)
            if child.dep_ == "prep" and child.lower_ in ("on", "upon", "to"):
                target = next((c for c in child.children if c.dep_ == "pobj" and c.i != candidate.head), None)
                if target is not None and verb.lemma_ in ("call", "appeal"):
                    return (_phrase(target, doc, offset, text),)
        if verb.dep_ in ("xcomp", "ccomp", "conj", "pcomp", "prep") and verb.head.i != verb.i:
            own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if own is not None and verb.dep_ == "ccomp":
                return (_phrase(own, doc, offset, text),)
            verb = verb_above(verb.head)
        else:
            break
    for child in doc[candidate.head].children:
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            target = next((c for c in child.children if c.dep_ == "pobj"), None)
            if target is not None:
                return (_phrase(target, doc, offset, text),)
    return ()


def _phrase(token: Any, doc: Any, offset: int, text: str) -> Actor:
    first, last = noun_phrase(token)
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    return Actor(None, text[start:end], start, end)
