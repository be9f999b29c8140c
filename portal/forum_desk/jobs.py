"""What happens to mailings and to attendees' data without anybody waiting for it."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.core.jobs import daily_at, for_each
from portal.forum_desk.services import mailings, retention
from portal.notifications.kinds import BEHIND_OTHERS

# Ten tries over some three quarters of an hour. What fails for longer is a fault of ours, and stays in the queue to be looked at.
MAILING_RETRY = RetryStrategy(max_attempts=10, linear_wait=60)


@app.periodic(cron=daily_at(4, 23))
@app.task(queue="upkeep", queueing_lock="erase_attendees")
def erase_attendees(timestamp: int) -> None:
    """Erase who came to the forums whose time of keeping is over."""
    now = timezone.now()
    for_each(retention.due(now=now), lambda forum: retention.anonymise(forum=forum, now=now))


@app.task(retry=MAILING_RETRY, queue="mail", priority=BEHIND_OTHERS)
def write_mailing(*, mailing_id: int, start: int) -> None:
    """Write an organiser's mailing to some of its recipients, those behind `start`; a job for the rest follows. Twice
    does no harm.
    """
    mailings.write_some(mailing_id=mailing_id, start=start)
