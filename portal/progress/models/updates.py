"""What the departments report about their tasks, with files."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plan.models.tasks import LONGEST_REASON, Department, Task

LONGEST_TITLE, LONGEST_BODY = 120, 5000


class UpdateQuerySet(models.QuerySet["TaskUpdate"]):
    def published(self) -> Self:
        """What everybody may read."""
        return self.filter(state=TaskUpdate.State.PUBLISHED)

    def drafts(self) -> Self:
        """What officers have begun to write."""
        return self.filter(state=TaskUpdate.State.DRAFT)

    def drafts_first(self) -> Self:
        """Drafts wait for somebody, so none is pushed out of sight by what was published since."""
        return self.order_by(F("published_at").desc(nulls_first=True), "-created_at", "-pk")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class TaskUpdate(models.Model):
    """One report. It can be changed while it is a draft; published, it stands as it is until it is withdrawn.

    `author` is whoever wrote it and is never shown: in public it is the department that speaks.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("update", "Draft")
        PUBLISHED = "published", pgettext_lazy("update", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("update", "Withdrawn")

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="updates")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), related_name="+", null=True, blank=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("author"), related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("written at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=LONGEST_REASON, blank=True, default="")

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "published", "withdrawn"]), name="update_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True) | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="update_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="withdrawn",
                    withdrawn_at__isnull=False,
                    withdrawal_reason_ko__isnull=False,
                    withdrawal_reason_ko__regex=r"\S",
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="update_withdrawn_says_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["task", "-published_at", "-id"], name="updates_of_task", condition=Q(state="published")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:update_detail", args=[self.task.slug, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class UpdateFile(models.Model):
    """A file that belongs to an update; kept with the row, so that a backup or a second server never lacks it."""

    update = models.ForeignKey(TaskUpdate, models.CASCADE, verbose_name=_("update"), related_name="files")
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
