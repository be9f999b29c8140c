"""One bad row stops no clock: each periodic job does the rest, names what failed in the log, and ends as failed."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.answers.models import AnswerRequest
from portal.core.jobs import SomeFailed
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.forums.models import Forum
from portal.moderation.models import Review
from portal.notifications.models import Notification
from portal.pages.cards import services as cards
from portal.pages.models import ShareCard
from portal.progress import services as progress
from portal.registrations import services as registrations
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks
from tests.factories import (
    make_answer_request,
    make_block,
    make_citizen,
    make_comment,
    make_department,
    make_forum,
    make_moderator,
    make_officer,
    make_report,
    make_takedown,
    make_task,
    make_update,
    put,
)

pytestmark = pytest.mark.django_db
MADE_AT, RUN_AT = datetime.fromisoformat("2026-11-25T12:00:00+09:00"), datetime.fromisoformat("2026-11-26T10:00:00+09:00")
YEARS_LATER = RUN_AT + timedelta(days=900)
THREE = range(3)
PLANT = """
    CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
    CREATE TRIGGER planted BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW WHEN (NEW.{column} = {key}) EXECUTE FUNCTION planted();
"""
# They change all that is due in one statement, or look at nothing row by row.
WITHOUT_ROWS = {
    "portal.core.jobs.check_invariants",
    "portal.core.jobs.forget_expired_sessions",
    "portal.core.jobs.forget_finished_jobs",
    "portal.core.jobs.forget_old_audit_reasons",
    "portal.core.jobs.forget_old_rate_counters",
    "portal.core.jobs.retry_cut_off_jobs",
    "portal.core.jobs.sweep_orphaned_files",
    "portal.core.jobs.write_erasures",
    "portal.moderation.jobs.count_by_month",
    "portal.moderation.jobs.forget_networks",
    "portal.moderation.jobs.publish_head",
    "portal.notifications.jobs.forget_passing_messages",
    "portal.pages.jobs.count_participation",
    "portal.pages.jobs.learn_recent_words",
    "portal.pages.jobs.learn_words",
    "portal.pages.jobs.sweep_cards",
    "portal.registrations.jobs.forget_sent_forms",
    "portal.takedowns.jobs.forget_unconfirmed_requests",
}


class World(NamedTuple):
    """Three rows that are due, where writing the second fails, and for which of them a job has done its work."""

    keys: list[int]
    table: str
    column: str
    done: Callable[[], Iterable[int]]
    run_at: datetime = RUN_AT


def registered(**fields) -> list[Registration]:
    starts_at = RUN_AT + timedelta(days=1, hours=4)
    options = {"starts_at": starts_at, "reminds_a_day_before": True, **fields}
    return [registrations.register(forum=make_forum(**options), citizen=make_citizen()) for _ in THREE]


def told(kind: str) -> Callable[[], Iterable[int]]:
    return lambda: Notification.objects.filter(kind=kind).values_list("recipient", flat=True)


def takedowns(*states: str) -> Callable[[], Iterable[int]]:
    return lambda: Takedown.objects.filter(state__in=states).values_list("pk", flat=True)


def lapsed_reservations() -> World:
    rows = [registrations.reserve(forum=make_forum(), citizen=make_citizen(), party=Party()) for _ in THREE]
    done = Registration.objects.filter(state="cancelled").values_list("forum", flat=True)
    return World([row.forum_id for row in rows], "forums_forum", "id", done.all)


def closed_accounts() -> World:
    rows = registered()
    User.objects.filter(pk__in=[row.citizen_id for row in rows]).update(is_active=False)
    done = Registration.objects.filter(state="cancelled").values_list("pk", flat=True)
    return World([row.pk for row in rows], "registrations_registration", "id", done.all)


def reminders() -> World:
    people = [row.citizen_id for row in registered()]
    return World(people, "notifications_notification", "recipient_id", told("registration_reminder"))


def old_forums() -> World:
    forums = [row.forum_id for row in registered()]
    done = Forum.objects.filter(anonymised_at__isnull=False).values_list("pk", flat=True)
    return World(forums, "forums_forum", "id", done.all, YEARS_LATER)


def digests() -> World:
    task, people = make_task(), [make_citizen() for _ in THREE]
    for person in people:
        progress.follow(task=task, person=person, level="all")
    with time_machine.travel(MADE_AT + timedelta(minutes=5), tick=False):
        make_update(task=task)
    return World([each.pk for each in people], "progress_digest", "user_id", told("task_digest"))


def officers() -> World:
    people = [make_officer(department=make_department()) for _ in THREE]
    for officer in people:
        make_answer_request(officer=officer)
    return World([each.pk for each in people], "notifications_notification", "recipient_id", told("answers_daily"))


def owed_answers() -> World:
    comments = [make_comment().pk for _ in THREE]
    Comment.objects.update(agree_count=10)
    return World(comments, "answers_answerrequest", "comment_id", lambda: AnswerRequest.objects.values_list("comment", flat=True))


def reviews() -> World:
    keys, ends_at = [], MADE_AT + timedelta(hours=1)
    for comment in [make_comment() for _ in THREE]:
        put(comment, "under_review", blocked_until=ends_at)
        keys.append(Review.objects.create(comment=comment, weight=30, began_at=MADE_AT, lapses_at=ends_at).pk)
    return World(keys, "moderation_review", "id", Review.objects.filter(outcome="lapsed").values_list("pk", flat=True).all)


def summaries() -> World:
    make_report()
    people = [make_moderator().pk for _ in THREE]
    return World(people, "notifications_notification", "recipient_id", told("moderation_daily"))


def renamed_forums() -> World:
    """Three cards whose Korean words have changed since they were painted."""
    forums = [make_forum().pk for _ in THREE]
    cards.paint_all(now=MADE_AT)
    Forum.objects.filter(pk__in=forums).update(title_ko="새 이름")
    keys = ShareCard.objects.filter(kind="forum", language="ko").order_by("pk").values_list("pk", flat=True)
    done = ShareCard.objects.filter(painted_at=RUN_AT).values_list("pk", flat=True)
    return World(list(keys), "pages_sharecard", "id", done.all)


def ended_blocks() -> World:
    return World([make_block().pk for _ in THREE], "takedowns_takedown", "id", takedowns("lapsed"), YEARS_LATER)


def withdrawn_requests() -> World:
    requests = [make_takedown() for _ in THREE]
    for takedown in requests:
        discussion.withdraw(comment=takedown.comment, author=takedown.comment.author)
    return World([each.pk for each in requests], "takedowns_takedown", "id", takedowns("obsolete"))


def old_requests() -> World:
    requests = [make_takedown() for _ in THREE]
    for takedown in requests:
        blocks.refuse(takedown=takedown, moderator=make_moderator(), reason="이름이 나오지 않습니다.")
    done = Takedown.objects.filter(requester_email="").values_list("pk", flat=True)
    return World([each.pk for each in requests], "takedowns_takedown", "id", done.all, YEARS_LATER)


ROW_BY_ROW = {
    "portal.answers.jobs.take_up_owed_answers": owed_answers,
    "portal.answers.jobs.write_reminders_of_answers": officers,
    "portal.forum_desk.jobs.erase_attendees": old_forums,
    "portal.moderation.jobs.end_reviews": reviews,
    "portal.moderation.jobs.write_daily_summaries": summaries,
    "portal.pages.jobs.paint_changed_cards": renamed_forums,
    "portal.pages.jobs.paint_new_cards": renamed_forums,
    "portal.progress.jobs.write_task_digests": digests,
    "portal.registrations.jobs.free_seats_of_closed_accounts": closed_accounts,
    "portal.registrations.jobs.send_reminders": reminders,
    "portal.registrations.jobs.settle_seats": lapsed_reservations,
    "portal.takedowns.jobs.close_withdrawn_requests": withdrawn_requests,
    "portal.takedowns.jobs.end_blocks": ended_blocks,
    "portal.takedowns.jobs.forget_requesters": old_requests,
}


def test_every_periodic_job_is_tried_or_has_no_rows():
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic == ROW_BY_ROW.keys() | WITHOUT_ROWS


@pytest.mark.parametrize("name", ROW_BY_ROW)
def test_the_rest_is_done_and_the_job_says_that_something_failed(name, caplog):
    with time_machine.travel(MADE_AT, tick=False):
        world = ROW_BY_ROW[name]()
    first, bad, last = world.keys
    with connection.cursor() as cursor:
        cursor.execute(PLANT.format(table=world.table, column=world.column, key=bad))

    with time_machine.travel(world.run_at, tick=False), pytest.raises(SomeFailed):
        app.tasks[name].func(timestamp=int(timezone.now().timestamp()))

    assert sorted(set(world.done()) & set(world.keys)) == [first, last]
    failures = [record for record in caplog.records if record.name == "portal.core.jobs" and record.exc_info]
    assert len(failures) == 1
