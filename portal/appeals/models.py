"""Suspensions of people, and objections to decisions and suspensions, ruled by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.discussion.rules import Rule
from portal.moderation.models.decisions import LONGEST_NOTE, LONGEST_REASON, ModerationDecision

LONGEST_APPEAL = 2000
LONGEST_SUSPENSION = timedelta(days=366)


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def of(self, person: User) -> Self:
        """Those of a person, with this account or an earlier one."""
        same_person = Q(person_key=person.person_key) if person.person_key else Q(pk__in=[])
        return self.filter(Q(person=person) | same_person)

    def active(self, now: datetime) -> Self:
        """Those that keep somebody out at a moment; the clock alone ends them."""
        return self.filter(lifted_at=None, ends_at__gt=now)

    def liftable(self, now: datetime) -> Self:
        """Those that nobody has lifted; one that ran out only for the sake of the comments it had hidden."""
        return self.filter(Q(lifted_at=None, ends_at__gt=now) | Q(batch__isnull=False), lifted_by=None)

    def newest_first(self) -> Self:
        return self.order_by("-began_at", "-pk")


class Suspension(models.Model):
    """A person may not take part for a time. `batch` marks the decisions that hid their comments in the same act.

    One that ran out without being lifted ends at `ends_at`; where a later one follows, it is closed with that time and nobody's
    name in `lifted_by`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="suspensions", on_delete=models.PROTECT
    )
    # The person rather than the account: it holds for a new account too.
    person_key = models.CharField(max_length=64, blank=True, editable=False)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), related_name="+", on_delete=models.PROTECT
    )
    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    reason = models.TextField(_("reason, as the person reads it"), max_length=LONGEST_REASON)
    note = models.TextField(_("internal note, never shown to citizens"), max_length=LONGEST_NOTE, blank=True)
    began_at = models.DateTimeField(_("began at"))
    ends_at = models.DateTimeField(_("ends at"))
    batch = models.UUIDField(null=True, blank=True, editable=False)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    lifted_because = models.TextField(_("why it was lifted"), max_length=LONGEST_REASON, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="one_suspension_at_a_time"),
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="suspension_rule_is_known"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="suspension_gives_a_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("began_at")), name="suspension_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("began_at") + LONGEST_SUSPENSION), name="suspension_lasts_a_year_at_most"
            ),
            models.CheckConstraint(condition=~Q(person=F("moderator")), name="nobody_suspends_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at:%F}"

    @property
    def is_lifted(self) -> bool:
        """Whether somebody ended it, or took back what it had hidden."""
        return self.lifted_by_id is not None

    def is_active(self, now: datetime) -> bool:
        return self.lifted_at is None and now < self.ends_at

    def is_of(self, person: User) -> bool:
        """Whether it is this person's, with this account or an earlier one."""
        return self.person_id == person.pk or (bool(self.person_key) and self.person_key == person.person_key)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        """What nobody has ruled on yet."""
        return self.filter(state=Appeal.State.OPEN)

    def overdue(self, now: datetime) -> Self:
        """Those that should have been ruled on before a moment."""
        return self.open().filter(due_at__lt=now)

    def ruled(self) -> Self:
        return self.filter(state__in=[Appeal.State.UPHELD, Appeal.State.REVERSED])

    def of(self, person: User) -> Self:
        return self.filter(author=person)

    def moderated_by(self, user: User) -> Self:
        """Those about comments of the tasks given to a moderator, and about suspensions for whoever may suspend.

        Nobody meets their own among them: what moderators note about it is not for its author.
        """
        if not user.has_perm("moderation.decide"):
            return self.none()
        is_inside = Q(decision__isnull=False)
        if user.moderated_tasks is not None:
            is_inside = Q(decision__comment__task__in=user.moderated_tasks)
        if user.has_perm("moderation.everywhere"):
            is_inside |= Q(suspension__isnull=False)
        return self.filter(is_inside).exclude(author=user)

    def most_urgent_first(self) -> Self:
        return self.order_by("due_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def last_ruled_first(self) -> Self:
        return self.order_by("-ruled_at", "-pk")


class Appeal(models.Model):
    """An objection to one decision or one suspension. `made_by` is who had decided: the ruling is somebody else's.

    Reversed without `ruled_by`: the decision was taken back before anybody ruled; `outcome` is the decision that did so.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("appeal", "waiting for a ruling")
        UPHELD = "upheld", pgettext_lazy("appeal", "decision confirmed")
        REVERSED = "reversed", pgettext_lazy("appeal", "decision reversed")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "taken back by the author")

    decision = models.OneToOneField(
        ModerationDecision, verbose_name=_("decision"), related_name="appeal", null=True, blank=True, on_delete=models.PROTECT
    )
    suspension = models.OneToOneField(
        Suspension, verbose_name=_("suspension"), related_name="appeal", null=True, blank=True, on_delete=models.PROTECT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), related_name="appeals", on_delete=models.PROTECT
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided at first by"), related_name="+", on_delete=models.PROTECT
    )
    text = models.TextField(_("why the author disagrees"), max_length=LONGEST_APPEAL)
    created_at = models.DateTimeField(_("appealed at"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ruled by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    ruled_at = models.DateTimeField(_("ruled at"), null=True, blank=True)
    reason = models.TextField(_("reason of the ruling, as the author reads it"), max_length=LONGEST_REASON, blank=True)
    note = models.TextField(_("internal note, never shown to citizens"), max_length=LONGEST_NOTE, blank=True)
    outcome = models.OneToOneField(
        ModerationDecision,
        verbose_name=_("decision that followed"),
        related_name="follows",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True, suspension__isnull=False) | Q(decision__isnull=False, suspension__isnull=True),
                name="appeal_is_against_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "upheld", "reversed", "withdrawn"]), name="appeal_state_is_known"
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], ruled_by__isnull=True, ruled_at__isnull=True, outcome__isnull=True)
                | Q(state__in=["upheld", "reversed"], ruled_by__isnull=False, ruled_at__isnull=False, reason__regex=r"\S")
                | (
                    Q(state="reversed", ruled_by__isnull=True, ruled_at__isnull=False)
                    & (Q(outcome__isnull=False) | Q(suspension__isnull=False))
                ),
                name="appeal_ruling_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | (~Q(ruled_by=F("made_by")) & ~Q(ruled_by=F("author"))),
                name="appeal_is_ruled_by_somebody_else",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="appeals_that_wait")]

    def __str__(self) -> str:
        return f"{self.state} {self.decision_id or self.suspension_id}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_ruled(self) -> bool:
        return self.state in {self.State.UPHELD, self.State.REVERSED}

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due_at < now
