"""Helpers at the door: asked by e-mail, for one forum only, until an organiser takes it back."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.audit_log.pseudonyms import pseudonyms
from portal.core.errors import NotAllowed, RuleViolation
from portal.core.models import AuditEvent
from portal.core.rate_limits import spend
from portal.core.text.links import normalise_address
from portal.door import mails
from portal.door.models import Helper
from portal.door.services.check_in import STAYS_OPEN_AFTER
from portal.forums.models import Forum
from portal.registrations.services import seats

MOST_INVITATIONS, PER = 30, timedelta(hours=1)


def is_history(forum: Forum, now: datetime) -> bool:
    """Whether the door of the forum will never open again."""
    return forum.is_cancelled or now >= forum.ends_at + STAYS_OPEN_AFTER


def _refuse_history(forum: Forum, now: datetime) -> None:
    if is_history(forum, now):
        raise DoorIsHistory(_("The door of this forum will not open any more, so nobody can help there."))


@transaction.atomic
def invite(*, forum: Forum, email: str, organiser: User, language: str) -> Helper:
    """Ask somebody by e-mail to help at the door of a forum; `language` is that of the mail unless their account says another.

    Raises AlreadyInvited, DoorIsHistory, TooManyRequests.
    """
    address = normalise_address(email)
    spend(key=f"forums.helpers:{organiser.pk}", limit=MOST_INVITATIONS, per=PER)
    forum = seats.lock_forum(forum)
    now = timezone.now()
    _refuse_history(forum, now)
    if forum.helpers.live().filter(email=address).exists():
        raise AlreadyInvited(_("This address has been invited already."))
    helper = Helper.objects.create(forum=forum, email=address, invited_by=organiser, invited_at=now)
    account = get_user_model().objects.filter(email=address, is_active=True).first()
    mails.helper_invited(helper, language=account.language if account else language)
    record_event(action="helper.invited", actor=organiser, subject=f"helper:{helper.pk}", details={"forum": forum.pk})
    return helper


@transaction.atomic
def accept(*, helper: Helper, person: User) -> Helper:
    """Help by an invitation. Accepting twice changes nothing. Raises InvitationRevoked, NotInvited, DoorIsHistory."""
    # Held first: whoever calls the forum off or moves it tells all who help by then.
    forum = seats.lock_forum(helper.forum)
    helper = _lock_helper(helper)
    if helper.is_revoked:
        raise InvitationRevoked(_("This invitation was cancelled.") + forum.ask_here())
    if not helper.is_for(person):
        raise NotInvited(_("The invitation went to another e-mail address. Please sign in with that one."))
    if helper.is_accepted:
        return helper
    _refuse_history(forum, timezone.now())
    helper.person, helper.accepted_at = person, timezone.now()
    helper.save(update_fields=["person", "accepted_at"])
    record_event(action="helper.accepted", actor=person, subject=f"helper:{helper.pk}", details={"forum": helper.forum_id})
    return helper


@transaction.atomic
def revoke(*, helper: Helper, organiser: User) -> Helper:
    """Take an invitation back, accepted or not; the next thing the person asks of the door is refused. Twice does no harm."""
    helper = _lock_helper(helper)
    if helper.is_revoked:
        return helper
    helper.revoked_at = timezone.now()
    helper.save(update_fields=["revoked_at"])
    called = pseudonyms(scope=f"forum:{helper.forum_id}", people=[helper.person_id])
    details = {"forum": helper.forum_id, AuditEvent.PEOPLE: called}
    record_event(action="helper.revoked", actor=organiser, subject=f"helper:{helper.pk}", details=details)
    return helper


class AlreadyInvited(RuleViolation):
    """One address, one invitation to a forum."""


class DoorIsHistory(RuleViolation):
    """The forum is over or does not take place."""


class InvitationRevoked(RuleViolation):
    """An organiser took the invitation back."""


class NotInvited(NotAllowed):
    """Somebody else was invited."""


def _lock_helper(helper: Helper) -> Helper:
    return Helper.objects.select_for_update(of=("self",)).select_related("forum").get(pk=helper.pk)
