"""How far an object reaches: from the number to the end of its purpose, without asides, dates and what is coordinated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.governors import listing_above
from pledgebook.extract.clauses.holders import part_of_pledged
from pledgebook.extract.clauses.roles import (
    APPOSITION,
    AUXILIARY,
    CONTROLLED,
    COORDINATE,
    COORDINATOR,
    LINK,
    LINKED,
    MARK,
    NOMINAL,
    NUMBER,
    OBJECT,
    PATIENT,
    RELATIVE,
    is_top,
    is_verb,
    labels,
    noun_classes,
    one,
    verb_classes,
)
from pledgebook.extract.clauses.subjects import is_passive
from pledgebook.extract.clauses.transfers import name_before, transfer_of
from pledgebook.language.lexicon import words_of
from pledgebook.model import Amount, Stretch

_LEFT_JUNK = labels("mark", "coordinator", "pre-coordinator", "conjunction", "case", "interjection")
_LEFT_CLAUSES = labels("subject", "relative", "circumstance", "content", "clause-subject")
_ASIDES = labels("apposition", "relative", "circumstance", "participle", "content", "aside", "link")
_RIGHT_ENDS = labels("coordinate", "coordinator", "circumstance", "content", "aside", "interjection", "subject") | {
    "aux"
}
"""What ends a noun phrase; "aux" alone: the phrase may hold a passive's "been"."""
_PURPOSE_ROLES = labels("link", "circumstance", "controlled", "participle", "receiver", "relative")
_PURPOSE_CLAUSES = labels("circumstance", "participle", "relative")
_VERB_TAIL = labels(
    "link", "particle", "adverb", "controlled", "object", "receiver", "adjective-predicate", "attribute", "linked",
    "predicate", "agent", "measure",
)  # fmt: skip
_OPENING_MARKS = ("“", '"', "‘", "$", "US$")
_DASHES = ("–", "—", "--")
_LINKS = labels("link", "receiver")
_CONTROL = frozenset({"appeal", "help", "undertake", "think"})
WHICH = words_of("clauses", "which")
_PURPOSE = words_of("clauses", "purpose-links")
_COMPLEMENTS = words_of("clauses", "complement-links")
_BY = words_of("clauses", "doer-links")
_ORIGIN = words_of("clauses", "source-links")
_TO = words_of("moods", "to")
_REACHING = _TO | _BY
CHANGING = words_of("fields", "changing")
_FAR = 16
"""Tokens between a thing and what it is changed to."""


def _left_edge(head: Any) -> int:
    """The first token of the noun phrase: determiners, numbers and their bounds ("more than $5 million")."""
    left, taker = int(head.i), name_before(head)
    for child in head.lefts:
        junk = (child.dep_ in _LEFT_JUNK and child.text not in _OPENING_MARKS) or (
            taker is not None and child.i == taker.i
        )
        if not junk and child.dep_ not in _LEFT_CLAUSES:
            left = min(left, child.left_edge.i)
    if taker is not None:  # "send Libya 25 patrol boats"
        left = int(taker.i) + 1
    return left


def _tight_edge(top: Any) -> int:
    """The last token below `top` before an aside set off by a comma or dash (an apposition, a relative or participle clause)."""
    doc, end = top.doc, int(top.right_edge.i)
    for token in doc[top.i : end + 1]:
        if token.text in (",", *_DASHES, ";", "(") and token.i + 1 <= end and _opens_aside(token, end):
            return int(token.i) - 1
        if token.dep_ in RELATIVE and token.left_edge.lower_ in WHICH and token.left_edge.i > top.i:
            return int(token.left_edge.i) - 1
    return end


def _opens_aside(mark: Any, end: int) -> bool:
    """The phrase behind a comma, dash or bracket hangs on a word before it."""
    following = mark.doc[mark.i + 1]
    while not is_top(following) and following.head.left_edge.i == mark.i + 1 and following.head.i <= end:
        following = following.head
    short = mark.text == "(" and len(following) < 8
    return following.dep_ in _ASIDES and following.head.i < mark.i and not short


