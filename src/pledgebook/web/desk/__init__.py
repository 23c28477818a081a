"""The review desk: what waits for a person, in its context, and every decision an entry.

signing_in   signing in and out
queues       what waits: rows, pairs, contradictions, evidence, a second person
context      a statement in the text around it
deciding     what may be decided, by whom, and how it becomes an entry
progress     how much is left, and how far persons agree
views        the pages
"""

from os import PathLike

from fastapi import FastAPI

from pledgebook.config import book_place, needs_second
from pledgebook.web.accounts.door import Door
from pledgebook.web.desk import signing_in, views


def attach(app: FastAPI, place: str | PathLike[str] | None) -> None:
    """Give a site its desk, with the accounts of the book at `place` and what the settings ask for. Close `app.state.door` with
    the site."""
    app.state.door = Door(book_place(place))
    app.state.needs_second = needs_second()
    for part in (signing_in, views):
        app.include_router(part.router)
