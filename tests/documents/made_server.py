"""A server on the loopback for tests: what each path answers is a function of the connection."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer that is closed after; `content_type="text/html"` gives that header."""
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Served:
    """A server that runs: its port, and the heads of the requests it has got."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests: list[str] = []
        self.ended = threading.Event()

    def address(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def serve(answers: Mapping[str, Answer], certificate: str | None = None) -> Iterator[Served]:
    """Serves `answers` by path (others are 404), over TLS with a `certificate` file, each request in a thread."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        served = Served(listening.getsockname()[1])
        threads: list[threading.Thread] = []

        def handle(connection: socket.socket) -> None:
            with contextlib.suppress(OSError), contextlib.closing(connection):
                wrapped = context.wrap_socket(connection, server_side=True) if context else connection
                with wrapped:
                    head = b""
                    while b"\r\n\r\n" not in head:
                        piece = wrapped.recv(4096)
                        if not piece:
                            return
                        head += piece
                    served.requests.append(head.decode("latin-1"))
                    given = answers.get(head.split(b" ")[1].decode("ascii"), answer(status="404 Not Found"))
                    given(wrapped) if callable(given) else wrapped.sendall(given)

        def accept() -> None:
            while not served.ended.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threads.append(threading.Thread(target=handle, args=(connection,)))
                threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield served
        finally:
            served.ended.set()
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", served.port), timeout=1).close()
            accepting.join(10)
            for thread in threads:
                thread.join(10)
