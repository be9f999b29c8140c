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
        from portal.discussion.digest import new_comments
        from portal.discussion.mails import is_still_shown
        from portal.notifications.kinds import declare
        from portal.progress.digest_items import declare_source

        declare("comment_replied", is_still_due=is_still_shown)
        declare("comment_officially_answered", is_still_due=is_still_shown)
        declare_source(new_comments, level="all")
