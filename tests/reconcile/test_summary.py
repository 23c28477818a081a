"""What a commitment amounts to: the best supported decides, nothing is lost, and what cannot both be right is shown."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from sayings import say

from pledgebook.model import Commitment, Judgement, Relation, Said, commitment_id, commitment_record, encode_json
from pledgebook.reconcile import commitment, features, group


def _one(*members: Said) -> Commitment:
    found = group([features(one) for one in members])
    judgements = [judgement for each in found for judgement in each.judgements]
    return commitment(members, judgements)


def visas(number: int, **fields: object) -> Said:
    given: dict[str, object] = {"recipients": ["HT"], **fields}
    return say(f"{number:,} seasonal worker visas", amount={"number": number, "unit": "visa"}, **given)  # type: ignore[arg-type]


def test_the_best_supported_decides() -> None:
    weak = visas(22_500, source="a.txt", published="2022-05-01", strength="reported", attribution=[("a source", False)])
    strong = visas(11_500, source="b.txt", published="2022-06-10", strength="in_policy_document", period="2022")
    for order in permutations((weak, strong)):
        found = _one(*order)
        assert found.id == commitment_id(weak.statement.id)
        assert found.first_stated == "2022-05-01"
        assert found.object == "11,500 seasonal worker visas"
        assert found.quantity is not None
        assert (found.quantity.low, found.quantity.unit) == (Decimal(11_500), "visa")
        assert found.strength == "in_policy_document"
        assert found.period == "2022"
        assert [member.said for member in found.members] == [weak, strong]
        assert found.members[0].judged_by is None
        assert found.members[1].judged_by == "other-number/4"
        assert found.members[1].reasons
        assert [one.type for one in found.contradictions] == ["count"]
        assert found.contradictions[0].statements == (strong.statement.id, weak.statement.id)
        assert found.contradictions[0].better == strong.statement.id
        assert found.contradictions[0].reasons == (
            "one says 11,500, the other 22,500",
            "stronger: in policy document against reported",
            "more direct: the other rests on somebody unnamed",
            "more direct: the other is passed on by 1 source",
            "later: 2022-06-10 after 2022-05-01",
        )
        encode_json(commitment_record(found))


def test_a_number_that_many_repeat_contradicts_another_once() -> None:
    many = [visas(11_500, source=f"{number}.txt") for number in range(5)]
    found = _one(*many, visas(22_500, source="z.txt", strength="reported"))
    assert len(found.contradictions) == 1


def test_what_a_version_that_was_replaced_says_decides_nothing() -> None:
    old = visas(22_500, source="a.txt", published="2022-05-01", strength="in_law", superseded=True)
    new = visas(11_500, source="a2.txt", published="2022-06-01", strength="reported")
    found = commitment([old, new], [])
    assert found.quantity is not None
    assert found.quantity.low == 11_500
    assert found.strength == "reported"
    assert found.contradictions == ()
    assert len(found.members) == 2
    assert found.id == commitment_id(old.statement.id)
    assert commitment([old], []).strength == "in_law"


def test_what_the_best_leaves_open_the_next_best_says() -> None:
    best = say("rural cholera clinics", strength="in_law", source="a.txt")
    next_best = say(
        "$25 million for rural cholera clinics", amount=25_000_000, recipients=["HT"], venue="Summit", source="b.txt"
    )
    found = commitment([best, next_best], [])
    assert found.object == "$25 million for rural cholera clinics"
    assert found.recipients == ("HT",)
    assert found.venue == "Summit"
    assert found.quantity is not None


def test_the_actors_are_those_whom_most_name() -> None:
    together = say("rural cholera clinics", actors=["MX", "US"], strength="in_law", source="a.txt")
    alone = [say("rural cholera clinics", actors=["MX"], source=f"{number}.txt") for number in range(2)]
    assert commitment([together, *alone], []).actors == ("MX",)
    assert commitment([together, alone[0]], []).actors == ("MX", "US")


def test_a_persons_judgement_is_named() -> None:
    one, other = say("rural cholera clinics", source="a.txt"), say("wells", source="b.txt", published="2023-01-01")
    left, right = sorted((one.statement.id, other.statement.id))
    judged = Judgement(left, right, "same", "A. Person", 1.0, ("both mean the same project",), person=True)
    found = commitment([one, other], [judged])
    assert found.members[1].judged_by == "A. Person"
    assert found.members[1].reasons == ("both mean the same project",)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"period": "../2025"}, "deadline"),
        ({"recipients": ["GT"]}, "recipient"),
        ({"polarity": "negated"}, "status"),
        ({"amount": {"number": 30_000_000, "text": "$25"}}, "amount"),
        (
            {"before": "an additional", "amount": {"number": 25_000_000, "additional": True, "text": "$25"}},
            "additional_or_total",
        ),
    ],
)
def test_every_contradiction(fields: dict[str, object], kind: str) -> None:
    usual: dict[str, object] = {
        "amount": {"number": 25_000_000, "text": "$25"},
        "period": "../2024",
        "recipients": ["HT"],
    }
    before = "a total of" if kind == "additional_or_total" else ""
    one = say("$25 million for rural cholera clinics", before=before, source="a.txt", **usual)  # type: ignore[arg-type]
    other = say("$25 million for rural cholera clinics", source="b.txt", **{**usual, **fields})  # type: ignore[arg-type]
    found = commitment([one, other], [])  # as where a person says that they are the same
    assert [each.type for each in found.contradictions] == [kind]
    assert set(found.contradictions[0].statements) == {one.statement.id, other.statement.id}


def test_relations_are_given_once_in_order() -> None:
    relations = [Relation("tops_up", "cm-b"), Relation("part_of", "cm-a"), Relation("tops_up", "cm-b")]
    found = commitment([say("rural cholera clinics")], [], relations)
    assert found.relations == (Relation("part_of", "cm-a"), Relation("tops_up", "cm-b"))


def test_nothing_is_no_commitment() -> None:
    with pytest.raises(ValueError, match="at least one"):
        commitment([], [])
