"""Registrations: who comes to which forum, with how many people, with or without seats."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.forums.models import Forum
from portal.forums.states import BEFORE_THE_START
from portal.registrations.party import Party
from portal.registrations.states import LIVE_STATES, SEATED_STATES, TEMPORARY_STATES, Ending, Origin, State
from portal.registrations.tickets.codes import new_code


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Which registrations."""

    def confirmed(self) -> Self:
        return self.filter(state=State.CONFIRMED).order_by("arrival", "pk")

    def waitlisted(self) -> Self:
        """Whoever waits longest first."""
        return self.filter(state=State.WAITLISTED).order_by("arrival", "pk")

    def seated(self) -> Self:
        """Everybody who keeps seats, taken, offered or reserved: what `Forum.seats_taken` adds up."""
        return self.filter(state__in=SEATED_STATES).order_by("arrival", "pk")

    def live(self) -> Self:
        return self.filter(state__in=LIVE_STATES).order_by("arrival", "pk")

    def registered(self) -> Self:
        """Live ones whose form was sent: those that a person, and an organiser, count as registrations."""
        return self.live().exclude(state=State.RESERVED)

    def of_somebody(self) -> Self:
        """Those with a person to write to: not people who came to the door unregistered, nor what was erased."""
        return self.filter(citizen__isnull=False)

    def lapsed(self, now: datetime) -> Self:
        """Held or offered for longer than it was promised: their seats are free for others."""
        return self.filter(state__in=TEMPORARY_STATES, reserved_until__lte=now).order_by("arrival", "pk")

    def coming(self, now: datetime) -> Self:
        """Live ones at forums that are not over, the next forum first."""
        return self.filter(state__in=LIVE_STATES, forum__ends_at__gt=now).order_by("forum__starts_at", "pk")

    def gone(self, now: datetime) -> Self:
        """Cancelled ones and those at forums that are over, the latest forum first; never a form that was not sent."""
        sent = self.exclude(ending=Ending.RESERVATION_LAPSED)
        return sent.exclude(state__in=LIVE_STATES, forum__ends_at__gt=now).order_by("-forum__starts_at", "-pk")

    def shown_in_calendars(self) -> Self:
        """What stands, or stood, in the person's calendar: not a form that was never sent, nor a seat that was only
        waited for.
        """
        return self.exclude(state=State.RESERVED).exclude(state=State.CANCELLED, confirmed_at__isnull=True)

    def with_waiting_number(self) -> Self:
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
    """That one party comes to one forum, or waits for seats. A cancelled row stays; registering again makes a new one.

    `party_size` people want to come, `least_seats` of them also without the rest (k of n), `seats` of them have one.
    """

    State = State

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="registrations")
    # Nobody, where people came to the door unregistered or their data was erased after the forum.
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations", null=True, blank=True
    )
    origin = models.CharField(_("registered"), max_length=10, choices=Origin, default=Origin.ONLINE)
    arrival = models.PositiveIntegerField(_("order of arrival"))
    state = models.CharField(_("state"), max_length=20, choices=State)
    ending = models.CharField(_("cancelled because"), max_length=20, choices=Ending, blank=True)
    party_size = models.PositiveSmallIntegerField(_("people"), default=1)
    least_seats = models.PositiveSmallIntegerField(_("fewest people who would come"), default=1)
    seats = models.PositiveSmallIntegerField(_("seats"), default=0)
    reserved_until = models.DateTimeField(_("seats kept until"), null=True, blank=True)
    is_reservation_extended = models.BooleanField(_("more time was asked for"), default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("changes so far"), default=0)
    ticket_code = models.CharField(_("ticket code"), max_length=8, default=new_code, editable=False)
    ticket_version = models.PositiveSmallIntegerField(_("version of the ticket"), default=1, editable=False)
    registered_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    checked_in_people = models.PositiveSmallIntegerField(_("people who came"), default=0)
    anonymised_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    # What queries add: `with_waiting_number`.
    waiting_number: int

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["forum", "state", "arrival"], name="registration_queue"),
            models.Index(fields=["reserved_until"], name="registration_reserved", condition=Q(reserved_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "citizen"],
                condition=Q(state__in=LIVE_STATES),
                name="registration_one_live_per_person",
            ),
            models.UniqueConstraint(fields=["forum", "arrival"], name="registration_arrival"),
            models.UniqueConstraint(fields=["forum", "ticket_code"], name="registration_ticket_code"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="registration_state_is_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="registration_origin_is_known"),
            models.CheckConstraint(condition=Q(arrival__gte=1), name="registration_arrival_from_1"),
            models.CheckConstraint(
                condition=Q(citizen__isnull=False) | Q(origin=Origin.DOOR) | Q(anonymised_at__isnull=False),
                name="registration_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(least_seats__gte=1) & Q(party_size__gte=F("least_seats")),
                name="registration_party_is_sound",
            ),
            # Together or not at all: a party has between k and n seats, or none.
            models.CheckConstraint(
                condition=Q(state__in=SEATED_STATES, seats__gte=F("least_seats"), seats__lte=F("party_size"))
                | (~Q(state__in=SEATED_STATES) & Q(seats=0)),
                name="registration_seats_fit_the_party",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TEMPORARY_STATES, reserved_until__isnull=False)
                | (~Q(state__in=TEMPORARY_STATES) & Q(reserved_until__isnull=True)),
                name="registration_reserved_for_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="registration_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITLISTED) | Q(confirmed_at__isnull=True),
                name="registration_waiting_has_no_seat",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False, ending__in=Ending.values)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at__isnull=True, ending="")),
                name="registration_cancelled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at__isnull=True, checked_in_people=0)
                | Q(
                    state=State.CONFIRMED,
                    checked_in_at__isnull=False,
                    checked_in_people__gte=1,
                    checked_in_people__lte=F("seats"),
                ),
                name="registration_no_check_in_without_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.arrival}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITLISTED

    @property
    def is_offered(self) -> bool:
        return self.state == State.OFFERED

    @property
    def is_reserved(self) -> bool:
        return self.state == State.RESERVED

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_checked_in(self) -> bool:
        return self.checked_in_at is not None

    @property
    def has_seat(self) -> bool:
        return self.state in SEATED_STATES

    @property
    def party(self) -> Party:
        return Party(self.party_size, self.least_seats)

    def addressee(self) -> User:
        """Who is written to about it. Raises ValueError for people who came to the door unregistered and for what was erased."""
        if self.citizen is None:
            raise ValueError("nobody to write to")
        return self.citizen

    def is_lapsed(self, now: datetime) -> bool:
        """Whether the time is over for which seats were reserved or offered."""
        return self.reserved_until is not None and now >= self.reserved_until

    def may_be_cancelled(self, now: datetime) -> bool:
        """By the person, until the deadline of the forum; `forum` has to be loaded."""
        return self.state in LIVE_STATES and not self.is_checked_in and self.forum.takes_changes(now)

    def may_be_accepted(self, now: datetime) -> bool:
        """Whether the offered seats are still kept, and the forum takes place; `forum` has to be loaded."""
        return self.is_offered and not self.is_lapsed(now) and self.forum.phase(now) in BEFORE_THE_START


def waiting_count() -> Count:
    """How many registrations of a forum wait for seats, to be added to a query of forums."""
    return Count("registrations", filter=Q(registrations__state=State.WAITLISTED), distinct=True)


def _count_or_zero(rows: models.QuerySet) -> Coalesce:
    """The `count` of a grouped subquery, which has no row at all where nothing was counted."""
    return Coalesce(Subquery(rows.values("count"), output_field=IntegerField()), 0)
