"""Writing a message and sending it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from portal.core.people import Person
from portal.core.web.context import names
from portal.notifications.kinds import Kind, all_kinds, kind_of
from portal.notifications.models import Notification, State

SUBJECT = "Subject: "
# The job is deferred by its name, since it calls this module.
SENDING = "portal.notifications.jobs.send_notification"


@dataclass(frozen=True)
class Attachment:
    """One text file that travels with a message."""

    name: str
    content: str
    mime: str


@transaction.atomic
def notify(
    *,
    kind: str,
    recipient: Person | None = None,
    address: str = "",
    language: str = "",
    context: dict[str, Any] | None = None,
    link: str = "",
    about: str = "",
    attachment: Attachment | None = None,
    unsubscribe: str = "",
) -> Notification:
    """Write one message from `templates/emails/<kind>.<language>.txt` and have it sent after the commit.

    `recipient` is a user, or None with an `address` and a `language`; `link` is a path of the portal; `about` names what the
    message speaks of, for the kind's `is_still_due`; `unsubscribe` is the path that ends the subscription by which it comes:
    opened, it leads to a page that asks first; a POST of RFC 8058 is enough. Raises KeyError for an undeclared kind.
    """
    if recipient:
        language, address = language or recipient.language, address or recipient.email
    subject, body = _written(kind_of(kind).name, language, {**(context or {}), "recipient": recipient, "link": _absolute(link)})
    notification = Notification.objects.create(
        kind=kind,
        recipient=recipient,
        address=address,
        language=language,
        subject=subject,
        body=body,
        link=link,
        about=about,
        unsubscribe_link=unsubscribe,
        attachment_name=attachment.name if attachment else "",
        attachment_mime=attachment.mime if attachment else "",
        attachment_content=attachment.content if attachment else "",
        created_at=timezone.now(),
    )
    app.configure_task(SENDING, priority=kind_of(kind).priority).defer(notification_id=notification.pk)
    return notification


def written(*, kind: str, language: str, context: dict[str, Any], link: str = "") -> tuple[str, str]:
    """Subject and body of a message as `notify` would write it; `context` has the `recipient`. Keeps nothing. Raises KeyError."""
    return _written(kind_of(kind).name, language, {**context, "link": _absolute(link)})


@transaction.atomic
def send(*, notification_id: int) -> Notification | None:
    """Send one queued message, if it is still due; sending twice does nothing, nor does sending one that was erased meanwhile.

    What is kept is what was sent.
    The row is locked while it is sent, so that two workers never send the same message. The Message-ID is the same at every try
    (RFC 5322, 3.6.4), so that a mail server can drop a repeated one. Raises what the mail backend raises; the job tries again.
    """
    rows = Notification.objects.select_for_update(of=("self",)).select_related("recipient")
    notification = rows.filter(pk=notification_id).first()
    if notification is None or notification.state != State.QUEUED:
        return notification
    kind = kind_of(notification.kind)
    if kind.is_still_due(notification) and _has_words(notification, kind):
        _message(notification).send()
        notification.state, notification.sent_at = State.SENT, timezone.now()
    else:
        notification.state = State.SUPPRESSED
    if not kind.keeps_body:
        notification.body = ""
    notification.save(update_fields=["state", "sent_at", "subject", "body"])
    return notification


@transaction.atomic
def drop(*, about: str, recipients: Iterable[Person]) -> list[Notification]:
    """Give up the messages about something that no longer holds, unless they were sent; returns those that were.

    All are held until the transaction ends, so that a worker sends none of them meanwhile.
    """
    messages = Notification.objects.select_for_update(of=("self",)).filter(recipient__in=recipients, about=about).order_by("pk")
    held = list(messages)
    waiting = [message.pk for message in held if message.state == State.QUEUED]
    Notification.objects.filter(pk__in=waiting).update(state=State.SUPPRESSED)
    return [message for message in held if message.state == State.SENT]


def erase(*, about: Iterable[str]) -> int:
    """Delete the messages that speak of these things, sent or not; how many went. What is still queued is not sent any more."""
    return Notification.objects.filter(about__in=list(about)).delete()[0]


def forget_passing(*, before: datetime) -> int:
    """Delete the messages written before that need not be kept; how many went."""
    passing = [kind.name for kind in all_kinds() if not kind.keeps_body]
    return Notification.objects.filter(kind__in=passing, created_at__lt=before).delete()[0]


def _has_words(notification: Notification, kind: Kind) -> bool:
    """Whether there is something to say; what it lists is read again, so that nothing hidden or withdrawn meanwhile leaves."""
    if kind.written_anew is None:
        return True
    words = kind.written_anew(notification)
    notification.subject, notification.body = words or ("", "")
    return words is not None


def _absolute(link: str) -> str:
    return settings.SITE_URL.rstrip("/") + link if link.startswith("/") else link


def _written(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body in one language; a newline smuggled into a title ends up as a space."""
    with translation.override(language):
        template = Engine.get_default().get_template(f"emails/{kind}.{language}.txt")
        # A mail is plain text: escaping would turn an apostrophe into &#x27;.
        text = template.render(Context({**context, "portal_name": names()["name"]}, autoescape=False))
    first, _, body = text.strip().partition("\n")
    subject = " ".join(first.removeprefix(SUBJECT).split())[:250]
    return subject, body.strip() + "\n"


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
    address = _absolute(notification.unsubscribe_link)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if address.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{address}>", **one_click}