def _right_edge(head: Any) -> int:
    """The last token of the noun phrase: its prepositions and purposes, without coordinated phrases and asides."""
    right = int(head.i)
    for child in head.rights:
        if child.dep_ in MARK:
            continue
        if child.dep_ in _RIGHT_ENDS or _is_set_off(child, head) or _is_agent_of_passive(child, head):
            break
        right = max(right, _tight_edge(child))
        if _tight_edge(child) < child.right_edge.i:
            break
    return right


def _is_agent_of_passive(child: Any, head: Any) -> bool:
    """ "was granted a loan by the EU": the EU does it, whatever the parser hangs it on."""
    by = child.dep_ in LINK and child.lower_ in _BY
    return by and head.dep_ in OBJECT and is_passive(head.head) and transfer_of(head.head, head).turned


def _is_set_off(child: Any, head: Any) -> bool:
    """A comma, dash or colon parts the words below `child` from the head, or a "which" opens them."""
    before = head.doc[child.left_edge.i - 1] if child.left_edge.i > 0 else None
    apposed = child.dep_ in APPOSITION
    if before is not None and apposed and before.text != "(":
        return True
    if before is not None and not apposed and before.text in (",", *_DASHES, "-", ";", ":") and before.i > head.i:
        return True
    return child.dep_ in RELATIVE and child.left_edge.lower_ in WHICH


def _next_in_list(head: Any, right: int) -> int:
    """In a list after "including" a comma or "and" before another noun phrase ends the item."""
    for token in head.doc[head.i + 1 : right + 1]:
        if token.dep_ in COORDINATE and token.pos_ in NOMINAL and token.left_edge.i > head.i:
            before = int(token.left_edge.i) - 1
            while before > head.i and (head.doc[before].is_punct or head.doc[before].dep_ in COORDINATOR):
                before -= 1
            if head.doc[before + 1].text in (",", ";") or any(c.text in (",", ";") for c in token.head.children):
                return before
    return right


def _amount_reach(head: Any, right: int) -> int:
    """An amount of money reaches to the end of its purpose, which the parser often hangs on the verb."""
    doc = head.doc
    while right + 1 < len(doc):
        following = top = doc[right + 1]
        while not is_top(top) and top.head.left_edge.i >= following.i:
            top = top.head
        if top.left_edge.i != following.i or following.text.lower() not in _PURPOSE:
            return right
        if top.dep_ not in _PURPOSE_ROLES or top.is_ancestor(head):
            return right
        right = _tight_edge(top)
        if right < top.right_edge.i:
            return right
    return right


def _complement_reach(head: Any, right: int) -> int:
    """An object with the phrase that says to or from whom or what ("documents to over a million people"), which the
    parser hangs on the verb."""
    doc = head.doc
    if head.dep_ not in PATIENT or right + 1 >= len(doc):
        return right
    prep = doc[right + 1]
    if (whole := one(prep, LINKED)) is not None and whole.pos_ in ("NUM", "SYM"):
        return right  # "finance 20 clinics with €3 million": the money is an object of its own
    if prep.dep_ not in _LINKS or prep.lower_ not in _COMPLEMENTS or prep.head.i != head.head.i:
        return right
    return _tight_edge(prep)


def _origin_reach(doc: Any, right: int) -> int:
    """Counted people or things with where they are from ("20,000 refugees from Syria"), wherever the parser hangs it."""
    following = doc[right + 1] if right + 1 < len(doc) else None
    if following is None or following.lower_ not in _ORIGIN or following.dep_ not in LINK:
        return right
    return max(right, _tight_edge(following))


