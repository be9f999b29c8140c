"""Who wants to hear about which task, and up to when they have been told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plan.models.tasks import Task


class Follow(models.Model):
    """One person follows one task; by their own click only, never on their behalf."""

    class Level(models.TextChoices):
        ALL = "all", pgettext_lazy("follow", "Everything, also what citizens say")
        OFFICIAL = "official", pgettext_lazy("follow", "Only what the city publishes")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="follows")
    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="follows")
    level = models.CharField(_("how much"), max_length=10, choices=Level, default=Level.OFFICIAL)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(fields=["user", "task"], name="follow_once"),
            models.CheckConstraint(condition=Q(level__in=["all", "official"]), name="follow_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.task_id}"


class Digest(models.Model):
    """Up to which moment a follower has been told of everything; what is told next begins there."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, verbose_name=_("person"), related_name="task_digest"
    )
    sent_up_to = models.DateTimeField(_("told up to"))

    class Meta:
        verbose_name = _("daily message")
        verbose_name_plural = _("daily messages")
        indexes = [models.Index(fields=["sent_up_to"], name="digests_by_moment")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.sent_up_to:%F %T}"
