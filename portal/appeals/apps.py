"""The appeals package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    """Names the package and declares what it writes to people and adds to the pages of discussion and moderation."""

    name = "portal.appeals"
    label = "appeals"
    verbose_name = _("appeals")

    def ready(self) -> None:
        """Declare the package's kinds of messages (models are loaded only now)."""
        from portal.appeals.algorithms import ALGORITHMS
        from portal.appeals.invariants import INVARIANTS
        from portal.appeals.mails import suspensions
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.discussion.gate import declare_suspension_page
        from portal.notifications.kinds import declare

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        declare("appeal_received")
        declare("appeal_ruled")
        declare("suspension_began", is_still_due=suspensions.is_still_suspended)
        declare("suspension_lifted")
        declare_suspension_page("appeals:my_suspension")
        _declare_audit_rules()
        _add_to_decisions()
        _add_to_moderation()


def _declare_audit_rules() -> None:
    """Each ruling on an appeal, and the begin and the early end of each suspension, has its event."""
    from django.db.models import OuterRef

    from portal.appeals.models import Appeal, Suspension
    from portal.core.audit_log.coverage import declare_detail, declare_kind, declare_told, events_of, joined

    declare_kind("appeal", Appeal.objects.all())
    declare_detail("suspension", Suspension.objects.all())
    # Without `ruled_by` the decision itself was taken back, which has an event of its own.
    action = joined("appeal.", OuterRef("state"))
    ruled = events_of(action, subject=("appeal", "pk"), actor="ruled_by_id", at="ruled_at")
    declare_told("the ruling on appeal", Appeal.objects.filter(ruled_by__isnull=False), ruled)
    person = ("person", "person_id")
    began = events_of("suspension.began", subject=person, actor="moderator_id", at="began_at", suspension="pk")
    declare_told("suspension", Suspension.objects.all(), began)
    lifted = events_of("suspension.lifted", subject=person, actor="lifted_by_id", at="lifted_at", suspension="pk")
    declare_told("the lifting of suspension", Suspension.objects.filter(lifted_by__isnull=False), lifted)


def _add_to_decisions() -> None:
    """A decision that shows a comment again settles the open appeal; one that somebody appealed against is not taken back."""
    from portal.appeals.explanation import APPEALS_EXPLAINED
    from portal.appeals.services.obsolete import settle_appeals, why_not_to_undo
    from portal.moderation.explanation import declare_objections, declare_person_page
    from portal.moderation.services.decisions import on_decision
    from portal.moderation.services.undo import declare_obstacle

    on_decision(settle_appeals)
    declare_obstacle(why_not_to_undo)
    declare_objections(APPEALS_EXPLAINED)
    declare_person_page("appeals:person")


def _add_to_moderation() -> None:
    """Appeals wait at the desk; they and suspensions are counted in public."""
    from django.db.models import Q

    from portal.appeals.desk import DESK_LIST
    from portal.appeals.transparency import measures_of_appeals, measures_of_suspensions
    from portal.moderation.queue.waiting import declare_list
    from portal.moderation.transparency import declare_measures

    declare_list(DESK_LIST)
    declare_measures(measures_of_appeals, position=10, leaves=Q(follows=None))
    declare_measures(measures_of_suspensions, position=30)
