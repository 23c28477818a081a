"""The command: its table, its JSON, its exit codes, and the figures of the product above their floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import FLEET, GOLD, HARBOUR, annotation, blind, reader, write

from evals.measure import floors
from evals.measure.evaluate import main
from evals.measure.gate import gate_counts, running_text
from evals.measure.report import examples
from pledgebook.model import Document


@pytest.fixture
def place(shared: Path, tmp_path: Path) -> Path:
    """A stand-in for the shared folder: made documents, the official scorer."""
    write(tmp_path / "gold")
    write(tmp_path / "gold/train")
    (tmp_path / "score").mkdir()
    (tmp_path / "score/score.py").write_text((shared / "score/score.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "floors.json").write_text('{"gold": {"found_f1": 0.95}, "train": {}, "specs": {}}')
    return tmp_path


def run(place: Path, *words: str, said: object = None) -> int:
    chosen = reader() if said is None else said
    return main(["--no-specs", *words], reader=chosen, shared=place, floors_file=place / "floors.json")  # type: ignore[arg-type]


def half(name: str, gold: list[dict[str, object]]) -> list[dict[str, object]]:
    return gold[:1]


def test_the_table_shows_every_figure(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--train", "--misses", "1") == 0
    table = capsys.readouterr().out
    for row in (
        "found",
        "record (kind, actors, quantity)",
        "recipients",
        "appeal",
        "sentences parsed",
        "statements kept",
        "harbour",
        "fleet",
    ):
        assert row in table
    assert "100.0–100.0" in table
    assert table.count("learned from") == 1


def test_json_has_the_official_names(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    gold = answer["folders"]["gold"]
    assert (gold["documents"], gold["gold"], gold["predicted"], gold["found_f1"], gold["record_f1"]) == (
        2,
        4,
        4,
        1.0,
        1.0,
    )
    assert gold["recall_by_kind"] == {"agreement": 1.0, "appeal": 1.0, "commitment": 1.0, "figure": 1.0}
    assert gold["interval"]["found_f1"] == [1.0, 1.0]
    assert gold["by_kind"]["appeal"] == {
        "gold": 1,
        "predicted": 1,
        "right": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert gold["gate"]["lost"] == 0
    assert gold["errors"] == []


def test_the_same_call_prints_the_same(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--json"], []):
        run(place, *words, said=reader(half))
        first = capsys.readouterr().out
        run(place, *words, said=reader(half))
        assert capsys.readouterr().out == first


def test_below_a_floor_the_exit_code_is_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--misses", "5", said=reader(half)) == 1
    out, err = capsys.readouterr()
    assert "missed appeal" in out
    assert "more ships" in out
    assert err == "evaluate: gold: found_f1 is 0.6667, its floor is 0.9500\n"


def test_floors_are_raised_and_never_lowered(place: Path) -> None:
    assert run(place, "--raise-floors") == 0
    kept = floors.load(place / "floors.json")
    assert set(kept["gold"].values()) == {1.0}
    assert set(kept["gold"]) == set(floors.PINNED)
    assert run(place, "--raise-floors", said=reader(half)) == 1
    assert floors.load(place / "floors.json") == kept


def test_another_folder_has_no_floors(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(place / "other")
    assert run(place, "--folder", str(place / "other"), "--raise-floors", said=reader(half)) == 0
    assert set(floors.load(place / "floors.json")) == {"gold", "train", "specs"}
    assert run(place, "--folder", str(place / "other/../gold"), said=reader(half)) == 1


def test_a_document_that_cannot_be_read_is_one_line_and_exit_code_one(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "floors.json").write_text("{}")
    assert run(place, "--json", said=blind) == 1
    out, err = capsys.readouterr()
    assert [line.rsplit(": ", 1)[1] for line in err.splitlines()] == ["is empty"] * 2
    assert json.loads(out)["folders"]["gold"]["gate"]["loss"] == 1.0


@pytest.mark.parametrize(
    ("words", "what"),
    [("nowhere", "there is no folder"), ("empty", "holds no annotated document"), ("untexted", "no text beside it")],
)
def test_a_wrong_folder_is_one_line_and_exit_code_two(
    place: Path, capsys: pytest.CaptureFixture[str], words: str, what: str
) -> None:
    (place / "empty").mkdir()
    write(place / "untexted")
    (place / "untexted/fleet.txt").unlink()
    assert run(place, "--folder", str(place / words)) == 2
    err = capsys.readouterr().err
    assert what in err
    assert len(err.splitlines()) == 1


def test_without_the_shared_data_the_call_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "floors.json").write_text("{}")
    assert run(tmp_path) == 2
    assert "the official scorer is not at" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--misses", "-1"], ["--misses", "many"], ["--flor"]])
def test_a_wrong_option_is_exit_code_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


def test_the_gate_is_charged_for_what_it_drops() -> None:
    text, gold = GOLD["harbour"]
    document = Document("harbour.txt", text)
    assert gate_counts(document, gold) == {"gate_sentences": 3, "gate_parsed": 2, "gate_annotations": 2, "gate_kept": 2}
    heading = annotation(HARBOUR, "agreement", "THE HARBOUR ACCORD")
    assert gate_counts(document, [*gold, heading])["gate_kept"] == 2
    assert gate_counts(None, gold)["gate_kept"] == 0
    assert gate_counts(Document("fleet.txt", FLEET), GOLD["fleet"][1])["gate_kept"] == 2


def test_the_gate_on_running_text(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = place / "corpus/briefings.jsonl"
    corpus.parent.mkdir()
    text = "Thank you. Norway will give $5 million to the water fund by 2030. How are you?"
    corpus.write_text("".join(json.dumps({"id": f"d{k}", "text": text}) + "\n" for k in range(5)), encoding="utf-8")
    two = running_text(corpus, 2)
    assert (two.documents, two.sentences, two.parsed, two.lost) == (2, 6, 2, 0)
    assert two.statements >= 2
    assert running_text(corpus, 0).documents == 5
    assert run(place, "--running", "1") == 0
    assert "statements lost to the gate" in capsys.readouterr().out
    assert run(place, "--running", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["running_text"]["parsed_share"] == pytest.approx(0.3333)
    corpus.write_text('{"id": 1}\n', encoding="utf-8")
    assert run(place) == 2
    assert "briefings.jsonl is no JSONL of documents" in capsys.readouterr().err


def test_examples_are_spread_over_the_errors() -> None:
    from evals.measure.accuracy import Error

    errors = [Error(f"d{k}", "missed", "figure", k, "w") for k in range(10)] + [
        Error("d", "wrong field", "kind", 0, "w")
    ]
    assert [e.document for e in examples(errors, 2)] == ["d0", "d5", "d"]
    assert list(examples(errors, 0)) == []


@pytest.mark.shared
def test_the_product_holds_its_floors(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reads the seven annotated documents and the specifications in earnest."""
    code = main(["--json"], shared=shared)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert json.loads(out)["folders"]["gold"]["gate"]["loss"] <= 0.01
