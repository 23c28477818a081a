"""Official records of delivery: reading them, and saying which commitment they speak of and how much they add up to.

A file becomes a snapshot and a stream of records (`read_evidence`), a snapshot's records become series to choose from
(`series`), a commitment gets measures proposed (`suggest`), a confirmed measure is added up (`deliver`), and two snapshots of
a source are compared (`changes`).
"""

from pledgebook.evidence.changes import Change, ChangeSort, changes
from pledgebook.evidence.deliver import deliver
from pledgebook.evidence.formats.description import parse_description, read_description, shipped
from pledgebook.evidence.formats.draft import Draft, preview
from pledgebook.evidence.formats.layout import Description
from pledgebook.evidence.reading import REMARKS, EvidenceReading, describe, read_evidence
from pledgebook.evidence.select import nothing_selected
from pledgebook.evidence.series import Series, series
from pledgebook.evidence.suggest import Suggestion, suggest

__all__ = [
    "REMARKS",
    "Change",
    "ChangeSort",
    "Description",
    "Draft",
    "EvidenceReading",
    "Series",
    "Suggestion",
    "changes",
    "deliver",
    "describe",
    "nothing_selected",
    "parse_description",
    "preview",
    "read_description",
    "read_evidence",
    "series",
    "shipped",
    "suggest",
]
