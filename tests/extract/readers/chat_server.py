"""A chat server for tests: it answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]


def says(content: str) -> Reply:
    """A whole answer with these words."""
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@dataclass
class ChatServer:
    """`replies`: called with the number of the question and its JSON. `asked`: every question; `keys`: the bearer tokens."""

    replies: Callable[[int, dict[str, Any]], Reply]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextlib.contextmanager
def serving(replies: Callable[[int, dict[str, Any]], Reply]) -> Iterator[ChatServer]:
    """A server on a free port of the loopback, until the block ends."""
    told = ChatServer(replies)
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with turn:
                told.asked.append(asked)
                told.keys.append(self.headers.get("authorization"))
                status, headers, body = told.replies(len(told.asked) - 1, asked)
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
