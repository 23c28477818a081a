"""The book for programs: JSON under /api/v1, described by OpenAPI; Atom feeds; a card for other sites.

asking       what a list can be asked for: the filters of the book, as parameters
answering    how JSON is answered: entity tags, 304, one shape of errors
shapes       the shapes of answers, for OpenAPI
commitments, statements, documents, evidence, entries     what can be asked
deciding     what a program with a token may say
feeds        Atom
card         oEmbed and the card
description  the OpenAPI document
"""

from fastapi import APIRouter

from pledgebook.web.api import card, commitments, deciding, documents, entries, evidence, feeds, statements
from pledgebook.web.api.answering import PREFIX
from pledgebook.web.api.description import described

router = APIRouter()
for _part in (entries, commitments, statements, documents, evidence, deciding):
    router.include_router(_part.router, prefix=PREFIX)
for _part in (feeds, card):
    router.include_router(_part.router)
router.include_router(described(router))
