"""The tables of the package."""

from portal.forums.models.door import Helper, Scan
from portal.forums.models.forum import AgendaItem, Forum, Speaker
from portal.forums.models.organising import AttendeeExport, Letter, LetterCopy, Reminder
from portal.forums.models.personal import CalendarFeed, SentForm
from portal.forums.models.questions import Answer, Question
from portal.forums.models.registration import Registration

__all__ = [
    "AgendaItem",
    "Answer",
    "AttendeeExport",
    "CalendarFeed",
    "Forum",
    "Helper",
    "Letter",
    "LetterCopy",
    "Question",
    "Registration",
    "Reminder",
    "Scan",
    "SentForm",
    "Speaker",
]
