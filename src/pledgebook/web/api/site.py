"""Addresses of this site, for those who come from elsewhere."""

from __future__ import annotations

import re

from fastapi import HTTPException, Request

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


def site_of(request: Request) -> str:
    """The address of the site as the reader has it, ended by "/". A host that is none is refused with 400: it would stand in
    what other sites are given."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise HTTPException(400, "the request names no host")
    root = str(request.scope.get("root_path", "")).strip("/")
    return f"{request.url.scheme}://{host}/{f'{root}/' if root else ''}"


def page_of(site: str, commitment: str) -> str:
    """The address of the page about a commitment."""
    return f"{site}commitments/{commitment}"
