"""The mails about registrations: what each says, what it carries, and whether it is still true when it is sent."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from portal.forums import invitations
from portal.forums.calendar import one_line
from portal.forums.helping_links import helping_path
from portal.forums.letter_text import Words, filled
from portal.forums.models import Forum, Helper, Registration
from portal.forums.place_links import place_path
from portal.forums.segments import belongs
from portal.forums.states import Ending, ForumState, Segment, State
from portal.forums.ticket_codes import spoken
from portal.notifications.kinds import declare
from portal.notifications.models import Notification
from portal.notifications.services import Attachment, notify, written

ABOUT = "registration:"
ABOUT_HELPER = "helper:"
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
    declare("registration_letter", is_still_due=_is_in_segment, is_for_many=True)
    declare("helper_invited", is_still_due=_is_still_invited)
    declare("helper_forum_changed", is_still_due=_still_helps)
    declare("helper_forum_cancelled")


def registered(registration: Registration) -> None:
    """The answer to a registration: the invitation, or the number on the waiting list."""
    if registration.is_confirmed:
        _send("registration_confirmed", registration, _invitation(registration))
    else:
        _send("registration_waitlisted", registration, number=waiting_number(registration))


def promoted(registration: Registration) -> None:
    """Seats became free and are theirs, or are kept for them until they accept."""
    if registration.is_offered:
        _send("registration_offered", registration)
    else:
        _send("registration_promoted", registration, _invitation(registration))


def changed(registration: Registration) -> None:
    """The party comes with more or fewer people; whoever has seats gets the invitation anew."""
    is_waiting = registration.is_waiting
    number = waiting_number(registration) if is_waiting else 0
    _send("registration_changed", registration, _invitation(registration) if registration.is_confirmed else None, number=number)


def ticket_replaced(registration: Registration) -> None:
    """There is a new ticket, and the old one is refused."""
    _send("registration_ticket_replaced", registration)


def ended(registration: Registration, *, before: State) -> None:
    """The registration is cancelled; the calendar entry goes too if it was confirmed. A form that was not sent is no news."""
    is_silent = registration.ending in {Ending.HOLD_LAPSED, Ending.ACCOUNT_CLOSED} or before == State.HELD
    if is_silent or registration.citizen is None:
        return
    if registration.ending == Ending.OFFER_LAPSED:
        _send("registration_offer_lapsed", registration)
        return
    had_seat = before == State.CONFIRMED
    _send("registration_cancelled", registration, _cancellation(registration) if had_seat else None, had_seat=had_seat)


def forum_changed(registration: Registration) -> None:
    """Title, time or place changed."""
    _send("registration_forum_changed", registration, _invitation(registration))


def forum_cancelled(registration: Registration) -> None:
    """The forum does not take place."""
    _send("registration_forum_cancelled", registration, _cancellation(registration) if registration.is_confirmed else None)


def reminder(registration: Registration) -> None:
    """The forum is near."""
    _send("registration_reminder", registration)


def letter(registration: Registration, words: Words, *, segment: Segment) -> None:
    """What an organiser writes; the placeholders are filled in the reader's language."""
    citizen = registration.citizen
    with translation.override(citizen.language):
        path = _path(registration)
        filled_in = filled(words, forum=registration.forum, nickname=citizen.display_name, path=path)
    # Its part of the list stands behind the registration, so that it can be asked again when the mail is sent.
    _send("registration_letter", registration, about=f":{segment}", letter=filled_in)


def sample_letter(forum: Forum, words: Words, *, language: str) -> tuple[str, str]:
    """Subject and text of a letter as somebody who does not exist would read it, in one language."""
    with translation.override(language):
        path = forum.get_absolute_url() if forum.is_cancelled else reverse("forums:place", args=["sample"])
        filled_in = filled(words, forum=forum, nickname=pgettext("nickname", "Sample Reader"), path=path)
        may_change = forum.takes_changes(timezone.now())
        context = {"forum": forum, "title": one_line(forum.title), "letter": filled_in, "may_change": may_change}
    return written(kind="registration_letter", language=language, context=context, link=path)


def everything_about(key: int) -> list[str]:
    """What the messages about one registration are about."""
    return [f"{ABOUT}{key}", *(f"{ABOUT}{key}:{segment}" for segment in Segment.values)]


def helper_invited(helper: Helper, *, language: str) -> None:
    """Somebody is asked to help at the door; they may have no account yet."""
    forum = helper.forum
    with translation.override(language):
        title, link = one_line(forum.title), helping_path(helper)
    notify(
        kind="helper_invited",
        address=helper.email,
        language=language,
        context={"forum": forum, "title": title, "address": helper.email},
        link=link,
        about=f"{ABOUT_HELPER}{helper.pk}",
    )


def helper_forum_changed(helper: Helper) -> None:
    """Title, time or place of the forum at whose door they help changed."""
    _tell_helper("helper_forum_changed", helper)


def helper_forum_cancelled(helper: Helper) -> None:
    """The door at which they would have helped does not open."""
    _tell_helper("helper_forum_cancelled", helper)


def waiting_number(registration: Registration) -> int:
    """The place on the waiting list, counted from the rows; 1 is next."""
    waiting = registration.forum.registrations.waitlisted()
    return waiting.filter(arrival__lte=registration.arrival).count()


def _send(kind: str, registration: Registration, attachment: Attachment | None = None, *, about: str = "", **context) -> None:
    citizen = registration.citizen
    with translation.override(citizen.language):
        context |= _about(registration)
        link = _path(registration)
    notify(
        kind=kind,
        recipient=citizen,
        context=context,
        link=link,
        about=f"{ABOUT}{registration.pk}{about}",
        attachment=attachment,
    )


def _tell_helper(kind: str, helper: Helper) -> None:
    with translation.override(helper.person.language):
        context = {"forum": helper.forum, "title": one_line(helper.forum.title)}
        link = helper.forum.get_absolute_url()
    notify(kind=kind, recipient=helper.person, context=context, link=link, about=f"{ABOUT_HELPER}{helper.pk}")


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


def _path(registration: Registration) -> str:
    """What can still be changed is changed there, without signing in; what is over leads to the forum."""
    forum = registration.forum
    return forum.get_absolute_url() if registration.is_cancelled or forum.is_cancelled else place_path(registration)


def _invitation(registration: Registration) -> Attachment:
    return Attachment("invite.ics", invitations.invitation(registration), "text/calendar; method=REQUEST")


def _cancellation(registration: Registration) -> Attachment:
    return Attachment("cancel.ics", invitations.cancellation(registration), "text/calendar; method=CANCEL")


def _is_in_segment(notification: Notification) -> bool:
    """A letter is for those who still belong to the people it was written to."""
    key, _colon, segment = notification.about.removeprefix(ABOUT).partition(":")
    return belongs(int(key), Segment(segment))


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


def _is_still_invited(notification: Notification) -> bool:
    waiting = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)), accepted_at__isnull=True)
    return waiting.filter(forum__state=ForumState.PUBLISHED).exists()


def _still_helps(notification: Notification) -> bool:
    helping = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)))
    return helping.filter(forum__state=ForumState.PUBLISHED).exists()


def _while(*states: State) -> Callable[[Notification], bool]:
    """True as long as the registration is in one of these states and the forum takes place."""

    def is_still_due(notification: Notification) -> bool:
        return Registration.objects.filter(
            pk=int(notification.about.removeprefix(ABOUT)), state__in=states, forum__state=ForumState.PUBLISHED
        ).exists()

    return is_still_due
