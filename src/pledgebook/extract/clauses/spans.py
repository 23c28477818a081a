"""How far an object reaches: from the number to the end of its purpose, without asides, dates and what is coordinated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.governors import NOMINAL, listing_above
from pledgebook.language.lexicon import classes_of
from pledgebook.model import Amount, Stretch

_LEFT_JUNK = frozenset({"punct", "cc", "preconj", "mark", "case", "intj"})
_RIGHT_STOPS = frozenset({"punct", "cc", "conj", "advcl", "ccomp", "parataxis", "intj", "dep", "prt"})


def _left_edge(head: Any) -> int:
    """The first token of the noun phrase: determiners, numbers and their bounds ("more than $5 million")."""
    left = int(head.i)
    for child in head.lefts:
        if child.dep_ in _LEFT_JUNK and child.text not in ("“", '"', "‘", "$", "US$"):
            continue
        if child.dep_ in ("nsubj", "relcl", "advcl", "ccomp", "csubj"):
            continue
        left = min(left, child.left_edge.i)
    return left


_ASIDES = frozenset({"appos", "relcl", "advcl", "acl", "ccomp", "parataxis", "prep"})


def _tight_edge(top: Any) -> int:
    """The last token below `top` before an aside set off by a comma or dash (an apposition, a relative or participle clause)."""
    doc = top.doc
    end = int(top.right_edge.i)
    for token in doc[top.i : end + 1]:
        if token.text in (",", "–", "—", "--", ";", "(") and token.i + 1 <= end:
            following = doc[token.i + 1]
            while (
                following.head.i != following.i
                and following.head.left_edge.i == token.i + 1
                and following.head.i <= end
            ):
                following = following.head
            if (
                following.dep_ in _ASIDES
                and following.head.i < token.i
                and not (token.text == "(" and len(following) < 8)
            ):
                return int(token.i) - 1
        if token.dep_ == "relcl" and token.left_edge.lower_ in WHICH and token.left_edge.i > top.i:
            return int(token.left_edge.i) - 1
    return end


WHICH = frozenset({"which", "where", "when"})


def _right_edge(head: Any) -> int:
    """The last token of the noun phrase: its prepositions and purposes, without coordinated phrases and asides."""
    right = int(head.i)
    for child in head.rights:
        if child.dep_ == "punct":
            continue
        if child.dep_ in ("conj", "cc", "advcl", "ccomp", "parataxis", "intj", "nsubj", "aux"):
            break
        before = head.doc[child.left_edge.i - 1] if child.left_edge.i > 0 else None
        if (
            before is not None
            and before.text in (",", "–", "—", "--", "-", ";", ":")
            and before.i > head.i
            and child.dep_ != "appos"
        ):
            break
        if child.dep_ == "appos" and before is not None and before.text != "(":
            break
        if child.dep_ == "relcl" and child.left_edge.lower_ in WHICH:
            break
        right = max(right, _tight_edge(child))
        if _tight_edge(child) < child.right_edge.i:
            break
    return right


def _next_in_list(head: Any, right: int) -> int:
    """In a list after "including" a comma or "and" before another noun phrase ends the item."""
    for token in head.doc[head.i + 1 : right + 1]:
        if token.dep_ == "conj" and token.pos_ in NOMINAL and token.left_edge.i > head.i:
            before = int(token.left_edge.i) - 1
            while before > head.i and (head.doc[before].is_punct or head.doc[before].dep_ == "cc"):
                before -= 1
            if head.doc[before + 1].text in (",", ";") or any(c.text in (",", ";") for c in token.head.children):
                return before
    return right


_PURPOSE = frozenset(
    {
        "to",
        "for",
        "toward",
        "towards",
        "in",
        "on",
        "into",
        "over",
        "from",
        "of",
        "across",
        "at",
        "under",
        "through",
        "via",
    }
)


def _amount_reach(head: Any, right: int) -> int:
    """An amount of money reaches to the end of its purpose, which the parser often hangs on the verb."""
    doc = head.doc
    while right + 1 < len(doc):
        following = doc[right + 1]
        token = following
        # climb to the phrase that begins here and is not above the amount
        while token.head.i < following.i and token.head.left_edge.i == following.i:
            token = token.head
        top = following
        while top.head.i != top.i and top.head.left_edge.i >= following.i:
            top = top.head
        if top.left_edge.i != following.i or following.text.lower() not in _PURPOSE:
            return right
        if top.dep_ not in ("prep", "advcl", "xcomp", "acl", "dative", "relcl") or top.is_ancestor(head):
            return right
        right = _tight_edge(top)
        if right < top.right_edge.i:
            return right
    return right


COMPLEMENTS = frozenset(
    {"to", "into", "from", "for", "toward", "towards", "on", "with", "against", "through", "across", "in"}
)


def _complement_reach(head: Any, right: int) -> int:
    """An object with the phrase that says to or from whom or what ("documents to over a million people"), which the
    parser hangs on the verb."""
    doc = head.doc
    if head.dep_ not in ("dobj", "nsubjpass") or right + 1 >= len(doc):
        return right
    prep = doc[right + 1]
    if prep.dep_ not in ("prep", "dative") or prep.lower_ not in COMPLEMENTS or prep.head.i != head.head.i:
        return right
    return _tight_edge(prep)


def _origin_reach(doc: Any, right: int) -> int:
    """Counted people or things with where they are from ("20,000 refugees from Syria"), wherever the parser hangs it."""
    following = doc[right + 1] if right + 1 < len(doc) else None
    if following is None or following.lower_ != "from" or following.dep_ != "prep":
        return right
    return max(right, _tight_edge(following))


def _purpose_reach(head: Any, right: int) -> int:
    """An object with the purpose that follows it at once ("a task force to stop the traffic"), also where the parser
    hangs the purpose on the verb."""
    doc = head.doc
    if right + 2 >= len(doc) or doc[right + 1].lower_ != "to" or doc[right + 1].dep_ != "aux":
        return right
    verb = doc[right + 1].head
    if verb.tag_ != "VB" or verb.i < right or verb.head.i > right:
        return right
    if verb.dep_ not in ("advcl", "acl", "relcl") and not (verb.dep_ == "xcomp" and _has_purpose(head, verb)):
        return right
    return _tight_edge(verb)


_CONTROL = frozenset({"appeal", "help", "undertake", "think"})


def _has_purpose(head: Any, verb: Any) -> bool:
    """The infinitive is the purpose of the object ("signed a treaty to protect whales"), not what the object is to do
    ("urged banks to cut fees")."""
    above = verb.head
    if head.dep_ != "dobj" or head.head.i != above.i:
        return False
    classes = classes_of("verbs").get(above.lemma_.lower(), ())
    people = "people" in classes_of("nouns").get(head.lemma_.lower(), ())
    return not _CONTROL & set(classes) and not people and head.pos_ != "PROPN"


def object_span(head: Any, amounts: Sequence[Amount], stretches: Sequence[Stretch], offset: int) -> tuple[int, int]:
    """Token range [first, last] of the object whose head is given.

    From the number to the end of the purpose where there is one, else the noun phrase with its tight
    modifiers; a trailing time phrase is left to the period. `offset`: of the sentence in the text.
    """
    doc = head.doc
    if head.pos_ in ("VERB", "AUX"):
        left, right = head.i, head.i
        for child in head.rights:
            if child.dep_ in (
                "prep",
                "prt",
                "advmod",
                "xcomp",
                "dobj",
                "dative",
                "acomp",
                "attr",
                "pobj",
                "oprd",
                "agent",
                "npadvmod",
            ):
                right = max(right, child.right_edge.i)
            elif child.dep_ != "punct":
                break
        return _trim(doc, left, right, stretches, offset)
    start, end = head.idx + offset, head.idx + len(head) + offset
    own = next((a for a in amounts if a.start < end and a.end > start), None)
    left = _left_edge(head)
    right = _right_edge(head)
    if listing_above(head) is not None:
        right = _next_in_list(head, right)
    if own is not None:
        inside = [t.i for t in doc if t.idx + offset < own.end and t.idx + len(t) + offset > own.start]
        left, right = min([left, *inside]), max([right, *inside])
        if own.measure == "money":
            right = _amount_reach(head, right)
            if own.start <= start:
                left = min((i for i in inside if doc[i].idx + offset >= own.start), default=left)
    if head.pos_ in NOMINAL and (own is None or own.measure != "money"):
        right = _complement_reach(head, right)
        opening = doc[left].idx + offset
        if any(a.measure == "count" and opening <= a.start and a.end <= end for a in amounts):
            right = _origin_reach(doc, right)
        right = _purpose_reach(head, right)
    return _trim(doc, left, right, stretches, offset)


def _trim(doc: Any, left: int, right: int, stretches: Sequence[Stretch], offset: int) -> tuple[int, int]:
    """Without the punctuation, function words and dates at its edges."""
    for _ in range(4):
        before = (left, right)
        if doc[left].text == "(" and left + 3 <= right and doc[left + 2].text == ")" and len(doc[left + 1]) <= 3:
            left += 3  # "(2) expansion of …"
        elif left + 2 <= right and doc[left + 1].text == ")" and len(doc[left]) <= 3 and doc[left].text != ")":
            left += 2
        elif len(doc[left].text) <= 3 and doc[left].text.endswith(")") and left < right:
            left += 1
        while right > left and (doc[right].is_punct or doc[right].is_space) and doc[right].text not in ')”"’%':
            right -= 1
        while right > left and doc[right].text == ")" and not any(t.text == "(" for t in doc[left:right]):
            right -= 1
        while right > left and doc[right].text in ("”", '"') and not any(t.text in ("“", '"') for t in doc[left:right]):
            right -= 1
        while (
            left < right
            and (doc[left].is_punct or doc[left].is_space or doc[left].dep_ == "cc")
            and doc[left].text not in '(“"‘#'
        ):
            left += 1
        last_end = doc[right].idx + len(doc[right]) + offset
        for stretch in stretches:
            if stretch.end == last_end and stretch.start > doc[left].idx + offset:
                cut = [t.i for t in doc[left : right + 1] if t.idx + offset >= stretch.start]
                if cut and cut[0] > left:
                    right = cut[0] - 1
                    if doc[right].dep_ == "prep" and right > left:
                        right -= 1
        if before == (left, right):
            break
    return left, right
