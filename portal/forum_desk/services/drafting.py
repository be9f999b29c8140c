"""Forums before they are announced: made, copied, thrown away."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event, recorded_together
from portal.core.text.days import check_moments
from portal.forum_desk.editing.fields import EDITABLE_FIELDS
from portal.forum_desk.services import addresses, refusals
from portal.forums.models import TIMES, AgendaItem, Forum, Speaker
from portal.forums.states import ForumState
from portal.plan.models import Task
from portal.registrations.models import Question
from portal.registrations.services import seats

COPIED_PARTS = (AgendaItem, Speaker, Question)


@transaction.atomic
def create(*, values: dict[str, Any], tasks: Iterable[Task] = (), by: User, uid: UUID | None = None) -> Forum:
    """A new draft, which only organisers see. Without a `slug` it is made from the English title, or else from the date.

    The same `uid` of a form gives the draft that was made with it: two clicks make one forum. Raises AddressTaken, and
    KeyError for a column that is not announced, InvalidInput for a time in no year that there is.
    """
    if unknown := values.keys() - EDITABLE_FIELDS - {"capacity"}:
        raise KeyError(f"not announced: {sorted(unknown)}")
    check_moments(values.get(name) for name in TIMES)
    if before := _made_with(uid):
        return before
    forum = Forum(**values, state=ForumState.DRAFT, uid=uid or uuid4())
    addresses.claim(forum.slug, forum=forum)
    forum.slug = forum.slug or addresses.free(_proposed(forum))
    forum.save(force_insert=True)
    forum.tasks.set(tasks)
    record_event(action="forum.created", actor=by, subject=f"forum:{forum.pk}")
    return forum


@transaction.atomic
def duplicate(*, forum: Forum, starts_at: datetime, by: User, uid: UUID | None = None) -> Forum:
    """A draft like this forum at another time: text, programme, speakers, questions and tasks, but no person and no counter.

    Every time of the forum keeps its distance to the start. `starts_at` is aware; the same `uid` gives the same copy.
    """
    if before := _made_with(uid):
        return before
    shift = starts_at - forum.starts_at
    values = {name: getattr(forum, name) for name in EDITABLE_FIELDS - {"slug"}}
    values |= {name: values[name] + shift for name in TIMES if values[name] is not None}
    with recorded_together():
        copy = create(values={**values, "capacity": forum.capacity}, tasks=forum.tasks.all(), by=by, uid=uid)
        for model in COPIED_PARTS:
            _copy_parts(model, forum, copy, shift)
    return copy


@transaction.atomic
def discard(*, forum: Forum, by: User) -> None:
    """Throw a draft away with its programme, speakers and questions. Raises ForumAnnounced for what was ever public."""
    forum = seats.lock_forum(forum)
    if forum.state != ForumState.DRAFT:
        raise refusals.ForumAnnounced(
            _("This forum was announced, so it cannot be deleted. You can cancel it; its page then says so and stays.")
        )
    subject = f"forum:{forum.pk}"
    forum.questions.all().delete()
    forum.delete()
    record_event(action="forum.discarded", actor=by, subject=subject, details={"title": forum.title_ko})


def _copy_parts(model: type[AgendaItem | Speaker | Question], forum: Forum, copy: Forum, shift: timedelta) -> None:
    parts: list[Any] = list(model.objects.filter(forum=forum).order_by("position", "pk"))
    for part in parts:
        part.pk, part.forum, part.form_key = None, copy, None
        if getattr(part, "starts_at", None):
            part.starts_at += shift
            check_moments([part.starts_at])
    model.objects.bulk_create(parts)


def _made_with(uid: UUID | None) -> Forum | None:
    """The forum that the same form made before. Forums are made one after the other, so that two clicks see each other,
    and so do two organisers whose forums would get the same address.
    """
    addresses.one_at_a_time()
    return Forum.objects.filter(uid=uid).first() if uid else None


def _proposed(forum: Forum) -> str:
    words = slugify(forum.title_en or "")
    return words if any(letter.isalpha() for letter in words) else f"forum-{timezone.localtime(forum.starts_at):%Y-%m-%d}"
