"""A comment that a department owes an answer."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.people import Visitor
from portal.discussion.models import Comment, is_shown
from portal.plan.models import Department, Task

LONGEST_REASON = 1000


class Origin(models.TextChoices):
    """Why a comment is owed an answer."""

    THRESHOLD = "threshold", _("Enough people agreed")
    BY_HAND = "by_hand", _("Taken up by a department")


class State(models.TextChoices):
    """How far an answer is."""

    RECEIVED = "received", pgettext_lazy("answer", "Received")
    IN_REVIEW = "in_review", pgettext_lazy("answer", "In review")
    ANSWERED = "answered", pgettext_lazy("answer", "Answered")


class Outcome(models.TextChoices):
    """What a department makes of a comment."""

    ACCEPTED = "accepted", pgettext_lazy("answer", "Accepted")
    PARTLY = "partly", pgettext_lazy("answer", "Partly accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("answer", "Not accepted")


def is_answered() -> Q:
    """An answer that everybody may read: one that was withdrawn or hidden answers nothing."""
    return Q(state=State.ANSWERED) & is_shown("reply__")


class AnswerRequestQuerySet(models.QuerySet["AnswerRequest"]):
    def shown(self) -> Self:
        """Those about comments that everybody may read; of the others there is no trace on any page or in any mail."""
        return self.filter(is_shown("comment__"))

    def of(self, department: Department | None) -> Self:
        return self.filter(department=department)

    def handled_by(self, user: Visitor) -> Self:
        """Those at the desk of an officer: their department's, and those that no department has yet."""
        if not (user.is_authenticated and user.has_perm("discussion.reply_officially")):
            return self.none()
        return self.filter(Q(department=user.department_id) if user.department_id else Q(pk__in=[])) | self.unassigned()

    def unassigned(self) -> Self:
        """Those whose task names no department that the portal knows."""
        return self.filter(department=None)

    def open(self) -> Self:
        """Those without an answer that everybody may read."""
        return self.exclude(is_answered())

    def answered(self) -> Self:
        return self.filter(is_answered())

    def unanswered(self) -> Self:
        """Those that were never answered: the open ones without those whose answer was hidden since. An index finds them."""
        return self.exclude(state=State.ANSWERED)

    def late(self, today: date) -> Self:
        """Those not answered by the day on which they were due, answered meanwhile or not."""
        return self.filter((~is_answered() & Q(due_on__lt=today)) | (is_answered() & Q(answered_at__date__gt=F("due_on"))))

    def most_urgent_first(self) -> Self:
        return self.order_by("due_on", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def newest_answer_first(self) -> Self:
        return self.order_by("-answered_at", "-pk")

    def most_agreed_first(self) -> Self:
        """Those whose comments most people agree with; of as many, the one written first."""
        return self.order_by("-comment__agree_count", "comment")

    def with_all_that_is_shown(self) -> Self:
        """With the rows that pages and clocks read beside it, in one query."""
        return self.select_related("comment__author", "task", "department", "reply__department")


class AnswerRequest(models.Model):
    """A comment that is owed an answer, and the answer. The day on which it is due is set once: handing over changes nothing.

    The reply is an official one; `reason` says why the outcome is what it is. Whether it is late is computed, never stored.
    """

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="answer_request", verbose_name=_("comment"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="answer_requests", verbose_name=_("task"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="answer_requests", verbose_name=_("department")
    )
    origin = models.CharField(_("why"), max_length=10, choices=Origin)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken up by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    reason = models.TextField(_("reason of the outcome"), max_length=LONGEST_REASON, blank=True)
    reply = models.OneToOneField(
        Comment, models.PROTECT, null=True, blank=True, related_name="request_answered", verbose_name=_("answer")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer request")
        verbose_name_plural = _("answer requests")
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="answer_origin_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="answer_state_is_known"),
            models.CheckConstraint(
                condition=Q(origin="threshold", taken_up_by=None) | Q(origin="by_hand", taken_up_by__isnull=False),
                name="answer_by_hand_was_taken_up_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="received") | Q(department__isnull=False), name="answer_in_review_has_a_department"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="answered",
                    outcome__in=Outcome.values,
                    reason__regex=r"\S",
                    reply__isnull=False,
                    answered_at__gte=F("received_at"),
                )
                | (~Q(state="answered") & Q(outcome="", reason="", reply=None, answered_at=None)),
                name="answer_is_complete_or_not_there",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "due_on"], name="answers_owed", condition=~Q(state="answered")),
            models.Index(fields=["-received_at", "-id"], name="answers_newest"),
            models.Index(fields=["-answered_at", "-id"], name="answers_given", condition=Q(state="answered")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("answers:request_detail", args=[self.pk])

    def is_handled_by(self, user: Visitor) -> bool:
        """Whether somebody may act for the department that owes the answer."""
        is_own = user.is_authenticated and self.department_id is not None and self.department_id == user.department_id
        return is_own and user.has_perm("discussion.reply_officially")

    def may_be_handed_over_by(self, user: Visitor) -> bool:
        """Whether somebody may say which department answers: its own officers, and any officer where there is none yet."""
        return self.is_handled_by(user) or (self.department_id is None and user.has_perm("discussion.reply_officially"))
