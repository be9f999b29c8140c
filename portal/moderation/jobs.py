"""The clock of moderation. What is shown never waits for these: they write down what time has decided, and tell people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.moderation.services import blocks, daily, requester_data, reviews


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def end_what_is_over(timestamp: int) -> None:
    """Write down the reviews and blocks whose time is over, and the requests without object. Late or twice does no harm."""
    reviews.end_reviews()
    blocks.end_blocks()
    blocks.settle_withdrawn()


@app.periodic(cron="7 4 * * *")
@app.task(queue="upkeep")
def forget_personal_data(timestamp: int) -> None:
    """Erase what moderation need not know any more: who asked for a block, and from which network reports came."""
    requester_data.forget_requesters()
    requester_data.forget_unconfirmed()
    requester_data.forget_networks()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def write_daily_summaries(timestamp: int) -> None:
    """Write to the moderators at half past eight in Seoul, or as soon after it as a worker runs; once a day."""
    daily.write_summaries(now=timezone.now())
