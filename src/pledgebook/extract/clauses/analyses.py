"""Words → rows: what spaCy's pipeline says of sentences, by no more of it than is needed.

Two parts of the pipeline are rules, not learned: the attribute ruler gives parts of speech, the lemmatizer lemmas. Both
look at one word with its tag and role at a time, but for a few patterns of two words ("gon na", "there 's"). So what they
say is kept in a table, and they run only for words that the table lacks and where such a pattern matches.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pledgebook.extract.clauses.stepwise import LEARNED, parses
from pledgebook.extract.clauses.tokens import Row

_BY_TABLE = ("attribute_ruler", "lemmatizer")
_LONGEST_TABLE = 300_000
"""Entries after which the table begins anew, so that a long run does not fill the memory."""
_ANY_ROLE = "punct"
"""The role that stands for all roles that no rule asks for."""
_APART = "."
"""A word that no pattern of several words knows, put between words that are not neighbours."""

_SMALL, _ROLE = 1, 3
"""Places of the small letters and of the role among the numbers that are taken from a parse."""
_Key = tuple[int, int, int]
"""Word, tag and role, as spaCy's hashes; the role is `_ANY_ROLE` where no rule asks for it."""
_Form = tuple[str, str, str, str, str]
"""Word, tag, part of speech, lemma and role."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a pipeline. `pairs` finds their patterns of several words; `needs`: for each of these what a sentence must
    have that it can match, small letters of words and roles (a column of `_keys` and hashes). A rule may ask for the role of a word where
    its small letters are in `words`, its tag in `tags` or its role in `roles` (hashes). `forms`: what is known."""

    parts: tuple[Any, ...]
    pairs: Any
    needs: tuple[tuple[tuple[int, frozenset[int]], ...], ...]
    words: frozenset[int]
    tags: frozenset[int]
    roles: frozenset[int]
    any_role: int
    forms: dict[_Key, _Form] = field(default_factory=dict)


@functools.lru_cache(maxsize=4)
def _rules(nlp: Any) -> _Rules | None:
    """The rules of a pipeline, None where they cannot be kept in a table."""
    from spacy.matcher import Matcher

    if tuple(nlp.pipe_names) != (*LEARNED, *_BY_TABLE) or nlp.get_pipe("lemmatizer").mode != "rule":
        return None
    patterns = [pattern for rule in nlp.get_pipe("attribute_ruler").patterns for pattern in rule["patterns"]]
    several = [pattern for pattern in patterns if len(pattern) > 1] or [[{"ORTH": "\0"}]]
    pairs = Matcher(nlp.vocab)
    pairs.add("several", several)
    asking = [pattern[0] for pattern in patterns if len(pattern) == 1 and "DEP" in pattern[0]]
    words = {word for one in asking for word in _wanted(one, "LOWER")}
    tags = {tag for one in asking if not _wanted(one, "LOWER") for tag in _wanted(one, "TAG")}
    rest = [one for one in asking if not _wanted(one, "LOWER") and not _wanted(one, "TAG")]
    roles = {role for one in rest for role in _named(one["DEP"])}
    if any(_ANY_ROLE in _named(one["DEP"]) for one in asking):
        return None
    number = nlp.vocab.strings.add
    return _Rules(
        parts=tuple(nlp.get_pipe(name) for name in _BY_TABLE),
        pairs=pairs,
        needs=tuple(
            tuple(
                (column, frozenset(map(number, wanted)))
                for one in pattern
                for column, attribute in ((_SMALL, "LOWER"), (_ROLE, "DEP"))
                if (wanted := _wanted(one, attribute))
            )
            for pattern in several
        ),
        words=frozenset(map(number, words)),
        tags=frozenset(map(number, tags)),
        roles=frozenset(map(number, roles)),
        any_role=number(_ANY_ROLE),
    )


