"""What runs at the same moment in a race, and what has to be true afterwards."""

from collections.abc import Callable

from django.db.models import Sum

from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.models import Registration

# As many at once as are served well within the time for which a thread waits for a connection, on a busy machine too.
AT_A_TIME = 100


def again_and_again(times: int, race: Callable, *arguments) -> None:
    """So often, each time from the beginning."""
    for _ in range(times):
        race(*arguments)


def registering(forum: Forum, citizens: list, **options) -> list[Callable]:
    """One registration for each."""
    return [lambda citizen=citizen: services.register(forum=forum, citizen=citizen, **options) for citizen in citizens]


def fresh(registration: Registration) -> Registration:
    """An instance of its own, as each request would have."""
    return Registration.objects.select_related("forum", "citizen").get(pk=registration.pk)


def cancelling(registrations: list[Registration]) -> list[Callable]:
    """One cancellation for each."""
    own = [fresh(registration) for registration in registrations]
    return [lambda registration=registration: services.cancel(registration=registration) for registration in own]


def refused(outcomes: list) -> list[Exception]:
    """What was raised."""
    return [each for each in outcomes if isinstance(each, Exception)]


def assert_consistent(forum: Forum, outcomes: list) -> None:
    """Nobody was refused, the counters equal the rows, and nobody waits for a seat that is free."""
    assert refused(outcomes) == []
    forum.refresh_from_db()
    seated = forum.registrations.seated().aggregate(all=Sum("seats", default=0))["all"]
    assert (forum.seats_taken, forum.overbooked_seats) == (seated, max(0, seated - forum.capacity))
    first = forum.registrations.waitlisted().first()
    assert first is None or forum.seats_left < first.least_seats
