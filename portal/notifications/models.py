"""One row is one message to one person: outbox, inbox and log in one."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_FAILURE = 300


class State(models.TextChoices):
    """What became of a message."""

    QUEUED = "queued", pgettext_lazy("message", "queued")
    SENT = "sent", pgettext_lazy("message", "sent")
    SUPPRESSED = "suppressed", pgettext_lazy("message", "no longer due")
    REFUSED = "refused", pgettext_lazy("message", "refused by the mail server")
    FAILED = "failed", pgettext_lazy("message", "not taken by the mail server")


UNDELIVERABLE_STATES = (State.REFUSED, State.FAILED)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Which messages."""

    def queued(self) -> Self:
        """Those still to be sent, in the order they were written."""
        return self.filter(state=State.QUEUED).order_by("pk")

    def undeliverable(self) -> Self:
        """Those that the mail server refused for good, or did not take at any try; the newest first."""
        return self.filter(failed_at__isnull=False).order_by("-failed_at", "-pk")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Which news for many."""

    def unfinished(self) -> Self:
        """Those of which not every message is written, the newest first."""
        return self.filter(handled_count__lt=F("recipient_count")).order_by("-pk")


class Announcement(models.Model):
    """The same news for many people: of which kind, about what, for which keys, and how many of them are settled."""

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=100)
    details = models.JSONField(default=dict)
    recipients = models.JSONField(default=list)
    recipient_count = models.PositiveIntegerField()
    handled_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(handled_count__lte=F("recipient_count")), name="announcement_counts_fit"),
        ]
        indexes = [models.Index(fields=["about", "kind", "-id"], name="announcement_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.handled_count}/{self.recipient_count}"

    @property
    def is_done(self) -> bool:
        """Whether it is settled for each recipient whether they hear of it."""
        return self.handled_count == self.recipient_count


class Notification(models.Model):
    """A message, written in the reader's language when its cause happened, sent after the commit."""

    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=100, blank=True)
    unsubscribe_link = models.CharField(max_length=500, blank=True)
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment_mime = models.CharField(max_length=100, blank=True)
    attachment_content = models.TextField(blank=True)
    message_key = models.UUIDField(default=uuid.uuid4, unique=True)
    announcement = models.ForeignKey(Announcement, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("written at"))
    # A worker speaks to the mail server about it since then.
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    # What the mail server said at the last try, without addresses.
    failure = models.CharField(_("answer of the mail server"), max_length=LONGEST_FAILURE, blank=True, default="", db_default="")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("undeliverable messages")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDELIVERABLE_STATES, failed_at__isnull=False)
                | (~Q(state__in=UNDELIVERABLE_STATES) & Q(failed_at__isnull=True)),
                name="undeliverable_has_its_time",
            ),
            models.UniqueConstraint(fields=["announcement", "about"], name="message_once_for_an_announcement"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_inbox"),
            models.Index(fields=["about"], name="notification_about", condition=~Q(about="")),
            models.Index(fields=["kind", "created_at"], name="notification_kind_and_time"),
            models.Index(fields=["-failed_at"], name="notification_failed", condition=Q(failed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} ({self.state})"

    def is_claimed(self, since: datetime) -> bool:
        """Whether a worker has been sending it since then or later."""
        return self.claimed_at is not None and self.claimed_at > since
