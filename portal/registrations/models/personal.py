"""What the portal keeps for one person besides their registrations: a calendar feed, the forms that were sent, reminders."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.forums.models import Forum
from portal.registrations.models.registration import Registration
from portal.registrations.states import ReminderKind


class CalendarFeed(models.Model):
    """The address from which somebody's calendar reads their forums. Only a hash of its secret is kept; a new one replaces it."""

    citizen = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.citizen_id)


class SentForm(models.Model):
    """A form that was sent, by its key, and what came of it: sent again it gives the same answer, and no second seat."""

    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return str(self.key)


class Reminder(models.Model):
    """A reminder that one party got: the key makes it happen once, also with two workers or after a day without one."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="reminder_once"),
            models.CheckConstraint(condition=Q(kind__in=ReminderKind.values), name="reminder_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.kind}"
