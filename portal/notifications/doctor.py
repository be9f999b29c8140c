"""Whether mail leaves, asked by sending one, and whether all of it did."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from portal.core.doctor import Examination, Finding, ok, warning, wrong
from portal.notifications.models import Announcement, Notification

WRITTEN_WITHIN = timedelta(hours=1)
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def mail(examination: Examination) -> Iterator[Finding]:
    """Sender, protection of the password, and a message to the operator."""
    if not settings.SMTP_URL:
        yield warning("mail", "is written to files and shown at /dev/mail/: a portal for real has SMTP_URL.")
        return
    sender = parseaddr(settings.MAIL_FROM)[1]
    if sender.endswith("@localhost"):
        yield wrong("sender", f"no mail server takes mail from {sender}: set MAIL_FROM to an address of your own domain.")
    if settings.EMAIL_HOST_USER and not _is_protected():
        yield wrong("mail", "the password would be sent in the clear: write submission://… or add ?ssl=true to SMTP_URL.")
        return
    yield _sent(examination.mail_to) if examination.mail_to else warning("mail", "not tried: name an address with --mail-to.")


def undelivered(examination: Examination) -> Iterator[Finding]:
    """What did not arrive of late, and what many people are still to hear."""
    since = timezone.now() - timedelta(days=1)
    lost = Notification.objects.undeliverable().filter(failed_at__gte=since).count()
    late = Announcement.objects.unfinished().filter(made_at__lt=timezone.now() - WRITTEN_WITHIN).count()
    if lost:
        yield warning("undelivered", f"{lost} messages since yesterday: see “undeliverable messages” under /admin/.")
    if late:
        yield warning("undelivered", f"{late} announcements are not written after an hour: look at the worker's log.")
    if not (lost or late):
        yield ok("undelivered", "nothing since yesterday")


def _is_protected() -> bool:
    return settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or settings.EMAIL_HOST in THIS_MACHINE


def _sent(address: str) -> Finding:
    name = settings.PORTAL_NAME_EN
    body = f"{name} can send mail: this message comes from `manage.py doctor` at {settings.SITE_URL}. Nothing is to be done.\n"
    message = EmailMessage(subject=f"{name}: mail from the doctor", body=body, to=[address])
    try:
        message.send()
    except SMTPAuthenticationError:
        return wrong(
            "mail", "the server refuses user or password: look at SMTP_URL; @ : / ? # % are written as %40 %3A %2F %3F %23 %25."
        )
    except (SMTPSenderRefused, SMTPRecipientsRefused) as refusal:
        return wrong("mail", f"the server takes none from {settings.MAIL_FROM} to {address}: {_said(refusal)}")
    except (SMTPException, OSError) as error:
        return wrong(
            "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be used ({error}): look at SMTP_URL and the firewall."
        )
    return ok("mail", f"a message was taken for {address}: see that it arrives")


def _said(refusal: SMTPSenderRefused | SMTPRecipientsRefused) -> str:
    code, text = next(iter(refusal.recipients.values())) if isinstance(refusal, SMTPRecipientsRefused) else refusal.args[:2]
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
