"""Tables of statistics by their descriptions: layouts, cells, forms of files, and descriptions that are wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from gathered import Gathered, gather, gather_text

from pledgebook.errors import UsageError
from pledgebook.evidence import parse_description, read_description, shipped

Made = Callable[..., Gathered]

LONG = """
source = "permits"
unit = "permit"
[period]
column = "month"
[value]
column = "permits"
[[dimension]]
name = "country"
"""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """`made(table, description)`: the table read by the description."""

    def read(table: str | bytes, description: str = LONG, name: str = "table.csv") -> Gathered:
        layout = tmp_path / "layout.toml"
        layout.write_text(description, encoding="utf-8")
        return gather_text(tmp_path, name, table, description=layout)

    return read


def shown(read: Gathered) -> list[tuple[str, tuple[str, ...], int, bool]]:
    return [(one.period, tuple(v for _, v in one.dimensions), int(one.value), one.total) for one in read.observations]


def test_a_long_table(made: Made) -> None:
    read = made('month,country,permits\n2022-05,Haiti,"1,200"\n2022-06,Haiti,7*\n2022-06,Chile,–\n')
    assert read.problems == []
    assert shown(read) == [("2022-05", ("Haiti",), 1200, False), ("2022-06", ("Haiti",), 7, False)]
    first = read.observations[0]
    assert (first.id, first.dimensions, first.unit, first.line) == (
        "country=Haiti; 2022-05",
        (("country", "Haiti"),),
        "permit",
        2,
    )
    assert read.snapshot is not None
    assert (read.snapshot.source, read.snapshot.sort) == ("permits", "table")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(made: Made, delimiter: str) -> None:
    read = made(
        delimiter.join(["month", "country", "permits"]) + "\n" + delimiter.join(["2022-05", "Haiti", "5"]) + "\n"
    )
    assert shown(read) == [("2022-05", ("Haiti",), 5, False)]


def test_names_of_columns_may_differ_in_case_and_white_space(made: Made) -> None:
    assert shown(made(" Month ,COUNTRY,permits\n2022-05,Haiti,5\n")) == [("2022-05", ("Haiti",), 5, False)]


def test_a_wide_table_with_a_total_and_a_fiscal_year(made: Made) -> None:
    description = """
source = "arrivals"
unit = "refugee"
[period]
year = "Fiscal Year"
starts = "October"
[value]
columns = ["Africa", "Asia", "Total"]
dimension = "region"
[[total]]
values = ["Total"]
"""
    read = made(
        "Fiscal Year,Africa,Asia,Total,Average\n2022,1,2,3,9\n2023 (FYTD),4,,4,9\nNote: estimates,,,,\n", description
    )
    assert read.problems == []
    assert shown(read) == [
        ("2021-10-01/2022-09-30", ("Africa",), 1, False),
        ("2021-10-01/2022-09-30", ("Asia",), 2, False),
        ("2021-10-01/2022-09-30", ("Total",), 3, True),
        ("2022-10-01/2023-09-30", ("Africa",), 4, False),
        ("2022-10-01/2023-09-30", ("Total",), 4, True),
    ]


def test_a_period_of_two_columns_and_a_filter(made: Made) -> None:
    description = """
