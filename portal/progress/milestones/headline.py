"""What the head of a task's page says of it in a sentence or two, and the marks of its milestones. Free of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.core.text.formats import day
from portal.plan.models import Status, Task
from portal.progress.completion import milestone_progress
from portal.progress.freshness import Freshness
from portal.progress.milestones.timeline import Row, Timeline

# What a milestone is by now, as the marks of `components/_mark.html` show it.
MARKS = {"reached": Status.DONE, "overdue": Status.DELAYED, "open": Status.PLANNED}


@dataclass(frozen=True)
class Headline:
    """`marks` are drawn, `marks_label` says them; `reached` and `as_of` are the basis of the progress, if there is one."""

    sentences: list[str]
    marks: list[str]
    marks_label: str
    reached: str
    as_of: date | None


def headline(task: Task, line: Timeline | None, fresh: Freshness) -> Headline:
    """The head of one task."""
    stated_on = timezone.localtime(task.status_set_at).date() if task.status_set_at else None
    basis = milestone_progress([row.milestone for row in line.rows]) if line else None
    if line is None or basis is None:
        return Headline([*_sentences(task, line, fresh)], [], "", "", stated_on)
    counts = {"total": basis.total, "reached": basis.reached, "overdue": line.overdue}
    reached = ngettext(
        "%(reached)d of %(total)d milestone reached", "%(reached)d of %(total)d milestones reached", len(line.rows)
    )
    return Headline(
        sentences=[*_sentences(task, line, fresh)],
        marks=[MARKS[row.mark].value for row in line.rows],
        marks_label=_("%(total)d milestones: %(reached)d reached, %(overdue)d overdue, %(open)d upcoming")
        % {"open": basis.total - basis.reached - line.overdue, **counts},
        reached=reached % counts,
        as_of=max(stated_on or basis.as_of, basis.as_of),
    )


def _sentences(task: Task, line: Timeline | None, fresh: Freshness) -> Iterator[str]:
    """Why or how far, and if nobody has said anything for long, for how long."""
    if not task.is_status_stated and line is None:
        yield _("The city has not published how far this task is, nor its schedule.")
    elif not task.is_status_stated:
        yield _("The city has not published how far this task is.")
    elif task.status_reason:
        yield task.status_reason
    elif line:
        yield _finished(line.rows) if line.reached == len(line.rows) else _next(line.rows)
    else:
        yield _("No milestones are published, so nothing is said about progress by them.")
    if fresh.is_stale and fresh.days is not None:
        yield _silence(fresh.updated_on, fresh.days)


def _silence(updated_on: date | None, days: int) -> str:
    if updated_on is None:
        return _("There has been no update since the plan was announced.")
    return ngettext("There has been no update for %(days)d day.", "There has been no update for %(days)d days.", days) % {
        "days": days
    }


def _next(rows: list[Row]) -> str:
    """What is reached next, and by when; what is overdue says so."""
    row = next(row for row in rows if not row.milestone.is_reached)
    words = {"title": row.milestone.title, "day": day(row.milestone.planned_on, language=get_language())}
    if row.is_overdue:
        return _("“%(title)s” was due on %(day)s and is not reached yet.") % words
    return _("The next milestone is “%(title)s”, due on %(day)s.") % words


def _finished(rows: list[Row]) -> str:
    last = max(rows, key=lambda row: row.milestone.ends_on)
    if not last.has_moved:
        return _("All milestones are reached, the last one as first planned.")
    later = ngettext(
        "All milestones are reached, the last one %(days)d day later than first planned.",
        "All milestones are reached, the last one %(days)d days later than first planned.",
        last.days_off,
    )
    earlier = ngettext(
        "All milestones are reached, the last one %(days)d day earlier than first planned.",
        "All milestones are reached, the last one %(days)d days earlier than first planned.",
        last.days_off,
    )
    return (later if last.is_later else earlier) % {"days": last.days_off}
