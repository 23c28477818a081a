"""The amounts that a change reaches: "raise the quota from 15,000 to 62,500" is about 62,500."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pledgebook.extract.amounts.lexicon import pattern
from pledgebook.language.lexicon import pattern_of
from pledgebook.model.amount import Amount


@functools.cache
def _links() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    start, reach = pattern_of("numbers", "change-from"), pattern_of("numbers", "change-to")
    beside = pattern_of("numbers", "change-beside")
    return (
        re.compile(rf"\b{start}\s{{1,2}}$", re.IGNORECASE),
        re.compile(rf"(?:\s[a-z-]{{2,20}}){{0,2}},?\s{{1,2}}{reach}\s{{1,2}}", re.IGNORECASE),
        re.compile(rf",?\s{{1,2}}\(?{beside}\s{{1,2}}", re.IGNORECASE),
    )


def without_starts(text: str, found: Sequence[Amount]) -> list[Amount]:
    """The amounts of a text without those that a change starts from ("from 15,000 to …", "to 62,500, up from …")."""
    kept: list[Amount] = []
    for at, one in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if not (kept and _compared(text, found[at - 1], one)) and not (following and _leaves(text, one, following)):
            kept.append(one)
    return kept


def _leaves(text: str, one: Amount, following: Amount) -> bool:
    """Whether a change goes from one amount to the next."""
    start, reach, _ = _links()
    return (
        one.measure == following.measure
        and start.search(text, max(0, one.start - 12), one.start) is not None
        and reach.fullmatch(text, one.end, following.start) is not None
        and pattern("change").search(text, max(0, one.start - 100), one.start) is not None
    )


def _compared(text: str, before: Amount, one: Amount) -> bool:
    """Whether an amount is what the one before it is compared with."""
    return before.measure == one.measure and _links()[2].fullmatch(text, before.end, one.start) is not None
