"""How the discussion says no, besides its gate."""

from portal.core.errors import NotAllowed, RuleViolation


class NotAnswerable(RuleViolation):
    """The comment to be answered is not shown."""


class NotYours(NotAllowed):
    """Somebody else wrote the comment."""


class EditingClosed(RuleViolation):
    """The comment is not shown, so its words cannot be changed."""


class NotWithdrawable(RuleViolation):
    """The comment is withdrawn already, or hidden by somebody else."""


class NotVotable(RuleViolation):
    """The comment is one's own, or not shown."""


class NotAnOfficer(NotAllowed):
    """Only an officer to whom a department was given speaks for the city."""


class IllegalMove(RuleViolation):
    """A comment cannot come from its state into the one asked for."""
