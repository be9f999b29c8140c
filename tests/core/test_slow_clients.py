"""Slow senders hold nothing but their own connection: bodies are read before a thread is given to a request."""

import http.client
import json
import os
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from portal.launch.children import web_command
from tests.running_portal import ROOT, free_port

pytestmark = pytest.mark.long(seconds=15)
MORE_THAN_THREADS = 40
SECONDS_FOR_THE_BODY = 2  # as served_echo.py has it


@pytest.fixture(scope="module")
def port():
    number = free_port()
    *command, _application = web_command("127.0.0.1", number, is_dev=False)
    command[command.index("--workers") + 1] = "1"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "tests.core.served_echo:application"], cwd=ROOT, env=os.environ, **quiet)
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", number), 1).close()
            break
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(30)


def ask(port: int, path: str = "/", *, body: bytes | None = None, method: str = "GET", **headers: str) -> tuple[int, dict]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if answer.status == 200 else content.decode()


def begun(port: int, head: bytes) -> socket.socket:
    """A request that was begun and never goes on."""
    sender = socket.create_connection(("127.0.0.1", port), 30)
    sender.sendall(head)
    return sender


BODY_BY_DROPS = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nbody="
HEAD_BY_DROPS = b"POST / HTTP/1.1\r\nHost: x\r\nX-"


@pytest.mark.parametrize("head", [BODY_BY_DROPS, HEAD_BY_DROPS])
def test_pages_are_answered_while_many_send_slowly(port, head):
    with ExitStack() as stack:
        for _ in range(MORE_THAN_THREADS):
            stack.enter_context(begun(port, head))
        time.sleep(0.2)
        started = time.monotonic()
        statuses = [ask(port)[0] for _ in range(5)]
        statuses.append(ask(port, "/form", method="POST", body=b"a=b")[0])

        assert statuses == [200] * 6
        assert time.monotonic() - started < SECONDS_FOR_THE_BODY


def test_who_sends_too_slowly_is_told_so_in_both_languages(port):
    started = time.monotonic()
    with begun(port, BODY_BY_DROPS) as sender:
        said = b""
        while part := sender.recv(65536):
            said += part

    assert said.startswith(b"HTTP/1.1 408")
    assert "저장된 것은 없습니다" in said.decode()
    assert "nothing was saved" in said.decode()
    assert SECONDS_FOR_THE_BODY - 0.5 < time.monotonic() - started < SECONDS_FOR_THE_BODY + 5


def test_the_question_whether_it_lives_waits_for_no_page(port):
    with ThreadPoolExecutor(4) as people:
        pages = [people.submit(ask, port, "/slow") for _ in range(4)]
        time.sleep(0.2)
        started = time.monotonic()
        assert ask(port, "/healthz")[0] == 200
        assert time.monotonic() - started < 0.7
        assert [page.result()[0] for page in pages] == [200] * 4


def test_the_request_arrives_as_it_was_sent(port):
    body = os.urandom(60_000)

    status, said = ask(port, "/%EA%B0%80/b?c=%FF", method="POST", body=body, Content_Type="text/x", X_Forwarded_For="192.0.2.1")

    assert (status, said["body"].encode("latin-1")) == (200, body)
    assert {name: said[name] for name in ("PATH_INFO", "QUERY_STRING", "REQUEST_METHOD", "CONTENT_LENGTH", "CONTENT_TYPE")} == {
        "PATH_INFO": "/가/b".encode().decode("latin-1"),
        "QUERY_STRING": "c=%FF",
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": "60000",
        "CONTENT_TYPE": "text/x",
    }
    assert (said["REMOTE_ADDR"], said["HTTP_X_FORWARDED_FOR"], said["wsgi.url_scheme"]) == ("127.0.0.1", "192.0.2.1", "http")
    assert said["HTTP_HOST"] == f"127.0.0.1:{port}"


def test_repeated_headers_are_one_and_misspelt_ones_are_left_out(port):
    lines = [
        "GET / HTTP/1.1",
        "Host: x",
        "Cookie: a=1",
        "Cookie: b=2",
        "X-Forwarded-For: 192.0.2.1",
        "X-Forwarded-For: 192.0.2.2",
    ]
    with begun(port, "\r\n".join([*lines, "X_Forwarded_For: 192.0.2.3", "Connection: close", "", ""]).encode()) as sender:
        said = b""
        while part := sender.recv(65536):
            said += part
    found = json.loads(said.partition(b"\r\n\r\n")[2])

    assert (found["HTTP_COOKIE"], found["HTTP_X_FORWARDED_FOR"]) == ("a=1; b=2", "192.0.2.1,192.0.2.2")


def test_a_form_in_pieces_of_unknown_length_is_read(port):
    said = ask(port, method="POST", body=iter([b"one ", b"two"]))[1]

    assert (said["body"], said["CONTENT_LENGTH"]) == ("one two", "7")


def test_what_is_larger_than_any_form_is_not_read_and_announced_as_it_was(port):
    with begun(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n") as sender:
        said = json.loads(sender.recv(65536).partition(b"\r\n\r\n")[2])

    assert (said["body"], said["CONTENT_LENGTH"]) == ("", "100001")
