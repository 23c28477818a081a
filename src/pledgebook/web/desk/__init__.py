"""The review desk: what waits for a person, in its context, and every decision an entry.

signing_in   signing in and out
queues       what waits: rows, pairs, contradictions, evidence, a second person
context      a statement in the text around it
deciding     what may be decided, by whom, and how it becomes an entry
progress     how much is left, and how far persons agree
views        the pages
programs     the same decisions for programs
"""

from fastapi import APIRouter

from pledgebook.web.desk import programs, signing_in, views

router = APIRouter()
for _part in (signing_in, views, programs):
    router.include_router(_part.router)
