"""What stands on each card, in the language that is active: only what everybody may read at this moment. Reads, never writes."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.answers.deadlines.clock import BUSINESS_DAYS_TO_ANSWER
from portal.answers.lines import TONES
from portal.answers.models import AnswerRequest
from portal.core.text.formats import KOREAN_WEEKDAYS, zoned
from portal.core.web.context import names
from portal.discussion.models import Comment
from portal.forums.cards import seat_words
from portal.forums.models import Forum, ForumQuerySet
from portal.forums.states import ForumState
from portal.pages.cards.faces import Face, Faces, Figure, Site
from portal.plan.models import Status, Task
from portal.progress.models import Milestone

CITY = "city"
STRATEGIES = 4
MARKS = {Status.PLANNED, Status.UNDER_WAY, Status.DONE, Status.DELAYED, Status.ON_HOLD, Status.STOPPED}
STATUS_TONES = {Status.UNDER_WAY: "info", Status.DONE: "success", Status.DELAYED: "danger"}
ENDS_OF_SENTENCES = ".?!。\n"


def general_face() -> Face:
    """The card of the portal itself: what one does here, and the promise that makes it worth it."""
    return Face(
        eyebrow=names()["city_name"],
        title=_("Read the city's plan. Ask. Get an answer."),
        picture=CITY,
        site=_site(),
        figures=(
            Figure(_("Agreements for an answer"), pgettext("people", "%(count)s") % {"count": settings.ANSWER_THRESHOLD}),
            Figure(_("Business days to answer"), pgettext("days", "%(count)s") % {"count": BUSINESS_DAYS_TO_ANSWER}),
        ),
    )


def task_faces(tasks: QuerySet[Task], now: datetime) -> Faces:
    """By slug. Five queries, of which one counts all comments of these tasks."""
    found = list(tasks.select_related("strategy").order_by("number"))
    comments = _per_task(Comment.objects.shown().filter(task__in=found))
    answers = _per_task(AnswerRequest.objects.shown().answered().filter(task__in=found))
    steps, forums = _steps(found), _next_forums(found, now)
    return {
        task.slug: Face(
            eyebrow=f"{_task_number(task)} · {task.strategy.title}",
            title=task.title,
            picture=_picture(task),
            site=_site(),
            mark=f"mark-{task.status if task.status in MARKS else 'unknown'}",
            state=task.get_status_display(),
            tone=STATUS_TONES.get(Status(task.status), "neutral"),
            state_note=_steps_words(*steps.get(task.pk, (0, 0))),
            figures=(
                Figure(_("Comments"), pgettext("comments", "%(count)s") % {"count": f"{comments.get(task.pk, 0):,}"}),
                Figure(_("Official answers"), pgettext("answers", "%(count)s") % {"count": f"{answers.get(task.pk, 0):,}"}),
                Figure(_("Next forum"), _short_day(forums.get(task.pk))),
            ),
        )
        for task in found
    }


def shareable_forums() -> ForumQuerySet:
    """Published ones that take place: who shares a link to a cancelled one shares no invitation."""
    return Forum.objects.filter(state=ForumState.PUBLISHED)


def forum_faces(forums: ForumQuerySet, now: datetime) -> Faces:
    """By slug. Two queries."""
    found = {}
    for forum in forums.with_waiting_count().prefetch_related("tasks__strategy"):
        first = min(forum.tasks.all(), key=lambda task: task.number, default=None)
        tone, words = seat_words(forum, forum.waiting_count, now)
        starts_at = zoned(timezone.localtime(forum.starts_at), language=get_language())
        found[forum.slug] = Face(
            eyebrow=f"{_('Forum')} · {_task_number(first)}" if first else _("Forum"),
            title=forum.title,
            picture=_picture(first),
            site=_site(),
            lines=(starts_at, forum.venue),
            state=words,
            tone=tone,
        )
    return found


def shareable_answers() -> QuerySet[AnswerRequest]:
    """Answers that everybody may read, to comments that everybody may read."""
    return AnswerRequest.objects.shown().answered()


def answer_faces(requests: QuerySet[AnswerRequest]) -> Faces:
    """By key. One query."""
    return {
        str(request.pk): Face(
            eyebrow=_joined(_("Official answer"), request.reply.department.name if request.reply.department else ""),
            title=first_sentence(request.reply.body),
            picture=_picture(request.task),
            site=_site(),
            quote=f"“{first_sentence(request.comment.body)}”",
            state=request.get_outcome_display(),
            tone=TONES[request.outcome],
        )
        for request in requests.select_related("comment", "reply__department", "task__strategy")
        if request.reply
    }


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence, or of its first line."""
    for place, character in enumerate(text):
        after = text[place + 1 : place + 2]
        if character in ENDS_OF_SENTENCES and (not after or after.isspace()):
            return text[: place + 1].strip()
    return text.strip()


def _site() -> Site:
    return Site(names()["name"], _("Sample (demo) site") if settings.DEMO_MODE else "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _task_number(task: Task) -> str:
    return _("Task %(number)d") % {"number": task.number}


def _picture(task: Task | None) -> str:
    position = task.strategy.position if task else 0
    return f"strategy-{position}" if 1 <= position <= STRATEGIES else CITY


def _per_task(rows: QuerySet[Comment] | QuerySet[AnswerRequest]) -> dict[int, int]:
    return dict(rows.order_by().values("task").annotate(count=Count("pk")).values_list("task", "count"))


def _steps(tasks: list[Task]) -> dict[int, tuple[int, int]]:
    counted = Milestone.objects.filter(task__in=tasks).order_by().values("task")
    counts = counted.annotate(reached=Count("pk", filter=Q(actual_on__isnull=False)), total=Count("pk"))
    return {task: (reached, total) for task, reached, total in counts.values_list("task", "reached", "total")}


def _steps_words(reached: int, total: int) -> str:
    if not total:
        return ""
    words = ngettext("%(reached)d of %(total)d milestone", "%(reached)d of %(total)d milestones", total)
    return words % {"reached": reached, "total": total}


def _next_forums(tasks: list[Task], now: datetime) -> dict[int, datetime]:
    """When the next forum about each task begins."""
    links = Forum.tasks.through.objects.filter(task__in=tasks, forum__state=ForumState.PUBLISHED, forum__starts_at__gt=now)
    found: dict[int, datetime] = {}
    for task, starts_at in links.order_by("forum__starts_at").values_list("task", "forum__starts_at"):
        found.setdefault(task, starts_at)
    return found


def _short_day(at: datetime | None) -> str:
    """12.12(토); 12 Dec."""
    if at is None:
        return pgettext("next forum", "None yet")
    on = timezone.localdate(at)
    return f"{on.month}.{on.day}({KOREAN_WEEKDAYS[on.weekday()]})" if get_language() == "ko" else f"{on.day} {on:%b}"
