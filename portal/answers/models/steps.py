"""Every step towards an answer. PostgreSQL lets nobody change or delete one."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.answers.models.commitments import Commitment
from portal.answers.models.requests import LONGEST_REASON, AnswerRequest, Outcome
from portal.plan.models import Department


class AnswerStepQuerySet(models.QuerySet["AnswerStep"]):
    def for_everybody(self) -> Self:
        """With `words`, the notes that are public; the internal ones stay in the database."""
        words = Case(When(is_note_public=True, then=F("note")), default=Value(""), output_field=models.TextField())
        return self.annotate(words=words).defer("note")

    def for_the_desk(self) -> Self:
        """With `words`, every note."""
        return self.annotate(words=F("note"))

    def in_order(self) -> Self:
        return self.select_related("from_department", "to_department").order_by("happened_at", "pk")


class AnswerStep(models.Model):
    """What happened to a request for an answer, and when. Without `by` it was the portal itself; nobody is named in public."""

    class Kind(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("answer step", "Received")
        IN_REVIEW = "in_review", pgettext_lazy("answer step", "Review began")
        HANDED_OVER = "handed_over", pgettext_lazy("answer step", "Handed over")
        ANSWERED = "answered", pgettext_lazy("answer step", "Answered")
        KEPT = "kept", pgettext_lazy("answer step", "Commitment kept")
        NOT_KEPT = "not_kept", pgettext_lazy("answer step", "Commitment not kept")

    answer_request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="steps", verbose_name=_("answer request"))
    kind = models.CharField(pgettext_lazy("answer", "step"), max_length=12, choices=Kind)
    happened_at = models.DateTimeField(_("happened at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("answer step", "by"),
    )
    from_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("answer step", "from")
    )
    to_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("answer step", "to")
    )
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="steps")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    note = models.TextField(_("note"), max_length=LONGEST_REASON, blank=True)
    is_note_public = models.BooleanField(_("note is public"), default=True)

    # What queries add: `for_everybody`, `for_the_desk`.
    words: str

    objects = AnswerStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer step")
        verbose_name_plural = _("answer steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["received", "in_review", "handed_over", "answered", "kept", "not_kept"]),
                name="answer_step_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="handed_over")
                | (
                    Q(to_department__isnull=False, note__regex=r"\S")
                    & (Q(from_department=None) | ~Q(from_department=F("to_department")))
                ),
                name="answer_is_handed_over_with_a_note",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["kept", "not_kept"], commitment__isnull=False)
                | (~Q(kind__in=["kept", "not_kept"]) & Q(commitment=None)),
                name="answer_step_names_its_commitment",
            ),
        ]
        indexes = [models.Index(fields=["answer_request", "happened_at"], name="answer_steps_in_order")]

    def __str__(self) -> str:
        return f"{self.answer_request_id} {self.kind}"
