"""Seats that are kept while somebody fills in a form."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.rate_limits import spend
from portal.forums import refusals
from portal.forums.models import Forum, Registration
from portal.forums.party import Party
from portal.forums.services import seats
from portal.forums.services.opening import refuse_registration
from portal.forums.states import Ending

HELD_FOR = timedelta(minutes=15)
HOLDS_AN_HOUR = 30


@transaction.atomic
def hold(*, forum: Forum, citizen: AbstractBaseUser, party: Party) -> Registration | None:
    """Keep seats for fifteen minutes while the person fills in the form; None if there are not enough, or somebody waits for them.

    Opening the form again gives the same hold, without more time; another size of the party makes a new one. Whoever is registered
    gets their registration back. Raises what `opening.refuse_registration` raises, UnusableParty, TooManyRequests.
    """
    spend(key=f"forum-hold:{citizen.pk}", limit=HOLDS_AN_HOUR, per=timedelta(hours=1))
    forum = seats.locked(forum)
    now = timezone.now()
    registration = seats.own_live(forum, citizen)
    if registration and (not registration.is_held or registration.party.is_like(party)):
        return registration
    refuse_registration(forum, citizen, now)
    party.check(companions_limit=forum.companions_limit)
    if registration:
        seats.end(registration, ending=Ending.HOLD_LAPSED, now=now)
    if not party.seats_of(forum.seats_left) or seats.is_anybody_waiting(forum):
        seats.fill(forum)
        return None
    return seats.arrive(forum, citizen=citizen, party=party, now=now, kept_until=now + HELD_FOR)


@transaction.atomic
def extend(*, registration: Registration) -> Registration:
    """Another fifteen minutes from now on, once. Raises HoldLapsed, HoldExtendedBefore."""
    forum = seats.locked(registration.forum)
    registration.refresh_from_db()
    registration.forum = forum
    if not registration.is_held:
        raise refusals.HoldLapsed(_("Your seats are no longer kept. What you typed is still here: send the form to register."))
    if registration.is_hold_extended:
        raise refusals.HoldExtendedBefore(_("More time is given once. Please send the form before the time is over."))
    registration.kept_until, registration.is_hold_extended = timezone.now() + HELD_FOR, True
    registration.save(update_fields=["kept_until", "is_hold_extended"])
    return registration


@transaction.atomic
def let_go(*, registration: Registration) -> Registration:
    """Give held seats back at once: the person changed their mind. Twice does no harm."""
    forum = seats.locked(registration.forum)
    registration.refresh_from_db()
    registration.forum = forum
    if registration.is_held:
        seats.end(registration, ending=Ending.HOLD_LAPSED, now=timezone.now())
        seats.fill(forum)
    return registration
