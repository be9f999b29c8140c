"""Why a registration or a change of a forum is refused, named after the state that forbids it."""

from portal.core.errors import InvalidInput, RuleViolation


class ForumNotPublished(RuleViolation):
    """The forum is still a draft."""


class ForumCancelled(RuleViolation):
    """The forum does not take place."""


class ForumStarted(RuleViolation):
    """The forum is under way or over."""


class RegistrationNotYetOpen(RuleViolation):
    """The registration window opens later."""


class RegistrationClosed(RuleViolation):
    """The registration window has passed."""


class CapacityBelowSeated(RuleViolation):
    """More people hold a seat than the new capacity would have."""


class UnusableCapacity(InvalidInput):
    """Not a number of seats that a forum can have."""
