"""Sending a message, giving one up, and forgetting what need not be kept."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.core.people import Person
from portal.core.personal_data.log_masking import masked
from portal.notifications.kinds import Kind, all_kinds, kind_of
from portal.notifications.models import LONGEST_FAILURE, UNDELIVERABLE_STATES, Announcement, Notification, State
from portal.notifications.services.writing import absolute

logger = logging.getLogger(__name__)
# Longer than the mail server may take for one message (EMAIL_TIMEOUT for each of its answers): by then the worker is dead.
CLAIMED_FOR = timedelta(minutes=2)
PERMANENT = range(500, 600)


class BeingSent(Exception):
    """Another worker sends this message at the moment, or died over it less than CLAIMED_FOR ago."""


def send(*, notification_id: int, is_last_try: bool = False) -> Notification | None:
    """Send one queued message, if it is still due; sending twice does nothing, nor does sending one that was erased meanwhile.

    What is kept is what was sent. Nothing is locked while the mail server is spoken to: the message is claimed for a while, so
    that two workers never send the same one. The Message-ID is the same at every try (RFC 5322, 3.6.4), so that a mail server
    can drop a repeated one. A message that the server refuses for good, or did not take at the last try, is undeliverable.
    Raises BeingSent, and what the mail backend raises as long as there is another try.
    """
    notification = Notification.objects.select_related("recipient").filter(pk=notification_id).first()
    if notification is None or notification.state != State.QUEUED:
        return notification
    _claim(notification)
    kind = kind_of(notification.kind)
    try:
        if not (kind.is_still_due(notification) and _has_words(notification, kind)):
            return _settle(notification, kind, State.SUPPRESSED)
        _message(notification).send()
    except Exception as error:
        _fail(notification, kind, error, is_last_try=is_last_try)
        return notification
    return _settle(notification, kind, State.SENT)


@transaction.atomic
def drop(*, about: str, recipients: Iterable[Person]) -> list[Notification]:
    """Give up the messages about something that no longer holds, unless they were sent; returns those that were.

    One that is being sent at this moment counts as sent. All are locked until the transaction ends, so that a worker claims
    none of them meanwhile.
    """
    messages = Notification.objects.select_for_update(of=("self",)).filter(recipient__in=recipients, about=about).order_by("pk")
    found = list(messages)
    waiting = [message.pk for message in found if message.state == State.QUEUED and not message.is_claimed(_claims_end())]
    Notification.objects.filter(pk__in=waiting).update(state=State.SUPPRESSED)
    return [message for message in found if message.state in {State.SENT, State.QUEUED} and message.pk not in waiting]


def suppress_queued() -> int:
    """Give up every message that waits or is still to be written; how many waited. For after a restore: nobody knows which of
    them were sent meanwhile.
    """
    Announcement.objects.unfinished().update(handled_count=F("recipient_count"))
    return Notification.objects.filter(state=State.QUEUED).update(state=State.SUPPRESSED)


def erase(*, about: Iterable[str]) -> int:
    """Delete the messages that speak of these things, sent or not; how many went. What is still queued is not sent any more."""
    return Notification.objects.filter(about__in=list(about)).delete()[0]


def forget_passing(*, before: datetime) -> int:
    """Delete the messages written before that need not be kept; how many went."""
    passing = [kind.name for kind in all_kinds() if not kind.keeps_body]
    return Notification.objects.filter(kind__in=passing, created_at__lt=before).delete()[0]


def _claims_end() -> datetime:
    """Claims from before count no more: whoever made them is dead."""
    return timezone.now() - CLAIMED_FOR


def _claim(notification: Notification) -> None:
    """Make it ours for a while. Raises BeingSent."""
    free = Notification.objects.filter(Q(claimed_at=None) | Q(claimed_at__lte=_claims_end()), state=State.QUEUED)
    notification.claimed_at = timezone.now()
    if not free.filter(pk=notification.pk).update(claimed_at=notification.claimed_at):
        raise BeingSent(notification.pk)


def _settle(notification: Notification, kind: Kind, state: State, failure: str = "") -> Notification:
    """Write down what became of it, and leave the text out that need not be kept."""
    now = timezone.now()
    notification.state, notification.failure, notification.claimed_at = state, failure, None
    notification.sent_at = now if state == State.SENT else None
    notification.failed_at = now if state in UNDELIVERABLE_STATES else None
    if not kind.keeps_body:
        notification.body = ""
    columns = ("state", "sent_at", "failed_at", "failure", "claimed_at", "subject", "body")
    values = {name: getattr(notification, name) for name in columns}
    Notification.objects.filter(pk=notification.pk).update(**values)
    return notification


def _fail(notification: Notification, kind: Kind, error: Exception, *, is_last_try: bool) -> None:
    """Note why the message was not taken. Raises the error again where another try may help."""
    failure = masked(f"{type(error).__name__}: {error}")[:LONGEST_FAILURE]
    is_permanent = _is_permanent(error)
    if is_permanent or is_last_try:
        logger.warning("message %s (%s) is undeliverable: %s", notification.pk, notification.kind, failure)
        _settle(notification, kind, State.REFUSED if is_permanent else State.FAILED, failure)
        return
    logger.warning("message %s (%s) was not taken and is tried again: %s", notification.pk, notification.kind, failure)
    Notification.objects.filter(pk=notification.pk).update(claimed_at=None, failure=failure)
    raise error


def _is_permanent(error: Exception) -> bool:
    """Whether the server said no to this very recipient or message for good (RFC 5321, 4.2.1), and not to the portal as such."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT


def _has_words(notification: Notification, kind: Kind) -> bool:
    """Whether there is something to say; what it lists is read again, so that nothing hidden or withdrawn meanwhile leaves."""
    if kind.written_anew is None:
        return True
    words = kind.written_anew(notification)
    notification.subject, notification.body = words or ("", "")
    return words is not None


def _message(notification: Notification) -> EmailMessage:
    domain = settings.SITE_URL.partition("://")[2].partition(":")[0].partition("/")[0]
    headers = {"Message-ID": f"<{notification.message_key}@{domain}>", "Auto-Submitted": "auto-generated"}
    headers |= _unsubscribe_headers(notification)
    message = EmailMessage(notification.subject, notification.body, to=[notification.address], headers=headers)
    if notification.attachment_name:
        message.attach(notification.attachment_name, notification.attachment_content, notification.attachment_mime)
    return message


def _unsubscribe_headers(notification: Notification) -> dict[str, str]:
    """How a mail program ends the subscription (RFC 2369, 3.2); one POST is enough where it is HTTPS (RFC 8058, 3.1)."""
    if not notification.unsubscribe_link:
        return {}
    address = absolute(notification.unsubscribe_link)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if address.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{address}>", **one_click}
