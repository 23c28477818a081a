"""What the parser mistakes: a verb behind a name that it takes for a plural ("Chad demands that …", "Estonia pledges to …")."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extract.clauses.roles import ADNOMINAL, COMPOUND, CONJUNCTION, DETERMINER
from pledgebook.extract.clauses.tokens import Row
from pledgebook.language.lexicon import classes_of, words_of

_OPENING_CONTENT = words_of("clauses", "opening-content")
_ASKED_FOR = words_of("moods", "called-for")
_SUBJECT, _CONTENT, _CONTROLLED = "nsubj", "ccomp", "xcomp"


def mended(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a parse, with such a verb as the verb of its sentence and the name before it as its subject."""
    for at in range(1, len(rows) - 1):
        if rows[at].tag in ("NNS", "VBZ") and _is_verb(rows, at):
            return _as_verb(rows, at)
    return rows


def _is_verb(rows: Sequence[Row], at: int) -> bool:
    name, row, following = rows[at - 1], rows[at], rows[at + 1]
    classes = classes_of("verbs").get(row.lemma.lower(), ())
    asks = following.text.lower() in _ASKED_FOR and "appeal" in classes  # "UNICEF appeals for $93 million"
    opens = following.text.lower() in _OPENING_CONTENT or asks
    named = (name.pos == "PROPN" or name.text.isupper()) and name.head == at and name.dep in COMPOUND
    return row.head == at and opens and named and bool(classes)


def _as_verb(rows: Sequence[Row], at: int) -> list[Row]:
    found = list(rows)
    found[at] = rows[at]._replace(tag="VBZ", pos="VERB", lemma=rows[at].lemma.lower())
    marked = {row.head for row in rows if row.dep in CONJUNCTION}
    for k, row in enumerate(rows):
        if k == at or row.head != at:
            continue
        if k == at - 1:
            found[k] = row._replace(dep=_SUBJECT)
        elif k < at and row.dep in COMPOUND | DETERMINER:
            found[k] = row._replace(head=at - 1)
        elif k > at and row.dep in ADNOMINAL:
            found[k] = row._replace(dep=_CONTENT if k in marked else _CONTROLLED)
    return found
