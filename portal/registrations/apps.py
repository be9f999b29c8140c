"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    """Names the package and declares what it adds to others: kinds of messages, and to forums their waiting list and links."""

    name = "portal.registrations"
    label = "registrations"
    verbose_name = _("registrations")

    def ready(self) -> None:
        """Make all of it known, once the models can be imported."""
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.forums.models import ForumQuerySet
        from portal.forums.page_links import Spot, declare_link
        from portal.registrations import mails
        from portal.registrations.models.invariants import INVARIANTS
        from portal.registrations.models.registration import waiting_count
        from portal.registrations.services.algorithms import ALGORITHMS
        from portal.registrations.views.feeds import link_to_my_feed
        from portal.registrations.views.my_forums import link_to_my_forums

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        mails.declare_kinds()
        declare_link(Spot.TABS, link_to_my_forums)
        declare_link(Spot.CALENDAR, link_to_my_feed)
        ForumQuerySet.declare_waiting_count(waiting_count())
