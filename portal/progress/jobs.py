"""The clock of the plan."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.progress.services import digests


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="write_task_digests")
def write_task_digests(timestamp: int) -> None:
    """Write to followers soon after eight in the morning, or as soon after it as a worker runs. Late or twice does no harm."""
    digests.write_digests(now=timezone.now())
