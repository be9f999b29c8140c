"""What must hold of messages: each is sent once, and none is forgotten."""

from typing import Any

from portal.core.invariants import Invariant
from portal.notifications.kinds import all_kinds

MESSAGES = "notifications_notification"


def kinds() -> dict[str, Any]:
    """The kinds that packages declared, and those of them whose text goes once it is sent."""
    return {
        "known": [kind.name for kind in all_kinds()],
        "passing": [kind.name for kind in all_kinds() if not kind.keeps_body],
    }


INVARIANTS = (
    Invariant(
        name="notifications.queued_have_a_job",
        sentence="A message that waits has a job that will send it, or one that failed for good.",
        table=MESSAGES,
        sql="""
            SELECT message.id, message.kind || ' waits, jobs ' || coalesce((
                SELECT string_agg(status::text || ' after ' || attempts || ' tries', ', ') FROM procrastinate_jobs
                WHERE args ->> 'notification_id' = message.id::text
            ), 'none'), 'a job' FROM notifications_notification AS message
            WHERE state = 'queued' AND NOT EXISTS (
                SELECT FROM procrastinate_jobs
                WHERE task_name IN ('portal.notifications.jobs.send_notification', 'portal.notifications.jobs.send_code')
                AND status IN ('todo', 'doing', 'failed') AND args ->> 'notification_id' = message.id::text
            )
        """,
    ),
    Invariant(
        name="notifications.announcements_go_on",
        sentence="News that is not written to everybody has a job that goes on with it, or that failed or was stopped.",
        table="notifications_announcement",
        sql="""
            SELECT id, handled_count || ' of ' || recipient_count, 'a job' FROM notifications_announcement AS announcement
            WHERE handled_count < recipient_count AND NOT EXISTS (
                SELECT FROM procrastinate_jobs WHERE task_name = 'portal.notifications.jobs.write_announcement'
                AND status IN ('todo', 'doing', 'failed', 'cancelled', 'aborted')
                AND args ->> 'announcement_id' = announcement.id::text
            )
        """,
    ),
    Invariant(
        name="notifications.written_once",
        sentence="Nobody is written the same message about the same thing twice within a second.",
        table=MESSAGES,
        sql="""
            SELECT id, kind || ' about ' || about, 'written once' FROM (
                SELECT id, kind, about, created_at - lag(created_at) OVER (
                    PARTITION BY kind, recipient_id, address, about, md5(subject || body || link) ORDER BY created_at, id
                ) AS after
                FROM notifications_notification WHERE about <> ''
            ) AS message WHERE after < interval '1 second'
        """,
    ),
    Invariant(
        name="notifications.kinds",
        sentence="A message is of a kind that the portal knows.",
        table=MESSAGES,
        sql="""
            SELECT id, kind, 'a declared kind' FROM notifications_notification
            WHERE state = 'queued' AND kind <> ALL(%(known)s)
        """,
        values=kinds,
    ),
    Invariant(
        name="notifications.codes_are_gone",
        sentence="The text of a message that need not be kept, such as a code, is gone once it was sent.",
        table=MESSAGES,
        sql="""
            SELECT id, kind || ' with its text', 'empty' FROM notifications_notification
            WHERE state = 'sent' AND body <> '' AND kind = ANY(%(passing)s)
        """,
        values=kinds,
    ),
)
