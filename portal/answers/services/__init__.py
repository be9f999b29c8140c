"""Everything that changes a request for an answer, its commitments and the texts of the desk."""

from portal.answers.services.answering import Promise, answer
from portal.answers.services.daily import write_reminders
from portal.answers.services.handling import add_note, hand_over, start_review
from portal.answers.services.promises import keep, miss
from portal.answers.services.refusals import (
    AnsweredBefore,
    AnswerOwed,
    DecidedBefore,
    InReviewBefore,
    NotOwed,
    NotShownNow,
    NotYourDepartment,
    SameDepartment,
    TakenUpBefore,
    TitleTaken,
)
from portal.answers.services.replying import owed_by, reply
from portal.answers.services.taking_up import department_of, take_up, take_up_owed
from portal.answers.services.texts import delete_template, write_template

__all__ = [
    "AnswerOwed",
    "AnsweredBefore",
    "DecidedBefore",
    "InReviewBefore",
    "NotOwed",
    "NotShownNow",
    "NotYourDepartment",
    "Promise",
    "SameDepartment",
    "TakenUpBefore",
    "TitleTaken",
    "add_note",
    "answer",
    "delete_template",
    "department_of",
    "hand_over",
    "keep",
    "miss",
    "owed_by",
    "reply",
    "start_review",
    "take_up",
    "take_up_owed",
    "write_reminders",
    "write_template",
]
