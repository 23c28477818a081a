"""The server: one address, a log of lines, and an end that lets open requests finish."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from pledgebook.errors import UsageError

GRACE = 10
"""Seconds that requests in hand have to finish after the server was told to stop."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "pledgebook.web.watching.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {name: {"level": "INFO"} for name in ("pledgebook.web", "uvicorn.error")},
}


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; `port` 0 takes a free one. Raises UsageError where that is not to be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(2048)  # who calls from now on waits until the server is up
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(
            f"cannot listen at {host} port {port}: {getattr(error, 'strerror', None) or error}; take another --port"
        ) from error
    return found


def run(app: FastAPI | str, listening: socket.socket, ready: Callable[[str], None], *, processes: int = 1) -> None:
    """Serve until SIGTERM or an interrupt; then no new request is taken, and those in hand finish.

    `app`: the application, or where several processes serve, "module:function" of what makes it in each. `ready`: told the address
    once. What a proxy on this machine says of the reader (X-Forwarded-Proto, -For) is believed.
    """
    host, port = listening.getsockname()[:2]
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    config = uvicorn.Config(
        app,
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=GRACE,
        factory=isinstance(app, str),
        workers=processes,
    )
    # uvicorn raises the signal again once all is done: being told to stop is no failure
    signal.signal(signal.SIGTERM, lambda *_: None)
    if processes == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, [listening]).run()