def _wanted(pattern: Mapping[str, Any], attribute: str) -> Iterable[str]:
    """The values that a pattern wants of an attribute; none where it also takes others."""
    value = pattern.get(attribute, ())
    return (value,) if isinstance(value, str) else value.get("IN", ()) if isinstance(value, Mapping) else ()


def _named(value: Any) -> Iterable[str]:
    """All values that a condition names, wanted or not."""
    return (value,) if isinstance(value, str) else [name for names in value.values() for name in names]


def analyses(nlp: Any, texts: Sequence[str], batch: int) -> Iterator[tuple[Row, ...]]:
    """The rows of each text, in order. `batch`: texts that go through the pipeline at a time."""
    rules = _rules(nlp)
    if rules is None:
        yield from (_rows(doc, _written(doc)) for doc in nlp.pipe(texts, batch_size=batch))
        return
    docs = parses(nlp, texts, batch)
    while group := list(itertools.islice(docs, batch)):
        columns = [doc.to_array(["ORTH", "LOWER", "TAG", "DEP"]).tolist() for doc in group]
        keys = [_keys(own, rules) for own in columns]
        _learn(nlp.vocab, {key for own in keys for key in own}, rules)
        for doc, words, own in zip(group, columns, keys, strict=True):
            if _may_match(words, rules) and rules.pairs(doc, allow_missing=True, as_spans=False):
                yield _rows(_ruled(doc, rules), _written(doc))
            else:
                yield _rows(doc, [rules.forms[key] for key in own])


def _keys(columns: Sequence[Sequence[int]], rules: _Rules) -> list[_Key]:
    words, tags, roles, other = rules.words, rules.tags, rules.roles, rules.any_role
    return [
        (word, tag, role if tag in tags or role in roles or small in words else other)
        for word, small, tag, role in columns
    ]


def _may_match(columns: Sequence[Sequence[int]], rules: _Rules) -> bool:
    """Whether a pattern of several words can match: looking for the patterns themselves costs a tenth of the parse."""
    has = {column: {word[column] for word in columns} for column in (_SMALL, _ROLE)}
    return any(all(not wanted.isdisjoint(has[column]) for column, wanted in needs) for needs in rules.needs)


def _ruled(doc: Any, rules: _Rules) -> Any:
    for part in rules.parts:
        doc = part(doc)
    return doc


def _learn(vocab: Any, keys: set[_Key], rules: _Rules) -> None:
    """Add what the rules say of these words to the table, all of them in one go."""
    if len(rules.forms) > _LONGEST_TABLE:
        rules.forms.clear()
    missing = sorted(key for key in keys if key not in rules.forms)
    if missing:
        written = _written(_ruled(_side_by_side(vocab, missing), rules))
        rules.forms.update(zip(missing, written[::2], strict=True))


def _side_by_side(vocab: Any, keys: Sequence[_Key]) -> Any:
    """Words with their tags and roles as one text of spaCy's, none the neighbour of another."""
    from spacy.tokens import Doc

    rows = [row for key in keys for row in (tuple(vocab.strings[part] for part in key), (_APART, _APART, _ANY_ROLE))]
    words, tags, roles = zip(*rows, strict=True)
    return Doc(vocab, words=words, tags=tags, deps=roles, heads=range(len(rows)))


def _written(doc: Any) -> list[_Form]:
    return [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_) for t in doc]


def _rows(doc: Any, forms: Sequence[_Form]) -> tuple[Row, ...]:
    """The rows of a parse with these forms; a form with `_ANY_ROLE` leaves the parser's role."""
    strings = doc.vocab.strings
    columns = doc.to_array(["IDX", "HEAD", "DEP"]).astype("int64").tolist()
    return tuple(
        Row(text, at, tag, pos, lemma, strings[role % 2**64] if form == _ANY_ROLE else form, i + above)
        for i, ((text, tag, pos, lemma, form), (at, above, role)) in enumerate(zip(forms, columns, strict=True))
    )
