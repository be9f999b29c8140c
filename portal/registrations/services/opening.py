"""Whether a forum takes registrations and changes at this moment; the words in which it says no."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.text.formats import moment
from portal.forums.models import Forum
from portal.forums.states import Phase
from portal.registrations.models import Registration
from portal.registrations.services import refusals


def refuse_registration(forum: Forum, citizen: User, now: datetime) -> None:
    """Raises ForumNotPublished, ForumCancelled, RegistrationNotYetOpen, RegistrationClosed, ForumStarted or ResidentsFirst."""
    phase = forum.phase(now)
    refuse_dead_forum(phase)
    if phase == Phase.NOT_YET_OPEN:
        raise refusals.RegistrationNotYetOpen(
            _("Registration is not open yet. It opens on %(moment)s; please come back then.")
            % {"moment": _spoken(forum.registration_opens_at)}
        )
    if phase == Phase.CLOSED:
        raise refusals.RegistrationClosed(_("Registration for this forum is closed. You have not been registered."))
    if phase in {Phase.RUNNING, Phase.OVER}:
        raise refusals.ForumStarted(_("This forum has already started, so you can no longer register for it."))
    if forum.residents_first_until and forum.is_for_residents_first(now) and not citizen.is_resident:
        raise refusals.ResidentsFirst(
            _("Until %(moment)s registration is open to verified residents of the city only. After that it is open to everybody.")
            % {"moment": _spoken(forum.residents_first_until)}
        )


def refuse_change(registration: Registration, now: datetime, *, is_staff: bool = False) -> None:
    """Raises ForumNotPublished, ForumCancelled, ForumStarted, AlreadyCheckedIn, NotRegistered or, for citizens, ChangesClosed."""
    forum, phase = registration.forum, registration.forum.phase(now)
    refuse_dead_forum(phase)
    if registration.is_cancelled:
        raise refusals.NotRegistered(
            _("This registration was cancelled. You can register again as long as registration is open.")
        )
    if registration.is_checked_in:
        raise refusals.AlreadyCheckedIn(_("You have already been checked in, so the registration can no longer be changed."))
    if phase in {Phase.RUNNING, Phase.OVER}:
        raise refusals.ForumStarted(
            _("This forum has already started, so your registration can no longer be changed or cancelled.")
        )
    if not (is_staff or forum.takes_changes(now)):
        raise refusals.ChangesClosed(
            _("Registrations could be changed and cancelled until %(moment)s.") % {"moment": _spoken(forum.last_change_at)}
            + forum.ask_here()
        )


def refuse_dead_forum(phase: Phase) -> None:
    """Raises ForumNotPublished or ForumCancelled."""
    if phase == Phase.DRAFT:
        raise refusals.ForumNotPublished(_("This forum has not been announced yet."))
    if phase == Phase.CANCELLED:
        raise refusals.ForumCancelled(_("This forum was cancelled and does not take place. You need not do anything."))


def _spoken(at: datetime) -> str:
    return moment(timezone.localtime(at), language=get_language())
