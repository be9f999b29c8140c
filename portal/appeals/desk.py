"""How many appeals wait for a moderator: a list of the moderators' desk."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.appeals.models import Appeal
from portal.moderation.queue.waiting import Backlog, DeskList

DUE_SOON = timedelta(hours=24)


def backlog_of(user: User, now: datetime) -> Backlog:
    """Appeals that a moderator may rule on: never those against their own decisions. One query."""
    waiting = Appeal.objects.moderated_by(user).open().exclude(made_by=user)
    due_soon = Count("pk", filter=Q(due_at__lte=now + DUE_SOON))
    return Backlog(**waiting.aggregate(number=Count("pk"), due=due_soon, oldest=Min("created_at")))


DESK_LIST = DeskList("appeals", label=_("Appeals"), url_name="appeals:appeal_list", position=20, backlog_of=backlog_of)
