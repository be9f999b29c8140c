"""The discussion package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    """Names the package and declares what it writes to people."""

    name = "portal.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Declare the package's kinds of messages, and what followers of a task are told (models are loaded only now)."""
        from portal.accounts.sign_in.staff_sessions import outlives_session
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.discussion import drafts
        from portal.discussion.algorithms import ALGORITHMS
        from portal.discussion.digest import new_comments
        from portal.discussion.mails import is_still_shown
        from portal.discussion.models.invariants import INVARIANTS
        from portal.notifications.kinds import declare
        from portal.progress.digest_items import declare_source

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        declare("comment_replied", is_still_due=is_still_shown)
        declare("comment_officially_answered", is_still_due=is_still_shown)
        declare_source(new_comments, level="all")
        outlives_session(drafts.SESSION_KEY)
        _declare_audit_rules()


def _declare_audit_rules() -> None:
    """A discussion that is not as every discussion begins was made so by an event."""
    from portal.core.audit_log.coverage import declare_kind, declare_told, events_of
    from portal.discussion.models import Comment, Discussion, Topic

    declare_kind("comment", Comment.objects.all())
    declare_kind("topic", Topic.objects.all())
    closed = Discussion.objects.filter(state=Discussion.State.CLOSED)
    declare_told("the closed discussion of task", closed, events_of("discussion.closed", subject=("task", "pk")))
    screened = Discussion.objects.exclude(screening=Discussion.Screening.AT_ONCE)
    declare_told("the screening of task", screened, events_of("discussion.screening_set", subject=("task", "pk")))
