"""The clock of the answers, and the reminders of officers. Votes are counted on a floor below, which knows nothing of answers,
so this one looks.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.answers.services import take_up_owed, write_reminders


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="take_up_owed_answers")
def take_up_owed_answers(timestamp: int) -> None:
    """Take up the comments that enough people agree with. Late or twice does no harm: each is taken up once."""
    take_up_owed(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="write_reminders_of_answers")
def write_reminders_of_answers(timestamp: int) -> None:
    """Write to the officers from half past eight in Seoul on business days, or as soon after it as a worker runs."""
    write_reminders(now=timezone.now())
