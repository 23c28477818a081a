"""An http(s) address → its bytes: streamed up to a limit, within one total time, hop by checked hop."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pledgebook.documents.html import looks_like_html
from pledgebook.documents.limits import Fault, Limits, size_words
from pledgebook.documents.secrets import without_user
from pledgebook.documents.sources import KNOWN_TYPES
from pledgebook.model import Problem

_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "text/xml", "application/xml"})
_NOT_PUBLIC = "a private or loopback network; only --allow-private-network reads there"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered. `kind` is one of the values of `KNOWN_TYPES`, None when it must be told
    from the bytes; `charset` is the server's word; `address` is where the last redirect led."""

    data: bytes
    kind: str | None
    charset: str | None
    address: str


def fetch(address: str, source: str, limits: Limits, allow_private_network: bool = False) -> Page | Problem:
    """Reads one address with GET.

    Redirects are followed one by one, and each host is looked up once, checked and then connected to at the
    checked IP address. Nothing beyond `limits` is kept in memory: an answer is unpacked in small pieces
    and dropped when it grows too large. Problems: "bad-address", "host-not-found", "private-network", "refused",
    "tls", "timeout", "redirects", "unsupported-scheme", "http-status", "bad-answer", "unsupported-type", "too-large".
    """
    import httpcore
    import httpx

    deadline = time.monotonic() + limits.seconds
    cookies = httpx.Cookies()
    url = address
    for hop in range(limits.redirects + 1):
        try:
            answer = _one_hop(url, hop > 0, cookies, deadline, limits, allow_private_network)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            answer = Fault(f"no full answer within {limits.seconds:g} seconds", "timeout")
        except (httpcore.ConnectError, httpcore.NetworkError) as error:
            answer = _connection_fault(error)
        except (httpcore.ProtocolError, httpx.RemoteProtocolError):
            answer = Fault("the server broke off or did not answer in HTTP", "bad-answer")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            answer = Fault("not a valid address", "bad-address")
        if isinstance(answer, Fault):
            return Problem(source, answer.what, answer.rule)
        if isinstance(answer, Page):
            return answer
        url = answer
    return Problem(source, f"more than {limits.redirects} redirects", "redirects")


def _one_hop(
    address: str, redirected: bool, cookies: Any, deadline: float, limits: Limits, allow_private_network: bool
) -> Page | Fault | str:
    """The page, the fault, or the address that the answer redirects to."""
    import httpx

    from pledgebook.documents.network import PinnedTransport, is_public, resolve
    from pledgebook.model.version import program_version

    url = httpx.URL(without_user(address))
    if url.scheme not in ("http", "https"):
        return Fault(f"redirects to {url.scheme}:, which is not read", "unsupported-scheme")
    host = url.raw_host.decode("ascii")
    if not host:
        return Fault("not a valid address", "bad-address")
    found = resolve(host, url.port or (443 if url.scheme == "https" else 80), deadline)
    if isinstance(found, Fault):
        return found
    if not allow_private_network and not all(map(is_public, found)):
        where = f"redirects to {host}, which is" if redirected else f"{host} is"
        return Fault(f"{where} in {_NOT_PUBLIC}", "private-network")
    headers = {
        "User-Agent": f"pledgebook/{program_version()}",
        "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en, *;q=0.5",
    }
    transport = PinnedTransport(found, deadline, secure=url.scheme == "https")
    with (
        httpx.Client(transport=transport, trust_env=False, follow_redirects=False, cookies=cookies) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        cookies.update(client.cookies)
        if response.next_request is not None:
            return str(response.next_request.url)
        if not response.is_success:
            return Fault(f"the server answered {_status_words(response.status_code)}", "http-status")
        return _page(response, limits)


def _status_words(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _connection_fault(error: Exception) -> Fault:
    import ssl

    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Fault(f"no secure connection: {cause.verify_message}", "tls")
    if isinstance(cause, ssl.SSLError):
        return Fault(f"no secure connection: {(cause.reason or 'TLS failed').replace('_', ' ').lower()}", "tls")
    if isinstance(cause, ConnectionRefusedError):
        return Fault("the server refuses the connection", "refused")
    if isinstance(cause, ConnectionResetError | BrokenPipeError):
        return Fault("the server broke off the connection", "bad-answer")
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)
    return Fault(f"no connection to the server ({words.lower()})", "unreachable")


def kind_of_answer(content_type: str, path: str) -> tuple[str | None, bool]:
    """Which of the values of `KNOWN_TYPES` an answer holds, from its content type (in small letters, without parameters) and
    the path of its address; None where its bytes must tell. And whether it is read at all: a picture is not."""
    kind = _KINDS.get(content_type)
    if kind is None and content_type in _UNTOLD:
        name = path.rsplit("/", 1)[-1]
        return (KNOWN_TYPES.get("." + name.rsplit(".", 1)[-1].lower()) if "." in name else None), True
    return kind, kind is not None or content_type.startswith("text/")


def _page(response: Any, limits: Limits) -> Page | Fault:

    stated = response.headers.get("content-type", "").split(";")[0].strip().lower()
    kind, readable = kind_of_answer(stated, response.url.path)
    if not readable:
        return Fault(f"answers with {stated}, which is not read (HTML, PDF and text are)", "unsupported-type")
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        return Fault(f"answers packed as {packing}, which nobody asked for", "bad-answer")
    length = response.headers.get("content-length", "")
    data = bytearray()
    limit = limits.html_bytes if kind == "html" else limits.file_bytes
    if length.isdecimal() and len(length) < 20 and int(length) > limit:
        return _too_large(int(length), limit)
    try:
        chunks = response.iter_raw() if packing in ("", "identity") else _unpacked(response.iter_raw())
        for chunk in chunks:
            if kind is None and not data and looks_like_html(chunk):
                kind, limit = "html", limits.html_bytes
            data += chunk
            if len(data) > limit:
                return _too_large(None, limit)
    except zlib.error:
        return Fault("the answer's packing is broken", "bad-answer")
    return Page(bytes(data), kind, response.charset_encoding, str(response.url))


def _too_large(size: int | None, limit: int) -> Fault:

    said = f"answer of {size_words(size)}" if size else "answer too large"
    return Fault(f"{said}, the limit is {size_words(limit)}", "too-large")


def _unpacked(chunks: Iterable[bytes], piece: int = 256 * 1024) -> Iterator[bytes]:
    """gzip or deflate in pieces of at most `piece` bytes, so that a bomb is met piece by piece.

    Raises zlib.error where the packing is broken. "deflate" may lack its zlib header (RFC 9110, 8.4.1.2).
    """
    unpacker: Any = None
    for chunk in chunks:
        if not chunk:
            continue
        if unpacker is None:
            raw = chunk[0] & 0x0F != 8 and chunk[:1] != b"\x1f"
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        rest = chunk
        while rest:
            if unpacker.eof:
                break
            out = unpacker.decompress(rest, piece)
            rest = unpacker.unconsumed_tail
            if out:
                yield out
            elif not rest:
                break
    if unpacker is not None:
        yield unpacker.flush()
        if not unpacker.eof:
            raise zlib.error("cut off")
