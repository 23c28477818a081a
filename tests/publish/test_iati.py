"""Promises of money as IATI: valid, with codes that exist, and nothing said that no source says."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from told import amount, made

from pledgebook.errors import UsageError
from pledgebook.model import Contradiction, Imprint, Ruling
from pledgebook.publish.exchange import Reporter, Told
from pledgebook.publish.iati import CODES, iati_file, why_not

REPORTER = Reporter("XM-EXAMPLE-1", "An observatory", "22")
OFFICIAL = tomllib.loads(Path(__file__).with_name("iati_codes.toml").read_text(encoding="utf-8"))
LISTS = {
    "ActivityStatus": "//activity-status/@code",
    "ActivityDateType": "//activity-date/@type",
    "ActivityScope": "//activity-scope/@code",
    "DescriptionType": "//iati-activity/description/@type",
    "DocumentCategory": "//category/@code",
    "OrganisationRole": "//participating-org/@role",
    "OrganisationType": "//participating-org/@type | //provider-org/@type | //receiver-org/@type",
    "RegionVocabulary": "//recipient-region/@vocabulary",
    "Sector": "//sector/@code",
    "SectorVocabulary": "//sector/@vocabulary",
    "TransactionType": "//transaction-type/@code",
}
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "committed": {"rung": "committed"},
    "nobody gives": {"actors": ()},
    "nobody gives, committed": {"actors": (), "rung": "committed"},
    "several": {"actors": ("NO", "EU"), "recipients": ("HT", "GT", "M49:013")},
    "a region": {"recipients": ("M49:013",)},
    "an organisation": {"recipients": ("org:unhcr",)},
    "at least": {"quantity": amount("5000000", None)},
    "at most": {"quantity": amount(None, "5000000.50")},
    "without a period": {"period": None},
    "no address": {"address": None},
    "an address with blanks": {"address": "https://example.org/a b<c>\u00e9.pdf?x=1"},
    "a script": {"promise": "will <script>alert(1)</script> & give \x00\ud800\ufffe", "title": "]]>&<b>"},
    "ruled": {"ruling": Ruling("broken", "R. Diaz", "The minister took it back.", "2022-11-01")},
}


def written(*told: Told) -> etree._Element:
    return etree.fromstring(b"".join(iati_file(told, REPORTER)))


@pytest.fixture(scope="module")
def schema(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared / "standards/iati-2.03/iati-activities-schema.xsd"))


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_every_activity_is_valid(name: str, schema: etree.XMLSchema) -> None:
    schema.assertValid(written(made(**VARIANTS[name])))


def test_every_code_is_of_a_list_of_iati() -> None:
    root = written(*(made(**fields) for fields in VARIANTS.values()))
    used = {name: {str(code) for code in root.xpath(path)} for name, path in LISTS.items()}
    assert CODES.keys() == OFFICIAL.keys() == LISTS.keys()
    for name, codes in CODES.items():
        assert used[name] <= set(codes) <= set(OFFICIAL[name]), name
    assert used["TransactionType"] == {"2", "11", "12", "13"}


def test_who_gives_and_who_receives() -> None:
    root = written(made())
    assert root.findtext(".//provider-org/narrative") == "Norway"
    assert root.findtext(".//receiver-org/narrative") == "Haiti"
    assert root.xpath("//recipient-country/@code") == ["HT"]
    assert root.findtext(".//value") == "5000000"
    assert root.xpath("//value/@currency") == ["USD"]
    assert root.xpath("//transaction-date/@iso-date") == ["2022-07-12"]
    assert root.findtext(".//iati-identifier") == f"XM-EXAMPLE-1-{made().commitment.id}"
    assert "“Norway will give $5 million to Haiti by 2028, a source said.”" in str(
        root.findtext(".//description/narrative")
    )
    assert root.xpath("//document-link/@url") == ["https://example.org/a"]
    assert root.xpath("//activity-date/@iso-date") == ["2028-12-31"]


@pytest.mark.parametrize(
    ("total", "value", "told"),
    [
        (amount("5000000", None), "5000000", "5,000,000 or more USD"),
        (amount(None, "4000.5"), "4000.5", "at most 4,000.5 USD; the value is this upper bound"),
        (amount("200", "1000"), "200", "200 to 1,000 USD; the value is the lower bound"),
        (replace(amount("2", "2"), additional=True), "2", "2 USD on top of what was promised before"),
    ],
)
def test_an_open_end_is_said_beside_the_value(total: Any, value: str, told: str) -> None:
    root = written(made(quantity=total))
    assert root.findtext(".//value") == value
    assert told in str(root.findtext(".//transaction/description/narrative"))


def test_of_several_recipients_no_share_is_made_up() -> None:
    root = written(made(recipients=("HT", "GT")))
    assert root.xpath("//recipient-country") == []
    assert root.xpath("//activity-scope/@code") == ["3"]
    assert "For Haiti, Guatemala." in root.xpath("//description[@type='4']/narrative/text()")


def test_what_contradicts_and_what_became_of_it_stand_beside() -> None:
    clash = Contradiction("amount", ("st-1", "st-2"), "st-1", ("one says 5, the other 6",))
    ruling = Ruling("broken", "R. Diaz", "The minister took it back.", "2022-11-01")
    root = written(made(ruling=ruling, contradictions=(clash,)))
    told = root.xpath("//description[@type='4']/narrative/text()")
    assert told == [
        "Status: broken as of 2022-12-31. The minister took it back.",
        "The sources contradict each other (amount): one says 5, the other 6",
    ]
    assert root.xpath("//activity-status/@code") == ["5"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "figure"}, "no promise"),
        ({"kind": "appeal"}, "no promise"),
        ({"quantity": None}, "no amount of money"),
        ({"quantity": amount("5", "5", "refugee")}, "no amount of money"),
        ({"quantity": amount(None, None)}, "no amount of money"),
        ({"rung": None}, "no pledge or commitment of money"),
        ({"rung": "disbursed"}, "no pledge or commitment of money"),
        ({"polarity": "negated"}, "denied or conditional"),
        ({"modality": "conditional"}, "denied or conditional"),
        ({"quantity": amount("5", "5", per="year")}, "a rate"),
        ({"first_stated": "2022-07"}, "no day on which it was stated"),
        ({"first_stated": None}, "no day on which it was stated"),
        ({"actors": (), "recipients": ()}, "neither giver nor receiver named"),
        ({}, None),
    ],
)
def test_what_is_no_transaction_is_left_out_and_counted(fields: dict[str, Any], why: str | None) -> None:
    told = made(**fields)
    assert why_not(told.commitment) == why
    whole = b"".join(iati_file([made(), told], REPORTER)).decode()
    assert (f"<!-- left out: {why}: 1 -->" in whole) is (why is not None)


def test_a_book_without_money_is_refused_with_the_reasons() -> None:
    with pytest.raises(UsageError, match="no promise: 2"):
        list(iati_file([made(kind="figure"), made(kind="appeal")], REPORTER))


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_words_can_be_written(title: str, publisher: str) -> None:
    told = made(title=title, promise=title or "x")
    member = told.commitment.members[0]
    imprint = Imprint(member.said.imprint.id, publisher or "x", title, publisher, "2022-07-12", f"https://x/{title}")
    member = replace(member, said=replace(member.said, imprint=imprint))
    root = written(replace(told, commitment=replace(told.commitment, members=(member,))))
    assert len(root.xpath("//document-link/@url")) == 1
    assert all(character.isascii() and character > " " for character in root.xpath("//document-link/@url")[0])
