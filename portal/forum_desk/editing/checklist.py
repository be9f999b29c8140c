"""What an organiser may have forgotten before a forum is announced. None of it forbids publishing."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.forum_desk.editing.times import is_outside
from portal.forums.models import Forum
from portal.forums.states import ForumState


def checklist_of(forum: Forum, now: datetime) -> list[str]:
    """Each gap as a sentence; none once the forum is over or cancelled. One query."""
    if forum.state == ForumState.CANCELLED or now >= forum.ends_at:
        return []
    items = list(forum.agenda_items.all())
    gaps = {
        _("The forum is in the past: nobody can register any more."): forum.starts_at <= now,
        _("Registration is closed already."): forum.registration_closes_at <= now < forum.starts_at,
        _("There are no seats: everybody who registers waits."): forum.capacity == 0,
        _("The title or the place is missing in English."): not (forum.title_en and forum.venue_en),
        _("There is no description."): not forum.description_ko,
        _("There is no street address, so people may not find the place."): not (forum.address_ko or forum.online_url),
        _("No contact is given for questions."): not forum.contact,
        _("No access services are announced. Wheelchair access, sign language, captions: are there really none?"): not (
            forum.is_wheelchair_accessible or forum.has_sign_language or forum.has_captions
        ),
        _("The programme is empty."): not items,
        _("Part of the programme is outside the forum's hours. Please check the times."): any(
            is_outside(item, forum) for item in items
        ),
    }
    return [words for words, is_missing in gaps.items() if is_missing]
