"""The places people have at forums."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.forums.models.forum import Forum
from portal.forums.states import LIVE_STATES, SEATED_STATES, State


class RegistrationQuerySet(models.QuerySet):
    """Which registrations."""

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=State.CONFIRMED).order_by("arrival", "pk")

    def waitlisted(self) -> "RegistrationQuerySet":
        """Whoever waits longest first."""
        return self.filter(state=State.WAITLISTED).order_by("arrival", "pk")

    def seated(self) -> "RegistrationQuerySet":
        """Everybody who holds a seat, taken or offered: what `Forum.seats_taken` counts."""
        return self.filter(state__in=SEATED_STATES).order_by("arrival", "pk")

    def live(self) -> "RegistrationQuerySet":
        return self.filter(state__in=LIVE_STATES).order_by("arrival", "pk")

    def coming(self, now: datetime) -> "RegistrationQuerySet":
        """Live ones at forums that are not over, the next forum first."""
        return self.filter(state__in=LIVE_STATES, forum__ends_at__gt=now).order_by("forum__starts_at", "pk")

    def gone(self, now: datetime) -> "RegistrationQuerySet":
        """Cancelled ones and those at forums that are over, the latest forum first."""
        return self.exclude(state__in=LIVE_STATES, forum__ends_at__gt=now).order_by("-forum__starts_at", "-pk")

    def with_waiting_number(self) -> "RegistrationQuerySet":
        """Adds `waiting_number`: 1 for whoever is next, counted from the rows; 0 if not waiting."""
        not_later = (
            Registration.objects.waitlisted()
            .filter(forum=OuterRef("forum"), arrival__lte=OuterRef("arrival"))
            .order_by()
            .values("forum")
            .annotate(count=Count("pk"))
        )
        number = models.Case(models.When(state=State.WAITLISTED, then=_count_or_zero(not_later)), default=0)
        return self.annotate(waiting_number=number)


class Registration(models.Model):
    """One person's place at one forum. A cancelled row stays; registering again makes a new one."""

    State = State

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="registrations")
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    arrival = models.PositiveIntegerField(_("order of arrival"))
    state = models.CharField(_("state"), max_length=20, choices=State)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("changes so far"), default=0)
    registered_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [models.Index(fields=["forum", "state", "arrival"], name="registration_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "citizen"],
                condition=Q(state__in=LIVE_STATES),
                name="registration_one_live_per_person",
            ),
            models.UniqueConstraint(fields=["forum", "arrival"], name="registration_arrival"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="registration_state_is_known"),
            models.CheckConstraint(condition=Q(arrival__gte=1), name="registration_arrival_from_1"),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="registration_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITLISTED) | Q(confirmed_at__isnull=True),
                name="registration_waiting_has_no_seat",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at__isnull=True)),
                name="registration_cancelled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.arrival}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == State.CONFIRMED

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def holds_seat(self) -> bool:
        return self.state in SEATED_STATES

    def may_be_cancelled(self, now: datetime) -> bool:
        """Until the forum starts; `forum` has to be loaded."""
        return self.state in LIVE_STATES and self.forum.gives_out_seats(now)


def _count_or_zero(rows: models.QuerySet) -> Coalesce:
    """The `count` of a grouped subquery, which has no row at all where nothing was counted."""
    return Coalesce(Subquery(rows.values("count"), output_field=IntegerField()), 0)
