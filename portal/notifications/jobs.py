"""Background work of the outbox."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.core import rate_limits

# 25 tries over about a day: a mail server that is down for hours loses nothing.
MAIL_RETRY = RetryStrategy(max_attempts=25, linear_wait=300)


@app.task(retry=MAIL_RETRY, queue="mail")
def send_notification(*, notification_id: int) -> None:
    """Send one message; tried again with growing pauses when the mail server does not take it."""
    from portal.notifications import services  # services defer this job

    services.send(notification_id=notification_id)


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep")
def forget_old_rate_counters(timestamp: int) -> None:
    """Delete rate counters older than two days; no window is longer than one."""
    rate_limits.forget_old(before=timezone.now() - timedelta(days=2))
