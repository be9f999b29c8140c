"""The takedowns package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TakedownsConfig(AppConfig):
    """Names the package and declares what it writes to people and adds to the pages of discussion and moderation."""

    name = "portal.takedowns"
    label = "takedowns"
    verbose_name = _("takedowns")

    def ready(self) -> None:
        """Declare the package's kinds of messages (models are loaded only now)."""
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.backups import erasures
        from portal.core.invariants import declare as declare_invariants
        from portal.discussion.mails import is_still_shown
        from portal.notifications.kinds import declare
        from portal.takedowns import mails
        from portal.takedowns.audit_rules import declare_rules
        from portal.takedowns.invariants import INVARIANTS
        from portal.takedowns.services.algorithms import ALGORITHMS
        from portal.takedowns.services.requester_data import forget_again

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        erasures.declare(action="personal_data.erased", kind="takedown", eraser=forget_again)
        declare("comment_blocked")
        declare("comment_unblocked", is_still_due=is_still_shown)
        # Who asks has no account: their address and what was written to it go two days later.
        declare("takedown_confirm", is_still_due=mails.is_still_unconfirmed, keeps_body=False)
        for kind in ("received", "refused", "blocked", "objected", "ended"):
            declare(f"takedown_{kind}", keeps_body=False)
        declare_rules()
        _add_to_comments()
        _add_to_moderation()


def _add_to_comments() -> None:
    """Everybody may ask for a block of what somebody else wrote; a page says what a block means."""
    from portal.discussion.models import State
    from portal.discussion.threads.menus import MenuEntry, Section, declare_entries, is_others_and_shown
    from portal.discussion.threads.placeholders import Explanation, declare_explanation

    word = _("Ask for a temporary block")
    declare_entries(MenuEntry(Section.OTHERS, "takedowns:request", word, is_offered=is_others_and_shown))
    link, authors_link = _("What this means"), _("What this means, and how to object")
    declare_explanation(State.TAKEN_DOWN, Explanation("takedowns:about", link=link, authors_link=authors_link))


def _add_to_moderation() -> None:
    """Blocks outlive a hiding that is taken back; requests wait at the desk and are counted in public."""
    from portal.moderation.queue.waiting import declare_list
    from portal.moderation.services.blocks import declare_blocks
    from portal.moderation.transparency import declare_measures
    from portal.takedowns.desk import DESK_LIST
    from portal.takedowns.models import Takedown
    from portal.takedowns.transparency import measures_of_takedowns

    declare_blocks(Takedown.objects.blocking)
    declare_list(DESK_LIST)
    declare_measures(measures_of_takedowns, position=20)
