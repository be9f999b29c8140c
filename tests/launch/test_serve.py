"""What stops a start is said in one line; what nobody set is set for a first run."""

import errno
import socket

import pytest

from portal.core.embedded_database import DatabaseWillNotStart
from portal.launch import serve


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment in which nobody set anything."""
    for name in ("DEMO_MODE", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serve, "CHECKOUT", tmp_path)
    variables: dict[str, str] = {}
    monkeypatch.setattr(serve.os, "environ", variables)
    return variables


def test_a_first_run_is_a_demo_at_its_own_address(environment):
    serve._set_environment("127.0.0.1", 8000, is_dev=False)

    environment.pop("PYTEST_CURRENT_TEST", None)
    assert environment == {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEMO_MODE": "true",
        "SITE_URL": "http://127.0.0.1:8000",
    }


def test_a_portal_with_secrets_is_no_demo(environment):
    environment["SECRET_KEY"] = "x" * 50

    serve._set_environment("192.0.2.7", 80, is_dev=False)

    assert "DEMO_MODE" not in environment
    assert environment["ALLOWED_HOSTS"] == "192.0.2.7,127.0.0.1,localhost"


def test_a_taken_port_and_no_port_at_all_are_named(monkeypatch):
    monkeypatch.setattr(serve, "TRIES_FOR_THE_PORT", 1)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]

        with pytest.raises(serve.CannotStart, match=f"port {taken} is taken"):
            serve._check_port("127.0.0.1", taken)
    with pytest.raises(serve.CannotStart, match="is no port"):
        serve._check_port("127.0.0.1", 70_000)


def test_a_full_disk_is_named_before_anything_starts(monkeypatch):
    monkeypatch.setattr(serve, "LEAST_FREE_BYTES", 2**70)

    with pytest.raises(serve.CannotStart, match="is full"):
        serve._check_disk()


def test_what_is_foreseen_is_one_line_and_the_rest_a_traceback():
    assert serve._one_line(DatabaseWillNotStart("no\nroom")) == "no room"
    assert serve._one_line(OSError(errno.ENOSPC, "No space left on device", "/data/x")) == "No space left on device: /data/x"
    assert serve._one_line(KeyError("bug")) == ""
