"""How things are counted, how often it is right, and what the words mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pledgebook.web.pages.answering import Values, answered
from pledgebook.world.data import table

router = APIRouter()


def accuracy() -> Mapping[str, Any]:
    """The figures of docs/accuracy.md, as data: a test holds both against each other. Raises SetupError where it is missing."""
    return table("web", "data/about.toml")


@router.get("/about")
def about(request: Request) -> Response:
    """The page about the book."""
    return answered(request, view)


def view() -> tuple[str, Values]:
    """What the page shows."""
    return "about.html", {"here": "about", "title": "How this book counts", **accuracy()}
