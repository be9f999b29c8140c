"""How the answers say no."""

from portal.core.errors import NotAllowed, RuleViolation


class NotYourDepartment(NotAllowed):
    """Another department owes the answer, or nobody appointed this person."""


class NotShownNow(RuleViolation):
    """The comment is not shown at the moment, so nothing about it is."""


class NotOwed(RuleViolation):
    """An answer to an official reply is owed to nobody."""


class AnswerOwed(RuleViolation):
    """The department owes the comment an answer, so it gives that."""


class TakenUpBefore(RuleViolation):
    """The comment is owed an answer already."""


class AnsweredBefore(RuleViolation):
    """There is an answer, so the steps before it are over."""


class SameDepartment(RuleViolation):
    """The request is with that department already."""


class InReviewBefore(RuleViolation):
    """Its review has begun already."""


class DecidedBefore(RuleViolation):
    """It was said already whether the commitment was kept."""


class TitleTaken(RuleViolation):
    """The department has a template of that title."""
