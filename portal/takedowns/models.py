"""Temporary blocks that somebody whose rights are touched asks for (정보통신망법 제44조의2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.discussion.models import Comment
from portal.moderation.models.decisions import LONGEST_NOTE, LONGEST_REASON

# At most thirty days: Act on Promotion of Information and Communications Network, art. 44-2 para. 4.
THIRTY_DAYS = timedelta(days=30)
LONGEST_STATEMENT = 3000
LONGEST_OBJECTION = 2000
RELATIONS, RIGHTS = ("self", "agent", "organisation"), ("privacy", "defamation", "other")
RUNNING = ("unconfirmed", "requested", "blocked")
STATES = (*RUNNING, "refused", "lapsed", "lifted", "removed", "retracted", "obsolete")


class TakedownQuerySet(models.QuerySet["Takedown"]):
    def waiting(self) -> Self:
        """Confirmed by the requester, not yet decided; and blocks to which the author objected."""
        objected = Q(state=Takedown.State.BLOCKED, objected_at__isnull=False)
        return self.filter(Q(state=Takedown.State.REQUESTED) | objected)

    def blocking(self) -> Self:
        return self.filter(state=Takedown.State.BLOCKED)

    def running(self, now: datetime) -> Self:
        """Blocks whose time is not over."""
        return self.blocking().filter(blocked_until__gt=now)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def moderated_by(self, user: User) -> Self:
        """Those about comments given to a moderator; never their own request, nor one about what they wrote themselves."""
        own = Q(comment__author=user) | Q(requester_email=user.email)
        if user.person_key:
            own |= Q(comment__person_key=user.person_key)
        confirmed = self.filter(confirmed_at__isnull=False)
        return confirmed.filter(comment__in=Comment.objects.moderated_by(user)).exclude(own)

    def most_urgent_first(self) -> Self:
        """Objections before requests, and of each kind whoever has waited longest."""
        return self.order_by(F("objected_at").asc(nulls_last=True), "confirmed_at", "pk")


class Takedown(models.Model):
    """One person's request to block one comment, and what became of it. Only those in whose task it is see who asks.

    Who asks needs no account: `requester_name` and `requester_email` are theirs, and are forgotten a year after the end.
    """

    class Right(models.TextChoices):
        PRIVACY = "privacy", pgettext_lazy("takedown", "Privacy")
        DEFAMATION = "defamation", pgettext_lazy("takedown", "Defamation")
        OTHER = "other", pgettext_lazy("takedown", "Another right")

    class Relation(models.TextChoices):
        SELF = "self", pgettext_lazy("takedown", "It concerns me")
        AGENT = "agent", pgettext_lazy("takedown", "I act for the person it concerns")
        ORGANISATION = "organisation", pgettext_lazy("takedown", "I act for an organisation it concerns")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("takedown", "e-mail address not confirmed yet")
        REQUESTED = "requested", pgettext_lazy("takedown", "waits for a decision")
        BLOCKED = "blocked", pgettext_lazy("takedown", "temporarily blocked")
        REFUSED = "refused", pgettext_lazy("takedown", "refused")
        LAPSED = "lapsed", pgettext_lazy("takedown", "ended since the time was over")
        LIFTED = "lifted", pgettext_lazy("takedown", "ended by decision, visible again")
        REMOVED = "removed", pgettext_lazy("takedown", "ended by decision, hidden for good")
        RETRACTED = "retracted", pgettext_lazy("takedown", "taken back by the requester")
        OBSOLETE = "obsolete", pgettext_lazy("takedown", "without object, the comment was withdrawn")

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), related_name="takedowns", on_delete=models.PROTECT)
    requester_name = models.CharField(_("name"), max_length=100)
    requester_email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, default="ko")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation)
    right = models.CharField(_("right that is infringed"), max_length=20, choices=Right)
    statement = models.TextField(_("what is infringed and how"), max_length=LONGEST_STATEMENT)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNCONFIRMED)
    requested_at = models.DateTimeField(_("requested at"))
    confirmed_at = models.DateTimeField(_("e-mail address confirmed at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason, as both sides read it"), max_length=LONGEST_REASON, blank=True)
    note = models.TextField(_("internal note, never shown to citizens"), max_length=LONGEST_NOTE, blank=True)
    blocked_from = models.DateTimeField(_("blocked from"), null=True, blank=True)
    blocked_until = models.DateTimeField(_("blocked until"), null=True, blank=True)
    objection = models.TextField(_("the author's objection"), max_length=LONGEST_OBJECTION, blank=True)
    objected_at = models.DateTimeField(_("objected at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ended by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.TextField(_("why it ended, as both sides read it"), max_length=LONGEST_REASON, blank=True)

    objects = TakedownQuerySet.as_manager()

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="takedown_state_is_known"),
            models.CheckConstraint(condition=Q(relation__in=RELATIONS), name="takedown_relation_is_known"),
            models.CheckConstraint(condition=Q(right__in=RIGHTS), name="takedown_right_is_known"),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", confirmed_at__isnull=True)
                | (~Q(state="unconfirmed") & Q(confirmed_at__isnull=False)),
                name="takedown_is_confirmed_before_anything_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at__isnull=True) | (~Q(state__in=RUNNING) & Q(ended_at__isnull=False)),
                name="takedown_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, reason__regex=r"\S"),
                name="takedown_decision_is_complete",
            ),
            models.UniqueConstraint(fields=["comment"], condition=Q(state="blocked"), name="one_block_per_comment"),
            models.CheckConstraint(
                condition=Q(blocked_from__isnull=True, blocked_until__isnull=True)
                | Q(blocked_until__gt=F("blocked_from"), blocked_until__lte=F("blocked_from") + THIRTY_DAYS),
                name="takedown_blocks_thirty_days_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(state="blocked")
                | Q(blocked_from__isnull=False, decided_by__isnull=False, decided_at__isnull=False, ended_at__isnull=True),
                name="takedown_block_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(objection="", objected_at__isnull=True) | Q(objection__regex=r"\S", objected_at__isnull=False),
                name="takedown_objection_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["blocked_until"], condition=Q(state="blocked"), name="takedowns_that_will_lapse")]

    def __str__(self) -> str:
        return f"{self.state} {self.comment_id}"


class Evidence(models.Model):
    """One file that supports a takedown request; kept with the row, so that a backup or a second server never lacks it."""

    takedown = models.ForeignKey(Takedown, verbose_name=_("takedown"), related_name="evidence", on_delete=models.CASCADE)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.name
