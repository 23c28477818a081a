"""Whatever the order, the batches and the persons: the algebra of merging."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sayings import say
from small_book import SmallBook, commitments_of

from pledgebook.model import Judgement
from pledgebook.reconcile import Features, compare, decode_features, encode_features, features, group, judge, keys
from pledgebook.reconcile.features import NAMED

_OBJECTS = (
    "rural cholera clinics",
    "rural cholera clinics and wells",
    "cholera clinics",
    "rural clinics",
    "coastal cholera clinics",
    "coastal broadband networks",
    "the package",
)
_AMOUNTS = (
    None,
    {"number": 25_000_000, "approximate": True},
    {"low": 25_000_000, "high": None},
    {"number": 25_000_000, "additional": True},
    27_000_000,
    50_000_000,
    {"number": 25_000_000, "unit": "CAD"},
    {"number": 20_000, "unit": "refugee"},
    {"low": None, "high": 20_000, "unit": "person"},
)


settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def _mostly(usual: object, *others: object) -> st.SearchStrategy[object]:
    """The usual value in two of three draws, so that statements meet often enough for the rest to matter."""
    return st.sampled_from([usual] * 2 * len(others) + list(others))


_SAYINGS = st.builds(
    lambda target, amount, place, **fields: features(
        say(
            f"25 {target}" if amount is not None else target,
            amount=amount,
            source=f"{place // 4}.txt",
            at=place % 4,
            **fields,
        )
    ),
    _mostly(_OBJECTS[0], *_OBJECTS[1:]),
    _mostly(25_000_000, *_AMOUNTS),
    st.integers(0, 40),
    kind=_mostly("commitment", "action", "figure"),
    actors=_mostly(("US",), ("MX",), ("MX", "US"), ()),
    recipients=_mostly((), ("HT",), ("M49:029",), ("HT", "CU"), ("GT",)),
    period=_mostly(None, "../2025", "../2027", "2023", "2022/2024"),
    published=_mostly("2022-06-10", "2022-07-12", "2023-06-01", "2025", None),
    act=_mostly("provide", "expand", "reduce", "raise"),
    polarity=_mostly("positive", "negated"),
    before=_mostly("", "the", "an additional", "a total of", "a package, including"),
    venue=_mostly(None, "Summit of the Americas"),
    context=_mostly("", "The Lakes Fund against cholera was refilled.", "The northern airports were opened."),
)


def _distinct(statements: Sequence[Features]) -> list[Features]:
    return list({one.id: one for one in statements}.values())


_SETS = st.lists(_SAYINGS, min_size=2, max_size=30).map(_distinct)


def _persons(statements: Sequence[Features], chance: random.Random, count: int) -> list[Judgement]:
    found = {}
    for _ in range(count):
        if len(statements) > 1:
            left, right = sorted(chance.sample([one.id for one in statements], 2))
            verdict = chance.choice(("same", "different"))
            found[left, right] = Judgement(left, right, verdict, "A. Person", 1.0, person=True)
    return list(found.values())


@given(_SAYINGS, _SAYINGS)
def test_judging_is_symmetric(left: Features, right: Features) -> None:
    assume(left.id != right.id)
    assert judge(left, right) == judge(right, left)
    assert compare(left, right) == compare(right, left)


@given(_SAYINGS)
def test_features_survive_storing(one: Features) -> None:
    assert decode_features(encode_features(one)) == one
    assert all(-(2**63) <= key < 2**63 for key in keys(one))
    assert keys(one) == keys(decode_features(encode_features(one)))


@given(_SAYINGS)
def test_what_is_known_again_is_what_the_rules_would_join(one: Features) -> None:
    if one.cues & NAMED:
        again = msgspec.structs.replace(one, id="st-other", document="sha256:other.txt")
        found = judge(one, again)
        assert found is not None
        assert found.verdict == "same"


@given(_SAYINGS, _SAYINGS)
def test_what_is_joined_shares_a_key(left: Features, right: Features) -> None:
    joined = {one for found in group([left, right]) for one in found.commitments if len(one) > 1}
    if joined and left.id != right.id:
        assert set(keys(left)) & set(keys(right))


@given(_SETS, st.randoms(use_true_random=False))
def test_order_changes_nothing(statements: list[Features], chance: random.Random) -> None:
    rulings = _persons(statements, chance, 3)
    once = group(statements, rulings)
    chance.shuffle(statements)
    chance.shuffle(rulings)
    assert group(statements, rulings) == once


@given(_SETS)
def test_every_statement_is_in_one_commitment(statements: list[Features]) -> None:
    placed = [one for found in group(statements) for commitment in found.commitments for one in commitment]
    assert sorted(placed) == sorted(one.id for one in statements)


@settings(max_examples=200)
@given(_SETS, st.randoms(use_true_random=False))
def test_batches_change_nothing(statements: list[Features], chance: random.Random) -> None:
    whole = SmallBook()
    whole.add(statements)
    assert whole.result() == commitments_of(statements)
    for _ in range(3):
        book = SmallBook()
        rest = statements[:]
        chance.shuffle(rest)
        while rest:
            size = chance.randint(1, 5)
            book.add(rest[:size])
            rest = rest[size:]
        assert book.result() == whole.result()
        assert book.recorded() == whole.recorded()


@settings(max_examples=200)
@given(_SETS, st.randoms(use_true_random=False))
def test_persons_may_speak_at_any_time(statements: list[Features], chance: random.Random) -> None:
    rulings = _persons(statements, chance, 5)
    whole = commitments_of(statements, rulings)
    book = SmallBook()
    rest, later = statements[:], rulings[:]
    chance.shuffle(rest)
    while rest:
        book.add(rest[:3])
        rest = rest[3:]
        for ruling in [one for one in later if {one.left, one.right} <= set(book.component)]:
            if chance.random() < 0.7:
                book.rule(ruling)
                later.remove(ruling)
    for ruling in later:
        book.rule(ruling)
    assert book.result() == whole
    for ruling in rulings:
        book.undo(ruling)
    assert book.result() == commitments_of(statements)


@given(_SETS, st.randoms(use_true_random=False))
def test_persons_outrank_rules(statements: list[Features], chance: random.Random) -> None:
    rulings = _persons(statements, chance, 6)
    where = {one: commitment for commitment in commitments_of(statements, rulings) for one in commitment}
    different = {(one.left, one.right) for one in rulings if one.verdict == "different"}
    for ruling in rulings:
        if ruling.verdict == "different":
            assert where[ruling.left] != where[ruling.right]
        elif where[ruling.left] != where[ruling.right]:  # only where a person held the two sets apart
            sets = (where[ruling.left], where[ruling.right])
            assert any((min(a, b), max(a, b)) in different for a in sets[0] for b in sets[1])


@given(_SETS)
def test_a_rule_joins_nothing_that_excludes_each_other(statements: list[Features]) -> None:
    by_id = {one.id: one for one in statements}
    for found in group(statements):
        for commitment in found.commitments:
            members = [by_id[one] for one in commitment]
            assert len({one.negated for one in members}) == 1
            assert len({(one.document, one.sentence) for one in members}) == len(members)
            assert len({one.unit for one in members if one.unit and one.unit.isupper()}) <= 1
            for one in members:
                for other in members:
                    assert not one.actors or not other.actors or set(one.actors) & set(other.actors)


def test_a_promise_told_by_thousands_is_compared_about_once_a_statement() -> None:
    from pledgebook.reconcile import nodes

    counted = 0
    weigh = nodes.weigh

    def counting(left: Features, right: Features) -> tuple[int, int]:
        nonlocal counted
        counted += 1
        return weigh(left, right)

    months = [f"20{year:02d}-{month:02d}-11" for year in range(10, 22) for month in range(1, 13)]
    statements = [
        features(
            say(
                "$25 million for rural cholera clinics",
                amount={"text": "$25 million", "number": 25_000_000},
                period="../2030",
                published=months[number % len(months)],
                source=f"{number}.txt",
            )
        )
        for number in range(3_000)
    ]
    nodes.weigh = counting
    try:
        found = group(statements)
    finally:
        nodes.weigh = weigh
    assert [len(one) for one in found[0].commitments] == [3_000]
    assert counted < 2_000
