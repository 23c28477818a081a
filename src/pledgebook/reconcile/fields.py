"""The table of fields: what of two statements is compared, and the value of the first of two as a reader reads it.

What a field says of a pair is its sign (`signs.py`); the sentence for it stands in `data/fields.toml`. A new field is a line of FIELDS, its
sign in `signs`, and a line in that file.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, NamedTuple

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.likeness import side
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.names import readable_name
from pledgebook.reconcile.words import rarest, readable


class Field(NamedTuple):
    """A field: its name, with which its signs begin, and the value of the first of two as a reader reads it."""

    name: str
    shown: Callable[[Features, Features], str]


_SHOWN: Final = 6
"""So many words or names are shown, those that say most."""


@functools.lru_cache(maxsize=16_384)  # what is said of one promise shares the same words again and again
def _listed(words: frozenset[str]) -> str:
    """The words that say most, as a reader reads them."""
    return ", ".join(map(readable, rarest(words, _SHOWN)))


@functools.lru_cache(maxsize=16_384)
def _listed_names(names: frozenset[str]) -> str:
    shown = sorted(names, key=lambda name: (-name_bits(name), name))[:_SHOWN]
    return ", ".join(map(readable_name, shown))


def _show_words(one: Features, other: Features) -> str:
    return _listed(one.words & other.words)


def _show_around(one: Features, other: Features) -> str:
    """What both sentences say outside of both objects."""
    both = side(one).sentence & side(other).sentence
    return _listed(both - (one.words & other.words))


def _show_context(one: Features, other: Features) -> str:
    """What both say in what stands before, and in the other's sentence."""
    ours, theirs = side(one), side(other)
    both = ours.place & theirs.place
    return _listed(both - (ours.sentence & theirs.sentence))


def _show_names(one: Features, other: Features) -> str:
    """The names that both have, else those of the first."""
    return _listed_names(one.names & other.names or one.names)


def _show_others(one: Features, other: Features) -> str:
    return ", ".join(sorted(one.others & other.others))


def _show_number(one: Features, _: Features) -> str:
    return "none" if one.unit is None else _number(one.unit, one.anchor)


@functools.lru_cache(maxsize=16_384)
def _number(unit: str, anchor: float) -> str:
    return f"{anchor:,.15g} {unit}".rstrip()


FIELDS: Final = (
    Field("kind", lambda one, _: one.kind),
    Field("polarity", lambda one, _: "will not" if one.negated else "will"),
    Field("actors", lambda one, _: ", ".join(one.actors) or "nobody named"),
    Field("lands", lambda one, _: ", ".join(sorted(side(one).lands))),
    Field("object", _show_words),
    Field("around", _show_around),
    Field("names", _show_names),
    Field("context", _show_context),
    Field("title", lambda one, other: _listed(one.title - other.title)),
    Field("others", _show_others),
    Field("number", _show_number),
    Field("unit", lambda one, _: one.unit or ""),
    Field("rate", lambda one, _: f"a {one.per}" if one.per else "without a rate"),
    Field("standing", lambda one, _: ""),
    Field("recipients", lambda one, _: ", ".join(one.recipients)),
    Field("period", lambda one, _: ""),
    Field("venue", lambda one, _: one.venue or ""),
    Field("act", lambda one, _: readable(one.act)),
    Field("published", lambda one, _: ""),
    Field("document", lambda one, _: ""),
)
"""All fields, in the order in which a reader is told."""
