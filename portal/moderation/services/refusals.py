"""How moderation says no."""

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation


class NotVerified(NotAllowed):
    """Reports come from verified people only."""


class NotReportable(RuleViolation):
    """The comment is not to be seen any more."""


class AlreadyReported(RuleViolation):
    """This person has reported this comment before."""


class NotAModerator(NotAllowed):
    """The right to decide is missing, was taken away meanwhile, or does not reach this task."""


class OwnComment(NotAllowed):
    """Nobody reports or judges what they wrote themselves."""


class AlreadyDecided(RuleViolation):
    """The comment is no longer in a state in which this decision makes sense."""


class RuleMissing(InvalidInput):
    """Hiding names the rule that was broken."""


class ClaimedMeanwhile(RuleViolation):
    """Another moderator is looking at the comment."""


class NotYourClaim(NotAllowed):
    """Somebody else is looking at the comment, or gave it away."""


class NotUndoable(RuleViolation):
    """The ten minutes are over, something followed already, or somebody else decided."""
