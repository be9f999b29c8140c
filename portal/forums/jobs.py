"""The clock of the forums. No seat waits for these: whoever takes a forum's lock next does the same first."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.forums.services import reminders, retention, sent_forms, upkeep
from portal.notifications.kinds import BEHIND_OTHERS

FORMS_REMEMBERED = timedelta(days=2)
# Ten tries over some three quarters of an hour. What fails for longer is a fault of ours, and stays in the queue to be looked at.
LETTER_RETRY = RetryStrategy(max_attempts=10, linear_wait=60)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="settle_seats")
def settle_seats(timestamp: int) -> None:
    """End the holds and offers whose time is over and pass their seats on. Late or twice does no harm."""
    upkeep.settle_lapsed(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="free_seats_of_closed_accounts")
def free_seats_of_closed_accounts(timestamp: int) -> None:
    """Pass on the seats of people whose account was closed."""
    upkeep.free_closed_accounts(now=timezone.now())


@app.periodic(cron="23 4 * * *")
@app.task(queue="upkeep", queueing_lock="erase_attendees")
def erase_attendees(timestamp: int) -> None:
    """Erase who came to the forums whose time of keeping is over."""
    now = timezone.now()
    for forum in retention.due(now=now):
        retention.anonymise(forum=forum, now=now)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="send_reminders")
def send_reminders(timestamp: int) -> None:
    """Remind people of their forums. Late or twice does no harm: each reminder is one row."""
    reminders.send_due(now=timezone.now())


@app.periodic(cron="57 * * * *")
@app.task(queue="upkeep")
def forget_sent_forms(timestamp: int) -> None:
    """Forget the keys of forms that nobody sends again any more."""
    sent_forms.forget(before=timezone.now() - FORMS_REMEMBERED)


@app.task(retry=LETTER_RETRY, queue="mail", priority=BEHIND_OTHERS)
def write_letter(*, letter_id: int, start: int) -> None:
    """Write an organiser's letter to some of its recipients, those behind `start`; a job for the rest follows. Twice does no harm."""
    from portal.forums.services import letters  # letters defer this job

    letters.write_some(letter_id=letter_id, start=start)
