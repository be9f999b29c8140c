"""The moderation package as Django sees it."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Names the package and declares what it writes to people and adds to each comment."""

    name = "portal.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Declare the package's kinds of messages (models are loaded only now)."""
        from portal.accounts.roles import declare_next_step
        from portal.accounts.sign_in.staff_sessions import outlives_session
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.discussion.mails import is_still_shown
        from portal.moderation import report_drafts
        from portal.moderation.algorithms import ALGORITHMS
        from portal.moderation.mails import decisions, reviews
        from portal.moderation.models.invariants import INVARIANTS
        from portal.notifications.kinds import declare

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        declare_next_step(
            "moderator",
            lambda: format_html('<a href="{}">{}</a>', reverse("moderation:team"), gettext("Choose which tasks they moderate.")),
        )
        outlives_session(report_drafts.SESSION_KEY)
        declare("comment_hidden", is_still_due=decisions.is_still_hidden)
        declare("comment_restored", is_still_due=decisions.is_visible_again)
        declare("comment_published", is_still_due=decisions.is_visible_again)
        declare("comment_report_settled", is_still_due=decisions.is_in_force)
        declare("comment_decision_undone")
        declare("comment_report_reopened")
        declare("moderation_daily")
        declare("audit_head")
        declare("comment_under_review", is_still_due=reviews.is_still_under_review)
        declare("comment_review_lapsed", is_still_due=is_still_shown)
        _declare_audit_rules()
        _explain_hidden_comments()
        _add_to_comment_menus()


def _declare_audit_rules() -> None:
    """Each decision, a moderator's or the portal's own, has its event, and each event its decision."""
    from django.db.models import OuterRef

    from portal.core.audit_log.coverage import declare_detail, declare_told, events_of, joined
    from portal.moderation.models import ModerationDecision

    action = joined("moderation.", OuterRef("action"))
    own = {"actor": "moderator_id", "at": "created_at", "decision": "pk", "rule": "rule"}
    decisions = ModerationDecision.objects.all()
    declare_told("moderation decision", decisions, events_of(action, subject=("comment", "comment_id"), **own))
    declare_detail("decision", decisions)


def _explain_hidden_comments() -> None:
    from portal.discussion.models import State
    from portal.discussion.threads.placeholders import Explanation, declare_explanation

    link = _("Why, and how to object")
    declare_explanation(State.HIDDEN, Explanation("moderation:explanation", link=link, authors_link=link))


def _add_to_comment_menus() -> None:
    """Everybody may report what somebody else wrote; the moderators of a task may decide about it."""
    from portal.discussion.models import State
    from portal.discussion.threads.menus import MenuEntry, Section, declare_entries, is_others_and_shown, moderated_in

    report, publish = pgettext_lazy("comment", "Report"), _("Publish comment")
    hide, restore = pgettext_lazy("comment", "Hide"), pgettext_lazy("comment", "Show again")
    hideable = {State.PUBLISHED, State.PENDING, State.UNDER_REVIEW}
    others, moderators = Section.OTHERS, Section.MODERATORS
    declare_entries(
        MenuEntry(others, "moderation:report", report, is_offered=is_others_and_shown, part=True),
        MenuEntry(moderators, "moderation:publish", publish, is_offered=moderated_in({State.PENDING})),
        MenuEntry(moderators, "moderation:hide", hide, is_offered=moderated_in(hideable)),
        MenuEntry(moderators, "moderation:restore", restore, is_offered=moderated_in({State.HIDDEN})),
    )
