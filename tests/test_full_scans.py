"""What is asked each minute, or in a request, reads few rows of many (PostgreSQL says so: EXPLAIN ANALYZE)."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from portal.answers.services.taking_up import owed
from portal.discussion.models import Comment
from portal.notifications.models import Notification, State
from tests.factories import make_citizen, make_task

ROWS, COMMENTS = 100_000, 30_000
MOST_ROWS_READ = 200
MESSAGES = """
    INSERT INTO notifications_notification
        (kind, address, language, subject, body, link, about, unsubscribe_link, attachment_name, attachment_mime,
         attachment_content, message_key, state, created_at, sent_at, failed_at)
    SELECT 'kind_' || n %% 50, 'somebody@example.org', 'ko', '', '', '', 'registration:' || n, '', '', '', '',
           gen_random_uuid(), CASE WHEN n %% 10000 = 0 THEN 'refused' ELSE 'sent' END, now() - n * interval '1 minute',
           CASE WHEN n %% 10000 = 0 THEN NULL ELSE now() END, CASE WHEN n %% 10000 = 0 THEN now() END
    FROM generate_series(1, %s) AS n
"""
INSERT = """
    INSERT INTO discussion_comment (form_key, agree_count, {names})
    SELECT gen_random_uuid(), CASE WHEN n %% 1000 = 0 THEN 12 ELSE 0 END, {values} FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def messages(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, [ROWS])
        cursor.execute("ANALYZE notifications_notification")


@pytest.fixture
def comments(db) -> None:
    """Many comments, of which thirty have enough agreement; each insertion costs twenty indexes."""
    task, now = make_task(), timezone.now()
    author = make_citizen()
    own = {"id", "form_key", "agree_count"}
    comment = Comment(task=task, author=author, person_key=author.person_key, body="의견", created_at=now)
    columns = [field for field in Comment._meta.concrete_fields if field.column not in own and not field.generated]
    values = [field.get_db_prep_save(field.pre_save(comment, add=True), connection) for field in columns]
    insert = INSERT.format(names=", ".join(field.column for field in columns), values=", ".join(["%s"] * len(columns)))
    with connection.cursor() as cursor:
        cursor.execute(insert, [*values, COMMENTS])
        cursor.execute("ANALYZE discussion_comment")


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def rows_read(rows: QuerySet) -> int:
    """How many rows of tables PostgreSQL looked at, those it threw away included."""
    [[plan]] = [json.loads(rows.explain(format="json", analyze=True))]
    scans = [node for node in nodes(plan["Plan"]) if "Scan" in node["Node Type"]]
    return sum(node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) for node in scans)


def test_messages_are_found_by_what_they_are_about_by_kind_and_time_and_by_their_failure(messages):
    asked = {
        "about": Notification.objects.filter(about__in=["registration:7", "registration:70000"]),
        "kind and time": Notification.objects.filter(kind="kind_7", created_at__gte=timezone.now() - timedelta(hours=10)),
        "undeliverable": Notification.objects.undeliverable(),
        "passing": Notification.objects.filter(kind="kind_7", created_at__lt=timezone.now() - timedelta(minutes=ROWS - 500)),
        "queued": Notification.objects.filter(state=State.QUEUED, pk__in=[1, 2, 3]),
    }

    read = {name: rows_read(rows) for name, rows in asked.items()}

    assert {name: number for name, number in read.items() if number > MOST_ROWS_READ} == {}


def test_what_is_owed_an_answer_is_found_among_those_agreed_with(comments):
    assert len(owed()) == COMMENTS // 1000
    assert rows_read(owed()) <= 2 * MOST_ROWS_READ
