"""Registering for a forum, changing the registration and giving it back."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.jobs import for_each
from portal.core.rate_limits import spend
from portal.forums.models import Forum
from portal.registrations import mails
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.services import refusals, responses, seats
from portal.registrations.services.opening import refuse_change, refuse_dead_forum, refuse_registration
from portal.registrations.services.sent_forms import once
from portal.registrations.states import Ending, State
from portal.registrations.tickets.codes import new_code

REGISTRATIONS_AN_HOUR = 30
ALONE = Party()


def register(
    *,
    forum: Forum,
    citizen: User,
    party: Party = ALONE,
    given: responses.Given | None = None,
    form_key: UUID | None = None,
) -> Registration:
    """Give the party seats, or the last place on the waiting list, and tell the person by mail.

    Seats that were reserved for this very party become theirs; those reserved for another party stay reserved, and
    nobody is registered. Whoever is registered already gets their registration back unchanged, so a repeated click does
    no harm; `form_key` makes that hold across lost answers too (`sent_forms.once`). `given` are the answers to the
    forum's questions. Raises UnusableParty, OtherParty, UnusableAnswer, ForumCancelled, ForumStarted,
    RegistrationNotYetOpen, RegistrationClosed, ResidentsFirst, StillWorking, FormChanged, TooManyRequests.
    """
    body = json.dumps([party.size, party.enough, responses.described(given)], sort_keys=True)

    def do() -> Registration:
        spend(key=f"forum-registration:{citizen.pk}", limit=REGISTRATIONS_AN_HOUR, per=timedelta(hours=1))
        return _register(forum, citizen, party, given)

    return once(key=form_key, citizen=citizen, forum=forum, body=body, do=do)


@transaction.atomic
def change_party(*, registration: Registration, party: Party) -> Registration:
    """Come with more or fewer people. Freed seats go to whoever waits longest; more seats are given only if nobody
    waits for them.

    A waiting party keeps its place. Raises UnusableParty, NotEnoughSeats and what `opening.refuse_change` raises.
    """
    registration = _lock_registration(registration)
    forum, now = registration.forum, timezone.now()
    refuse_change(registration, now)
    party.check(companions_limit=forum.companions_limit)
    more = max(0, party.size - registration.seats) if registration.has_seat else 0
    if more:
        _refuse_growth(forum, more)
        seats.take(forum, registration, seats=more, party=party)
    else:
        seats.shrink(registration, party=party)
    mails.changed(registration)
    return registration


@transaction.atomic
def change_answers(*, registration: Registration, given: responses.Given) -> Registration:
    """Answer the forum's questions anew, until the deadline for changes. Raises UnusableAnswer and what `refuse_change`
    raises.
    """
    registration = _lock_registration(registration)
    refuse_change(registration, timezone.now())
    responses.write(registration, given)
    return registration


@transaction.atomic
def replace_ticket(*, registration: Registration) -> Registration:
    """Give out a new ticket; the door refuses the old one and its code from now on. The person is told by mail.

    For a ticket that was lost or seen by others. Raises NotSeated and what `opening.refuse_change` raises for staff.
    """
    registration = _lock_registration(registration)
    refuse_change(registration, timezone.now(), is_staff=True)
    if not registration.is_confirmed:
        raise refusals.NotSeated(_("There is no ticket yet: your registration has no seat."))
    registration.ticket_version += 1
    registration.ticket_code = new_code()
    registration.save(update_fields=["ticket_version", "ticket_code"])
    mails.ticket_replaced(registration)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by: User | None = None) -> Registration:
    """Give the seats back; whoever waits longest takes them in the same transaction.

    `by` is the organiser who does it in somebody's place, also after the deadline, and goes on record. Cancelling twice changes
    nothing. Raises what `opening.refuse_change` raises.
    """
    registration = _lock_registration(registration)
    now = timezone.now()
    if registration.is_cancelled:
        return registration
    refuse_change(registration, now, is_staff=by is not None)
    _end(registration, Ending.STAFF if by else Ending.PERSON, now)
    if by:
        record_event(action="registration.cancelled", actor=by, subject=f"registration:{registration.pk}")
    return registration


@transaction.atomic
def accept(*, registration: Registration) -> Registration:
    """Take the offered seats. Accepting twice changes nothing. Raises NothingOffered, once the deadline has passed too."""
    registration = _lock_registration(registration)
    if registration.is_confirmed:
        return registration
    _refuse_without_offer(registration)
    registration.state, registration.confirmed_at, registration.reserved_until = State.CONFIRMED, timezone.now(), None
    registration.sequence += 1
    registration.save(update_fields=["state", "confirmed_at", "reserved_until", "sequence"])
    mails.registered(registration)
    return registration


@transaction.atomic
def decline(*, registration: Registration) -> Registration:
    """Leave the offered seats to whoever waits next. Declining twice changes nothing. Raises NothingOffered."""
    registration = _lock_registration(registration)
    if registration.is_cancelled and registration.ending == Ending.OFFER_DECLINED:
        return registration
    _refuse_without_offer(registration)
    _end(registration, Ending.OFFER_DECLINED, timezone.now())
    return registration


@transaction.atomic
def give_back_of_closed_account(*, registration: Registration) -> Registration:
    """Free the seats of somebody whose account was closed, as long as the forum has not started; twice does no harm."""
    registration = _lock_registration(registration)
    is_ahead = timezone.now() < registration.forum.starts_at
    if is_ahead and not registration.is_cancelled and not registration.addressee().is_active:
        _end(registration, Ending.ACCOUNT_CLOSED, timezone.now())
    return registration


def free_closed_accounts(*, now: datetime) -> int:
    """Give back what people with closed accounts have at forums that have not started; how many registrations there were."""
    rows = Registration.objects.live().filter(citizen__is_active=False, forum__starts_at__gt=now)
    registrations = rows.select_related("forum", "citizen")
    return len(for_each(registrations, lambda registration: give_back_of_closed_account(registration=registration)))


def _register(forum: Forum, citizen: User, party: Party, given: responses.Given | None) -> Registration:
    forum = seats.lock_forum(forum)
    # Read after the lock: whoever had to wait for it may find the window closed.
    now = timezone.now()
    registration = seats.own_live(forum, citizen)
    if registration and not registration.is_reserved:
        return registration
    if registration is None:
        refuse_registration(forum, citizen, now)
        party.check(companions_limit=forum.companions_limit)
        registration = seats.arrive(forum, citizen=citizen, party=party, now=now)
    else:
        # Seats may be kept beyond the end of registration, but not at a forum that was called off meanwhile.
        refuse_dead_forum(forum.phase(now))
        registration.party.check_is_meant(party)
        _confirm_reserved(registration, now)
    responses.write(registration, given)
    mails.registered(registration)
    return registration


def _confirm_reserved(registration: Registration, now: datetime) -> None:
    """The form was sent in time: the reserved seats are theirs."""
    registration.state, registration.confirmed_at, registration.reserved_until = State.CONFIRMED, now, None
    registration.sequence += 1
    registration.save(update_fields=["state", "confirmed_at", "reserved_until", "sequence"])


def _lock_registration(registration: Registration) -> Registration:
    """The registration as it stands under its forum's lock; the row only changes under that lock, so what is read stays true."""
    forum = seats.lock_forum(registration.forum)
    registration.refresh_from_db()
    registration.forum = forum
    return registration


def _end(registration: Registration, ending: Ending, now: datetime) -> None:
    seats.end(registration, ending=ending, now=now)
    seats.fill(registration.forum)


def _refuse_growth(forum: Forum, more: int) -> None:
    if more > forum.seats_left or seats.is_anybody_waiting(forum):
        raise refusals.NotEnoughSeats(
            _("There are not enough free seats for more people. Your registration stays as it was; you can still come.")
        )


def _refuse_without_offer(registration: Registration) -> None:
    if registration.may_be_accepted(timezone.now()):
        return
    if registration.ending == Ending.OFFER_LAPSED:
        raise refusals.NothingOffered(
            _("The time to accept this seat has passed, and it went to the next person. You can join the waiting list again.")
        )
    raise refusals.NothingOffered(_("No seat is offered to you at the moment. Please check the status of your registration."))
