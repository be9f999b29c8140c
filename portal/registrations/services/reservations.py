"""Seats that are kept while somebody fills in a form."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.rate_limits import spend
from portal.forums.models import Forum
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.services import refusals, seats
from portal.registrations.services.opening import refuse_registration
from portal.registrations.states import Ending

RESERVED_FOR = timedelta(minutes=15)
RESERVATIONS_AN_HOUR = 30


@transaction.atomic
def reserve(*, forum: Forum, citizen: User, party: Party) -> Registration | None:
    """Keep seats for fifteen minutes while the person fills in the form; None if there are not enough, or somebody
    waits for them.

    Opening the form again gives the same reservation, without more time; another size of the party makes a new one. Whoever is
    registered gets their registration back. Raises what `opening.refuse_registration` raises, UnusableParty,
    TooManyRequests.
    """
    spend(key=f"forum-reservation:{citizen.pk}", limit=RESERVATIONS_AN_HOUR, per=timedelta(hours=1))
    forum = seats.lock_forum(forum)
    now = timezone.now()
    registration = seats.own_live(forum, citizen)
    if registration and (not registration.is_reserved or registration.party.is_like(party)):
        return registration
    refuse_registration(forum, citizen, now)
    party.check(companions_limit=forum.companions_limit)
    if registration:
        seats.end(registration, ending=Ending.RESERVATION_LAPSED, now=now)
    if not party.seats_of(forum.seats_left) or seats.is_anybody_waiting(forum):
        seats.fill(forum)
        return None
    return seats.arrive(forum, citizen=citizen, party=party, now=now, reserved_until=now + RESERVED_FOR)


@transaction.atomic
def extend_reservation(*, registration: Registration) -> Registration:
    """Another fifteen minutes from now on, once. Raises HoldLapsed, HoldExtendedBefore."""
    forum = seats.lock_forum(registration.forum)
    registration.refresh_from_db()
    registration.forum = forum
    if not registration.is_reserved:
        raise refusals.ReservationLapsed(
            _("Your seats are no longer reserved. What you typed is still here: send the form to register.")
        )
    if registration.is_reservation_extended:
        raise refusals.ReservationExtendedBefore(_("Extra time is given once. Please send the form before it runs out."))
    registration.reserved_until, registration.is_reservation_extended = timezone.now() + RESERVED_FOR, True
    registration.save(update_fields=["reserved_until", "is_reservation_extended"])
    return registration


@transaction.atomic
def release(*, registration: Registration) -> Registration:
    """Give reserved seats back at once: the person changed their mind. Twice does no harm."""
    forum = seats.lock_forum(registration.forum)
    registration.refresh_from_db()
    registration.forum = forum
    if registration.is_reserved:
        seats.end(registration, ending=Ending.RESERVATION_LAPSED, now=timezone.now())
        seats.fill(forum)
    return registration
