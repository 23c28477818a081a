"""What readers see: a module for each page, with its route and its view (what its template is told)."""

from fastapi import APIRouter

from pledgebook.web.pages import about, commitment, commitments, deliveries, documents, names, overview, search

router = APIRouter(include_in_schema=False)
for _page in (overview, commitments, commitment, deliveries, documents, names, search, about):
    router.include_router(_page.router)
