"""What the tests of this room share: a file read whole, its records and problems apart, and small IATI files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.evidence import read_evidence
from pledgebook.model import Observation, Problem, Record, Result, Snapshot, Transaction

SEEN = "2026-11-24"


@dataclass(frozen=True, slots=True)
class Gathered:
    snapshot: Snapshot | None
    records: list[Record]
    problems: list[Problem]

    @property
    def rules(self) -> list[str]:
        return [problem.rule for problem in self.problems]

    @property
    def transactions(self) -> list[Transaction]:
        return [record for record in self.records if isinstance(record, Transaction)]

    @property
    def observations(self) -> list[Observation]:
        return [record for record in self.records if isinstance(record, Observation)]

    @property
    def results(self) -> list[Result]:
        return [record for record in self.records if isinstance(record, Result)]


def gather(path: Path, **options: Any) -> Gathered:
    reading = read_evidence(path, **{"seen": SEEN, **options})
    records: list[Record] = []
    problems: list[Problem] = []
    for one in reading.records:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            records.append(one)
    return Gathered(reading.snapshot, records, problems)


def gather_text(folder: Path, name: str, content: str | bytes, **options: Any) -> Gathered:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return gather(path, **options)


def iati(*activities: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n', version: str = "2.03") -> str:
    return f'{head}<iati-activities version="{version}">\n' + "".join(activities) + "</iati-activities>\n"


def activity(id: str, inner: str = "", currency: str = "USD") -> str:
    return (
        f'<iati-activity default-currency="{currency}">\n<iati-identifier>{id}</iati-identifier>\n'
        '<reporting-org ref="XX-1"><narrative>Ministry</narrative></reporting-org>\n'
        f"<title><narrative>Türkiye &amp; {id}</narrative></title>\n{inner}</iati-activity>\n"
    )


def transaction(
    code: str = "3", day: str = "2022-01-15", value: str = "100", currency: str = "", inner: str = ""
) -> str:
    given = f' currency="{currency}"' if currency else ""
    date = f'<transaction-date iso-date="{day}"/>' if day else ""
    return f'<transaction><transaction-type code="{code}"/>{date}<value{given} value-date="{day}">{value}</value>{inner}</transaction>\n'