source = "met"
unit = "encounter"
[period]
year = "FY"
month = "Month"
starts = "October"
[value]
column = "n"
[[keep]]
column = "place"
values = ["Border"]
[[skip]]
column = "sort"
starts = ["Sub"]
"""
    table = "FY,Month,place,sort,n\n2022,OCT,Border,a,1\n2022,MAY,border,a,2\n2022,MAY,Port,a,4\n2022,JUN,Border,Subtotal,8\n"
    assert shown(made(table, description)) == [("2021-10", (), 1, False), ("2022-05", (), 2, False)]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook of two sheets with blocks, merged cells, totals, and months that are not over."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year in ("2023", "2024", "Notes"):
        sheet = book.create_sheet(year)
        if year == "Notes":
            sheet.append(["Nothing to count"])
            continue
        sheet.append(["Arrivals"])
        sheet.append([f"as of 30-November-{int(year) - 1}"])
        sheet.append(["Country", None, "Sum", "OCT", "NOV", "DEC"])
        sheet.append(["Africa", None, None, None, None, None])
        sheet.merge_cells("A4:B4")
        sheet.append([None, "Chad", 3, 1, 2, 0])
        sheet.append([None, "Togo", "x", "5 p", "*", 0])
        sheet.append([None, "Total Africa", 8, 6, 2, None])
        sheet.append(["Asia"])
        sheet.append([None, "Nepal", 7, 3.0, "n/a", 0])
        sheet.append([None, "Grand Total", 15, 9, 6, None])
        sheet.append(["Source: the office"])
        sheet.append([None, "Chad", 1, 999, 999, 999])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


BLOCKS = """
source = "arrivals"
unit = "refugee"
[table]
sheets = ["20??"]
header = 3
as_of = "as of {day}-{month}-{year}"
[period]
year = { sheet = true }
month = { header = true }
starts = "October"
[value]
columns = ["OCT", "NOV", "DEC"]
[[dimension]]
name = "region"
column = 1
fill = true
[[dimension]]
name = "country"
column = 2
[[skip]]
column = 2
values = [""]
[[total]]
column = 2
starts = ["Total "]
[[total]]
column = 2
values = ["Grand Total"]
whole = true
[[end]]
column = 1
starts = ["Source"]
"""


def test_a_workbook_of_blocks(workbook: Path, tmp_path: Path) -> None:
    layout = tmp_path / "layout.toml"
    layout.write_text(BLOCKS, encoding="utf-8")
    read = gather(workbook, description=layout)
    assert [row for row in shown(read) if row[0].startswith("2022")] == [
        ("2022-10", ("Africa", "Chad"), 1, False),
        ("2022-11", ("Africa", "Chad"), 2, False),
        ("2022-10", ("Africa", "Togo"), 5, False),
        ("2022-10", ("Africa", "Total Africa"), 6, True),
        ("2022-11", ("Africa", "Total Africa"), 2, True),
        ("2022-10", ("Asia", "Nepal"), 3, False),
        ("2022-10", ("", "Grand Total"), 9, True),
        ("2022-11", ("", "Grand Total"), 6, True),
    ]
    assert {one.period for one in read.observations} == {"2022-10", "2022-11", "2023-10", "2023-11"}
    assert sorted(read.rules) == ["later", "later", "withheld"]
    by_rule = {problem.rule: problem.what for problem in read.problems}
    assert by_rule["withheld"].startswith("sheet 2023, line 6: column NOV: the figure is withheld ('*'); 2 such")
    assert by_rule["later"].startswith("sheet 2024, line 5: 3 figures are of periods that begin after 2023-11-30")


def test_a_sheet_that_is_not_there_and_one_with_another_header(workbook: Path, tmp_path: Path) -> None:
    layout = tmp_path / "layout.toml"
    layout.write_text(BLOCKS.replace("20??", "1999"), encoding="utf-8")
    assert gather(workbook, description=layout).rules == ["sheets"]
    layout.write_text(BLOCKS.replace('"20??"', '"2023", "Notes"'), encoding="utf-8")
    read = gather(workbook, description=layout)
    assert "sheet Notes" in " ".join(problem.what for problem in read.problems if problem.rule == "columns")
    assert len(read.observations) == 8


def test_days_and_numbers_of_a_workbook_keep_their_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["month", "country", "permits"])
    book.active.append([datetime.datetime(2022, 5, 1), "Haiti", 0.1])
    book.active.append([datetime.date(2022, 5, 2), "Haiti", 123456789012])
    book.active.append(["2022-06", True, "=1+1"])
    path, layout = tmp_path / "book.xlsx", tmp_path / "layout.toml"
    book.save(path)
    layout.write_text(LONG, encoding="utf-8")
    read = gather(path, description=layout)
    assert [(one.period, one.value) for one in read.observations] == [
        ("2022-05-01", Decimal("0.1")),
        ("2022-05-02", Decimal(123456789012)),
    ]


def test_days_may_stand_for_their_month(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["month", "country", "permits"])
    book.active.append([datetime.datetime(2022, 5, 1), "Haiti", 3])
    path, layout = tmp_path / "book.xlsx", tmp_path / "layout.toml"
    book.save(path)
    layout.write_text(LONG.replace('column = "month"', 'column = "month"\ngrain = "month"'), encoding="utf-8")
    assert [one.period for one in gather(path, description=layout).observations] == ["2022-05"]


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path, layout = tmp_path / "table.parquet", tmp_path / "layout.toml"
    table = pyarrow.table(
        {
            "month": ["2022-05", "2022-06", None],
            "country": ["Haiti", "Chile", "Peru"],
            "permits": pyarrow.array([5, None, 7], pyarrow.int64()),
        }
    )
    parquet.write_table(table, path)
    layout.write_text(LONG, encoding="utf-8")
    read = gather(path, description=layout)
    assert shown(read) == [("2022-05", ("Haiti",), 5, False)]
    assert [problem.what for problem in read.problems] == ["line 4: '' is no period; the row is left out"]
    path.write_bytes(path.read_bytes()[:-20])
    assert gather(path, description=layout).rules == ["broken-parquet"]


FAULTS = [
    ("month,country,permits\n2022-05,Haiti,many\n2022-06,Haiti,5\n", "amount", "line 2: column permits: 'many' is no number", 1),
    ("month,country,permits\nsoon,Haiti,4\n2022-06,Haiti,5\n", "no-date", "line 2: 'soon' is no period", 1),
    ("month,country,permits\n2022-05,Haiti\n2022-06,Haiti,5\n", "ragged", "line 2: 2 cells under 3 columns", 1),
    ("month,country,permits\n2022-05,Haiti,4,4\n2022-06,Haiti,5\n", "ragged", "line 2: 4 cells under 3 columns", 1),
    ("month,country,permits\n2022-05,Haiti,4\n2022-05,Haiti,4\n", "same-id", "line 3: a second figure", 1),
    ("month,country,permits\n2022-05,Haiti,4\n2022-05,Haiti,5\n", "ask", "[rows] add = true", 0),
    ("month,country,permits\n2022-05,Haiti,*\n2022-06,Haiti,5\n", "withheld", "line 2: column permits", 1),
    ("month,land,permits\n2022-05,Haiti,4\n", "columns", "line 1: the header has no column country; it has month, land", 0),
    ("month:country:permits\n2022-05:Haiti:4\n", "columns", "line 1: the header has no column", 0),
    ("", "empty", "the file is empty", 0),
    ("\n\n\n", "empty", "the file is empty", 0),
    ("month,country,permits\n2022-05,Ha\x00iti,4\n", "control-characters", "line 2", 1),
]  # fmt: skip


@pytest.mark.parametrize(("table", "rule", "said", "kept"), FAULTS)
def test_a_fault_is_a_problem_with_its_line(made: Made, table: str, rule: str, said: str, kept: int) -> None:
    read = made(table)
    assert read.rules == [rule]
    assert said in read.problems[0].what
    assert len(read.observations) == kept


def test_empty_cells_behind_the_last_column_do_no_harm(made: Made) -> None:
    read = made("month,country,permits\n2022-05,Haiti,4,,\n")
    assert (shown(read), read.problems) == ([("2022-05", ("Haiti",), 4, False)], [])


def test_a_row_of_tags_is_no_figure(made: Made) -> None:
    read = made("month,country,permits\n#date+month,#country+name,#value\n2022-05,Haiti,4\n")
    assert (shown(read), read.problems) == ([("2022-05", ("Haiti",), 4, False)], [])


def test_windows_1252_is_mended(made: Made) -> None:
    read = made("month,country,permits\n2022-05,Türkiye,4\n".encode("cp1252"))
    assert shown(read) == [("2022-05", ("Türkiye",), 4, False)]
    assert read.rules == ["wrong-encoding"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_read(made: Made, encoding: str) -> None:
    assert shown(made("month,country,permits\n2022-05,Türkiye,4\n".encode(encoding))) == [
        ("2022-05", ("Türkiye",), 4, False)
    ]


def test_a_table_without_a_header(made: Made) -> None:
    description = LONG.replace('column = "month"', "column = 1").replace('column = "permits"', "column = 3")
    description = description.replace('name = "country"', 'name = "country"\ncolumn = 2') + "[table]\nheader = 0\n"
    assert shown(made("2022-05,Haiti,4\n2022-06,Haiti,5\n", description)) == [
        ("2022-05", ("Haiti",), 4, False),
        ("2022-06", ("Haiti",), 5, False),
    ]


def test_the_shipped_descriptions_are_whole() -> None:
    found = {layout.source: layout for layout in shipped()}
    assert set(found) == {
        "us-h2b-visas-by-nationality",
        "us-refugee-admissions-by-region",
        "us-refugee-admissions-monthly",
        "us-southwest-border-encounters",
    }
    for layout in found.values():
        assert layout.publisher
        assert layout.address
        assert layout.licence
        assert layout.country == "US"
        assert layout.origin == f"{layout.source}.toml"


def test_a_description_is_found_beside_the_file_or_by_its_columns_or_by_name(tmp_path: Path) -> None:
    (tmp_path / "permits.toml").write_text(LONG, encoding="utf-8")
    assert len(gather_text(tmp_path, "permits.csv", "month,country,permits\n2022-05,Haiti,4\n").records) == 1
    visas = "month,nationality,issuances\n2022-05,Haiti,4\n"
    read = gather_text(tmp_path, "download.csv", visas)
    assert read.snapshot is not None
    assert read.snapshot.source == "us-h2b-visas-by-nationality"
    assert read.snapshot.publisher == "U.S. Department of State, Bureau of Consular Affairs"
    assert len(gather_text(tmp_path, "download.csv", visas, description="us-h2b-visas-by-nationality").records) == 1
    named = gather_text(tmp_path, "download.csv", visas, source="my-visas").snapshot
    assert named is not None
    assert named.source == "my-visas"


WRONG = [
    ("", "source must be words"),
    ("source = 5", "source must be words"),
    ('source = "No Spaces"', "small letters"),
    (LONG.replace('unit = "permit"', ""), "unit must be words"),
    (LONG + "[tabel]\nheader = 2\n", "'tabel'"),
    (LONG + "[table]\nheadr = 2\n", "'headr'"),
    (LONG + "[table]\nheader = -1\n", "header must be the line"),
    (LONG + "[table]\nheader = 0\n", "by their place"),
    (LONG + '[table]\ndecimal = "x"\n', "decimal must be"),
    (LONG + "[[skip]]\ncolumn = 1\n", "needs values or starts"),
    (LONG + '[[keep]]\nvalues = ["x"]\n', "needs a column"),
    (LONG + '[[total]]\nvalues = "x"\n', "list of words"),
    (LONG + '[[dimension]]\nname = "country"\n', "two dimensions"),
    (LONG.replace('column = "month"', 'column = "month"\nyear = "y"'), "and not both"),
    (LONG.replace('column = "month"', 'year = "y"\nmonth = "m"\nquarter = "q"'), "and not both"),
    (LONG.replace('column = "month"', 'year = "y"\nstarts = "Oktober"'), "English name of a month"),
    (LONG.replace('column = "month"', 'year = "y"\nnamed = "middle"'), "named must be"),
    (LONG.replace('column = "month"', 'year = "y"\nmonths = ["a"]'), "twelve names"),
    (LONG.replace('column = "month"', "year = { cell = 1 }"), "sheet = true"),
    (LONG.replace('column = "permits"', 'columns = ["a", "b"]'), "need a dimension"),
    (LONG.replace('column = "permits"', ""), "needs column or columns"),
    (LONG.replace('column = "permits"', "column = 0"), "its place, counted from 1"),
    ("[period]\n[value]\n", "source must be words"),
    ("a = ", "no TOML"),
    ("dimension = 5\n" + LONG.replace('[[dimension]]\nname = "country"', ""), "[[dimension]]"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_description_says_which_key(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_description(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_description_that_cannot_be_read_is_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_description(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_description(tmp_path / "bytes.toml")
    with pytest.raises(UsageError, match="us-h2b-visas-by-nationality"):
        gather(tmp_path / "x.csv", description="no-such-description")
