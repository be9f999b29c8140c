"""What saving a change of a forum would do to people: said with numbers before it is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.forum_desk.editing.fields import DOOR_FIELDS, INVITED_FIELDS, changed
from portal.forum_desk.editing.times import moved_by
from portal.forums.models import Forum
from portal.forums.states import ForumState, Handover
from portal.registrations.states import State

ACCESS = ("is_wheelchair_accessible", "has_sign_language", "has_captions")


def impact_of(forum: Forum, values: Mapping[str, Any]) -> list[str]:
    """Each consequence as a sentence; none for a draft, which nobody has seen. `forum` is as it is stored."""
    if forum.state != ForumState.PUBLISHED:
        return []
    new = changed(forum, values)
    said = []
    if new.keys() & INVITED_FIELDS:
        said += _of_news(forum, new)
    if moved_by(forum, new) and forum.agenda_items.filter(starts_at__isnull=False).exists():
        said.append(_("The programme moves along: each part keeps its distance from the start."))
    if any(new.get(name) is False for name in ACCESS) and forum.registrations.registered().exists():
        said.append(
            _(
                "Some people may have registered because of the access service that is no longer announced. The e-mail does "
                "not mention it: please write to them."
            )
        )
    if "capacity" in new:
        said += _of_capacity(forum, new)
    if "slug" in new:
        said.append(_("Links to this forum that people have saved or shared lead nowhere any more."))
    return said


def _of_news(forum: Forum, new: Mapping[str, Any]) -> list[str]:
    if timezone.now() >= new.get("starts_at", forum.starts_at):
        return [_("The forum has started, so nobody is told by e-mail.")]
    said = [_mails(forum.registrations.confirmed().of_somebody().count())]
    if waiting := forum.registrations.registered().exclude(state=State.CONFIRMED).count():
        said.append(
            ngettext(
                "%(count)d registration without a confirmed seat is not notified. You can send a mailing to the waiting list.",
                "%(count)d registrations without a confirmed seat are not notified. You can send a mailing to the waiting list.",
                waiting,
            )
            % {"count": waiting}
        )
    if new.keys() & DOOR_FIELDS and (helpers := forum.helpers.helping().count()):
        said.append(
            ngettext(
                "%(count)s helper at the door is told by e-mail.",
                "%(count)s helpers at the door are told by e-mail.",
                helpers,
            )
            % {"count": helpers}
        )
    return said


def _mails(count: int) -> str:
    return ngettext(
        "%(count)d person with a seat gets an e-mail with a new invitation for the calendar.",
        "%(count)d people with a seat get an e-mail with a new invitation for the calendar.",
        count,
    ) % {"count": count}


def _of_capacity(forum: Forum, new: Mapping[str, Any]) -> list[str]:
    capacity = new["capacity"]
    beyond, waiting = forum.seats_taken - capacity, forum.registrations.waitlisted().count()
    if beyond > 0:
        return [
            ngettext(
                "%(count)d more seat is taken than the forum will have. Nobody loses a seat; the overbooking is recorded.",
                "%(count)d more seats are taken than the forum will have. Nobody loses a seat; the overbooking is recorded.",
                beyond,
            )
            % {"count": beyond}
        ]
    if waiting and capacity > forum.capacity and timezone.now() >= _stands_still_from(forum, new):
        return [_("The waiting list is frozen: nobody moves up to the new seats.")]
    if waiting and capacity > forum.capacity:
        return [_of_new_seats(waiting, Handover(new.get("handover", forum.handover)))]
    return []


def _stands_still_from(forum: Forum, new: Mapping[str, Any]) -> datetime:
    return new.get("freezes_at", forum.freezes_at) or new.get("starts_at", forum.starts_at)


def _of_new_seats(waiting: int, handover: Handover) -> str:
    if handover == Handover.OFFER:
        words = ngettext(
            "%(count)d registration is waiting. The next on the list is offered the new seats by e-mail.",
            "%(count)d registrations are waiting. The next on the list is offered the new seats by e-mail.",
            waiting,
        )
    else:
        words = ngettext(
            "%(count)d registration is waiting. The next on the list gets the new seats at once and is told by e-mail.",
            "%(count)d registrations are waiting. The next on the list gets the new seats at once and is told by e-mail.",
            waiting,
        )
    return words % {"count": waiting}