def _purpose_reach(head: Any, right: int) -> int:
    """An object with the purpose that follows it at once ("a task force to stop the traffic"), also where the parser
    hangs the purpose on the verb."""
    doc = head.doc
    if right + 2 >= len(doc) or doc[right + 1].lower_ not in _TO or doc[right + 1].dep_ not in AUXILIARY:
        return right
    verb = doc[right + 1].head
    if verb.tag_ != "VB" or verb.i < right or verb.head.i > right:
        return right
    if verb.dep_ not in _PURPOSE_CLAUSES and not (verb.dep_ in CONTROLLED and _has_purpose(head, verb)):
        return right
    return _tight_edge(verb)


def _has_purpose(head: Any, verb: Any) -> bool:
    """The infinitive is the purpose of the object ("signed a treaty to protect whales"), not what the object is to do
    ("urged banks to cut fees")."""
    above = verb.head
    if head.dep_ not in OBJECT or head.head.i != above.i:
        return False
    classes = verb_classes(above)
    people = "people" in noun_classes(head)
    return not _CONTROL & set(classes) and not people and head.pos_ != "PROPN"


def object_span(head: Any, amounts: Sequence[Amount], stretches: Sequence[Stretch], offset: int) -> tuple[int, int]:
    """Token range [first, last] of the object whose head is given.

    From the number to the end of the purpose where there is one, else the noun phrase with its tight
    modifiers; a trailing time phrase is left to the period. `offset`: of the sentence in the text.
    """
    if is_verb(head):
        return _trim(head.doc, head.i, _verb_edge(head), stretches, offset)
    start, end = head.idx + offset, head.idx + len(head) + offset
    own = next((a for a in amounts if a.start < end and a.end > start), None)
    left, right = _left_edge(head), _right_edge(head)
    if listing_above(head) is not None:
        right = _next_in_list(head, right)
    if own is not None:
        left, right = _with_amount(head, own, left, right, offset)
    if head.pos_ in NOMINAL and (own is None or own.measure != "money"):
        right = _noun_reach(head, left, right, amounts, offset)
        right = _change_reach(head, right, amounts, offset)
    if own is not None and own.measure == "money":
        right = _before_pledge(head, own, right, amounts, offset)
    whole = part_of_pledged(head)
    if whole is not None and whole.i > head.i:  # "40 of the 100 boats it pledged": the whole is an object of its own
        right = min(right, whole.head.i - 1)
    return _trim(head.doc, left, right, stretches, offset)


def _verb_edge(verb: Any) -> int:
    """The last token of a verb that is an object itself, with its objects and prepositions."""
    right = int(verb.i)
    for child in verb.rights:
        if child.dep_ in _VERB_TAIL:
            right = max(right, child.right_edge.i)
        elif child.dep_ not in MARK:
            break
    return right


def _with_amount(head: Any, own: Amount, left: int, right: int, offset: int) -> tuple[int, int]:
    """The range with all of the amount at the head, and for money with its purpose."""
    doc = head.doc
    inside = [t.i for t in doc if t.idx + offset < own.end and t.idx + len(t) + offset > own.start]
    left, right = min([left, *inside]), max([right, *inside])
    if own.measure == "money":
        right = _amount_reach(head, right)
        if own.start <= head.idx + offset:
            left = min((i for i in inside if doc[i].idx + offset >= own.start), default=left)
    return left, right


def _before_pledge(head: Any, own: Amount, right: int, amounts: Sequence[Amount], offset: int) -> int:
    """The last token before a pledge of another sum, which is an object of its own: "$2 billion for the second year of a $6 billion
    pledge"."""
    doc = head.doc
    last = doc[right].idx + len(doc[right]) + offset
    for other in amounts:
        if other.measure != "money" or not own.end <= other.start < last:
            continue
        inside = [t for t in doc[head.i : right + 1] if other.start <= t.idx + offset < other.end]
        above = {t.head.i: t.head for t in inside if t.head not in inside}
        above |= {t.head.i: t.head for t in above.values() if t.dep_ in LINK}
        for noun in above.values():
            before = int(noun.left_edge.i) - 1
            if "promise" in noun_classes(noun) and before > head.i and doc[before].dep_ in LINK:
                return min(right, before - 1)
    return right


