"""Why a registration, or a change of one, is refused; named after the state that forbids it."""

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation


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


class ResidentsFirst(NotAllowed):
    """For the time being only verified residents of the city may register."""


class ChangesClosed(RuleViolation):
    """The deadline for changing and cancelling has passed."""


class NotEnoughSeats(RuleViolation):
    """A party cannot grow: the seats are not free, or somebody waits for them."""


class AlreadyCheckedIn(RuleViolation):
    """Whoever has entered can no longer change or give back their seat."""


class NotRegistered(RuleViolation):
    """There is no live registration any more."""


class ReservationLapsed(RuleViolation):
    """The seats were kept for a while, and that while is over."""


class ReservationExtendedBefore(RuleViolation):
    """More time is given once."""


class NothingOffered(RuleViolation):
    """No seat is offered to this registration, or no longer."""


class StillWorking(RuleViolation):
    """The same form is being worked on at this very moment (409, as draft-ietf-httpapi-idempotency-key-header says)."""


class FormChanged(InvalidInput):
    """The same form was sent before with other content (422, as draft-ietf-httpapi-idempotency-key-header says)."""


class NotSeated(RuleViolation):
    """The registration has no confirmed seat."""
