"""How many requests for a block wait for a moderator: a list of the moderators' desk."""

from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.moderation.queue.waiting import Backlog, DeskList
from portal.takedowns.models import Takedown


def backlog_of(user: User, now: datetime) -> Backlog:
    """Requests to block comments in what was given to a moderator. One query."""
    waiting = Takedown.objects.moderated_by(user).waiting()
    return Backlog(**waiting.aggregate(number=Count("pk"), oldest=Min("requested_at")))


DESK_LIST = DeskList("takedowns", label=_("Takedown requests"), url_name="takedowns:list", position=10, backlog_of=backlog_of)
