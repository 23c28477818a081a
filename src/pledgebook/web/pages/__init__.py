"""What readers see: a module for each page, with its route and its view (what its template is told)."""

from fastapi import APIRouter

from pledgebook.web.pages import overview

router = APIRouter(include_in_schema=False)
for _page in (overview,):
    router.include_router(_page.router)
