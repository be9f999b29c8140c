"""The clock of the answers. Votes are counted on a floor below, which knows nothing of answers, so this one looks."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.answers.services import take_up_owed


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="take_up_owed_answers")
def take_up_owed_answers(timestamp: int) -> None:
    """Take up the comments that enough people agree with. Late or twice does no harm: each is taken up once."""
    take_up_owed(now=timezone.now())
