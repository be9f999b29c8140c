"""One row is one message to one person: outbox, inbox and log in one."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What became of a message."""

    QUEUED = "queued", pgettext_lazy("message", "queued")
    SENT = "sent", pgettext_lazy("message", "sent")
    SUPPRESSED = "suppressed", pgettext_lazy("message", "no longer due")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Which messages."""

    def queued(self) -> Self:
        """Those still to be sent, in the order they were written."""
        return self.filter(state=State.QUEUED).order_by("pk")


class Notification(models.Model):
    """A message, written in the reader's language when its cause happened, sent after the commit."""

    kind = models.CharField(max_length=60)
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
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="message_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                name="sent_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["recipient", "-id"], name="notification_inbox")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} ({self.state})"
