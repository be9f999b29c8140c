"""Writing a message: its words, its row in the outbox, its job."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine
from django.utils import timezone, translation
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from portal.core.people import Person
from portal.core.web.context import names
from portal.notifications.kinds import kind_of
from portal.notifications.models import Notification

SUBJECT = "Subject: "
# The jobs are deferred by their names, since they call this package.
SENDING = "portal.notifications.jobs.send_notification"
SENDING_A_CODE = "portal.notifications.jobs.send_code"


@dataclass(frozen=True)
class Attachment:
    """One text file that travels with a message."""

    name: str
    content: str
    mime: str


def notify(**message: Any) -> Notification:
    """Write one message and have it sent after the commit; takes what `composed` takes. Raises KeyError."""
    notification = composed(**message)
    post([notification])
    return notification


def composed(
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
    """One message from `templates/emails/<kind>.<language>.txt`, which `post` keeps and has sent.

    `recipient` is a user, or None with an `address` and a `language`; `link` is a path of the portal; `about` names what the
    message speaks of, for the kind's `is_still_due`; `unsubscribe` is the path that ends the subscription by which it comes:
    opened, it leads to a page that asks first; a POST of RFC 8058 is enough. Raises KeyError for an undeclared kind.
    """
    if recipient:
        language, address = language or recipient.language, address or recipient.email
    subject, body = _written(kind_of(kind).name, language, {**(context or {}), "recipient": recipient, "link": absolute(link)})
    return Notification(
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


@transaction.atomic
def post(messages: Sequence[Notification]) -> None:
    """Keep composed messages and defer the jobs that send them: two statements for each kind, however many there are."""
    Notification.objects.bulk_create(messages)
    for kind, alike in groupby(messages, lambda message: kind_of(message.kind)):
        job = app.configure_task(SENDING_A_CODE if kind.is_urgent else SENDING, allow_unknown=False, priority=kind.priority)
        arguments: list[JSONDict] = [{"notification_id": message.pk} for message in alike]
        job.batch_defer(*arguments)


def written(*, kind: str, language: str, context: dict[str, Any], link: str = "") -> tuple[str, str]:
    """Subject and body of a message as `notify` would write it; `context` has the `recipient`. Keeps nothing. Raises KeyError."""
    return _written(kind_of(kind).name, language, {**context, "link": absolute(link)})


def absolute(link: str) -> str:
    """A path of the portal as the address that a mail needs; anything else as it is."""
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
