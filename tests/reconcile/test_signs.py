"""What is worked out once for a statement is what is asked of every pair."""

from __future__ import annotations

from itertools import islice

import msgspec

from evals.bench.generated import made
from pledgebook.model import Imprint, Said
from pledgebook.reconcile import Features, features
from pledgebook.reconcile.fields import FIELDS
from pledgebook.reconcile.names import names_of
from pledgebook.reconcile.signs import signs
from pledgebook.reconcile.weigh import SAME_AMOUNT, SAME_WORDS, names_itself, weigh
from pledgebook.reconcile.words import words_of


def _features(count: int) -> list[Features]:
    return [
        features(Said(statement, Imprint(one.document.id, one.document.source, published=one.document.published)))
        for one in made(count)
        for statement in one.statements
    ]


def test_a_statement_names_itself_where_another_document_of_the_same_words_says_the_same() -> None:
    known = set()
    made_up = _features(400)
    bare = [msgspec.structs.replace(one, unit=None, words=frozenset(), mass=0) for one in made_up[::9]]
    for one in (*made_up, *bare):
        other = msgspec.structs.replace(one, document="another")
        alone = not one.actors and one.kind != "figure" and one.unit is None
        expected = not alone and weigh(one, other)[0] in (SAME_AMOUNT, SAME_WORDS)
        assert names_itself(one) == expected
        known.add(expected)
    assert known == {True, False}


def test_signs_are_told_in_the_order_of_the_fields_and_whichever_statement_comes_first() -> None:
    order = [field.name for field in FIELDS]
    some = _features(200)
    for left, right in islice(zip(some, some[7:], strict=False), 150):
        found = [sign.partition(".")[0] for sign in signs(left, right)]
        assert found == sorted(found, key=order.index)
        assert signs(left, right) == signs(right, left)


def test_words_and_names_do_not_depend_on_the_white_space_between_them() -> None:
    text = (
        "The Green Climate Fund – U.S. aid of $25 million, order 14,203 — will reach Non-G7 “Least Developed” states."
    )
    odd = text.replace(" ", "\u2003\n ")
    assert words_of(odd) == words_of(text) >= {"climat", "fund"}
    assert names_of(odd) == names_of(text)
    assert "green climat" in names_of(text)
