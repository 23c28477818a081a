"""The figures for people (one table) and for programs (JSON)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from evals.measure.accuracy import FIELDS, KINDS, STATED, Cause, Error, Scored, figures
from evals.measure.bootstrap import LEVEL, intervals
from evals.measure.calibration import SHARES, Sure, bins, calibration_error, precision_of_surest
from evals.measure.floors import PINNED
from evals.measure.gate import Running

CAUSES: tuple[Cause, ...] = ("missed", "false alarm", "wrong field")


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of annotated documents gave. `group`: its name among the floors; `learned`: whether the weights
    were learned from it, so that its figures flatter."""

    group: str
    path: str
    learned: bool
    documents: tuple[Scored, ...]

    @property
    def counts(self) -> Counter[str]:
        return sum((d.counts for d in self.documents), Counter[str]())

    @property
    def errors(self) -> list[Error]:
        return [error for document in self.documents for error in document.errors]

    @property
    def judged(self) -> list[Sure]:
        """The confidence of every statement that counts, and whether it is right."""
        return [sure for document in self.documents for sure in document.judged]

    def pinned(self) -> dict[str, float]:
        """The figures that may have floors."""
        measured = figures(self.counts)
        return {name: measured[name] for name in PINNED}


@dataclass(frozen=True, slots=True)
class Passed:
    """The cases of one public specification: how many are read right, how many there are, and how many of these are
    left out on purpose (they count as not passed)."""

    passed: int
    cases: int
    left_out: int = 0

    @property
    def rate(self) -> float:
        return self.passed / self.cases if self.cases else 0.0


def causes(errors: Sequence[Error]) -> list[tuple[Cause, str, str, int]]:
    """Errors counted by cause, kind or field, and for fields how; within a cause the commonest first."""
    counts = Counter((e.cause, e.of, e.how) for e in errors)
    return sorted(
        ((*key, n) for key, n in counts.items()), key=lambda row: (CAUSES.index(row[0]), -row[3], row[1], row[2])
    )


def confusions(errors: Sequence[Error]) -> list[tuple[str, str, int]]:
    """Annotated kind, kind read, how often; the commonest first."""
    counts = Counter((e.annotated, e.read) for e in errors if e.of == "kind")
    return sorted(((*key, n) for key, n in counts.items()), key=lambda row: (-row[2], row[0], row[1]))


def examples(errors: Sequence[Error], count: int) -> Iterator[Error]:
    """`count` errors of every cause and kind or field, spread evenly so that no document fills them."""
    groups: dict[tuple[Cause, str], list[Error]] = {}
    for error in errors:
        groups.setdefault((error.cause, error.of), []).append(error)
    for key in sorted(groups, key=lambda k: (CAUSES.index(k[0]), -len(groups[k]), k[1])):
        group = groups[key]
        step = max(1.0, len(group) / count) if count else 1.0
        yield from (group[int(i * step)] for i in range(min(count, len(group))))


def as_json(folder: Folder, misses: int = 0) -> dict[str, Any]:
    """The figures of a folder as plain values: the official scorer's names at the top, then intervals, kinds, fields,
    gate, documents and errors."""
    counts, measured = folder.counts, {k: round(v, 4) for k, v in figures(folder.counts).items()}
    plain = [name for name in measured if ":" not in name and not name.startswith("gate_")]
    found: dict[str, Any] = {
        "folder": folder.path,
        "learned_from": folder.learned,
        "documents": len(folder.documents),
        "gold": counts["gold"],
        "predicted": counts["predicted"],
        **{name: measured[name] for name in plain},
        "recall_by_kind": {k: measured[f"kind:{k}:found"] for k in sorted(KINDS) if counts[f"kind:{k}:gold"]},
        "interval": {
            "level": LEVEL,
            **{
                name: [round(low, 4), round(high, 4)]
                for name, (low, high) in intervals([d.counts for d in folder.documents]).items()
                if not name.startswith("gate_")
            },
        },
    }
    for scope, names in (("kind", KINDS), ("field", STATED)):
        found[f"by_{scope}"] = {
            n: {
                **{c: counts[f"{scope}:{n}:{c}"] for c in ("gold", "predicted", "right")},
                **{f: measured[f"{scope}:{n}:{f}"] for f in ("precision", "recall", "f1")},
            }
            for n in names
        }
    found["gate"] = {
        "sentences": counts["gate_sentences"],
        "parsed": counts["gate_parsed"],
        "parsed_share": measured["gate_parsed"],
        "annotations": counts["gate_annotations"],
        "lost": counts["gate_annotations"] - counts["gate_kept"],
        "loss": round(1 - measured["gate_kept"], 4),
    }
    found["by_document"] = [
        {"document": d.name, **{c: d.counts[c] for c in ("gold", "predicted", "found", "record")}}
        for d in folder.documents
    ]
    found["confidence"] = {
        "error": round(calibration_error(folder.judged), 4),
        "surest": {f"{share:g}": round(precision_of_surest(folder.judged, share), 4) for share in SHARES},
        "bins": [asdict(one) for one in bins(folder.judged)],
    }
    found["errors"] = [{"cause": c, "of": of, "how": how, "count": n} for c, of, how, n in causes(folder.errors)]
    found["kinds_mistaken"] = [{"annotated": a, "read": r, "count": n} for a, r, n in confusions(folder.errors)]
    if misses:
        found["misses"] = [
            {key: getattr(error, key) for key in Error.__slots__} for error in examples(folder.errors, misses)
        ]
    return found


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _span(bounds: tuple[float, float] | None) -> str:
    return "–" if bounds is None else f"{_percent(bounds[0])}–{_percent(bounds[1])}"


