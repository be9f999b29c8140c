"""Citizens' complaints about comments."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import InvalidInput
from portal.core.rate_limits import Limit, spend_all
from portal.core.text.cleaning import clean_text
from portal.core.web.client_address import address_key
from portal.discussion.gate import SignInRequired, Suspended
from portal.discussion.models import Comment
from portal.discussion.rules import Rule
from portal.discussion.services.locking import lock_as_stored, lock_person
from portal.moderation.models import LONGEST_REPORT, Report
from portal.moderation.services.refusals import AlreadyReported, NotReportable, NotVerified, OwnComment
from portal.moderation.services.reviews import consider
from portal.moderation.weights import weight_of

REPORTS_PER_HOUR = 20
# A school or an office shares one address; two hundred an hour is a machine.
REPORTS_PER_HOUR_FROM_AN_ADDRESS = 200
NETWORKS_KEPT = timedelta(days=30)


@transaction.atomic
def report(*, comment: Comment, reporter: User, reason: str, text: str = "", address: str = "") -> Report:
    """Note a citizen's complaint; it waits in the queue until a moderator decides. Of the `address` only a keyed hash is kept.

    The reporter is locked and read again: who was suspended or left at this moment reports no more. Enough complaints put the
    comment under review in the same transaction. Raises SignInRequired, NotVerified, Suspended, InvalidInput,
    TooManyRequests, NotReportable, OwnComment or AlreadyReported.
    """
    if reason not in Rule.values:
        raise InvalidInput(_("Please choose a reason."))
    text = clean_text(text, max_length=LONGEST_REPORT, min_length=0)
    reporter, now = lock_person(reporter), timezone.now()
    _check_able(reporter, now)
    _spend(reporter, address)
    comment = lock_as_stored(comment)
    _check_reportable(comment, reporter)
    made = Report.objects.create(
        comment=comment,
        reporter=reporter,
        person_key=reporter.person_key or "",
        reason=reason,
        text=text,
        weight=weight_of(reporter=reporter, comment=comment, now=now),
        address_key=address_key(address),
        created_at=now,
    )
    consider(comment=comment)
    return made


def forget_networks() -> int:
    """Forget from which networks reports came thirty days ago; how many. Their weight stays."""
    old = Report.objects.filter(created_at__lte=timezone.now() - NETWORKS_KEPT).exclude(address_key="")
    return old.update(address_key="")


def _spend(reporter: User, address: str) -> None:
    hour = timedelta(hours=1)
    uses = {f"report:{reporter.pk}": Limit(limit=REPORTS_PER_HOUR, per=hour)}
    if network := address_key(address):
        uses |= {f"report-from:{network}": Limit(limit=REPORTS_PER_HOUR_FROM_AN_ADDRESS, per=hour)}
    spend_all(uses)


def _check_able(reporter: User, now: datetime) -> None:
    if not reporter.is_active:
        raise SignInRequired(_("You are not signed in. Please sign in; what you wrote is kept for you."))
    if not reporter.is_verified:
        raise NotVerified(_("Please verify your identity first. Then you can report the comment."))
    if reporter.is_suspended(now):
        raise Suspended(_("You are suspended at the moment, so you cannot report. You can still read."))


def _check_reportable(comment: Comment, reporter: User) -> None:
    if comment.is_by(reporter):
        raise OwnComment(_("This is your own comment. If you no longer want it to be seen, withdraw it."))
    if not comment.is_shown:
        raise NotReportable(_("This comment can no longer be seen, so there is nothing left to report."))
    same_person = Q(reporter=reporter) | Q(person_key=reporter.person_key)
    if Report.objects.filter(same_person, comment=comment).exists():
        raise AlreadyReported(_("You have already reported this comment. Thank you; once is enough."))
