"""The moderation package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "portal.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from portal.moderation import mail
        from portal.notifications.kinds import declare

        declare("comment_hidden", is_still_due=mail.is_still_hidden)
        declare("comment_restored", is_still_due=mail.is_visible_again)
        declare("comment_report_settled")
