"""A database that is away, frozen or lost costs a page two seconds at the most, and is told from a mistake of ours."""

import time
from threading import Thread, Timer

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, connection, connections
from psycopg_pool import ConnectionPool

from portal.core.database import watch
from portal.core.database.limits import limited
from portal.core.database.watch import DatabaseWatch, Question, Watched, _parameters

TERMINATE_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = %s"


@pytest.fixture
def away(monkeypatch):
    """A process that serves pages and whose database is away."""
    state = DatabaseWatch()
    state.is_away = True
    monkeypatch.setattr(watch, "_watch", state)
    return state


def test_while_the_database_is_away_a_page_says_so_without_asking_it(client, away):
    started = time.monotonic()

    response = client.get("/forums/")

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
    assert "잠시 점검 중입니다" in response.content.decode()
    assert 'lang="en"' in response.content.decode()
    assert time.monotonic() - started < 1


def test_machines_and_static_files_are_answered_meanwhile(client, away):
    away.is_away = False
    assert client.get("/healthz").status_code == 200
    away.is_away = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/static/css/standalone.css").status_code == 200


def test_what_somebody_wrote_can_be_copied(client, away):
    response = client.post(
        "/tasks/smart-transport/comments/new/", {"body": "막차 <b>시간</b>을 늦춰 주세요.", "csrfmiddlewaretoken": "x"}
    )
    from_elsewhere = client.post("/", {"body": "남의 말"}, headers={"Origin": "https://example.com"})

    assert "막차 &lt;b&gt;시간&lt;/b&gt;을 늦춰 주세요." in response.content.decode()
    assert "남의 말" not in from_elsewhere.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_an_error_of_the_database_is_no_mistake_of_ours(db, client, monkeypatch, error):
    def broken(*arguments):
        raise KeyError("something else, because of it") from error("the connection is closed")

    client.raise_request_exception = False
    monkeypatch.setattr("portal.progress.views.task_list.render", broken)

    assert client.get("/tasks/").status_code == 503


def test_a_session_that_cannot_be_stored_is_not_called_ended(db, client, monkeypatch):
    def full(self, must_create=False):
        raise UpdateError from OperationalError("could not extend file: No space left on device")

    client.get("/accounts/login/")
    client.session["anything"] = 1
    client.session.save()
    monkeypatch.setattr(SessionStore, "save", full)
    response = client.post("/accounts/login/", {"email": "somebody@example.org"})

    assert response.status_code == 503


def connection_to_watch(kind: type[psycopg.Connection]) -> psycopg.Connection:
    return kind.connect(**_parameters())


def test_a_silent_server_is_given_up_after_a_second(db):
    started = time.monotonic()
    question = connection_to_watch(Question)
    with pytest.raises(psycopg.OperationalError):
        question.execute("SELECT pg_sleep(20)")
    question.close()

    assert 0.9 < time.monotonic() - started < 2


def test_whoever_waits_for_an_answer_is_cut_off(db):
    waiting = connection_to_watch(Watched)
    cut = Timer(0.3, Watched.cut_off_all)
    cut.start()
    started = time.monotonic()
    with pytest.raises(psycopg.OperationalError):
        waiting.execute("SELECT pg_sleep(20)")

    assert time.monotonic() - started < 5
    assert waiting.broken


def test_a_lost_connection_of_the_watch_is_no_lost_database(db):
    own = DatabaseWatch()
    assert own._answers()
    with connection_to_watch(Question) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own.connection.info.backend_pid])

    assert own._answers()
    own.connection.close()


def test_nobody_waits_for_a_connection_while_it_is_away(db, away):
    other = connection.copy()

    with pytest.raises(OperationalError, match="does not answer"):
        other.ensure_connection()

    away.is_away = False
    other.ensure_connection()
    other.close()


def test_no_connection_that_was_ended_is_handed_out(db):
    parameters = _parameters() | {"application_name": "ended"}
    checked = settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] and ConnectionPool.check_connection
    with ConnectionPool(kwargs=parameters, min_size=4, max_size=4, check=checked or None) as pool:
        pool.wait()
        with connection_to_watch(Question) as other:
            other.execute(TERMINATE_ALL, ["ended"])
        for _ in range(8):
            with pool.connection() as taken:
                assert taken.execute("SELECT 1").fetchone() == (1,)


def test_the_limits_hold_in_the_server_and_what_the_address_says_stays(db):
    database = limited({"NAME": "x", "OPTIONS": {"sslmode": "require", "options": "-c jit=off"}}, pool_size=3, statement=7)

    assert database["OPTIONS"]["options"] == (
        "-c jit=off -c statement_timeout=7s -c lock_timeout=60s -c idle_in_transaction_session_timeout=7s"
    )
    assert (database["OPTIONS"]["sslmode"], database["OPTIONS"]["pool"]["max_size"]) == ("require", 3)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("1h",)


def test_a_process_that_serves_pages_has_short_limits(db, monkeypatch):
    options = {**settings.DATABASES["default"]["OPTIONS"]}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options)
    monkeypatch.setattr(Thread, "start", lambda _self: None)
    monkeypatch.setattr(watch, "_watch", None)

    watch.serve_pages()

    assert options["options"].endswith("-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s")
    assert options["pool"]["timeout"] == 1.2
    assert options["pool"]["connection_class"] is Watched
    assert watch._watch is not None
