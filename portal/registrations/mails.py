"""The mails about registrations: what each says, what it carries, and whether it is still true when it is sent."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone, translation

from portal.forums.calendar import one_line
from portal.forums.states import ForumState
from portal.notifications.kinds import declare
from portal.notifications.models import Notification
from portal.notifications.services import Attachment, notify, written
from portal.registrations import invitations
from portal.registrations.links import registration_path
from portal.registrations.models import Registration
from portal.registrations.states import Ending, State
from portal.registrations.tickets.codes import spoken

ABOUT = "registration:"

# Nobody is reminded of what is farther ahead than a week and a day.
REMINDED_EARLIEST = timedelta(days=8)


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("registration_confirmed", is_still_due=_while(State.CONFIRMED))
    declare("registration_waitlisted", is_still_due=_while(State.WAITLISTED))
    declare("registration_promoted", is_still_due=_while(State.CONFIRMED))
    declare("registration_offered", is_still_due=_while(State.OFFERED))
    declare("registration_offer_lapsed")
    declare("registration_changed", is_still_due=_while(State.CONFIRMED, State.WAITLISTED, State.OFFERED))
    declare("registration_ticket_replaced", is_still_due=_while(State.CONFIRMED))
    declare("registration_cancelled")
    declare("registration_forum_changed", is_still_due=_while(State.CONFIRMED))
    declare("registration_forum_cancelled")
    declare("registration_reminder", is_still_due=_is_still_near, written_anew=_reminder_anew, is_for_many=True)


def registered(registration: Registration) -> None:
    """The answer to a registration: the invitation, or the number on the waiting list."""
    if registration.is_confirmed:
        send("registration_confirmed", registration, _invitation(registration))
    else:
        send("registration_waitlisted", registration, number=waiting_number(registration))


def promoted(registration: Registration) -> None:
    """Seats became free and are theirs, or are kept for them until they accept."""
    if registration.is_offered:
        send("registration_offered", registration)
    else:
        send("registration_promoted", registration, _invitation(registration))


def changed(registration: Registration) -> None:
    """The party comes with more or fewer people; whoever has seats gets the invitation anew."""
    is_waiting = registration.is_waiting
    number = waiting_number(registration) if is_waiting else 0
    send("registration_changed", registration, _invitation(registration) if registration.is_confirmed else None, number=number)


def ticket_replaced(registration: Registration) -> None:
    """There is a new ticket, and the old one is refused."""
    send("registration_ticket_replaced", registration)


def ended(registration: Registration, *, before: State) -> None:
    """The registration is cancelled; the calendar entry goes too if it was confirmed. A form that was not sent is no news."""
    is_silent = registration.ending in {Ending.RESERVATION_LAPSED, Ending.ACCOUNT_CLOSED} or before == State.RESERVED
    if is_silent or registration.citizen is None:
        return
    if registration.ending == Ending.OFFER_LAPSED:
        send("registration_offer_lapsed", registration)
        return
    had_seat = before == State.CONFIRMED
    send("registration_cancelled", registration, _cancellation(registration) if had_seat else None, had_seat=had_seat)


def forum_changed(registration: Registration) -> None:
    """Title, time or place changed."""
    send("registration_forum_changed", registration, _invitation(registration))


def forum_cancelled(registration: Registration) -> None:
    """The forum does not take place."""
    send("registration_forum_cancelled", registration, _cancellation(registration) if registration.is_confirmed else None)


def reminder(registration: Registration) -> None:
    """The forum is near."""
    send("registration_reminder", registration)


def waiting_number(registration: Registration) -> int:
    """The place on the waiting list, counted from the rows; 1 is next."""
    waiting = registration.forum.registrations.waitlisted()
    return waiting.filter(arrival__lte=registration.arrival).count()


def send(
    kind: str, registration: Registration, attachment: Attachment | None = None, *, about: str = "", **context: object
) -> None:
    """Write one mail about a registration to its person; `about` is added to what the message is about."""
    citizen = registration.addressee()
    with translation.override(citizen.language):
        context |= _about(registration)
        link = path_of(registration)
    notify(
        kind=kind,
        recipient=citizen,
        context=context,
        link=link,
        about=f"{ABOUT}{registration.pk}{about}",
        attachment=attachment,
    )


def _about(registration: Registration) -> dict[str, object]:
    """What every mail speaks of. A line break in a title would end the subject line."""
    forum = registration.forum
    return {
        "forum": forum,
        "registration": registration,
        "title": one_line(forum.title),
        "ticket_code": spoken(registration.ticket_code),
        "may_change": forum.takes_changes(timezone.now()),
    }


def path_of(registration: Registration) -> str:
    """What can still be changed is changed there, without signing in; what is over leads to the forum."""
    forum = registration.forum
    return forum.get_absolute_url() if registration.is_cancelled or forum.is_cancelled else registration_path(registration)


def _invitation(registration: Registration) -> Attachment:
    return Attachment("invite.ics", invitations.invitation(registration), "text/calendar; method=REQUEST")


def _cancellation(registration: Registration) -> Attachment:
    return Attachment("cancel.ics", invitations.cancellation(registration), "text/calendar; method=CANCEL")


def _is_still_near(notification: Notification) -> bool:
    """A reminder is for those who come, before it is too late, and not once the forum was moved far ahead."""
    now = timezone.now()
    named = Registration.objects.filter(pk=int(notification.about.removeprefix(ABOUT)))
    return (
        _while(State.CONFIRMED)(notification)
        and named.filter(forum__starts_at__gt=now, forum__starts_at__lte=now + REMINDED_EARLIEST).exists()
    )


def _reminder_anew(notification: Notification) -> tuple[str, str]:
    """A reminder with the time and place of the moment it is sent: both may have changed since it was written."""
    registration = Registration.objects.select_related("forum").get(pk=int(notification.about.removeprefix(ABOUT)))
    language = notification.language
    with translation.override(language):
        context = {**_about(registration), "recipient": notification.recipient}
    return written(kind=notification.kind, language=language, context=context, link=notification.link)


def _while(*states: State) -> Callable[[Notification], bool]:
    """True as long as the registration is in one of these states and the forum takes place."""

    def is_still_due(notification: Notification) -> bool:
        return Registration.objects.filter(
            pk=int(notification.about.removeprefix(ABOUT)), state__in=states, forum__state=ForumState.PUBLISHED
        ).exists()

    return is_still_due
