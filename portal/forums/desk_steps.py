"""What an organiser cannot do to a forum as a whole at this moment, in words; nothing where it can be done."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.errors import RuleViolation
from portal.forums.models import Forum
from portal.forums.services.opening import refuse_dead_forum
from portal.forums.states import BEFORE_THE_START, ForumState


def why_not_publish(forum: Forum) -> str:
    """Why it is not asked whether to publish the forum."""
    if forum.state == ForumState.PUBLISHED:
        return _("This forum is public already.")
    return _("A cancelled forum cannot be published again. Please create a new one.") if forum.is_cancelled else ""


def why_not_call_off(forum: Forum, now: datetime) -> str:
    """Why it is not asked whether to cancel the forum."""
    phase = forum.phase(now)
    try:
        refuse_dead_forum(phase)
    except RuleViolation as violation:
        return str(violation)
    return "" if phase in BEFORE_THE_START else _("This forum has already started, so it can no longer be cancelled.")


def why_not_discard(forum: Forum) -> str:
    """Why it is not asked whether to delete the draft."""
    if forum.state == ForumState.DRAFT:
        return ""
    return _("This forum was announced, so it cannot be deleted. You can cancel it; its page then says so and stays.")
