"""A drafted description: what it finds out of the forms that publishers use, what it only guesses, and the total that comes of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from gathered import gather
from typer.testing import CliRunner

from pledgebook.cli.evidence import evidence_command
from pledgebook.evidence import Draft, deliver, describe, preview
from pledgebook.model import Measure

SDMX = (
    "STRUCTURE,STRUCTURE_ID,ACTION,DONOR,Donor,MEASURE,Measure,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,DECIMALS\n"
    "DATAFLOW,OECD:DAC1(1.3),I,DEU,Germany,1010,ODA,USD,2022,35640.06,A,6,2\n"
    "DATAFLOW,OECD:DAC1(1.3),I,NOR,Norway,1010,ODA,USD,2022,5161.38,A,6,2\n"
)
EUROSTAT = (
    "DATAFLOW,LAST UPDATE,freq,unit,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:X(1.0),10/06/21 23:00:00,A,MIO_EUR,T,FR,2019,12.5,\nESTAT:X(1.0),10/06/21 23:00:00,A,MIO_EUR,F,FR,2019,6,\n"
    "ESTAT:X(1.0),10/06/21 23:00:00,A,MIO_EUR,M,FR,2019,6,\n"
)
GRANTS = (
    "Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Name\n"
    "g-1,Youth,GBP,9250.50,2021-03-01,GB-CHC-1,A Charity,The Fund\ng-2,Youth,GBP,9250.50,2021-03-01,GB-CHC-1,A Charity,The Fund\n"
    "g-3,Other,GBP,100,2021-04-01,GB-CHC-2,B Charity,The Fund\n"
)
GRANTS_JSON = json.dumps(
    {
        "version": "1.1",
        "grants": [
            {"id": f"g-{n}", "currency": "GBP", "amountAwarded": amount, "awardDate": "2021-03-01", "recipientOrganization": [{"id": "c", "name": name}]}
            for n, (amount, name) in enumerate(((9250.5, "A Charity"), (9250.5, "A Charity"), (100, "B Charity")))
        ],
    }
)  # fmt: skip
INDICATORS = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-06-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021",\n'
    '"Kenya","KEN","Net aid received (current US$)","DT.ODA","3988100000","3162280000",\n'
    '"Uganda","UGA","Net aid received (current US$)","DT.ODA","3083320000","",\n'
)
CUBE = json.dumps(
    {
        "class": "dataset",
        "id": ["geo", "unit", "time"],
        "size": [2, 1, 2],
        "role": {"time": ["time"]},
        "dimension": {
            "geo": {"category": {"index": {"FR": 0, "DE": 1}, "label": {"FR": "France", "DE": "Germany"}}},
            "unit": {"category": {"index": ["PER"], "label": {"PER": "Persons"}}},
            "time": {"category": {"index": {"2019": 0, "2020": 1}}},
        },
        "value": {"0": 5, "1": 6.5, "3": 7},
    }
)


def drafted(folder: Path, name: str, text: str) -> Draft:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    made = describe(path)
    assert isinstance(made, Draft), made
    return made


@pytest.mark.parametrize(
    ("name", "text", "unit", "select", "total"),
    [
        ("dac1.csv", SDMX, "USD", (("donor", ("DE",)),), "35640060000"),
        ("estat.csv", EUROSTAT, "EUR", (), "12500000"),
        ("grants.csv", GRANTS, "GBP", (("recipient org name", ("A Charity",)),), "18501.00"),
        ("grants.json", GRANTS_JSON, "GBP", (), "18601"),
        ("aid.csv", INDICATORS, "USD", (("country name", ("KE",)),), "7150380000"),
        ("cube.json", CUBE, "person", (("geo", ("FR",)),), "11.5"),
    ],
)
def test_what_says_everything_itself_needs_no_description(
    tmp_path: Path, name: str, text: str, unit: str, select: tuple[tuple[str, tuple[str, ...]], ...], total: str
) -> None:
    made = drafted(tmp_path, name, text)
    assert (made.guessed, made.missing) == ((), ())
    read = gather(tmp_path / name)
    assert read.snapshot is not None
    assert read.rules == ["read-as"]
    assert deliver(Measure(read.snapshot.source, select, "value", unit), read.snapshot, read.records).total == Decimal(
        total
    )


def test_parquet_of_the_oecd_needs_none_either(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    (tmp_path / "dac1.csv").write_text(SDMX, encoding="utf-8")
    pandas.read_csv(tmp_path / "dac1.csv").to_parquet(tmp_path / "dac1.parquet")
    read = gather(tmp_path / "dac1.parquet")
    assert sum(one.value for one in read.observations) == Decimal("40801440000")


def test_what_is_a_guess_is_said_and_waits_for_a_person(tmp_path: Path) -> None:
    text = "date,donor,amount\n2022-03-31,Private,100\n2022-03-31,Private,250\n2022-04-01,Norway,40\n"
    made = drafted(tmp_path, "gifts.csv", text)
    assert [guess.split(":")[0] for guess in made.guessed] == [
        "what is counted is USD; nothing says so",
        "rows are transactions that add up",
    ]
    assert preview(tmp_path / "gifts.csv", made) == "read so, the file gives 3 figures that add up to 390 USD"
    assert gather(tmp_path / "gifts.csv").rules == ["description"], "a guess is no description"
    (tmp_path / "gifts.toml").write_text(made.text(), encoding="utf-8")
    assert sum(one.value for one in gather(tmp_path / "gifts.csv").observations) == 390


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("date,donor,amount USD\n03/04/2022,A,1\n05/06/2022,A,2\n", "may be 2022-04-03 or 2022-03-04"),
        ("fiscal year,donor,amount USD\nFY2022,A,1\nFY2023,A,2\n", "holds fiscal years"),
        ("donor,amount USD\nA,1\nB,2\n", "no column looks like dates"),
    ],
)
def test_what_only_a_person_knows_is_missing(tmp_path: Path, text: str, missing: str) -> None:
    made = drafted(tmp_path, "a.csv", text)
    assert missing in " ".join(made.missing)
    assert not made.certain


def test_several_kinds_of_figure_are_never_added(tmp_path: Path) -> None:
    made = drafted(tmp_path, "people.csv", "Year,Country,REF,IDP\n2020,Haiti,5,7\n2021,Haiti,6,8\n")
    assert 'dimension = "kind"' in made.toml
    (tmp_path / "people.toml").write_text(made.text(), encoding="utf-8")
    read = gather(tmp_path / "people.csv")
    assert read.snapshot is not None
    every = Measure("people", (), "value", "unit")
    assert deliver(every, read.snapshot, read.records).formula.startswith("nothing is added: 2 values of 'kind' fit")
    one = Measure("people", (("kind", ("REF",)),), "value", "unit")
    assert deliver(one, read.snapshot, read.records).total == 11


def test_the_command_writes_a_description_that_is_taken(tmp_path: Path) -> None:
    table, description = tmp_path / "gifts.csv", tmp_path / "gifts.toml"
    table.write_text("date,donor,amount\n2022-03-31,Private,100\n2022-04-01,Norway,40\n", encoding="utf-8")
    done = CliRunner().invoke(evidence_command, ["describe", str(table), "--output", str(description)])
    assert (done.exit_code, done.output) == (0, "")
    assert "# a guess, check it: what is counted is USD" in description.read_text(encoding="utf-8")
    assert len(gather(table).observations) == 2
    fixed = tmp_path / "a.xml"
    fixed.write_text('<iati-activities version="2.03"/>', encoding="utf-8")
    assert CliRunner().invoke(evidence_command, ["describe", str(fixed)]).exit_code == 1
