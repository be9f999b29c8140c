"""What the portal keeps for one person beside their registrations."""

from django.conf import settings
from django.db import models

from portal.forums.models.forum import Forum
from portal.forums.models.registration import Registration


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
