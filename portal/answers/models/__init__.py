"""Which comments are owed an answer, every step towards it, what was promised in it, and the texts of the desk."""

from portal.answers.models.commitments import Commitment
from portal.answers.models.desk import AnswerTemplate, InternalNote
from portal.answers.models.requests import AnswerRequest, Origin, Outcome, State
from portal.answers.models.steps import AnswerStep

__all__ = ["AnswerRequest", "AnswerStep", "AnswerTemplate", "Commitment", "InternalNote", "Origin", "Outcome", "State"]
