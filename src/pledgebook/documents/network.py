"""Which machine an address leads to, and a connection to that machine and no other.

A page may redirect, and a name may resolve, to a machine of the reader's own network. So each name is
resolved once, every address it has is checked, and the connection is made to a checked one: a name that
answers differently the second time (DNS rebinding) gains nothing. The request still names the host,
in the Host header and in TLS.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from pledgebook.documents.limits import Fault

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    Not so are private, loopback, link-local, shared (RFC 6598), reserved, documentation, unspecified and
    multicast addresses (the registries of IANA, as the standard library has them), nor IPv6 addresses that
    carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:  # fec0::/10, of private networks (RFC 3879)
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def resolve(host: str, port: int, deadline: float) -> tuple[str, ...] | Fault:
    """The IP addresses of a host, in the order of the resolver; at most until `deadline` (monotonic seconds)."""
    found: list[tuple[str, ...] | Fault] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.append(tuple(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except socket.gaierror as error:
            again = error.errno == socket.EAI_AGAIN
            what = f"the name {host} cannot be looked up (no network?)" if again else f"there is no host named {host}"
            found.append(Fault(what, "host-not-found"))
        except (OSError, UnicodeError):
            found.append(Fault(f"{host} is no host name", "host-not-found"))

    # The resolver of the system knows no time-out, so it is left behind in a thread when it takes too long.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if not found:
        return Fault(f"the name {host} was not looked up in time", "timeout")
    return found[0]


class _Timed(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline, so that drops of data cannot make it last."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, error: type[httpcore.TimeoutException]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise error("deadline")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Timed:
        left = self._left(httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked IP addresses, whatever name is asked for."""

    def __init__(self, addresses: tuple[str, ...], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        tries = self._addresses[:4]
        for at, address in enumerate(tries):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("deadline")
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, left / (len(tries) - at))
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if at == len(tries) - 1:
                    raise
        raise httpcore.ConnectError("no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise httpcore.UnsupportedProtocol("no sockets of the file system")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class PinnedTransport(httpx.BaseTransport):
    """An httpx transport to the given IP addresses that gives up at `deadline` (monotonic seconds).

    Failures are httpcore's exceptions. No proxy is used; certificates are those of certifi, or of the
    environment's SSL_CERT_FILE and SSL_CERT_DIR.
    """

    def __init__(self, addresses: tuple[str, ...], deadline: float, secure: bool) -> None:
        context = httpx.create_ssl_context() if secure else None
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_Pinned(addresses, deadline))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        self._pool.close()
