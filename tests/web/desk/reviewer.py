"""Somebody who uses the desk over HTTP as a browser without JavaScript does: forms are read from the page and sent as they stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import httpx
from lxml import html

WORDS = "correct horse battery staple"


class Reviewer:
    """A browser of one's own. Forms are sent with everything that the page put into them."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=60)
        self.page: Any = None
        self.status = 0
        self.url = ""

    def __enter__(self) -> Reviewer:
        return self

    def __exit__(self, *found: object) -> None:
        self.http.close()

    def get(self, path: str) -> Reviewer:
        """Open a page; redirects are followed."""
        return self._took(self.http.get(path, follow_redirects=True))

    def form(self, act: str = "", action: str = "decide", **holding: str) -> Any:
        """The form that has a button for an act, or (no act) posts to this action; `holding`: with these values in it."""
        for one in self.page.iter("form"):
            fields = {field.get("name"): field.get("value") for field in one.iter("input", "button")}
            acts = [button.get("value") for button in one.iter("button")]
            posts = one.get("action", "").endswith(action)
            if posts and (not act or act in acts) and all(fields.get(name) == value for name, value in holding.items()):
                return one
        raise AssertionError(f"no form for {act or action} on {self.url}: {self.text[:300]}")

    def values(self, form: Any, **changed: str) -> dict[str, str]:
        """What a browser sends of a form, with these values typed in."""
        found = {one.get("name"): one.get("value") or "" for one in form.iter("input") if one.get("name")}
        for one in form.iter("select"):
            chosen = [option for option in one.iter("option") if option.get("selected") is not None]
            found[one.get("name")] = (chosen or list(one.iter("option")))[0].get("value")
        return found | changed

    def send(self, act: str = "", action: str = "decide", form: Any = None, **typed: str) -> Reviewer:
        """Press a button."""
        form = self.form(act, action) if form is None else form
        values = self.values(form, **typed) | ({"act": act} if act else {})
        return self.post(urljoin(self.url, form.get("action")), values)

    def post(self, path: str, values: dict[str, str], **headers: str) -> Reviewer:
        """Send values as a form of this page."""
        sent = {"Origin": str(self.http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin", **headers}
        return self._took(self.http.post(path, data=values, headers=sent, follow_redirects=True))

    def sign_in(self, name: str, password: str = WORDS) -> Reviewer:
        """Sign in through the form."""
        self.get("/sign-in")
        return self.send(action="sign-in", name=name, password=password)

    def _took(self, answer: httpx.Response) -> Reviewer:
        self.status, self.url = answer.status_code, str(answer.url)
        self.headers = answer.headers
        self.page = html.fromstring(answer.text) if answer.text.strip() else None
        return self

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(self.page.text_content().split()) if self.page is not None else ""

    @property
    def heading(self) -> str:
        """The first heading."""
        return " ".join(self.page.findtext(".//h1").split())
