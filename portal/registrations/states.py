"""The states of registrations, kinds of questions and of reminders: words that models, services and templates share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    RESERVED = "reserved", pgettext_lazy("registration", "being filled in")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "offered a seat")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


class Ending(models.TextChoices):
    """Why a registration is cancelled."""

    PERSON = "person", pgettext_lazy("cancelled by", "the person")
    STAFF = "staff", pgettext_lazy("cancelled by", "an organiser")
    ACCOUNT_CLOSED = "account_closed", _("the account was closed")
    RESERVATION_LAPSED = "reservation_lapsed", _("the form was not sent in time")
    OFFER_DECLINED = "offer_declined", _("the offered seat was declined")
    OFFER_LAPSED = "offer_lapsed", _("the offered seat was not accepted in time")


class Origin(models.TextChoices):
    ONLINE = "online", pgettext_lazy("registered", "on the portal")
    DOOR = "door", pgettext_lazy("registered", "at the door")


# A reserved, confirmed or offered registration keeps seats from everybody else; the first and the last only for a time.
TEMPORARY_STATES = (State.RESERVED, State.OFFERED)

SEATED_STATES = (State.RESERVED, State.CONFIRMED, State.OFFERED)

LIVE_STATES = (*SEATED_STATES, State.WAITLISTED)


class QuestionKind(models.TextChoices):
    """What an answer to a question is."""

    LINE = "line", pgettext_lazy("question", "one line")
    TEXT = "text", pgettext_lazy("question", "some sentences")
    ONE_CHOICE = "one_choice", pgettext_lazy("question", "one of several")
    CHOICES = "choices", pgettext_lazy("question", "any of several")
    ACCESS = "access", pgettext_lazy("question", "what somebody needs to take part")
    FILE = "file", pgettext_lazy("question", "a file")


class ReminderKind(models.TextChoices):
    WEEK = "week", _("seven days before")
    DAY = "day", _("the day before")
    SAME_DAY = "same_day", _("on the morning of the day")
