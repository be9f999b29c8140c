"""What time does to registrations. No seat waits for these: whoever locks the forum next does the same first."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.registrations.services import registering, reminders, seats, sent_forms

FORMS_REMEMBERED = timedelta(days=2)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="settle_seats")
def settle_seats(timestamp: int) -> None:
    """End the reservations and offers whose time is over and pass their seats on. Late or twice does no harm."""
    seats.settle_lapsed(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="free_seats_of_closed_accounts")
def free_seats_of_closed_accounts(timestamp: int) -> None:
    """Pass on the seats of people whose account was closed."""
    registering.free_closed_accounts(now=timezone.now())


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