def _noun_reach(head: Any, left: int, right: int, amounts: Sequence[Amount], offset: int) -> int:
    """The last token of a thing with its receiver, its origin where it is counted, and its purpose."""
    doc, end = head.doc, head.idx + len(head) + offset
    right = _complement_reach(head, right)
    opening = doc[left].idx + offset
    if any(a.measure == "count" and opening <= a.start and a.end <= end for a in amounts):
        right = _origin_reach(doc, right)
    return _purpose_reach(head, right)


def _change_reach(head: Any, right: int, amounts: Sequence[Amount], offset: int) -> int:
    """The last token of a thing that is changed with what it is changed to or by: "raise its aid to Sudan from $5 million to
    $9 million" is one statement, of $9 million."""
    doc = head.doc
    if head.dep_ not in OBJECT or head.head.lemma_.lower() not in CHANGING:
        return right
    for token in doc[right + 1 : right + 1 + _FAR]:
        if is_verb(token) or token.dep_ in COORDINATOR or token.text in (",", ";"):
            break
        target = next((a for a in amounts if a.start == token.idx + offset), None)
        if target is not None and doc[token.i - 1].lower_ in _REACHING:
            last = max(t.i for t in doc if t.idx + offset < target.end)
            right = int(max(last, doc[last].head.i)) if doc[last].dep_ in NUMBER else last
    return right


def _trim(doc: Any, left: int, right: int, stretches: Sequence[Stretch], offset: int) -> tuple[int, int]:
    """Without the punctuation, function words and dates at its edges."""
    for _ in range(4):
        before = (left, right)
        left = _behind_enumerator(doc, left, right)
        right = _before_marks(doc, left, right)
        while left < right and _is_leading(doc[left]):
            left += 1
        right = _before_date(doc, left, right, stretches, offset)
        if before == (left, right):
            break
    return left, right


def _behind_enumerator(doc: Any, left: int, right: int) -> int:
    """The token behind the "(2)", "2 )" or "a)" that opens an item."""
    if doc[left].text == "(" and left + 3 <= right and doc[left + 2].text == ")" and len(doc[left + 1]) <= 3:
        return left + 3  # "(2) expansion of …"
    if left + 2 <= right and doc[left + 1].text == ")" and len(doc[left]) <= 3 and doc[left].text != ")":
        return left + 2
    return left + 1 if len(doc[left].text) <= 3 and doc[left].text.endswith(")") and left < right else left


def _before_marks(doc: Any, left: int, right: int) -> int:
    """The last token that is no mark, and no closing bracket or quotation mark that nothing inside opens."""
    while right > left and (doc[right].is_punct or doc[right].is_space) and doc[right].text not in ')”"’%':
        right -= 1
    while right > left and doc[right].text == ")" and not any(t.text == "(" for t in doc[left:right]):
        right -= 1
    while right > left and doc[right].text in ("”", '"') and not any(t.text in ("“", '"') for t in doc[left:right]):
        right -= 1
    return right


def _is_leading(token: Any) -> bool:
    """A mark or coordinator that cannot open an object."""
    return (token.is_punct or token.is_space or token.dep_ in COORDINATOR) and token.text not in '(“"‘#'


def _before_date(doc: Any, left: int, right: int, stretches: Sequence[Stretch], offset: int) -> int:
    last_end = doc[right].idx + len(doc[right]) + offset
    for stretch in stretches:
        if stretch.end == last_end and stretch.start > doc[left].idx + offset:
            first = next((t.i for t in doc[left : right + 1] if t.idx + offset >= stretch.start), left)
            if first > left:
                right = first - 1
                if doc[right].dep_ in LINK and right > left:
                    right -= 1
    return right
