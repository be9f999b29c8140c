"""Complaints of citizens, the reviews they start, and who is looking at them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.discussion.models import Comment
from portal.discussion.rules import Rule
from portal.moderation.models.decisions import ModerationDecision

LONGEST_REPORT = 1000


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """What no decision has settled yet."""
        return self.filter(decision__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")


class Report(models.Model):
    """A citizen's complaint about a comment; open until a decision settles it."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), related_name="reports", on_delete=models.PROTECT)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("reporter"), related_name="+", on_delete=models.PROTECT)
    # The keyed hash outlives the account: whoever leaves and comes back does not report twice.
    person_key = models.CharField(_("person key"), max_length=64, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=Rule.choices)
    text = models.TextField(_("what the moderator should know"), max_length=LONGEST_REPORT, blank=True)
    # In tenths of an ordinary report; what it counts for when reports add up.
    weight = models.PositiveSmallIntegerField(_("weight"), default=10, editable=False)
    # The keyed hash of the network address: many reports from one network count once. Forgotten after thirty days.
    address_key = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("reported at"))
    decision = models.ForeignKey(
        ModerationDecision,
        verbose_name=_("settled by"),
        related_name="settled_reports",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_per_account"),
            models.UniqueConstraint(fields=["comment", "person_key"], name="one_report_per_person"),
            models.CheckConstraint(condition=Q(reason__in=Rule.values), name="report_reason_is_known"),
            models.CheckConstraint(condition=~Q(person_key=""), name="report_is_by_a_verified_person"),
        ]
        indexes = [models.Index(fields=["comment", "created_at"], condition=Q(decision__isnull=True), name="reports_that_wait")]

    def __str__(self) -> str:
        return f"{self.reason} {self.comment_id}"


class Review(models.Model):
    """A comment out of sight because enough people reported it; it is visible again at `lapses_at` if nobody decides."""

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("review", "open")
        DECIDED = "decided", pgettext_lazy("review", "decided")
        LAPSED = "lapsed", pgettext_lazy("review", "lapsed")

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), related_name="reviews", on_delete=models.PROTECT)
    weight = models.PositiveSmallIntegerField(_("weight"))
    began_at = models.DateTimeField(_("began at"))
    lapses_at = models.DateTimeField(_("lapses at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["comment"], condition=Q(outcome="open"), name="one_open_review_per_comment"),
            models.CheckConstraint(condition=Q(outcome__in=["open", "decided", "lapsed"]), name="review_outcome_is_known"),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("began_at")), name="review_lapses_after_it_began"),
            models.CheckConstraint(
                condition=Q(outcome="open", ended_at__isnull=True) | (~Q(outcome="open") & Q(ended_at__isnull=False)),
                name="review_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["lapses_at"], condition=Q(outcome="open"), name="reviews_that_will_lapse")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.comment_id}"


class Claim(models.Model):
    """Who is looking at a comment, so that two moderators do not do the same work. It passes by itself."""

    comment = models.OneToOneField(
        Comment, verbose_name=_("comment"), primary_key=True, related_name="claim", on_delete=models.PROTECT
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), related_name="claims", on_delete=models.PROTECT
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    claimed_at = models.DateTimeField(_("claimed at"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.moderator_id}"
