"""How the plan says no to those who keep it up to date."""

from portal.core.errors import InvalidInput, RuleViolation


class AlreadyAsked(RuleViolation):
    """The task asks something that is not decided yet."""


class NothingAsked(RuleViolation):
    """What was asked is decided, and stands."""


class ImpossibleDay(InvalidInput):
    """The day does not fit: it lies in the future, or outside of the years of the plan."""


class MilestoneExists(RuleViolation):
    """The task has a milestone of this title."""


class MilestoneInUse(RuleViolation):
    """Something else, such as a commitment, refers to the milestone."""


class NotADraft(RuleViolation):
    """The update is published, so its words stand."""


class NotPublished(RuleViolation):
    """The update is not published, so it cannot be withdrawn."""


class TooManyFiles(InvalidInput):
    """An update has at most three files."""
