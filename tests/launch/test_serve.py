"""What stops a start is said in one line."""

import errno
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.core.doctor import database
from portal.core.embedded_database import DatabaseWillNotStart
from portal.launch import preparation, serve


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


@pytest.mark.django_db
def test_an_old_database_server_is_named_before_anything_is_changed(monkeypatch):
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 99_00_00)
    monkeypatch.setattr(preparation, "call_command", lambda *_name, **_options: pytest.fail("something was changed"))

    with pytest.raises(ImproperlyConfigured, match="the portal needs 99 or newer"):
        preparation.prepare()


def test_what_is_foreseen_is_one_line_and_the_rest_a_traceback():
    assert serve._one_line(DatabaseWillNotStart("no\nroom")) == "no room"
    assert serve._one_line(OSError(errno.ENOSPC, "No space left on device", "/data/x")) == "No space left on device: /data/x"
    assert serve._one_line(KeyError("bug")) == ""
