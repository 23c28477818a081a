"""The signs by which a candidate is judged: yes/no facts about a head, what acts on it, and where it stands.

Each sign is a short readable string ("act:give", "tense:will", "subject:we"), so that `explain` can say
which signs spoke for a statement and which against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.candidates import NOMINAL, Candidate, verb_above
from pledgebook.extract.lexicon import classes_of
from pledgebook.extract.mood import carried_mood, frame_of
from pledgebook.extract.parse import Parsed
from pledgebook.model import Amount, Document, Mention, Stretch


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a document and its blocks before its candidates are judged: facts that hold for many candidates."""

    signs: tuple[str, ...]
    official: bool


_MODALS = {"will": "will", "'ll": "will", "’ll": "will", "shall": "will", "wo": "will", "would": "would", "'d": "would",
           "should": "should", "must": "must", "can": "can", "could": "could", "may": "may", "might": "may", "ought": "should", "need": "must"}  # fmt: skip
_SUBJECTS = {"we": "we", "i": "i", "he": "he", "she": "he", "they": "they", "it": "it", "you": "you", "who": "who", "which": "which",
             "that": "which", "this": "this", "these": "this", "there": "there", "those": "they", "each": "they", "both": "they"}  # fmt: skip
_GENRES = (
    ("fact-sheet", re.compile(r"fact sheet", re.I)),
    ("remarks", re.compile(r"remarks|speech|address|interview|transcript|doorstop", re.I)),
    ("joint", re.compile(r"joint|declaration|communiqu", re.I)),
    ("readout", re.compile(r"readout|call with|meeting with", re.I)),
    ("briefing", re.compile(r"briefing|press call|press gaggle", re.I)),
    ("order", re.compile(r"executive order|memorandum|proclamation|determination", re.I)),
    ("statement", re.compile(r"statement", re.I)),
)
_OFFICIAL = re.compile(
    r"white house|government|ministry|minister|department|president|commission|council|secretariat|office|treasury|"
    r"parliament|congress|senate|united nations|bank|agency|embassy|union|nato|g20|g7|foreign affairs|state\b", re.I
)  # fmt: skip
_SPEAKER = re.compile(r"^[A-Z][A-Z.'’\- ]{2,40}:|^(?:Q|QUESTION|JOURNALIST)\b[:\s]")


def setting(document: Document, parsed: Sequence[Parsed]) -> Setting:
    """The setting of a document: its genre from the title, official or news from the publisher, and its make-up."""
    title = document.title or ""
    genre = [name for name, pattern in _GENRES if pattern.search(title)]
    official = bool(document.publisher and _OFFICIAL.search(document.publisher))
    bullets = sum(p.sentence.bullet for p in parsed)
    spoken = sum(bool(_SPEAKER.match(document.text[p.start : p.start + 60])) for p in parsed)
    we = sum(t.lower_ in ("we", "our") for p in parsed for t in p.doc)
    words = sum(len(p.doc) for p in parsed) or 1
    signs = [f"genre:{g}" for g in genre] or ["genre:other"]
    signs.append("publisher:official" if official else "publisher:news")
    if bullets / (len(parsed) or 1) > 0.25:
        signs.append("document:bulleted")
    if spoken:
        signs.append("document:spoken")
    if we / words > 0.012:
        signs.append("document:we")
    return Setting(tuple(signs), official)


def subject_of(verb: Any) -> Any | None:
    """The grammatical subject of a verb, its agent in a passive, or the subject it takes over by control, raising or coordination."""
    here = verb
    for _ in range(8):
        passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in here.children)
        if passive:
            for child in here.children:
                if child.dep_ == "agent":
                    return next((c for c in child.children if c.dep_ == "pobj"), None)
            if here.dep_ != "conj":
                return None
        else:
            for child in here.children:
                if child.dep_ in ("nsubj", "csubj", "expl"):
                    return child
        parent = here.head
        if parent.i == here.i:
            return None
        if here.dep_ in ("relcl", "acl") and parent.pos_ in NOMINAL:
            return parent if here.dep_ == "relcl" or here.tag_ == "VBG" else None
        if parent.pos_ in ("ADP", "SCONJ", "NOUN", "PROPN") and here.dep_ not in ("conj",):
            parent = verb_above(parent.head if parent.head.i != parent.i else parent)
            if parent.i == here.i or parent.pos_ not in ("VERB", "AUX"):
                return None
        here = parent
    return None


