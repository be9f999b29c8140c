"""What the doctor says about cache, workers and queue."""

import pytest
from django.db import connection

from portal.core.doctor import running
from tests.core.doctor import OK, WARNING, WRONG, found, only

pytestmark = pytest.mark.django_db


def test_the_cache_of_the_database_keeps_and_forgets():
    assert only(running.cache_keeps_and_forgets)[0] == OK


def test_a_cache_that_is_away_or_keeps_nothing_is_wrong(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    away = only(running.cache_keeps_and_forgets)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert away[0] == WRONG
    assert "loses" in only(running.cache_keeps_and_forgets)[1]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(("seconds", "level"), [(5, OK), (31, WRONG)])
def test_a_worker_shows_signs_of_life(seconds, level):
    nobody = only(running.workers)[0]
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')", seconds)

    assert (nobody, only(running.workers)[0]) == (WRONG, level)


@pytest.mark.parametrize(("minutes", "level"), [(1, OK), (3, WARNING), (16, WRONG)])
@pytest.mark.parametrize("is_planned", [False, True])
def test_jobs_that_are_due_do_not_wait(minutes, level, is_planned):
    sql(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, scheduled_at) VALUES ('t', 'q', CASE WHEN %s THEN"
        " now() - %s * interval '1 minute' END), ('later', 'q', now() + interval '1 hour')",
        is_planned,
        minutes,
    )
    sql(
        "UPDATE procrastinate_events SET at = now() - %s * interval '1 minute' WHERE type = 'deferred'",
        600 if is_planned else minutes,
    )

    [(found_level, text)] = found(running.queue)

    assert found_level == level
    assert text.startswith("1 jobs wait")


def test_jobs_that_failed_lately_are_named():
    sql("INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('send_everything', 'q', 'failed')")
    sql("INSERT INTO procrastinate_events (job_id, type, at) SELECT id, 'failed', now() FROM procrastinate_jobs")

    assert [text for level, text in found(running.queue) if level == WARNING] == [
        "1 since yesterday (send_everything): the worker's log says why."
    ]
