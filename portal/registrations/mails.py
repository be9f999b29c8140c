"""The mails about registrations: what each says, what it carries, and whether it is still true when it is sent."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation

from portal.forums.calendar import one_line
from portal.forums.models import Forum
from portal.forums.states import ForumState, Handover
from portal.notifications import services as notifications
from portal.notifications.kinds import ForMany, declare
from portal.notifications.models import Announcement, Notification
from portal.notifications.services import Attachment, announce, post, written
from portal.registrations import invitations
from portal.registrations.links import registration_path
from portal.registrations.models import Registration
from portal.registrations.states import Ending, State
from portal.registrations.tickets.codes import spoken

ABOUT, ABOUT_FORUM = "registration:", "forum:"

# Nobody is reminded of what is farther ahead than a week and a day.
REMINDED_EARLIEST = timedelta(days=8)


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("registration_confirmed", is_still_due=_while(State.CONFIRMED))
    declare("registration_waitlisted", is_still_due=_while(State.WAITLISTED))
    declare("registration_promoted", is_still_due=_while(State.CONFIRMED), for_many=_many(_promoted, state=State.CONFIRMED))
    declare("registration_offered", is_still_due=_while(State.OFFERED), for_many=_many(_offered, state=State.OFFERED))
    declare("registration_offer_lapsed", for_many=_many(_offer_lapsed, ending=Ending.OFFER_LAPSED))
    declare("registration_changed", is_still_due=_while(State.CONFIRMED, State.WAITLISTED, State.OFFERED))
    declare("registration_ticket_replaced", is_still_due=_while(State.CONFIRMED))
    declare("registration_cancelled")
    coming = _many(_forum_changed, state=State.CONFIRMED, forum__state=ForumState.PUBLISHED)
    declare("registration_forum_changed", is_still_due=_is_latest_change, for_many=coming, is_for_many=True)
    registered = _many(_forum_cancelled, state__in=[State.CONFIRMED, State.OFFERED, State.WAITLISTED])
    declare("registration_forum_cancelled", for_many=registered, is_for_many=True)
    declare("registration_reminder", is_still_due=_is_still_near, written_anew=_reminder_anew, is_for_many=True)


def registered(registration: Registration) -> None:
    """The answer to a registration: the invitation, or the number on the waiting list."""
    if registration.is_confirmed:
        send("registration_confirmed", registration, _invitation(registration))
    else:
        send("registration_waitlisted", registration, number=waiting_number(registration))


def promoted(forum: Forum, registrations: Sequence[Registration]) -> None:
    """Seats became free and are theirs, or are kept for them until they accept."""
    kind = "registration_offered" if forum.handover == Handover.OFFER else "registration_promoted"
    _announce(kind, forum, registrations)


def offers_lapsed(forum: Forum, registrations: Sequence[Registration]) -> None:
    """The time to accept a seat is over."""
    _announce("registration_offer_lapsed", forum, registrations)


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
    had_seat = before == State.CONFIRMED
    send("registration_cancelled", registration, _cancellation(registration) if had_seat else None, had_seat=had_seat)


def forum_changed(forum: Forum, registrations: Sequence[Registration]) -> None:
    """Title, time or place changed."""
    _announce("registration_forum_changed", forum, registrations)


def forum_cancelled(forum: Forum, registrations: Sequence[Registration]) -> None:
    """The forum does not take place."""
    _announce("registration_forum_cancelled", forum, registrations)


def reminder(registration: Registration) -> Notification:
    """The forum is near; the caller posts it."""
    return composed("registration_reminder", registration)


def waiting_number(registration: Registration) -> int:
    """The place on the waiting list, counted from the rows; 1 is next."""
    waiting = registration.forum.registrations.waitlisted()
    return waiting.filter(arrival__lte=registration.arrival).count()


def send(kind: str, registration: Registration, attachment: Attachment | None = None, **context: Any) -> None:
    """Write one mail about a registration to its person."""
    post([composed(kind, registration, attachment, **context)])


def composed(
    kind: str, registration: Registration, attachment: Attachment | None = None, *, about: str = "", **context: Any
) -> Notification:
    """One mail about a registration to its person, which the caller posts; `about` is added to what the message is about."""
    citizen = registration.addressee()
    with translation.override(citizen.language):
        context |= _about(registration)
        link = path_of(registration)
    return notifications.composed(
        kind=kind,
        recipient=citizen,
        context=context,
        link=link,
        about=f"{ABOUT}{registration.pk}{about}",
        attachment=attachment,
    )


def _promoted(registration: Registration) -> Notification:
    return composed("registration_promoted", registration, _invitation(registration))


def _offered(registration: Registration) -> Notification:
    return composed("registration_offered", registration)


def _offer_lapsed(registration: Registration) -> Notification:
    return composed("registration_offer_lapsed", registration)


def _forum_changed(registration: Registration) -> Notification:
    return composed("registration_forum_changed", registration, _invitation(registration))


def _forum_cancelled(registration: Registration) -> Notification:
    taken_out = _cancellation(registration) if registration.is_confirmed else None
    return composed("registration_forum_cancelled", registration, taken_out)


def _announce(kind: str, forum: Forum, registrations: Sequence[Registration]) -> None:
    announce(kind=kind, about=f"{ABOUT_FORUM}{forum.pk}", recipients=[each.pk for each in registrations])


def _many(compose: Callable[[Registration], Notification], **still: object) -> ForMany[Registration]:
    """The same news for many registrations, as far as these columns still say so when it is written."""

    def concerned(announcement: Announcement, keys: list[int]) -> Iterable[Registration]:
        rows = Registration.objects.of_somebody().filter(pk__in=keys, **still)
        return rows.select_related("forum", "citizen").order_by("arrival", "pk")

    return ForMany(concerned, compose)


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


def _is_latest_change(notification: Notification) -> bool:
    """News of a change is for those who come, and not once the forum has changed again: the newer message says how it is now."""
    newer = Announcement.objects.filter(kind=notification.kind, pk__gt=notification.announcement_id or 0)
    told = notification.announcement
    return _while(State.CONFIRMED)(notification) and not (told and newer.filter(about=told.about).exists())


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