def tense_of(verb: Any) -> tuple[str, ...]:
    """Modal, tense, aspect and voice of a verb, taking over what coordinated verbs share."""
    found: list[str] = []
    here = verb
    for _ in range(4):
        auxiliaries = [c for c in here.children if c.dep_ in ("aux", "auxpass")]
        modal = next((_MODALS[c.lower_] for c in auxiliaries if c.lower_ in _MODALS), None)
        if modal:
            found.append(modal)
        if any(c.lower_ == "to" for c in auxiliaries):
            found.append("to")
        if any(c.lemma_ == "have" for c in auxiliaries):
            found.append("perfect")
        if any(c.dep_ == "auxpass" for c in auxiliaries):
            found.append("passive")
        if here.tag_ == "VBG":
            found.append("ing" if any(c.lemma_ == "be" for c in auxiliaries) else "gerund")
        if found or here.dep_ != "conj" or here.head.pos_ not in ("VERB", "AUX") or here.tag_ in ("VBD", "VBZ", "VBP"):
            break
        here = here.head
    if not found:
        found.append(
            {"VBD": "past", "VBZ": "present", "VBP": "present", "VBN": "participle", "VB": "base"}.get(
                verb.tag_, "none"
            )
        )
    return tuple(found)


def _classes(table: str, lemma: str) -> tuple[str, ...]:
    return classes_of(table).get(lemma.lower(), ("other",))


def _subject_signs(subject: Any, offset: int, names: Mapping[int, Mention]) -> list[str]:
    if subject is None:
        return ["subject:none"]
    word = _SUBJECTS.get(subject.lower_)
    if word:
        return [f"subject:{word}"]
    found = ["subject:name" if subject.pos_ == "PROPN" else "subject:noun"]
    named = next((names[i] for i in range(subject.left_edge.i, subject.right_edge.i + 1) if i in names), None)
    own = names.get(subject.i)
    if own is not None:
        found.append(f"subject-is:{own.sort}")
    elif named is not None:
        found.append(f"subject-has:{named.sort}")
    if subject.ent_type_:
        found.append(f"subject-entity:{subject.ent_type_}")
    if subject.pos_ != "PROPN":
        found += [f"subject-class:{c}" for c in _classes("nouns", subject.lemma_)]
        found.append(f"subject-word:{subject.lemma_.lower()}")
    return found


def _act_signs(act: Any, head: Any) -> list[str]:
    if act.pos_ in ("VERB", "AUX"):
        lemma = act.lemma_.lower()
        particle = next((c.lower_ for c in act.children if c.dep_ == "prt"), None)
        found = [f"act:{c}" for c in _classes("verbs", lemma)]
        found.append(f"act-word:{lemma}" + (f" {particle}" if particle else ""))
        found.append(f"act-role:{act.dep_}")
        return found
    if act.i == head.i:
        return ["act:bare"]
    found = [f"act-noun:{c}" for c in _classes("nouns", act.lemma_)]
    found.append(f"act-noun-word:{act.lemma_.lower()}")
    return found


