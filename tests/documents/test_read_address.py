"""Addresses, against real servers on the loopback: where they may lead, how long and how large they may be."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from made_pdf import made_pdf
from made_server import Answer, answer, serve

from pledgebook import documents
from pledgebook.documents import Item, Limits
from pledgebook.documents.network import is_public
from pledgebook.documents.secrets import without_secrets
from pledgebook.model import Document, Problem

CERTIFICATE = str(Path(__file__).parent / "localhost.pem")
PAGE = "<html><head><title>Aid</title></head><body><article><p>Norway’s fund gives “5”.</p></article></body></html>"
QUICK = Limits(seconds=0.6)


def get(address: str, limits: Limits = QUICK, private: bool = True) -> Document | Problem:
    return documents.open(Item(address, address=address), limits=limits, allow_private_network=private)


def fault(address: str, limits: Limits = QUICK, private: bool = True) -> Problem:
    found = get(address, limits, private)
    assert isinstance(found, Problem), found
    assert len(str(found).splitlines()) == 1
    assert found.source == address
    return found


@pytest.mark.parametrize(
    ("given", "text", "title"),
    [
        (answer(PAGE.encode(), content_type="text/html; charset=utf-8"), "Norway’s fund gives “5”.", "Aid"),
        (answer(PAGE.encode("cp1252"), content_type="text/html;charset=cp1252"), "Norway’s fund gives “5”.", "Aid"),
        (answer(PAGE.encode(), content_type="text/html; charset=iso-8859-1"), "Norway’s fund gives “5”.", "Aid"),
        (answer(PAGE.encode()), "Norway’s fund gives “5”.", "Aid"),
        (answer(b"Norway gives.\r\n", content_type="text/plain"), "Norway gives.\r\n", None),
        (answer(b"---\ntitle: Aid\n---\nN.", content_type="text/markdown"), "---\ntitle: Aid\n---\nN.", "Aid"),
        (answer(made_pdf([["Norway gives."]], "Aid"), content_type="application/pdf"), "Norway gives.", "Aid"),
        (answer(made_pdf([["Norway gives."]]), content_type="application/octet-stream"), "Norway gives.", None),
        (answer(gzip.compress(PAGE.encode(), mtime=0), content_encoding="gzip"), "Norway’s fund gives “5”.", "Aid"),
        (answer(zlib.compress(PAGE.encode()), content_encoding="deflate"), "Norway’s fund gives “5”.", "Aid"),
        (answer(zlib.compress(PAGE.encode())[2:-4], content_encoding="deflate"), "Norway’s fund gives “5”.", "Aid"),
        (answer(b"5\r\nNorwa\r\n8\r\ny gives.\r\n0\r\n\r\n", transfer_encoding="chunked"), "Norway gives.", None),
    ],
)  # fmt: skip
def test_what_a_server_answers_is_read_by_its_type(given: bytes, text: str, title: str | None) -> None:
    with serve({"/a": given}) as served:
        document = get(served.address("/a"))
    assert isinstance(document, Document), document
    assert (document.text, document.title, document.url) == (text, title, served.address("/a"))


def test_redirects_are_followed_to_the_last_address_and_the_source_stays() -> None:
    answers = {
        "/a": answer(status="302 Found", location="/b", set_cookie="seen=1; Path=/"),
        "/b": answer(status="308 Permanent Redirect", location="c"),
        "/c": answer(PAGE.encode()),
    }
    with serve(answers) as served:
        document = get(served.address("/a"))
    assert isinstance(document, Document)
    assert (document.source, document.url) == (served.address("/a"), served.address("/c"))
    assert "seen=1" in served.requests[2]


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serve({"/a": answer(PAGE.encode())}) as served:
        assert isinstance(get(served.address("/a")), Document)


PUBLIC = "93.184.215.14"
REAL_LOOK_UP, REAL_CONNECTION = socket.getaddrinfo, socket.create_connection


def internet(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """An internet of one machine: names under `.example` resolve to `answers` in turn, the last for ever, and
    whoever connects to PUBLIC comes to the loopback. Gives the names that were asked for."""
    asked: list[str] = []

    def look_up(host: str, port: int, *args: int, **more: int) -> object:
        if not host.endswith(".example"):
            return REAL_LOOK_UP(host, port, *args, **more)
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], *args: float, **more: Any) -> socket.socket:
        host = "127.0.0.1" if address[0] == PUBLIC else address[0]
        return REAL_CONNECTION((host, address[1]), *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("http://127.0.0.1:{port}/secret", "private-network"),
        ("http://localhost:{port}/secret", "private-network"),
        ("//[::1]:{port}/secret", "private-network"),
        ("file:///etc/hosts", "unsupported-scheme"),
        ("/away", "redirects"),
    ],
)
def test_a_redirect_to_where_it_must_not_lead(location: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    internet(monkeypatch, PUBLIC)
    with serve({"/secret": answer(PAGE.encode())}) as inner:
        away = answer(status="302 Found", location=location.format(port=inner.port))
        with serve({"/away": away, "/here": answer(PAGE.encode())}) as outer:
            assert isinstance(get(outer.address("/here", host="news.example"), private=False), Document)
            assert fault(outer.address("/away", host="news.example"), private=False).rule == rule
    assert inner.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]"])
def test_the_loopback_is_refused_however_it_is_written(host: str) -> None:
    with serve({"/": answer(PAGE.encode())}) as served:
        problem = fault(served.address("/", host=host), private=False)
    assert problem.rule in ("private-network", "host-not-found", "bad-address")
    assert served.requests == []


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({"/": answer(PAGE.encode())}) as served:
        asked = internet(monkeypatch, PUBLIC, "127.0.0.1")
        assert isinstance(get(served.address("/", host="news.example"), private=False), Document)
        assert asked == ["news.example"]
        assert fault(served.address("/", host="news.example"), private=False).rule == "private-network"
    assert f"host: news.example:{served.port}\r\n" in served.requests[0].lower()


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert fault("http://news.example/", private=False).rule == "private-network"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.1.2.3", False),
        ("172.31.0.1", False),
        ("192.168.0.1", False),
        ("127.0.0.53", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def _never(connection: socket.socket) -> None:
    connection.settimeout(5)
    connection.recv(1)


def _dripping(head: bytes) -> Answer:
    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(200):
            time.sleep(0.05)
            connection.sendall(b"x")

    return drip


@pytest.mark.parametrize(
    "given",
    [_never, _dripping(answer(content_type="text/plain")), _dripping(b"HTTP/1.1 200 OK\r\nx-a: ")],
    ids=["silent", "dripping body", "dripping head"],
)
def test_a_server_that_takes_for_ever_is_left_in_time(given: Answer) -> None:
    with serve({"/": given}) as served:
        begun = time.monotonic()
        problem = fault(served.address())
        taken = time.monotonic() - begun
    assert problem.rule == "timeout"
    assert "0.6 seconds" in problem.what
    assert taken < 4


def test_a_name_that_is_looked_up_for_ever_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        time.sleep(1.5)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert fault("http://news.example/").rule == "timeout"


MEGABYTE = b"Norway gives. Chad gives more to the fund. " * 24_000


def _endless(head: bytes, piece: bytes) -> Answer:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(200):
            connection.sendall(piece)

    return send


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/pdf"])
def test_a_page_of_200_megabytes_is_left_at_the_limit(kind: str) -> None:
    limits = Limits(file_bytes=4_000_000, html_bytes=2_000_000)
    with serve({"/": _endless(answer(content_type=kind), MEGABYTE)}) as served:
        tracemalloc.start()
        try:
            problem = fault(served.address(), limits)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert problem.rule == "too-large"
    assert peak < 12_000_000


def test_a_page_that_says_how_large_it_is_is_not_even_begun() -> None:
    with serve({"/": answer(b"x", content_type="text/html", content_length=str(200 * 1024 * 1024))}) as served:
        assert str(fault(served.address())).endswith("answer of 200 MB, the limit is 16 MB")


def test_a_packed_bomb_is_met_in_pieces() -> None:
    packed = gzip.compress(bytes(40_000_000))
    with serve({"/": answer(packed, content_type="text/plain", content_encoding="gzip")}) as served:
        tracemalloc.start()
        try:
            problem = fault(served.address(), Limits(file_bytes=2_000_000))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert problem.rule == "too-large"
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("given", "rule", "words"),
    [
        (answer(status="404 Not Found"), "http-status", "404 Not Found"),
        (answer(status="503 Oh"), "http-status", "503 Service Unavailable"),
        (answer(status="799 Strange"), "http-status", "799"),
        (answer(status="302 Found"), "http-status", "302 Found"),
        (answer(b"", content_type="text/html"), "empty", "empty"),
        (answer(b"\x89PNG", content_type="image/png"), "unsupported-type", "image/png"),
        (answer(b"x", content_encoding="br"), "bad-answer", "br"),
        (answer(b"x", content_encoding="gzip"), "bad-answer", "packing"),
        (answer(gzip.compress(b"words", mtime=0)[:-9], content_encoding="gzip"), "bad-answer", "packing"),
        (answer(b"short", content_length="100"), "bad-answer", "broke off"),
        (b"SSH-2.0-OpenSSH\r\n", "bad-answer", "HTTP"),
        (b"", "bad-answer", "broke off"),
    ],
)
def test_answers_that_cannot_be_read(given: bytes, rule: str, words: str) -> None:
    with serve({"/": given}) as served:
        problem = fault(served.address())
    assert problem.rule == rule
    assert words in problem.what


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert fault(f"http://127.0.0.1:{port}/").rule == "refused"


def test_a_host_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert str(fault("http://nowhere.example/")) == "http://nowhere.example/: there is no host named nowhere.example"


@pytest.mark.parametrize(
    "address", ["http://", "http:///a", "http://[::1/", "http://a b/", "http://x:99999/", "http://\udc80/"]
)
def test_an_address_that_is_none(address: str) -> None:
    found = get(address)
    assert isinstance(found, Problem)
    assert found.rule in ("bad-address", "host-not-found")


def test_tls_names_the_host_and_checks_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({"/": answer(PAGE.encode())}, CERTIFICATE) as served:
        assert fault(served.address(host="localhost", scheme="https")).rule == "tls"
        monkeypatch.setenv("SSL_CERT_FILE", CERTIFICATE)
        internet(monkeypatch, PUBLIC)
        assert isinstance(get(served.address(host="localhost", scheme="https")), Document)
        assert "match" in fault(served.address(host="other.example", scheme="https")).what


def test_plain_http_where_tls_is_expected() -> None:
    with serve({"/": answer(PAGE.encode())}) as served:
        assert fault(served.address(scheme="https")).rule in ("tls", "bad-answer", "timeout")


SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"https://me:{SECRET}@example.org/a", "https://example.org/a"),
        (f"https://{SECRET}@example.org/", "https://example.org/"),
        (f"https://me:p@{SECRET}@example.org/a?b=c", "https://example.org/a?b=c"),
        (f"https://e.org/?token={SECRET}", "https://e.org/?token=***"),
        (f"https://e.org/?page=2&access_token={SECRET}#top", "https://e.org/?page=2&access_token=***#top"),
        (f"https://e.org/?API_KEY={SECRET}&x=1", "https://e.org/?API_KEY=***&x=1"),
        (f"https://e.org/a;jsessionid={SECRET}?x=1", "https://e.org/a;jsessionid=***?x=1"),
        (f"https://e.org/#access_token={SECRET}", "https://e.org/#access_token=***"),
        (
            f"https://s3.e.org/k?X-Amz-Signature={SECRET}&X-Amz-Date=1",
            "https://s3.e.org/k?X-Amz-Signature=***&X-Amz-Date=1",
        ),
        (f"https://e.org/?auth[password]={SECRET}", "https://e.org/?auth[password]=***"),
        ("https://e.org/?tokens=5&page=2&design=a", "https://e.org/?tokens=5&page=2&design=a"),
        ("https://e.org/@user/post?x=a@b.org", "https://e.org/@user/post?x=a@b.org"),
    ],
)
def test_secrets_of_addresses_are_neither_kept_nor_shown(address: str, kept: str) -> None:
    assert without_secrets(address) == kept
    (item,) = documents.expand([address])
    assert isinstance(item, Item)
    assert (item.source, SECRET in str(item.address).partition("?")[0].partition("://")[2].partition("/")[0]) == (
        kept,
        False,
    )


def test_no_secret_is_sent_as_a_user_or_kept_after_redirects() -> None:
    answers = {
        "/a?token=s3cr3t": answer(status="302 Found", location="/b?sig=s3cr3t"),
        "/b?sig=s3cr3t": answer(PAGE.encode()),
    }
    with serve(answers) as served:
        address = served.address("/a?token=s3cr3t").replace("://", "://me:s3cr3t@")
        document = get(address)
        problem = get(served.address("/none?password=s3cr3t"))
    assert isinstance(document, Document), document
    assert SECRET not in repr(document) + str(document.source) + str(document.url)
    assert str(document.url).endswith("/b?sig=***")
    assert SECRET not in str(problem)
    assert not [line for line in served.requests if "authorization" in line.lower()]


def test_addresses_of_private_networks_of_old() -> None:
    assert not is_public("fec0::1")
    assert is_public("2001:4860:4860::8888")
