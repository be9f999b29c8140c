"""Reads every request to its end before a thread is given to it, so that slow senders hold nothing but their own connection.

A WSGI server hands a request to a thread when its head is there, and the thread then waits for the body: as many slow senders as
there are threads hold the whole site. Here the event loop of the web server (RSGI, granian's interface) reads the body, within a
time limit, and only then a thread runs the WSGI application. What it answers is handed back whole, so slow readers hold no thread
either. The question of load balancers whether the process lives has a thread of its own.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.template.loader import render_to_string

# As Apache's mod_reqtimeout has it, with a higher rate: 17 MB have half an hour.
SECONDS_FOR_THE_BODY = 20
LEAST_BYTES_A_SECOND = 8192
# More lies in a temporary file.
BYTES_IN_MEMORY = 256 * 1024
HEALTH = "/healthz"
# Clients may not write these by another spelling of a header that a proxy sets (nginx leaves them out for the same reason).
AMBIGUOUS = "_"

Headers = list[tuple[str, str]]
Body = SpooledTemporaryFile[bytes]


class Scope(Protocol):
    """What is known of a request when its head has been read (RSGI specification 1.6)."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


class Connection(Protocol):
    """Gives the body in pieces and takes the answer."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, as they come."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer."""


class WholeRequests:
    """A WSGI application as granian serves it with `--interface rsgi`."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.thread_of_health = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer one request."""
        with SpooledTemporaryFile(max_size=BYTES_IN_MEMORY) as body:
            try:
                size = await _read(connection, body, announced=scope.headers.get("content-length")) if _has_body(scope) else 0
            except TimeoutError:
                connection.response_bytes(*_too_slow())
                return
            threads = self.thread_of_health if scope.path == HEALTH else self.threads
            answer = asyncio.get_running_loop().run_in_executor(threads, self._answer, scope, body, size)
            connection.response_bytes(*await answer)

    def _answer(self, scope: Scope, body: Body, size: int) -> tuple[int, Headers, bytes]:
        """Run the application, in a thread."""
        started: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, _error: object = None) -> Callable[[bytes], object]:
            started[:] = [(status, headers)]
            return bytes  # nobody writes: Django hands its answer back

        parts: Iterable[bytes] = self.application(_environ(scope, body, size), start_response)
        try:
            content = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        (status, headers) = started[0]
        return int(status.split(" ", 1)[0]), headers, content


def _has_body(scope: Scope) -> bool:
    is_announced = "content-length" in scope.headers or "transfer-encoding" in scope.headers
    return is_announced or scope.method not in {"GET", "HEAD"}


async def _read(connection: Connection, body: Body, *, announced: str | None) -> int:
    """How many bytes the body has, all of which are in `body` then; raises TimeoutError if they come too slowly.

    What is larger than any form is not read: the application refuses it by its length.
    """
    if announced and announced.isdigit() and int(announced) > settings.LARGEST_REQUEST:
        return int(announced)
    size, started_at = 0, asyncio.get_running_loop().time()
    async with asyncio.timeout(SECONDS_FOR_THE_BODY) as limit:
        async for part in connection:
            size += len(part)
            if size > settings.LARGEST_REQUEST:
                break
            body.write(part)
            limit.reschedule(started_at + SECONDS_FOR_THE_BODY + size / LEAST_BYTES_A_SECOND)
    body.seek(0)
    return size


def _too_slow() -> tuple[int, Headers, bytes]:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Connection", "close")]
    return HTTPStatus.REQUEST_TIMEOUT.value, headers, render_to_string("408.html").encode()


def _environ(scope: Scope, body: Body, size: int) -> dict[str, Any]:
    """The request as PEP 3333 wants it: texts are bytes written in Latin-1."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(size) if size else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ | _headers(scope)


def _headers(scope: Scope) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope.headers.items():
        if AMBIGUOUS in name or name == "content-length":
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        between = "; " if name == "cookie" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    return found
