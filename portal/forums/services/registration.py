"""Registering for a forum and cancelling it."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.formats import moment
from portal.core.rate_limits import spend
from portal.core.record import record
from portal.forums import notices, refusals
from portal.forums.models import Forum, Registration
from portal.forums.services import seats
from portal.forums.states import Phase, State

REGISTRATIONS_AN_HOUR = 30


def register(*, forum: Forum, citizen: AbstractBaseUser) -> Registration:
    """Give the person a seat, or the last place on the waiting list, and tell them by mail.

    Whoever is registered already gets their registration back unchanged, so a repeated click does no harm.
    Raises ForumCancelled, ForumStarted, RegistrationNotYetOpen, RegistrationClosed, TooManyRequests.
    """
    spend(
        key=f"forum-registration:{citizen.pk}",
        limit=REGISTRATIONS_AN_HOUR,
        per=timedelta(hours=1),
    )
    return _register(forum, citizen)


@transaction.atomic
def _register(forum: Forum, citizen: AbstractBaseUser) -> Registration:
    forum = seats.locked(forum)
    # Read after the lock: whoever had to wait for it may find the window closed.
    now = timezone.now()
    registration = forum.registrations.live().filter(citizen=citizen).first()
    if registration:
        return registration
    _refuse_registration(forum, now)
    registration = seats.arrive(forum, citizen=citizen, now=now)
    notices.registered(registration)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by: AbstractBaseUser | None = None) -> Registration:
    """Give the seat back; whoever waits longest takes it in the same transaction.

    `by` is the organiser who does it in somebody's place, and goes on record. Cancelling twice changes nothing. Raises ForumCancelled, ForumStarted.
    """
    forum = seats.locked(registration.forum)
    now = timezone.now()
    # The row only changes under the forum's lock, so what is read now stays true.
    registration.refresh_from_db()
    registration.forum = forum
    if registration.is_cancelled:
        return registration
    _refuse_cancelling(forum, now)
    had_seat = registration.holds_seat
    registration.state = State.CANCELLED
    registration.cancelled_at = now
    registration.sequence += 1
    registration.save(update_fields=["state", "cancelled_at", "sequence"])
    notices.cancelled(registration, had_seat=had_seat)
    seats.free(forum, seats=int(had_seat))
    if by:
        record(action="registration.cancelled", actor=by, subject=f"registration:{registration.pk}")
    return registration


def _refuse_registration(forum: Forum, now: datetime) -> None:
    phase = forum.phase(now)
    _refuse_dead_forum(phase)
    if phase == Phase.NOT_YET_OPEN:
        opens_at = moment(timezone.localtime(forum.registration_opens_at), language=get_language())
        raise refusals.RegistrationNotYetOpen(
            _("Registration is not open yet. It opens on %(moment)s; please come back then.") % {"moment": opens_at}
        )
    if phase == Phase.CLOSED:
        raise refusals.RegistrationClosed(_("Registration for this forum is closed. You have not been registered."))
    if phase in {Phase.RUNNING, Phase.OVER}:
        raise refusals.ForumStarted(_("This forum has already started, so you can no longer register for it."))


def _refuse_cancelling(forum: Forum, now: datetime) -> None:
    phase = forum.phase(now)
    _refuse_dead_forum(phase)
    if phase in {Phase.RUNNING, Phase.OVER}:
        raise refusals.ForumStarted(_("This forum has already started, so your registration can no longer be cancelled."))


def _refuse_dead_forum(phase: Phase) -> None:
    if phase == Phase.DRAFT:
        raise refusals.ForumNotPublished(_("This forum has not been announced yet."))
    if phase == Phase.CANCELLED:
        raise refusals.ForumCancelled(_("This forum was cancelled and does not take place. You need not do anything."))
