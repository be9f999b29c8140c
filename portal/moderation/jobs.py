"""The clock of moderation. What is shown never waits for these: they write down what time has decided, and tell people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.core.jobs import daily_at
from portal.moderation import transparency
from portal.moderation.services import daily, daily_heads, reports, reviews


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def end_reviews(timestamp: int) -> None:
    """Write down the reviews whose time is over. Late or twice does no harm."""
    reviews.end_reviews()


@app.periodic(cron=daily_at(4, 7))
@app.task(queue="upkeep")
def forget_networks(timestamp: int) -> None:
    """Erase from which network old reports came."""
    reports.forget_networks()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def write_daily_summaries(timestamp: int) -> None:
    """Write to the moderators at half past eight in Seoul, or as soon after it as a worker runs; once a day."""
    daily.write_summaries(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def publish_head(timestamp: int) -> None:
    """Note the head of the audit log and mail it, at the day's first run in Seoul; once a day."""
    daily_heads.publish_head(now=timezone.now())


@app.periodic(cron="2 * * * *")
@app.task(queue="upkeep")
def count_by_month(timestamp: int) -> None:
    """Count what the transparency page shows, once an hour: it reads every decision, report and entry there ever was."""
    transparency.keep_count(timezone.now())
