"""What the city promised in an answer."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.answers.models.requests import LONGEST_REASON, AnswerRequest
from portal.core.text.days import sane_days
from portal.discussion.models import is_shown
from portal.plan.models import Task
from portal.progress.models import Milestone

LONGEST_SENTENCE = 200


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def shown(self) -> Self:
        """Those in answers that everybody may read, to comments that everybody may read."""
        return self.filter(is_shown("answer_request__comment__") & is_shown("answer_request__reply__"))

    def about(self, task: Task) -> Self:
        return self.filter(answer_request__task=task)

    def with_all_that_is_shown(self) -> Self:
        """With the rows that pages read beside it, in one query."""
        return self.select_related("answer_request__department", "answer_request__task", "milestone")

    def first_due_first(self) -> Self:
        return self.order_by("due_on", "pk")


class Commitment(models.Model):
    """A sentence and a day. Whether it was kept is said once, with the reason; PostgreSQL keeps the sentence and the day as
    they were promised.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "Open")
        KEPT = "kept", pgettext_lazy("commitment", "Kept")
        NOT_KEPT = "not_kept", pgettext_lazy("commitment", "Not kept")

    answer_request = models.ForeignKey(
        AnswerRequest, models.PROTECT, related_name="commitments", verbose_name=_("answer request")
    )
    # What of the task's plan it is tied to, if anything; a milestone that somebody was promised cannot be taken away.
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("milestone")
    )
    sentence = models.CharField(_("commitment"), max_length=LONGEST_SENTENCE)
    due_on = models.DateField(_("due on"))
    made_at = models.DateTimeField(_("made at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(condition=Q(sentence_ko__regex=r"\S"), name="commitment_says_what"),
            *sane_days("commitment", "due_on"),
            models.CheckConstraint(condition=Q(state__in=["open", "kept", "not_kept"]), name="commitment_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", reason="", decided_at=None, decided_by=None)
                | Q(state__in=["kept", "not_kept"], reason__regex=r"\S", decided_at__isnull=False, decided_by__isnull=False),
                name="commitment_is_decided_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="commitments_open", condition=Q(state="open")),
            models.Index(fields=["-decided_at", "-id"], name="commitments_decided", condition=~Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.sentence

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and nobody has said whether it was kept."""
        return self.state == self.State.OPEN and self.due_on < today
