"""The moderation package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "portal.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from portal.discussion.notices import is_still_shown
        from portal.moderation import mail, review_mail, suspension_mail, takedown_mail
        from portal.notifications.kinds import declare

        declare("comment_hidden", is_still_due=mail.is_still_hidden)
        declare("comment_restored", is_still_due=mail.is_visible_again)
        declare("comment_published", is_still_due=mail.is_visible_again)
        declare("comment_report_settled", is_still_due=mail.is_standing)
        declare("comment_decision_undone")
        declare("comment_report_reopened")
        declare("moderation_daily")
        declare("comment_under_review", is_still_due=review_mail.is_still_under_review)
        declare("comment_review_lapsed", is_still_due=is_still_shown)
        declare("comment_blocked")
        declare("comment_unblocked", is_still_due=is_still_shown)
        declare("appeal_received")
        declare("appeal_ruled")
        declare("suspension_began", is_still_due=suspension_mail.is_still_suspended)
        declare("suspension_lifted")
        # Who asks has no account: their address and what was written to it go two days later.
        declare("takedown_confirm", is_still_due=takedown_mail.is_still_unconfirmed, keeps_body=False)
        for kind in ("received", "refused", "blocked", "objected", "ended"):
            declare(f"takedown_{kind}", keeps_body=False)
