"""A disk that is full is called a fault that passes, never a limit, a session or a form of somebody's."""

import errno

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction

# What PostgreSQL answers when a file cannot grow (PostgreSQL manual, appendix A: disk_full).
FULL = """
CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
"""


def fill(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FULL.format(table=table))


@pytest.mark.parametrize("table", ["core_ratecounter", "django_session", "notifications_notification", "procrastinate_jobs"])
def test_signing_in_names_the_fault(db, client, table):
    client.get("/accounts/login/")
    client.raise_request_exception = False
    fill(table)

    response = client.post("/accounts/login/", {"email": "somebody@example.org"})

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "잠시 점검 중입니다" in response.content.decode()


def test_a_cache_that_cannot_be_written_says_so(db):
    assert cache.add("lock", True)
    assert not cache.add("lock", True)
    fill("portal_cache")

    for write in (cache.add, cache.set):
        with pytest.raises(OperationalError), transaction.atomic():
            write("another", 1)
    assert not cache.add("lock", True)
    assert not cache.touch("nothing")


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 503), (errno.EIO, 503), (errno.ENOENT, 500)])
def test_a_file_that_finds_no_room_is_a_fault_that_passes(db, client, monkeypatch, number, status):
    def write(*arguments):
        raise OSError(number, "No space left on device")

    client.raise_request_exception = False
    monkeypatch.setattr("portal.progress.views.task_list.render", write)

    assert client.get("/tasks/").status_code == status


def test_a_cache_server_that_is_away_is_a_fault_that_passes(db, client, monkeypatch):
    def unreachable(*arguments):
        import redis

        redis.Redis(host="127.0.0.1", port=1).ping()

    client.raise_request_exception = False
    monkeypatch.setattr("portal.progress.views.task_list.render", unreachable)

    assert client.get("/tasks/").status_code == 503
