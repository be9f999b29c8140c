"""The tables of the package."""

from portal.registrations.models.personal import CalendarFeed, Reminder, SentForm
from portal.registrations.models.questions import FormAnswer, Question
from portal.registrations.models.registration import Registration

__all__ = [
    "CalendarFeed",
    "FormAnswer",
    "Question",
    "Registration",
    "Reminder",
    "SentForm",
]
