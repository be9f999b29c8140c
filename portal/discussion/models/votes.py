"""The votes on comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from portal.discussion.models.comments import Comment


class Vote(models.Model):
    """One person's agree, disagree or pass on a comment; not having seen it is no vote."""

    class Value(models.TextChoices):
        AGREE = "agree", pgettext_lazy("vote", "Agree")
        DISAGREE = "disagree", pgettext_lazy("vote", "Disagree")
        PASS = "pass", pgettext_lazy("vote", "Pass")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="votes", db_index=False)
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="votes")
    person_key = models.CharField(max_length=64)
    value = models.CharField(max_length=10, choices=Value)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person_key"], name="vote_once_per_person"),
            models.CheckConstraint(
                name="vote_value_known",
                condition=Q(value__in=["agree", "disagree", "pass"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on #{self.comment_id}"
