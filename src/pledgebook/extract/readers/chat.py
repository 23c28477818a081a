"""A server that speaks the OpenAI chat protocol, asked over HTTP: Ollama, llama.cpp, vLLM, or a hosted one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from pledgebook.extract.readers.prompt import Prompt, schema

LARGEST = 4_000_000
"""Bytes of an answer that are read at most."""

_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_NO_SCHEMA = frozenset({400, 404, 415, 422, 501})
_LONGEST_WAIT = 60.0


class ServerFault(Exception):
    """Why a server gave no answer, in one line without the key. `lasting`: asking again would be no use."""

    def __init__(self, what: str, *, lasting: bool = False) -> None:
        super().__init__(what)
        self.lasting = lasting


@dataclass(frozen=True, slots=True)
class Server:
    """A server and how it is asked. `address`: up to and with "/v1". `key`: sent as a bearer token, never shown. `timeout`:
    seconds for one answer. `tries`: how often one question is asked while the server is busy."""

    address: str
    model: str
    key: str | None = None
    timeout: float = 120.0
    tries: int = 5

    def __repr__(self) -> str:
        return f"<Server {self.address} {self.model}>"


def ask(server: Server, prompt: Prompt, sleep: Callable[[float], None] = time.sleep) -> str:
    """The answer of a server to a prompt, as text. Asked at temperature 0, with the form of the answer as JSON Schema
    where the server takes it, else without; again after 1, 2, 4 … seconds, or as long as the server says, while it is busy.

    Raises ServerFault where there is no answer.
    """
    with_schema = True
    for turn in range(server.tries):
        try:
            status, headers, body = _post(server, prompt, with_schema)
        except httpx.HTTPError as error:
            fault = ServerFault(_no_connection(server, error))
            wait = 2.0**turn
        else:
            if status == 200:
                return _content(body, server)
            if with_schema and status in _NO_SCHEMA and _speaks_of_form(body):
                with_schema = False
                continue
            fault = _refusal(server, status, body)
            wait = _wait(headers, turn)
        if fault.lasting or turn + 1 == server.tries:
            raise fault
        sleep(min(wait, _LONGEST_WAIT))
    raise ServerFault(f"{server.address} takes no question of the form that is asked", lasting=True)


def _post(server: Server, prompt: Prompt, with_schema: bool) -> tuple[int, Mapping[str, str], bytes]:
    asked: dict[str, Any] = {"model": server.model, "messages": prompt.messages, "temperature": 0, "stream": False}
    if with_schema:
        form = {"name": "statements", "strict": True, "schema": schema()}
        asked["response_format"] = {"type": "json_schema", "json_schema": form}
    headers = {"authorization": f"Bearer {server.key}"} if server.key else {}
    deadline = time.monotonic() + server.timeout
    with (
        httpx.Client(timeout=server.timeout, follow_redirects=False) as client,
        client.stream("POST", f"{server.address.rstrip('/')}/chat/completions", json=asked, headers=headers) as answer,
    ):
        body = bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > LARGEST:
                raise ServerFault(f"{server.address} gave more than {LARGEST // 1_000_000} MB of answer", lasting=True)
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer took too long")
        return answer.status_code, answer.headers, bytes(body)


def _content(body: bytes, server: Server) -> str:
    """The words of the first choice. Raises ServerFault where the answer has none."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise ServerFault(f"{server.address} answers, but not as a chat server of the OpenAI protocol", lasting=True)
    return content


def _speaks_of_form(body: bytes) -> bool:
    return any(word in body.lower() for word in (b"response_format", b"json_schema", b"schema", b"grammar"))


def _refusal(server: Server, status: int, body: bytes) -> ServerFault:
    if status in (401, 403):
        return ServerFault(f"{server.address} refuses the key (HTTP {status})", lasting=True)
    if status == 404:
        return ServerFault(f"{server.address} has no model {server.model} or no chat there (HTTP 404)", lasting=True)
    if status in _BUSY:
        return ServerFault(f"{server.address} is busy or fails (HTTP {status})")
    return ServerFault(f"{server.address} refuses the question (HTTP {status}){_reason(body, server)}", lasting=True)


def _reason(body: bytes, server: Server) -> str:
    """The server's own message, one short line, the key taken out."""
    try:
        message = json.loads(body)["error"]["message"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(message)).split())
    return ": " + (line.replace(server.key, "…") if server.key else line)[:200]


def _no_connection(server: Server, error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"{server.address} gave no answer within {server.timeout:g} seconds"
    if isinstance(error, httpx.ConnectError):
        return f"no server answers at {server.address}"
    return f"the connection to {server.address} broke off"


def _wait(headers: Mapping[str, str], turn: int) -> float:
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return float(2.0**turn)
