"""Reports of citizens and the decisions of moderators that settle them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule

LONGEST_REPORT = 1000
LONGEST_REASON = 1000
LONGEST_NOTE = 2000


class Action(models.TextChoices):
    HIDE = "hide", pgettext_lazy("decision", "hidden")
    KEEP = "keep", pgettext_lazy("decision", "stays visible")
    RESTORE = "restore", pgettext_lazy("decision", "visible again")


# The states in which each action makes sense. A withdrawn comment has nothing left to hide,
# but somebody still has to close the reports about it.
DECIDABLE_STATES = {
    Action.HIDE: {State.PUBLISHED, State.HELD, State.UNDER_REVIEW},
    Action.KEEP: {State.PUBLISHED, State.HELD, State.UNDER_REVIEW, State.WITHDRAWN},
    Action.RESTORE: {State.HIDDEN},
}


class DecisionQuerySet(models.QuerySet["ModerationDecision"]):
    def changing_visibility(self) -> Self:
        """Those the public notices: keeping a comment changes nothing for it."""
        return self.exclude(action=Action.KEEP)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class ModerationDecision(models.Model):
    """What a moderator ruled about a comment. Nobody changes or deletes one: a trigger in the database says no."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), related_name="decisions", on_delete=models.PROTECT)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), related_name="+", on_delete=models.PROTECT
    )
    action = models.CharField(_("decision"), max_length=20, choices=Action.choices)
    rule = models.CharField(_("rule"), max_length=20, choices=Rule.choices, blank=True)
    reason = models.TextField(_("reason, as the author and the public read it"), max_length=LONGEST_REASON)
    note = models.TextField(_("internal note, never shown to citizens"), max_length=LONGEST_NOTE, blank=True)
    created_at = models.DateTimeField(_("decided at"), db_index=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        permissions = [("decide", "Can decide about reported comments")]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=Action.values), name="decision_action_is_known"),
            models.CheckConstraint(condition=Q(rule__in=["", *Rule.values]), name="decision_rule_is_known"),
            models.CheckConstraint(condition=~Q(action="hide") | ~Q(rule=""), name="decision_to_hide_names_its_rule"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="decision_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.comment_id}"


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
