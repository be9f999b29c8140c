"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumDeskConfig(AppConfig):
    """Names the package and declares what it adds to others: kinds of messages, and links to the desk."""

    name = "portal.forum_desk"
    label = "forum_desk"
    verbose_name = _("Forums desk")

    def ready(self) -> None:
        """Make all of it known, once the models can be imported."""
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.backups import erasures
        from portal.core.invariants import declare as declare_invariants
        from portal.forum_desk import mails
        from portal.forum_desk.algorithms import ALGORITHMS
        from portal.forum_desk.audit_rules import declare_rules
        from portal.forum_desk.invariants import INVARIANTS
        from portal.forum_desk.services import retention
        from portal.forum_desk.views.desk import link_on_forum_page, link_to_desk, link_to_forum
        from portal.forums.page_links import Spot, declare_link

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        erasures.declare(action="forum.anonymised", kind="forum", eraser=retention.anonymise_again)
        mails.declare_kinds()
        declare_rules()
        declare_link(Spot.TRAIL, link_to_desk)
        declare_link(Spot.TRAIL, link_to_forum)
        declare_link(Spot.FORUM, link_on_forum_page)
