"""Each step of a takedown has its event: one of its own, or that of the decision about the comment that it led to."""

from django.db.models import QuerySet

from portal.core.audit_log.coverage import declare_kind, declare_told, events_of
from portal.core.models import AuditEvent
from portal.takedowns.models import Takedown

State = Takedown.State
OWN, OF_THE_COMMENT = ("takedown", "pk"), ("comment", "comment_id")


def declare_rules() -> None:
    """Called once, when the package starts."""
    takedowns = Takedown.objects.all()
    declare_kind("takedown", takedowns)
    confirmed = takedowns.filter(confirmed_at__isnull=False)
    declare_told("takedown request", confirmed, events_of("takedown.requested", subject=OWN, at="confirmed_at"))
    blocked = events_of("moderation.block", subject=OF_THE_COMMENT, actor="decided_by_id", at="blocked_from")
    declare_told("the block of takedown", takedowns.filter(blocked_from__isnull=False), blocked)
    refused = events_of("takedown.refused", subject=OWN, actor="decided_by_id", at="decided_at")
    declare_told("the refusal of takedown", takedowns.filter(state=State.REFUSED), refused)
    erased = takedowns.filter(requester_email="").exclude(state=State.UNCONFIRMED)
    declare_told("the erased requester of takedown", erased, events_of("personal_data.erased", subject=OWN))
    for state, events in _ends().items():
        declare_told(f"takedown ({state})", takedowns.filter(state=state), *events)


def _ends() -> dict[str, tuple[QuerySet[AuditEvent], ...]]:
    """What tells of each way in which a request ends. What the clock ended is written down later than it was over."""
    by_moderator = {"actor": "ended_by_id", "at": "ended_at"}
    lifted = events_of("moderation.unblock", subject=OF_THE_COMMENT, **by_moderator)
    retracted = events_of("moderation.unblock", subject=OF_THE_COMMENT, at="ended_at")
    lapsed = events_of("moderation.lapse", subject=OF_THE_COMMENT)
    return {
        State.LIFTED: (lifted, events_of("takedown.lifted", subject=OWN, **by_moderator)),
        State.REMOVED: (events_of("moderation.hide", subject=OF_THE_COMMENT, **by_moderator),),
        State.RETRACTED: (retracted, events_of("takedown.retracted", subject=OWN, at="ended_at")),
        State.LAPSED: (lapsed, events_of("takedown.lapsed", subject=OWN)),
        State.OBSOLETE: (events_of("takedown.lapsed", subject=OWN), events_of("takedown.obsolete", subject=OWN)),
    }
