"""What waits for a person: five queues, each with the most useful first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from pledgebook.book import Book
from pledgebook.book.evidence import catalogue
from pledgebook.errors import UsageError
from pledgebook.evidence import suggest
from pledgebook.ledger import Waiting
from pledgebook.publish.answers import Pair
from pledgebook.web.books import Edition
from pledgebook.web.caching import Kept

QueueName = Literal["rows", "pairs", "contradictions", "evidence", "second"]
TITLES: dict[QueueName, str] = {
    "rows": "Rows, the least sure first",
    "pairs": "Are these two the same?",
    "contradictions": "Sources that contradict each other",
    "evidence": "Official records that may count",
    "second": "Waiting for a second person",
}
SUGGESTED = 50
"""Rows with suggested evidence that are looked for at a time."""
LOOKED_AT = 2_000
"""Rows that are looked at for evidence, those with the largest amounts: the whole of a large book would take minutes."""
MOST = 200
"""Further than this, pairs and contradictions are not counted."""
_END = "end"
_PLACE = re.compile(r"([0-9a-z:]{1,20})\.(-?[0-9]{1,9})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Next:
    """What a queue holds next. `id`: of a commitment; None where nothing is left. `after`: to ask for what comes behind it."""

    id: str | None
    after: str = ""


def queue_named(name: str) -> QueueName:
    """Raises UsageError for a queue that there is not."""
    for one in get_args(QueueName):
        if name == one:
            return one  # type: ignore[no-any-return]
    raise UsageError(f"there is no queue {name[:40]!r}")


def next_row(book: Book, queue: QueueName, after: str, by: str, edition: Edition) -> Next:
    """The next commitment of a queue that is not of pairs. `after`: where the one before stood, empty for the first. `by`: who asks;
    nobody is their own second. Raises UsageError for no place of a queue."""
    if queue == "evidence":
        ids, skip = suggested.of(book, edition)[1], _skip(after)
        return Next(ids[skip], str(skip + 1)) if skip < len(ids) else Next(None)
    if queue == "contradictions":
        if after == _END:
            return Next(None)
        page = book.commitments(kind=None, contradicted=True, reviewed=False, limit=1, after=after or None)
        return Next(page[0].commitment.id, page.cursor or _END) if page else Next(None)
    with book.ledger.read() as reader:
        place = _place(after)
        while True:
            found = reader.awaiting_second(20, place) if queue == "second" else reader.least_sure(1, place)
            if not found:
                return Next(None)
            whole = reader.in_full([one.id for one in found]) if queue == "second" else {}
            for one in found:
                said = (
                    [review.by for member in whole[one.id].members for review in member.said.reviews] if whole else []
                )
                if by not in said:
                    return Next(one.id, _written(one))
            place = found[-1].place


def next_pair(book: Book, after: str, edition: Edition) -> tuple[Pair | None, str]:
    """The next pair that rules are unsure about, and where to go on. Raises UsageError for no place of a queue."""
    skip = _skip(after)
    found = open_pairs(book, edition)
    return (found[skip], str(skip + 1)) if skip < len(found) else (None, "")


def open_pairs(book: Book, edition: Edition) -> list[Pair]:
    """The pairs that rules are unsure about, those first whose answer would change most, up to MOST and one. Which they are is kept
    while the book changes, since all that are open have to be weighed; what was decided meanwhile is left out."""
    pairs = unsure.of(book, edition)[1]
    with book.ledger.read() as reader:
        numbers = reader.numbers({side.statement.id for one in pairs for side in (one.left, one.right)})
        homes = reader.homes(numbers.values())
        said = {(one.left, one.right) for one in reader.judgements(numbers.values(), persons=True)}

    def is_open(one: Pair) -> bool:
        ends = [homes.get(numbers[side.statement.id]) for side in (one.left, one.right)]
        return None not in ends and ends[0] != ends[1] and (one.judgement.left, one.judgement.right) not in said

    return [one for one in pairs if is_open(one)]


unsure: Kept[list[Pair]] = Kept(lambda book: book.unsure(limit=MOST + 1))
"""The pairs that rules were unsure about when all were weighed last."""


def _suggested(book: Book) -> list[str]:
    with book.ledger.read() as reader:
        known = [one for _, found in catalogue(reader, book.day) for one in found]
        linked = set(reader.followed())
    if not known:
        return []
    pages = book.pages(most=LOOKED_AT, sort="amount", descending=True)
    open_ = (one.commitment for page in pages for one in page if one.commitment.id not in linked)
    return [one.id for one in islice((one for one in open_ if suggest(one, known)), SUGGESTED)]


suggested: Kept[list[str]] = Kept(_suggested)
"""The commitments for which evidence is suggested and none counts yet, those with the largest amounts first."""


def _skip(after: str) -> int:
    if after and not (after.isascii() and after.isdecimal() and len(after) < 6):
        raise UsageError(f"{after[:40]!r} is no place of this queue")
    return int(after or 0)


def _place(after: str) -> tuple[str, int, int] | None:
    if not after:
        return None
    found = _PLACE.fullmatch(after)
    if found is None:
        raise UsageError(f"{after[:40]!r} is no place of this queue")
    return found[1], int(found[2]), int(found[3])


def _written(one: Waiting) -> str:
    return ".".join(map(str, one.place))
