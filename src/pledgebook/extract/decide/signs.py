"""The signs by which a candidate is judged: yes/no facts about a head, what acts on it, and where it stands.

Each sign is a short readable string ("act:give", "tense:will", "subject:we"), so that `explain` can say
which signs spoke for a statement and which against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.clause import Clause, clause_of, clause_signs
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.phrases import phrase_signs
from pledgebook.extract.clauses.roles import DETERMINER, is_verb
from pledgebook.extract.clauses.tokens import words_within
from pledgebook.extract.periods.calendar import seen_from
from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import classes_of, words_of
from pledgebook.model import Amount, Document, Mention, Stretch


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a document and its blocks before its candidates are judged: facts that hold for many candidates."""

    signs: tuple[str, ...]
    official: bool
    published: str | None = None


def setting(document: Document, parsed: Sequence[Parsed]) -> Setting:
    """The setting of a document: official or not from the publisher, and its make-up: bulleted, spoken, "we".

    Genre and publisher are no signs: on folds they gain nothing, and the next document is from somebody else."""
    official = bool(document.publisher and expression("extract", "official").search(document.publisher))
    bullets = sum(p.sentence.bullet for p in parsed)
    spoken = sum(bool(expression("extract", "speaker").match(document.text[p.start : p.start + 60])) for p in parsed)
    we = sum(t.lower_ in words_of("documents", "we") for p in parsed for t in p.doc)
    words = sum(len(p.doc) for p in parsed) or 1
    signs = []
    if bullets / (len(parsed) or 1) > 0.25:
        signs.append("document:bulleted")
    if spoken:
        signs.append("document:spoken")
    if we / words > 0.012:
        signs.append("document:we")
    return Setting(tuple(signs), official, document.published)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the signs of all candidates of one sentence share. `names`: token index → the mention that covers it; `earlier`: the
    lemmas of the nouns of the sentences before; `place`: the signs of where it stands in its block and the text; `dates`: how its
    dates lie to the publication, each once; `question`, `verbless`: its words are."""

    parsed: Parsed
    text: str
    amounts: Sequence[Amount]
    stretches: Sequence[Stretch]
    names: Mapping[int, Mention]
    earlier: Set[str]
    place: tuple[str, ...]
    dates: tuple[str, ...]
    question: bool
    verbless: bool


def in_sentence(
    parsed: Parsed,
    text: str,
    where: Setting,
    amounts: Sequence[Amount],
    stretches: Sequence[Stretch],
    names: Mapping[int, Mention],
    earlier: Set[str] = frozenset(),
) -> Sentence:
    """A sentence for its candidates; amounts, stretches and names are those in it."""
    start, end = parsed.sentence.start, parsed.sentence.end
    dates = {seen_from(where.published, s.edtf) for s in stretches if s.edtf and where.published}
    return Sentence(
        parsed,
        text,
        amounts,
        stretches,
        names,
        earlier,
        (*_place_signs(parsed, text), *where.signs),
        tuple(sorted(dates)),
        text[start:end].endswith("?"),
        not any(is_verb(token) for token in parsed.doc),
    )


def signs(candidate: Candidate, sentence: Sentence) -> list[str]:
    """The signs of one candidate of a sentence."""
    parsed, names = sentence.parsed, sentence.names
    clause = clause_of(candidate, parsed, names)
    found = ["bias", f"role:{candidate.role}"]
    found += clause_signs(clause, names)
    found += phrase_signs(clause, parsed, sentence.text, sentence.amounts, names, sentence.earlier)
    found += _sentence_signs(clause, sentence)
    found += sentence.place
    for when in sentence.dates:
        found += [f"date:{when}", f"date×mood:{when}×{clause.mood}"]
    return found


def _sentence_signs(clause: Clause, sentence: Sentence) -> list[str]:
    """Where the object stands in its sentence, and what else is in it: quotation marks, brackets, dates, amounts."""
    doc, offset, stretches = sentence.parsed.doc, sentence.parsed.start, sentence.stretches
    candidate, head, act = clause.candidate, clause.head, clause.act
    first = next(iter(words_within(doc, candidate.start - offset, candidate.end - offset)), doc[0])
    before = doc[max(0, first.i - 1)]
    found = []
    if before.text in (":", ";"):
        found.append("after-colon")
    if first.i > 0 and before.text.endswith(")") and len(before) <= 3:
        found.append("enumerated")
    upto = sentence.text[sentence.parsed.sentence.start : candidate.start]
    last = upto.rstrip()[-1:]
    if last in (",", "-", "–", "—") and _sums_up(head, clause.heads):
        found.append("summing-up")  # "…, a move that comes as …"
    if candidate.role == "listed":
        found.append(f"listed×mood:{clause.mood}")
    if upto.count("(") > upto.count(")"):
        found.append("in-parentheses")
    if last in ("–", "—", "-"):
        found.append("after-dash")
    if stretches:
        found.append("dated")
    if stretches and any(s.start >= clause.verb.idx + offset for s in stretches):
        found.append("dated-after")
    if sentence.amounts:
        found.append("sentence-has-amount")
    if upto.count("“") > upto.count("”") or upto.count('"') % 2 == 1:
        found.append("quoted")
    if sentence.question:
        found.append("question")
    if act.i == head.i and not is_verb(head):
        found.append(f"bare×bullet:{sentence.parsed.sentence.bullet}")
        found += [f"bare×head:{c}" for c in classes_of("nouns").get(head.lemma_.lower(), ("other",))]
    if act.sent.root.i == clause.verb.i:
        found.append("main-verb")
    if sentence.verbless:
        found.append("verbless-sentence")
    return found


def _sums_up(head: Any, heads: Sequence[str]) -> bool:
    sums = head.lemma_.lower() in words_of("documents", "summing-up") or "promise" in heads
    return sums and any(c.dep_ in DETERMINER and c.lower_ in words_of("documents", "one") for c in head.children)


def _place_signs(parsed: Parsed, text: str) -> list[str]:
    """Where the sentence stands in its block and the text."""
    sentence = parsed.sentence
    block = text[sentence.block[0] : sentence.block[1]]
    found = []
    if sentence.bullet:
        found.append("bullet")
    ends = block.rstrip()[-1:]
    if ends not in '.!?”"’:;)' and len(block) < 160:
        found.append("heading")
        found.append("heading×" + ("upper" if block.isupper() else "mixed"))
    if ends == ":":
        found.append("lead-line")
    if sentence.block[0] == sentence.start or sentence.bullet:
        found.append("opens-block")
    return found
