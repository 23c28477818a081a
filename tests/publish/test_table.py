"""The table: it fits, it says everything, and it holds no escapes where nobody asked for any."""

from __future__ import annotations

import re

import pytest
from readings import Make, stated
from rich.cells import cell_len

from pledgebook.model import Reading
from pledgebook.publish.statement_tables import tables

EXPECTED = ("commitment", "action", "appeal", "Norway (NO)", "5 m", "USD", "≥ 3,000", "arrest", "Haiti (HT)", "../2028")


def plain(readings: list[Reading], monkeypatch: pytest.MonkeyPatch, width: int, *, brief: bool = False) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    return "".join(tables(readings, to_terminal=False, brief=brief))


@pytest.mark.parametrize("width", [24, 40, 63, 64, 80, 109, 110, 120, 160, 200])
def test_fits_its_width_and_says_everything(reading: Reading, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    told = plain([reading], monkeypatch, width)
    assert max(map(cell_len, told.splitlines()[:-1])) <= width
    folded = re.sub(r"\s+", "", told)
    for word in EXPECTED:
        assert word.replace(" ", "") in folded
    assert "“Norwaywillgive$5milliontoHaitiby2028,asourcesaid.”—asource" in folded
    assert told.endswith("3 statements in 1 document: 1 commitment, 1 action, 1 appeal\n")


def test_numbers_stand_in_line(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = plain([reading], monkeypatch, 120, brief=True).splitlines()
    ends = {line.index(number) + len(number) for line in lines for number in ("5 m ", "≥ 3,000 ") if number in line}
    assert len(ends) == 1


def test_plain_text_has_no_escapes_and_no_trailing_space(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    told = plain([reading], monkeypatch, 100)
    assert "\x1b" not in told
    assert all(line == line.rstrip() for line in told.splitlines())


def test_colours_only_on_a_terminal_that_wants_them(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in "".join(tables([reading], to_terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "".join(tables([reading], to_terminal=True))
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in "".join(tables([reading], to_terminal=True))


def test_hostile_words_stay_words(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Norway will give \x1b]0;owned\x07[red]two\u202e ships[/red] :warning: now.\n"
    reading = make(
        text,
        stated(text, "commitment", "give", "\x1b]0;owned\x07[red]two\u202e ships[/red] :warning:"),
        title="\x1b[2Jtitle [bold]",
    )
    told = plain([reading], monkeypatch, 120)
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "\u202e" not in told
    assert "[red]two ships[/red] :warning:" in told
    assert "title [bold]" in told


def test_a_document_without_statements_is_counted(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    told = plain([make("Nothing here.\n")], monkeypatch, 80)
    assert told.splitlines() == ["made.txt", "0 statements", "", "0 statements in 1 document"]


def test_a_source_that_failed_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain([Reading("x.txt", None)], monkeypatch, 80) == ""


def test_a_refusal_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    text = "They will not build the wall.\n"
    statement = stated(text, "commitment", "build", "the wall")
    refused = replace(statement, act=replace(statement.act, polarity="negated"))
    assert "will not build the wall [negated]" in plain([make(text, refused)], monkeypatch, 120)
