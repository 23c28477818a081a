"""Counts of one annotated document: what was found, what is right, and every error with its cause.

Pairing and the comparison of fields are those of the official scorer, imported from its file, so that the two can
never disagree about what is right; `figures` are ratios of the counts, named as the official scorer names them.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args

from evals.measure.calibration import Sure
from pledgebook.errors import UsageError
from pledgebook.model import Kind

KINDS: tuple[str, ...] = get_args(Kind)
FIELDS = ("kind", "actors", "quantity", "recipients", "period")
STATED = FIELDS[1:]
"""The fields that a statement may leave out: for these precision and recall are counted as well."""

Record = Mapping[str, Any]
Cause = Literal["missed", "false alarm", "wrong field"]


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is not as annotated.

    `of`: the kind that was missed or falsely given, or the field that is wrong. `how`: for a wrong field "not read"
    (the annotation states it, we do not), "not stated" (the other way round) or "another value"; else empty. `words`:
    those of the object; `start`: its offset. `annotated`, `read`: the two values of a wrong field, as text.
    """

    document: str
    cause: Cause
    of: str
    start: int
    words: str
    how: str = ""
    annotated: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """The counts of one document (whole numbers by name, see `score`), its errors in the order of the text, and for each
    record that counts and has a confidence that confidence and whether it is right."""

    name: str
    counts: Counter[str]
    errors: tuple[Error, ...]
    judged: tuple[Sure, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as counts: `part` over the mean of `wholes`; with two an F1, that is 2·tp / (predicted + gold)."""

    part: str
    wholes: tuple[str, ...]


def ratios() -> dict[str, Ratio]:
    """Every figure by name. The plain ones are the official scorer's; `kind:K:…` ask for the same kind on both sides,
    `field:F:…` count over all statements that state the field, so that a missed statement costs recall."""
    figures = {
        "precision": Ratio("found", ("predicted",)),
        "recall": Ratio("found", ("gold",)),
        "found_f1": Ratio("found", ("predicted", "gold")),
        "record_f1": Ratio("record", ("predicted", "gold")),
    }
    figures |= {f"{field}_accuracy": Ratio(f"right_{field}", ("found",)) for field in FIELDS}
    figures |= {f"{field}_recall": Ratio(f"right_{field}", ("gold",)) for field in FIELDS}
    figures["gate_parsed"] = Ratio("gate_parsed", ("gate_sentences",))
    figures["gate_kept"] = Ratio("gate_kept", ("gate_annotations",))
    for scope in [*(f"kind:{kind}" for kind in KINDS), *(f"field:{field}" for field in STATED)]:
        figures[f"{scope}:precision"] = Ratio(f"{scope}:right", (f"{scope}:predicted",))
        figures[f"{scope}:recall"] = Ratio(f"{scope}:right", (f"{scope}:gold",))
        figures[f"{scope}:f1"] = Ratio(f"{scope}:right", (f"{scope}:predicted", f"{scope}:gold"))
    figures |= {f"kind:{kind}:found": Ratio(f"kind:{kind}:found", (f"kind:{kind}:gold",)) for kind in KINDS}
    return figures


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """Every figure of `ratios`, 0 to 1; 0 where there is nothing to count, as the official scorer has it."""
    found = {}
    for name, ratio in ratios().items():
        whole = sum(counts.get(w, 0) for w in ratio.wholes)
        found[name] = len(ratio.wholes) * counts.get(ratio.part, 0) / whole if whole else 0.0
    return found


def load_scorer(path: Path) -> ModuleType:
    """The official scorer as a module. Raises UsageError where `path` holds none."""
    spec = importlib.util.spec_from_file_location("official_scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"the official scorer is not at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if tuple(module.FIELDS) != FIELDS:
        raise UsageError(f"the scorer at {path} compares other fields than this program knows: {module.FIELDS}")
    return module


def load_annotations(path: Path) -> list[dict[str, Any]]:
    """The statements of a NAME.gold.json. Raises UsageError where the file is not one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["statements"]
        for one in found:
            if one["kind"] not in KINDS or not 0 <= one["start"] < one["end"]:
                raise UsageError(f"{path} has an annotation with a wrong kind or span: {one['object'][:60]!r}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a file of annotations ({type(error).__name__}: {error})") from error
    return list(found)


def value_of(item: Record, field: str) -> str:
    """A field of an annotation or a record as short text; empty where it is not stated."""
    value = item.get(field)
    if not value:
        return ""
    if field in ("actors", "recipients"):
        return ", ".join(sorted(i if isinstance(i, str) else i.get("id") or f"? ({i.get('name')})" for i in value))
    if field == "quantity":
        low, high = value.get("low"), value.get("high")
        bounds = f"{low}" if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
        return f"{bounds} {value.get('unit')}"
    if field == "period":
        return str(value.get("edtf") or "") if isinstance(value, dict) else str(value)
    return str(value)


def _how(annotated: str, read: str) -> str:
    return "another value" if annotated and read else "not read" if annotated else "not stated"


def right_records(gold: Sequence[Record], predicted: Sequence[Record], scorer: ModuleType) -> list[bool | None]:
    """For every record whether its kind, actors and quantity are all right; None for one that is paired with an optional
    annotation, which counts neither way."""
    right: list[bool | None] = [False] * len(predicted)
    for g, p in scorer.pair(list(gold), list(predicted)):
        fields = scorer.fields_right(gold[g], predicted[p])
        right[p] = None if gold[g].get("optional") else fields["kind"] and fields["actors"] and fields["quantity"]
    return right


def score(name: str, gold: Sequence[Record], predicted: Sequence[Record], scorer: ModuleType) -> Scored:
    """Compare the records of a document with its annotations.

    Optional annotations, and records paired with them, count on neither side. Counts: `gold`, `predicted`, `found`,
    `record` (kind, actors and quantity all right), `right_FIELD` among the found; `kind:K:gold|predicted|found|right`,
    `field:F:gold|predicted|right`.
    """
    pairs: list[tuple[int, int]] = scorer.pair(list(gold), list(predicted))
    optional = {g for g, a in enumerate(gold) if a.get("optional")}
    dropped = {p for g, p in pairs if g in optional}
    partner = {g: p for g, p in pairs if g not in optional}
    counts: Counter[str] = Counter(
        gold=len(gold) - len(optional), predicted=len(predicted) - len(dropped), found=len(partner), record=0
    )
    errors: list[Error] = []
    for g, annotation in enumerate(gold):
        if g in optional:
            continue
        counts[f"kind:{annotation['kind']}:gold"] += 1
        counts.update(f"field:{field}:gold" for field in STATED if value_of(annotation, field))
        start, words = annotation["start"], annotation["object"]
        if g not in partner:
            errors.append(Error(name, "missed", annotation["kind"], start, words))
            continue
        record = predicted[partner[g]]
        right: dict[str, bool] = scorer.fields_right(annotation, record)
        counts[f"kind:{annotation['kind']}:found"] += 1
        counts[f"kind:{annotation['kind']}:right"] += right["kind"]
        counts["record"] += right["kind"] and right["actors"] and right["quantity"]
        for field in FIELDS:
            ours, theirs = value_of(record, field), value_of(annotation, field)
            if not right[field]:
                errors.append(Error(name, "wrong field", field, start, words, _how(theirs, ours), theirs, ours))
                continue
            counts[f"right_{field}"] += 1
            if field in STATED and theirs:
                counts[f"field:{field}:right"] += 1
    paired = {p for _, p in pairs}
    for p, record in enumerate(predicted):
        if p in dropped:
            continue
        counts[f"kind:{record['kind']}:predicted"] += 1
        counts.update(f"field:{field}:predicted" for field in STATED if value_of(record, field))
        if p not in paired:
            errors.append(
                Error(name, "false alarm", record["kind"], record["object"]["start"], record["object"]["text"])
            )
    judged = tuple(
        (float(record["confidence"]), right)
        for record, right in zip(predicted, right_records(gold, predicted, scorer), strict=True)
        if right is not None and record.get("confidence") is not None
    )
    return Scored(name, counts, tuple(sorted(errors, key=lambda e: (e.start, e.cause, e.of))), judged)
