"""How the plan says no to those who keep it up to date."""

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation


class NotAnEditor(NotAllowed):
    """Only who may edit the plan states how far a task is."""


class ReasonMissing(InvalidInput):
    """What worsens, is moved to later, or is taken away needs a reason."""


class ChangedMeanwhile(RuleViolation):
    """Somebody changed the draft after it was looked at."""