def signs(
    candidate: Candidate,
    parsed: Parsed,
    text: str,
    where: Setting,
    amounts: Sequence[Amount],
    stretches: Sequence[Stretch],
    names: Mapping[int, Mention],
) -> list[str]:
    """The signs of one candidate. `names`: token index → the mention that covers it, of this sentence."""
    doc, offset, sentence = parsed.doc, parsed.start, parsed.sentence
    head, act = doc[candidate.head], doc[candidate.act]
    found = ["bias", f"role:{candidate.role}", f"pos:{head.pos_}"]
    heads = (
        ("clause",)
        if head.pos_ in ("VERB", "AUX")
        else ("name",)
        if head.pos_ == "PROPN"
        else _classes("nouns", head.lemma_)
    )
    found += [f"head:{c}" for c in heads]
    if head.pos_ != "NUM":
        found.append(f"head-word:{head.lemma_.lower()}")
    if head.ent_type_:
        found.append(f"head-entity:{head.ent_type_}")
    if head.i in names:
        found.append(f"head-is:{names[head.i].sort}")
    found += _act_signs(act, head)

    verb = verb_above(act)
    tenses = tense_of(verb) if verb.pos_ in ("VERB", "AUX") else ("verbless",)
    found += [f"tense:{t}" for t in tenses]
    found.append("tenses:" + "+".join(tenses))
    mood = carried_mood(act, head)
    found.append(f"mood:{mood}")
    found += [f"mood×act:{mood}×{c}" for c in _classes("verbs", verb.lemma_)]
    found += [f"mood×head:{mood}×{c}" for c in heads]
    if any(c.dep_ == "neg" for c in verb.children):
        found.append("negated")
    subject = subject_of(verb) if verb.pos_ in ("VERB", "AUX") else None
    about = _subject_signs(subject, offset, names)
    found += about
    found.append(f"mood×{about[0]}×{mood}")
    verbs = _classes("verbs", verb.lemma_)
    found += [f"tense×act:{t}×{c}" for t in tenses[:1] for c in verbs]
    found += [f"subject×tense:{about[0]}×{tenses[0]}", *(f"subject×act:{about[0]}×{c}" for c in verbs)]
    if about[0] in ("subject:name", "subject:noun") and len(about) > 1:
        found.append(f"{about[1]}×{tenses[0]}")
    found += [f"role×act:{candidate.role}×{c}" for c in verbs]
    found += [f"{sign}×{tenses[0]}" for sign in about if sign.startswith("subject-class:")]
    determined = next((c.lower_ for c in subject.children if c.dep_ == "det"), None) if subject is not None else None
    if determined in ("this", "these", "the", "such", "that"):
        found.append(f"subject-determiner:{determined}×{tenses[0]}")
    levels, here = 0, act
    while here.pos_ not in ("VERB", "AUX") and here.head.i != here.i and levels < 4:
        levels += here.pos_ in NOMINAL
        here = here.head
    if levels:
        found.append(f"nouns-between:{levels}")
        found += [f"nouns-between×act:{levels}×{c}" for c in verbs]
    found += [f"head×act:{h}×{c}" for h in heads for c in verbs]

    # what stands above the act
    depth, here, above = 0, verb, []
    while here.head.i != here.i and depth < 8:
        parent = here.head
        if parent.pos_ in ("VERB", "AUX"):
            above.append((here.dep_, parent))
        here, depth = parent, depth + 1
    found.append(f"depth:{min(depth, 4)}")
    if above:
        dep, parent = above[0]
        found.append(f"above-role:{dep}")
        found += [f"above:{c}" for c in _classes("verbs", parent.lemma_)]
        found.append(f"above-word:{parent.lemma_.lower()}")
        found += [f"above-tense:{t}" for t in tense_of(parent)[:1]]
        root = above[-1][1]
        found += [f"root:{c}" for c in _classes("verbs", root.lemma_)]
        found += [f"root-tense:{t}" for t in tense_of(root)[:1]]
        root_subject = subject_of(root)
        found.append("root-" + _subject_signs(root_subject, offset, names)[0])
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in verb.children):
        found.append("if-clause")
    if any(
        c.dep_ == "mark" and c.lower_ in ("as", "because", "since", "while", "when", "after", "before")
        for c in verb.children
    ):
        found.append("aside-clause")
    if any(c.dep_ == "advmod" and c.lower_ in ("when", "where", "how", "why") for c in verb.children):
        found.append("wh-clause")

    # preposition between act and head
    if candidate.role == "pobj":
        here = head
        while here.dep_ == "conj":
            here = here.head
        prep = here.head.lower_
        found.append(f"prep:{prep}")
        found += [
            f"prep×act:{prep}×{c}" for c in (verbs if act.pos_ in ("VERB", "AUX") else _classes("nouns", act.lemma_))
        ]
        if act.pos_ not in ("VERB", "AUX"):
            found.append("under-noun")
            up = [f"noun-under:{c}" for c in verbs]
            found += up
    if head.dep_ == "conj":
        found.append("conj")

    # the phrase itself
    span = [t for t in doc if t.idx + offset >= candidate.start and t.idx + offset < candidate.end]
    own = [a for a in amounts if a.start < candidate.end and a.end > candidate.start and a.measure != "multiple"]
    first = next((a for a in own if a.start <= (span[0].idx + offset if span else 0) + 18), None)
    at_head = next((a for a in own if a.start <= head.idx + offset < a.end), None)
    near = next((t for t in head.lefts if t.dep_ == "nummod" or t.like_num), None)
    if at_head is not None:
        found.append(f"amount-is-head:{at_head.measure}")
    if near is not None:
        found.append("amount-counts-head")
    if first is not None:
        found.append(f"amount:{first.measure}")
        found += [f"amount×act:{first.measure}×{c}" for c in verbs]
        found.append(f"amount×tense:{first.measure}×{tenses[0]}")
        found.append(f"amount×{about[0]}")
        found.append(f"amount×mood:{first.measure}×{mood}")
        found.append(f"amount×mood×{about[0]}:{first.measure}×{mood}")
    elif own:
        found.append(f"amount-later:{own[0].measure}")
    else:
        found.append("amount:none")
    counted = at_head or (first if first is not None and first.start <= head.idx + offset else None)
    frame = frame_of(
        act, head, candidate.role, mood, about[0].removeprefix("subject:"), counted.measure if counted else None
    )
    found.append(f"frame:{frame}")
    found.append(f"frame×mood:{frame}×{mood}")
    determiner = next((c for c in head.children if c.dep_ in ("det", "poss")), None)
    if determiner is not None:
        found.append(
            f"determiner:{determiner.lower_ if determiner.dep_ == 'det' or determiner.pos_ == 'PRON' else 'poss'}"
        )
    else:
        found.append("determiner:none" + ("-plural" if head.tag_ in ("NNS", "NNPS") else ""))
    for child in head.children:
        if child.dep_ in ("amod", "nummod", "compound", "advmod"):
            for c in classes_of("words").get(child.lower_, ()):
                found.append(f"adjective:{c}")
    found.append(f"length:{min(len(span) // 3, 6)}")
    for child in head.rights:
        if child.dep_ == "prep":
            found.append(f"then:{child.lower_}")
        elif child.dep_ in ("acl", "relcl"):
            found.append(f"then-clause:{child.dep_}:{child.tag_}")
    if any(t.pos_ == "PROPN" for t in span):
        found.append("holds-name")
    if re.match(r"(?:\s|</?\w+>)*:", text[candidate.end : candidate.end + 8]):
        found += ["before-colon", f"before-colon×role:{candidate.role}"]
    if doc[span[0].i - 1 if span and span[0].i else 0].text in (":", ";"):
        found.append("after-colon")
    if any(t.i in names for t in span):
        found.append("holds-place")
    if head.lower_ in ("that", "this", "those", "all", "some", "more"):
        found.append(f"pronoun:{head.lower_}")
    if head.pos_ in ("VERB", "AUX"):
        found.append(f"clause:{head.dep_}")
        found += [f"clause-act:{c}" for c in verbs]

    if span and span[0].i > 0 and doc[span[0].i - 1].text.endswith(")") and len(doc[span[0].i - 1]) <= 3:
        found.append("enumerated")
    upto = text[sentence.start : candidate.start]
    sums_up = (
        head.lemma_.lower()
        in ("move", "step", "decision", "sign", "action", "development", "change", "figure", "increase", "rise")
        or "promise" in heads
    )
    if (
        upto.rstrip()[-1:] in (",", "-", "–", "—")
        and sums_up
        and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in head.children)
    ):
        found.append("summing-up")  # "…, a move that comes as …"
    if candidate.role == "listed":
        found.append(f"listed×mood:{mood}")
    if upto.count("(") > upto.count(")"):
        found.append("in-parentheses")
    if upto.rstrip()[-1:] in ("–", "—", "-"):
        found.append("after-dash")
    found += [f"role×head:{candidate.role}×{c}" for c in heads]
    objects = [c for c in act.children if c.dep_ in ("dobj", "attr", "nsubjpass", "dative", "prep", "xcomp", "ccomp")]
    if candidate.role == "pobj" and any(c.dep_ in ("dobj", "nsubjpass") for c in objects):
        found.append("beside-object")
    found += [f"act-also:{c.dep_}" for c in objects if c.i != head.i][:3]

    # hedges, dates and quotation marks in the sentence
    block = text[sentence.block[0] : sentence.block[1]]
    for child in verb.children:
        for c in classes_of("words").get(child.lower_, ()):
            if c in ("hedge", "condition"):
                found.append(f"verb-{c}")
    if stretches:
        found.append("dated")
    if stretches and any(s.start >= verb.idx + offset for s in stretches):
        found.append("dated-after")
    if amounts:
        found.append("sentence-has-amount")
    quoted = text[sentence.start : candidate.start]
    if quoted.count("“") > quoted.count("”") or quoted.count('"') % 2 == 1:
        found.append("quoted")
    if text[sentence.start : sentence.end].endswith("?"):
        found.append("question")
    opening = doc[0].lower_
    found.append(
        f"sentence-opens:{opening}" if doc[0].pos_ not in ("PROPN", "NUM") else f"sentence-opens:{doc[0].pos_}"
    )
    if act.i == head.i and head.pos_ not in ("VERB", "AUX"):
        found += [f"bare×bullet:{sentence.bullet}", *(f"bare×head:{c}" for c in _classes("nouns", head.lemma_))]

    # where it stands
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
    if act.sent.root.i == verb.i:
        found.append("main-verb")
    if not any(t.pos_ in ("VERB", "AUX") for t in doc):
        found.append("verbless-sentence")
    found.append(f"position:{min(4, int(5 * sentence.start / max(1, len(text))))}")
    found += where.signs
    found += [f"{sign}×{tenses[0]}" for sign in where.signs if sign.startswith(("genre:", "publisher:"))]
    return found
