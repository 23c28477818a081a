"""What can be asked for: a day, a page, and the filters of `pledgebook.book.lists.Filters`, as the parameters of an address."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, Field

from pledgebook.book import Book
from pledgebook.book.lists import Filters
from pledgebook.ledger import Sort
from pledgebook.model import ContradictionType, EntryKind, Kind, StatusName, Strength
from pledgebook.web.books import book_of

MOST = 200
"""Lines of a page at the most: each commitment comes with all its statements."""
LARGEST = 2**53 - 1
"""The largest number that every reader of JSON knows exactly (RFC 8259, 6)."""
Words = Annotated[str, Field(min_length=1, max_length=200)]
Answer = Literal["true", "false"]
Moment = Annotated[str, Field(pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Cursor = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,600}$")]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


class Nothing(BaseModel):
    """What takes no parameter."""

    model_config = ConfigDict(extra="forbid")


class Day(Nothing):
    """As of which day."""

    as_of: str | None = Field(
        default=None, pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="As the book could be known on this day."
    )

    def book(self, request: Request) -> Book:
        """The book of the site as of that day. Raises UsageError where it is no day."""
        book = book_of(request)
        return book.as_of(self.as_of) if self.as_of else book


class Page(Nothing):
    """Which page of a list that is numbered."""

    limit: int = Field(default=50, ge=1, le=MOST, description="Lines of a page.")
    after: Number | None = Field(default=None, description="The `next` of the page before.")


class EntryPage(Page):
    """The same of entries."""

    kind: EntryKind | None = Field(default=None, description="Only entries of this kind.")


class Saying(Day):
    """Which statements of a list; all filters that are given must fit."""

    limit: int = Field(default=50, ge=1, le=MOST, description="Lines of a page.")
    after: Cursor | None = Field(default=None, description="The `next` of the page before.")
    actor: Words | None = Field(default=None, description="Who undertakes, an id or a name: MX, Mexico, org:usaid.")
    recipient: Words | None = Field(default=None, description="Who receives, an id or a name.")
    kind: Literal[Kind, "all"] = "all"
    unit: Words | None = Field(default=None, description="A code or a word: USD, dollars, refugee.")
    status: StatusName | None = Field(default=None, description="What became of it.")
    period: Words | None = Field(
        default=None, description="EDTF, such as 2023 or 2022-10/2024-09; what overlaps it fits."
    )
    text: Words | None = Field(default=None, description='Words of its statements; a "phrase"; -word for none of them.')
    strength: Strength | None = Field(default=None, description="How firmly it was said.")
    publisher: Words | None = Field(default=None, description="Stated by this publisher.")
    venue: Words | None = Field(default=None, description="Said at this meeting or in this instrument.")
    contradicted: Literal["true", "false", ContradictionType] | None = Field(
        default=None, description="Whether its sources contradict each other, or in what."
    )
    reviewed: Answer | None = Field(default=None, description="Whether a person has checked or corrected it.")
    since: Moment | None = Field(default=None, description="First stated on or after this day, month or year.")
    until: Moment | None = Field(default=None, description="First stated on or before it.")
    descending: Answer = Field(default="false", description="The last first.")

    def filters(self) -> Filters:
        """The same as the book takes them."""
        found: dict[str, Any] = self.model_dump(exclude={"as_of"})
        for name in ("contradicted", "reviewed", "progress", "descending"):
            if name not in found:
                continue
            found[name] = {"true": True, "false": False}.get(found[name], found[name])
        found["kind"] = None if self.kind == "all" else self.kind
        return cast(Filters, found)


class Listing(Saying):
    """Which commitments of a list, and in which order."""

    kind: Literal[Kind, "all"] = "commitment"
    progress: Answer | None = Field(default=None, description="Whether later documents tell of its progress.")
    min_confidence: float | None = Field(default=None, ge=0, le=1, description="At least so sure.")
    sort: Sort = Field(default="first_stated", description="What to order by.")


AskedNothing = Annotated[Nothing, Query()]
AskedDay = Annotated[Day, Query()]
AskedPage = Annotated[Page, Query()]
AskedEntries = Annotated[EntryPage, Query()]
AskedStatements = Annotated[Saying, Query()]
AskedList = Annotated[Listing, Query()]