COLUMNS = ("", "annotated", "read", "right", "precision", "recall", "F1 or share", "95 % interval", "floor")


def _table(
    floors: Mapping[str, Mapping[str, float]],
    folders: Sequence[Folder],
    specs: Mapping[str, Passed],
    running: Running | None,
) -> Table:
    """Everything in one table: a section of rows for each folder and one for the specifications."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="accuracy on annotated documents, in percent")
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if place else "left", no_wrap=place > 0)
    for folder in folders:
        _folder_rows(table, folder, floors.get(folder.group, {}))
        table.add_section()
    if running is not None:
        table.add_row(f"[bold]running text[/bold], {running.documents} documents that nobody annotated")
        share = _percent(running.parsed / max(1, running.sentences))
        table.add_row("    sentences parsed", f"{running.sentences}", f"{running.parsed}", "", "", "", share)
        lost = _percent(running.lost / max(1, running.statements))
        table.add_row("    statements lost to the gate", "", f"{running.statements}", f"{running.lost}", "", "", lost)
        table.add_section()
    if specs:
        table.add_row("[bold]public specifications[/bold]")
    for name, passed in specs.items():
        floor = floors.get("specs", {}).get(name)
        least = "" if floor is None else _percent(floor)
        out = f" ({passed.left_out} left out on purpose)" if passed.left_out else ""
        table.add_row(
            f"  {name}{out}", f"{passed.cases}", "", f"{passed.passed}", "", "", _percent(passed.rate), "", least
        )
    return table


def _folder_rows(table: Table, folder: Folder, pinned: Mapping[str, float]) -> None:
    counts, measured = folder.counts, figures(folder.counts)
    bounds = intervals([d.counts for d in folder.documents])

    def heading(words: str) -> None:
        table.add_row(f"  [dim]{words}[/dim]")

    def share(label: str, figure: str, *numbers: int | str) -> None:
        """A row with one figure; `numbers`: annotated, read, right, as far as they mean something here."""
        cells = [*map(str, numbers), *[""] * (5 - len(numbers))]
        floor = _percent(pinned[figure]) if figure in pinned else ""
        table.add_row(label, *cells, _percent(measured[figure]), _span(bounds.get(figure)), floor)

    def both(label: str, scope: str) -> None:
        """A row with precision and recall of a kind or a field."""
        gold, predicted, right = (counts[f"{scope}:{c}"] for c in ("gold", "predicted", "right"))
        if gold or predicted:
            p, r = _percent(measured[f"{scope}:precision"]), _percent(measured[f"{scope}:recall"])
            share(label, f"{scope}:f1", gold, predicted, right, p, r)
        else:
            table.add_row(label, "0", "0", "0", *["–"] * 4)

    note = " [yellow](learned from: these figures flatter)[/yellow]" if folder.learned else ""
    table.add_row(f"[bold]{folder.group}[/bold], {len(folder.documents)} documents{note}")
    gold, predicted, found = counts["gold"], counts["predicted"], counts["found"]
    p, r = _percent(measured["precision"]), _percent(measured["recall"])
    share("  found", "found_f1", gold, predicted, found, p, r)
    share("    precision", "precision")
    share("    recall", "recall")
    share("  record (kind, actors, quantity)", "record_f1", gold, predicted, counts["record"])
    heading("right among the found")
    for field in FIELDS:
        share(f"    {field}", f"{field}_accuracy", found, found, counts[f"right_{field}"])
    heading("by kind: found, and of that kind")
    for kind in KINDS:
        both(f"    {kind}", f"kind:{kind}")
    heading("by field: found, stated, and right")
    for field in STATED:
        both(f"    {field}", f"field:{field}")
    heading("gate")
    share("    sentences parsed", "gate_parsed", counts["gate_sentences"], counts["gate_parsed"])
    share("    statements kept", "gate_kept", counts["gate_annotations"], "", counts["gate_kept"])
    heading("by document: found, F1 of records last")
    for one in folder.documents:
        own, n = figures(one.counts), one.counts
        p, r, f, record = (_percent(own[name]) for name in ("precision", "recall", "found_f1", "record_f1"))
        table.add_row(
            f"    {one.name}", f"{n['gold']}", f"{n['predicted']}", f"{n['found']}", p, r, f, f"record {record}"
        )
    heading("errors by cause")
    for cause, of, how, count in causes(folder.errors):
        table.add_row(f"    {cause} {of}{f': {how}' if how else ''}", "", "", str(count))
    for annotated, read, count in confusions(folder.errors):
        table.add_row(f"    {annotated} read as {read}", "", "", str(count))


def show(
    console: Console,
    folders: Sequence[Folder],
    specs: Mapping[str, Passed],
    floors: Mapping[str, Mapping[str, float]],
    misses: int = 0,
    running: Running | None = None,
) -> None:
    """Print the table, then `misses` examples of every cause."""
    console.print(_table(floors, folders, specs, running))
    for folder in folders:
        for error in examples(folder.errors, misses):
            what = f"{error.cause} {error.of}{f' ({error.how})' if error.how else ''}"
            values = (
                f"\n      annotated {error.annotated or '–'} | read {error.read or '–'}"
                if error.cause == "wrong field"
                else ""
            )
            words = " ".join(error.words.split())
            console.print(
                f"  {what}  {error.document}:{error.start}  “{words}”{values}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
