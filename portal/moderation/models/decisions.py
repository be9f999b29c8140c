"""What was ruled about a comment, under which rule, in what words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.discussion.models import Comment, PendingReason, State
from portal.discussion.rules import Rule

LONGEST_REASON = 1000
LONGEST_NOTE = 2000


def appealable_until(decided_at: datetime) -> datetime:
    """The last moment at which an appeal against what was decided then is taken."""
    return decided_at + timedelta(days=settings.MODERATION_APPEAL_WINDOW_DAYS)


class Action(models.TextChoices):
    HIDE = "hide", pgettext_lazy("decision", "hidden")
    KEEP = "keep", pgettext_lazy("decision", "stays visible")
    RESTORE = "restore", pgettext_lazy("decision", "visible again")
    PUBLISH = "publish", pgettext_lazy("decision", "published after a look")
    REVIEW = "review", pgettext_lazy("decision", "under review after reports")
    LAPSE = "lapse", pgettext_lazy("decision", "visible again, since the time was over")
    BLOCK = "block", pgettext_lazy("decision", "temporarily blocked")
    UNBLOCK = "unblock", pgettext_lazy("decision", "block ended")
    UNDO = "undo", pgettext_lazy("decision", "taken back")


# What the portal does by itself, when enough people report or when time is over.
AUTOMATIC = (Action.REVIEW, Action.LAPSE)
# A block ends by a moderator's decision, or by itself when whoever asked for it takes the request back.
EITHER_WAY = (Action.UNBLOCK,)
# The states in which each action makes sense. A withdrawn comment has nothing left to hide,
# but somebody still has to close the reports about it.
DECIDABLE_STATES: dict[str, set[State]] = {
    Action.HIDE: {State.PUBLISHED, State.PENDING, State.UNDER_REVIEW, State.TAKEN_DOWN},
    Action.KEEP: {State.PUBLISHED, State.UNDER_REVIEW, State.WITHDRAWN},
    Action.RESTORE: {State.HIDDEN},
    Action.PUBLISH: {State.PENDING},
    Action.REVIEW: {State.PUBLISHED},
    # That time was over is recorded whatever became of the comment meanwhile.
    Action.LAPSE: set(State),
    Action.BLOCK: {State.PUBLISHED, State.UNDER_REVIEW},
    Action.UNBLOCK: {State.TAKEN_DOWN},
    # Whether it may still be taken back is asked of the decision, not of the comment.
    Action.UNDO: set(State),
}


class DecisionQuerySet(models.QuerySet["ModerationDecision"]):
    def changing_visibility(self) -> Self:
        """Those the public notices: keeping changes only what was under review, taking such a keeping back likewise."""
        as_it_was = ["", State.PUBLISHED, State.WITHDRAWN]
        kept = self.exclude(action=Action.KEEP, state_before__in=as_it_was)
        return kept.exclude(undoes__action=Action.KEEP, undoes__state_before__in=as_it_was)

    def in_force(self) -> Self:
        """Those that were neither taken back at once nor are such a taking back themselves."""
        return self.filter(undone_by__isnull=True).exclude(action=Action.UNDO)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def rules_broken_by(self, person: User) -> set[str]:
        """The rules under which comments of the person were hidden, as far as that was not taken back."""
        hiding = self.filter(comment__author=person, action=Action.HIDE, undone_by=None)
        return set(hiding.values_list("rule", flat=True).distinct())

    def latest_hiding(self) -> ModerationDecision | None:
        """Of the decisions about a hidden comment, the one by which it is hidden."""
        return self.filter(action=Action.HIDE, undone_by=None).newest_first().first()


class ModerationDecision(models.Model):
    """What a moderator ruled about a comment, or what the portal did by itself when reports added up or time was over.

    Nobody changes or deletes one: a trigger in the database says no. `undoes` is the decision that this one takes back
    at once; `batch` is shared by those that were made in one act. What the comment was before stands in `…_before`, so
    that taking a decision back restores it exactly.
    """

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), related_name="decisions", on_delete=models.PROTECT)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), related_name="+", null=True, on_delete=models.PROTECT
    )
    action = models.CharField(_("decision"), max_length=20, choices=Action.choices)
    rule = models.CharField(_("rule"), max_length=20, choices=Rule.choices, blank=True)
    reason = models.TextField(_("reason, as the author and the public read it"), max_length=LONGEST_REASON)
    note = models.TextField(_("internal note, never shown to citizens"), max_length=LONGEST_NOTE, blank=True)
    created_at = models.DateTimeField(_("decided at"), db_index=True)
    undoes = models.OneToOneField(
        "self", verbose_name=_("takes back"), related_name="undone_by", null=True, on_delete=models.PROTECT
    )
    batch = models.UUIDField(_("made in one act with"), null=True, db_index=True)
    state_before = models.CharField(_("state before"), max_length=20, choices=State.choices, blank=True, default="")
    rule_before = models.CharField(_("rule before"), max_length=20, choices=Rule.choices, blank=True, default="")
    pending_for_before = models.CharField(
        _("held before for"), max_length=20, choices=PendingReason.choices, blank=True, default=""
    )
    blocked_until_before = models.DateTimeField(_("blocked before until"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        permissions = [
            ("decide", "Can decide about reported comments"),
            ("everywhere", "Can decide about comments of every task, and suspend people"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=Action.values), name="decision_action_is_known"),
            models.CheckConstraint(condition=Q(rule__in=["", *Rule.values]), name="decision_rule_is_known"),
            models.CheckConstraint(condition=~Q(action="hide") | ~Q(rule=""), name="decision_to_hide_names_its_rule"),
            models.CheckConstraint(
                condition=Q(action__in=AUTOMATIC, moderator__isnull=True)
                | Q(action__in=EITHER_WAY)
                | (~Q(action__in=AUTOMATIC) & Q(moderator__isnull=False)),
                name="decision_is_a_persons_unless_automatic",
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="decision_gives_a_reason"),
            models.CheckConstraint(
                condition=~Q(action="undo") | Q(undoes__isnull=False),
                name="decision_to_undo_names_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.comment_id}"
