"""Background work of the outbox."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.notifications import services

# 25 tries over about a day: a mail server that is down for hours loses nothing.
MAIL_RETRY = RetryStrategy(max_attempts=25, linear_wait=300)
PASSING_MESSAGES_KEPT = timedelta(days=2)


@app.task(retry=MAIL_RETRY, queue="mail")
def send_notification(*, notification_id: int) -> None:
    """Send one message; tried again with growing pauses when the mail server does not take it.

    At least once: a worker that dies between the mail server's answer and the commit leaves the message queued, and it goes out
    again with the same Message-ID.
    """
    services.send(notification_id=notification_id)


@app.periodic(cron="47 * * * *")
@app.task(queue="upkeep")
def forget_passing_messages(timestamp: int) -> None:
    """Delete messages that need not be kept, such as sign-in codes: their addresses may belong to people without an account."""
    services.forget_passing(before=timezone.now() - PASSING_MESSAGES_KEPT)
