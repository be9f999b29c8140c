"""Background work of the outbox."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from portal.notifications import services
from portal.notifications.kinds import BEHIND_OTHERS

PASSING_MESSAGES_KEPT = timedelta(days=2)
ANNOUNCEMENTS_KEPT = timedelta(days=30)
SECONDS_UNTIL_A_CLAIM_IS_LOOKED_AT_AGAIN = 30


class Ladder(BaseRetryStrategy):
    """How many seconds to wait after each try that failed; after the last of them there is one more try."""

    def __init__(self, *waits: int) -> None:
        self.waits = waits

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None once it was the last try."""
        if isinstance(exception, services.BeingSent):
            return RetryDecision(retry_in={"seconds": SECONDS_UNTIL_A_CLAIM_IS_LOOKED_AT_AGAIN})
        return None if self.is_last(job) else RetryDecision(retry_in={"seconds": self.waits[job.attempts]})

    def is_last(self, job: Job) -> bool:
        """Whether nothing follows the present try."""
        return job.attempts >= len(self.waits)


# Somebody sits before the page where the code is typed; when this has failed the page says so.
CODE_LADDER = Ladder(2, 10, 30)
# 25 tries over about a day: a mail server that is down for hours loses nothing.
MAIL_LADDER = Ladder(30, *range(300, 300 * 24, 300))
WRITING_RETRY = RetryStrategy(max_attempts=10, linear_wait=60)


@app.task(retry=CODE_LADDER, queue="codes", pass_context=True)
def send_code(context: JobContext, *, notification_id: int) -> None:
    """Send one code to somebody who waits for it; tried again within seconds, then the page says that it did not go."""
    services.send(notification_id=notification_id, is_last_try=CODE_LADDER.is_last(context.job))


@app.task(retry=MAIL_LADDER, queue="mail", pass_context=True)
def send_notification(context: JobContext, *, notification_id: int) -> None:
    """Send one message; tried again with growing pauses when the mail server does not take it.

    At least once: a worker that dies between the mail server's answer and the commit leaves the message queued, and it goes out
    again with the same Message-ID.
    """
    services.send(notification_id=notification_id, is_last_try=MAIL_LADDER.is_last(context.job))


@app.task(retry=WRITING_RETRY, queue="mail", priority=BEHIND_OTHERS)
def write_announcement(*, announcement_id: int, start: int) -> None:
    """Write an announcement to some of its recipients, those behind `start`; a job for the rest follows. Twice does no harm."""
    services.write_some(announcement_id=announcement_id, start=start)


@app.periodic(cron="47 * * * *")
@app.task(queue="upkeep")
def forget_passing_messages(timestamp: int) -> None:
    """Delete messages that need not be kept, such as sign-in codes: their addresses may belong to people without an account."""
    services.forget_passing(before=timezone.now() - PASSING_MESSAGES_KEPT)
    services.forget_announcements(before=timezone.now() - ANNOUNCEMENTS_KEPT)
