"""What machines ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.core.web import health


def test_a_living_process_says_so_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_portal_in_order_is_ready(db, client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"database": True, "migrations": True, "queue": True, "disk": True},
    )


def test_a_job_that_nobody_takes_is_noticed(db, client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('mail', 'nobody', '{}') RETURNING id"
        )
        (job,) = cursor.fetchone()
        old = timezone.now() - timedelta(hours=1)
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [old, job])

    response = client.get("/readyz")

    assert (response.status_code, response.json()["queue"]) == (503, False)


def test_a_full_disk_is_noticed(db, client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**70)

    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nobody_changes_anything_there(db, client, path):
    assert client.post(path).status_code == 405
