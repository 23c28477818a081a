"""Who is kept out: forged, ended and replayed secrets, forms from elsewhere, reviewers at an editor's routes, tricks with paths."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from desk_site import Desk, desk
from reviewer import WORDS, Reviewer
from sqlalchemy import update

from pledgebook.ledger import copy_ledger
from pledgebook.web.accounts import tokens, users
from pledgebook.web.accounts.secrets import digest, form_token
from pledgebook.web.accounts.store import sessions

PAGES = [
    "/desk",
    "/desk/rows",
    "/desk/pairs",
    "/desk/contradictions",
    "/desk/evidence",
    "/desk/second",
    "/desk/rejected",
    "/desk/row/cm-1",
]
FORMS = ["/desk/decide", "/desk/undo", "/sign-out"]


@pytest.fixture(scope="module")
def served(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """On a file alone: what is refused here is refused before a book is asked; test_accounts has both engines."""
    folder = tmp_path_factory.mktemp("doors")
    copy_ledger(str(demo_book), str(folder / "book.db"))
    with desk(str(folder / "book.db"), folder) as found:
        yield found
        assert found.book.verify() == []


def ready(desk: Desk, one: Reviewer) -> dict[str, str]:
    """Everything that a form for accepting a row would send, with nothing wrong in it."""
    id = next(found.commitment.id for found in desk.book.commitments(kind=None, reviewed=False))
    one.get(f"/desk/row/{id}")
    return one.values(one.form("accept"), act="accept")


def is_refused(desk: Desk, one: Reviewer, values: dict[str, str], status: int, **headers: str) -> None:
    before = desk.said()
    one.post("/desk/decide", values, **headers)
    assert one.status == status, one.text
    assert desk.said() == before


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_the_desk_send_strangers_to_sign_in(served: Desk, path: str) -> None:
    answer = httpx.get(served.address + path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?to={path}"


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "a b", "../../x", "%00", '"'])
def test_a_forged_session_is_none(served: Desk, secret: str) -> None:
    answer = httpx.get(f"{served.address}/desk", headers={"Cookie": f"pledgebook={secret}"})
    assert answer.status_code == 303


def test_the_digest_of_a_session_is_no_session(served: Desk) -> None:
    answer = httpx.get(f"{served.address}/desk", headers={"Cookie": f"pledgebook={digest(served.session('R. Diaz'))}"})
    assert answer.status_code == 303


def test_a_session_that_has_ended_sends_nothing(served: Desk) -> None:
    with served.as_("R. Diaz") as one:
        values = ready(served, one)
        with served.accounts.write() as connection:
            own = sessions.c.digest == digest(one.http.cookies["pledgebook"])
            connection.execute(update(sessions).where(own).values(ends=int(time.time()) - 1))
        is_refused(served, one, values, 401)
        assert one.get("/desk").heading == "Sign in"


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "another session"])
def test_a_form_without_the_token_of_its_session_is_refused(served: Desk, token: str) -> None:
    with served.as_("R. Diaz") as one:
        values = ready(served, one)
        if token == "another session":
            token = form_token(served.session("A. Okoro"))
        is_refused(served, one, values | {"form_token": token}, 403)
        values.pop("form_token")
        is_refused(served, one, values, 403)


@pytest.mark.parametrize("path", FORMS)
def test_every_form_wants_the_token(served: Desk, path: str) -> None:
    with served.as_("R. Diaz") as one:
        assert one.post(path, {"act": "accept"}).status == 403
        one.http.cookies.clear()
        assert one.post(path, {"act": "accept"}).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(served: Desk, headers: dict[str, str]) -> None:
    with served.as_("R. Diaz") as one:
        is_refused(served, one, ready(served, one), 403, **headers)
        one.get("/sign-out")
    with Reviewer(served.address) as other:
        other.get("/sign-in")
        values = other.values(other.form(action="sign-in"), name="R. Diaz", password=WORDS)
        assert other.post("/sign-in", values, **headers).status == 403
        assert "pledgebook" not in other.http.cookies


def test_signing_in_wants_the_form_that_this_browser_was_given(served: Desk) -> None:
    with Reviewer(served.address) as one, Reviewer(served.address) as other:
        one.get("/sign-in")
        other.get("/sign-in")
        foreign = one.values(one.form(action="sign-in"))["form_token"]
        other.post("/sign-in", {"name": "R. Diaz", "password": WORDS, "form_token": foreign})
        assert other.status == 403
        other.http.cookies.clear()
        other.post("/sign-in", {"name": "R. Diaz", "password": WORDS, "form_token": foreign})
        assert other.status == 403
        assert "pledgebook" not in other.http.cookies


@pytest.mark.parametrize(
    ("act", "value"), [("rule", "stalled"), ("forget", "sha256:" + "0" * 64)], ids=["rule", "forget"]
)
def test_a_reviewer_at_an_editor_s_route_is_refused(served: Desk, act: str, value: str) -> None:
    with served.as_("R. Diaz") as one:
        values = ready(served, one)
        assert act not in one.page.xpath("//button[@name='act']/@value")
        is_refused(served, one, values | {"act": act, "value": value, "note": "because"}, 403)
        assert "Only an editor may do that" in one.text


def test_an_editor_who_is_made_reviewer_is_one_at_once(served: Desk) -> None:
    with served.as_("A. Okoro") as one:
        values = ready(served, one) | {"act": "rule", "value": "stalled", "note": "because"}
        with served.accounts.write() as connection:
            users.set_role(connection, "A. Okoro", "reviewer")
        try:
            is_refused(served, one, values, 403)
        finally:
            with served.accounts.write() as connection:
                users.set_role(connection, "A. Okoro", "editor")


PATHS = [
    "/desk/../desk/../../etc/passwd",
    "/desk/row/..%2f..%2fetc%2fpasswd",
    "/desk/row/%2e%2e/%2e%2e/etc/passwd",
    "/desk/row/cm-%00",
    "/desk/row/cm-1%0d%0aSet-Cookie:%20x=y",
    "/desk/nothing",
    "/desk/ROWS",
    "/desk//rows",
    "/assets/../accounts/store.py",
    "/assets/%2e%2e/accounts/store.py",
    "/assets/..%5caccounts%5cstore.py",
    "/assets/vendor/../../app.py",
    "/book.db",
    "/book.db.accounts",
]


def raw(desk: Desk, path: str, secret: str) -> tuple[int, bytes]:
    """What the server answers to a path as it is: a client would tidy it first."""
    at = urlsplit(desk.address)
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=30) as sent:
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: {at.netloc}",
            f"Cookie: pledgebook={secret}",
            "Connection: close",
            "",
            "",
        )
        sent.sendall("\r\n".join(lines).encode())
        found = b""
        while some := sent.recv(65536):
            found += some
    return int(found.split(b" ", 2)[1]), found


@pytest.mark.parametrize("path", PATHS)
def test_tricks_with_paths_lead_nowhere(served: Desk, path: str) -> None:
    status, answer = raw(served, path, served.session("R. Diaz"))
    assert status in (400, 404), answer[:300]
    assert b"root:" not in answer
    assert b"SQLAlchemy" not in answer
    assert b"set-cookie: x" not in answer.lower()


@pytest.mark.parametrize(
    "after",
    ["x", "-1", "1e3", "²", "9" * 30, "doubt:001.1", "a.1.2;DROP", "doubt:001.1.99999999999999999999", "\x00", "%"],
)
@pytest.mark.parametrize("queue", ["rows", "pairs", "contradictions", "evidence", "second"])
def test_a_place_that_is_none_is_the_caller_s_fault(served: Desk, queue: str, after: str) -> None:
    with served.as_("R. Diaz") as one:
        one._took(one.http.get(f"/desk/{queue}", params={"after": after}))
        assert one.status in (200, 400)
        one._took(one.http.get(f"/desk/{queue}", params={"done": "99999999999999999999999"}))
        assert one.status in (200, 422)


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\x",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "/\u202e",
        "",
    ],
)
def test_signing_in_leads_to_no_other_site(served: Desk, to: str) -> None:
    with served.as_("R. Diaz") as one:
        answer = one.http.get("/sign-in", params={"to": to})
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


def test_cookies_are_for_the_server_alone(served: Desk) -> None:
    with Reviewer(served.address) as one:
        one.get("/sign-in")
        values = one.values(one.form(action="sign-in"), name="M. Lind", password=WORDS)
        plain = one.http.post("/sign-in", data=values)
        told = plain.headers["set-cookie"].lower()
        assert "httponly" in told
        assert "samesite=lax" in told
        assert "path=/" in told
        assert "secure" not in told
        behind = httpx.get(f"{served.address}/sign-in", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
        assert behind.startswith("__Host-pledgebook-visit=")
        assert "; secure" in behind.lower()


def test_pages_of_one_person_are_kept_nowhere(served: Desk) -> None:
    with served.as_("R. Diaz") as one:
        for path in ("/desk", "/desk/rows", "/sign-in"):
            answer = one.http.get(path)
            assert answer.headers["cache-control"] == "no-store", path
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert one.http.get("/").headers["cache-control"] != "no-store"


@pytest.mark.parametrize("path", [*FORMS, "/sign-in", "/api/v1/decisions"])
def test_a_form_that_is_too_large_or_says_no_size_is_not_read(served: Desk, path: str) -> None:
    with served.as_("R. Diaz") as one:
        assert one.http.post(path, content=b"a" * 70_000).status_code == 413
        assert one.http.post(path, content=iter([b"a=b"])).status_code == 411


# programs


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_program_decides_with_a_token(served: Desk) -> None:
    id = served.row()
    secret = served.token("M. Lind")
    with httpx.Client(base_url=served.address, headers=bearer(secret)) as http:
        shown = http.get(f"/api/v1/review/{id}").json()
        assert shown["commitment"]["id"] == id
        asked = {"act": "accept", "ids": [id], "seen": shown["seen"], "note": "checked by a program"}
        answer = http.post("/api/v1/decisions", json=asked)
        assert answer.status_code == 201
        assert answer.json()["entry"] == served.said()[0].sequence
        again = http.post("/api/v1/decisions", json=asked)
        assert again.status_code == 409
        shown = http.get(f"/api/v1/review/{id}").json()
        ruled = http.post("/api/v1/decisions", json=asked | {"act": "rule", "value": "stalled", "seen": shown["seen"]})
        assert ruled.status_code == 403
        assert http.post("/api/v1/decisions", json=asked | {"act": "abolish"}).status_code == 422
        assert http.post("/api/v1/decisions", json=asked | {"by": "somebody else"}).status_code == 422
        assert http.get("/api/v1/review/cm-0000000000000000").status_code == 404


@pytest.mark.parametrize("sort", ["none", "forged", "ended", "removed", "a session", "no scheme"])
def test_a_token_that_opens_nothing(served: Desk, sort: str) -> None:
    secret = served.token("M. Lind", lasts=-1 if sort == "ended" else None)
    if sort == "removed":
        with served.accounts.write() as connection:
            for one in tokens.list_tokens(connection, "M. Lind"):
                tokens.remove_token(connection, one.id)
    headers = {
        "none": {},
        "forged": bearer(secret[:-1] + ("A" if secret[-1] != "A" else "B")),
        "a session": bearer(served.session("M. Lind")),
        "no scheme": {"Authorization": secret},
    }.get(sort, bearer(secret))
    asked = {"act": "accept", "ids": ["cm-1"], "seen": "1:1"}
    answer = httpx.post(f"{served.address}/api/v1/decisions", json=asked, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_is_no_token_for_programs_nor_a_token_a_session(served: Desk) -> None:
    with served.as_("R. Diaz") as one:
        assert (
            one.http.post("/api/v1/decisions", json={"act": "accept", "ids": ["cm-1"], "seen": "1:1"}).status_code
            == 401
        )
    answer = httpx.get(f"{served.address}/desk", headers={"Cookie": f"pledgebook={served.token('M. Lind')}"})
    assert answer.status_code == 303
