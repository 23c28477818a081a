"""Every gazetteer file shows what it claims: its `yes` texts give the id, its `no` texts do not."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgebook.model import Document
from pledgebook.resolve import mentions
from pledgebook.resolve.gazetteer import gazetteer, part_id, slug
from pledgebook.resolve.publishers import publisher_of
from pledgebook.world.countries import territories
from pledgebook.world.words import folded, unaccented

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/pledgebook/resolve/data"
FILES = sorted(path.stem for path in DATA.glob("*.toml"))


def ids_in(text: str) -> set[tuple[str, ...]]:
    return {mention.ids for mention in mentions(Document(source="example", text=text))}


def examples(file: str, side: str) -> Iterator[tuple[str, str]]:
    data = tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))
    groups = [data, *(group for group in data.values() if isinstance(group, dict))]
    for group in groups:
        for example in group.get(side, []):
            yield example[0], example[-1] if file != "offices" else example[1:]


NAMING = [file for file in FILES if file not in ("publishers", "offices", "actor-weights")]
YES = [(file, text, ids) for file in NAMING for text, ids in examples(file, "yes")]
NO = [(file, text, ids) for file in NAMING for text, ids in examples(file, "no")]


@pytest.mark.parametrize(("file", "text", "ids"), YES)
def test_yes(file: str, text: str, ids: str) -> None:
    assert tuple(ids.split()) in ids_in(text)


@pytest.mark.parametrize(("file", "text", "ids"), NO)
def test_no(file: str, text: str, ids: str) -> None:
    assert tuple(ids.split()) not in ids_in(text)


@pytest.mark.parametrize(("publisher", "identity"), list(examples("publishers", "yes")))
def test_publisher(publisher: str, identity: str) -> None:
    assert publisher_of(publisher).ids == (identity,)


@pytest.mark.parametrize(("publisher", "identity"), list(examples("publishers", "no")))
def test_press_speaks_for_nobody(publisher: str, identity: str) -> None:
    assert publisher_of(publisher).ids == ()


@pytest.mark.parametrize(("text", "claim"), list(examples("offices", "yes")))
def test_office(text: str, claim: list[str]) -> None:
    words, identity = claim
    assert any(m.text == words and m.ids == (identity,) for m in mentions(Document(source="example", text=text)))


@pytest.mark.parametrize(("text", "claim"), list(examples("offices", "no")))
def test_no_office(text: str, claim: list[str]) -> None:
    assert all(m.text != claim[0] for m in mentions(Document(source="example", text=text)))


@pytest.mark.parametrize("file", FILES)
def test_source_and_licence_are_named(file: str) -> None:
    data = tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))
    assert data["source"]
    if file not in ("offices", "actor-weights"):
        assert data["licence"]


def test_every_group_of_organisations_has_examples() -> None:
    data = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    groups = {key: group for key, group in data.items() if isinstance(group, dict)}
    assert all(group["yes"] and group["no"] for group in groups.values())


def test_territories_name_source_licence_and_version() -> None:
    table = json.loads((DATA.parents[1] / "world/data/territories.json").read_text(encoding="utf-8"))
    assert "rigour" in table["source"]
    assert table["licence"].startswith("MIT")
    assert table["version"]
    codes = [row["code"] for row in table["territories"]]
    assert codes == sorted(set(codes))


UN_MEMBERS = frozenset(
    re.findall(
        r"[A-Z]{2}",
        """AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO
KM CG CR CI HR CU CY CZ KP CD DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID
IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR NP
NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES
LK SD SR SE CH SY TJ TH TL TG TO TT TN TR TM TV UG UA AE GB TZ US UY UZ VU VE VN YE ZM ZW""",
    )
)


def test_all_members_of_the_united_nations_have_a_name() -> None:
    assert len(UN_MEMBERS) == 193
    known = {row["code"]: row["names"][0] for row in territories() if "region" in row}
    assert set(known) >= UN_MEMBERS
    undecided = {"GE", "AQ"}  # a name that the words around it decide
    for code in UN_MEMBERS - undecided:
        assert (code,) in ids_in(f"Aid for {known[code]} grew."), code


def test_all_members_of_the_united_nations_have_a_demonym() -> None:
    data = tomllib.loads((DATA / "demonyms.toml").read_text(encoding="utf-8"))
    shared = {"CG", "DM", "VA"}  # "Congolese", "Dominican": the other country's
    assert UN_MEMBERS - shared <= set(data["names"])


def test_names_are_loaded_once() -> None:
    assert gazetteer() is gazetteer()


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Holy Cross Energy", "org:holy-cross-energy"),
        ("The Aussie Helpers", "org:aussie-helpers"),
        ("Acme Widgets, Inc.", "org:acme-widgets"),
        ("AT&T", "org:att"),
        ("Fundación Terra", "org:fundacion-terra"),
        ("Children’s Fund", "org:childrens-fund"),
        ("Marks & Spencer plc", "org:marks-and-spencer"),
    ],
)
def test_slug(name: str, identity: str) -> None:
    assert slug(name) == identity


def test_parts_of_countries() -> None:
    assert part_id("AU-QLD", "Queensland") == "org:state-of-queensland"
    assert part_id("CA-ON", "Ontario") == "org:province-of-ontario"
    assert part_id("GB-ENG", "England") == "GB"


def test_folding_keeps_every_place() -> None:
    text = "Côte d’Ivoire\u00a0and\r\nthe “U.S.”"
    assert len(folded(text)) == len(text)
    assert unaccented("López Høgh Łukasz") == "Lopez Hogh Lukasz"


@pytest.mark.skipif(importlib.util.find_spec("rigour") is None, reason="rigour is needed only to rebuild the table")
def test_rebuilding_changes_nothing() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/gazetteer"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
