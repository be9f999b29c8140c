"""What the register says of tasks: their order, when one counts as long without news, and what a daily message lists."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, names_of
from portal.plan.budgets import PlanBudget, budget_table
from portal.plan.models.changes import ChangeQuerySet
from portal.progress import digest_items, freshness, task_list
from portal.progress.milestones.timeline import timeline
from portal.progress.models.milestones import MilestoneQuerySet
from portal.progress.models.updates import UpdateQuerySet
from portal.progress.models.windows import WindowQuerySet
from portal.progress.services import digests

TASKS = Place(_("The list of tasks"), "plan:task_list")


def _orders() -> list[Words]:
    return [
        _("By number: the numbers of the plan, grouped by strategy. This is the order unless you choose another one."),
        _("By title: in the order of the alphabet."),
        _("Largest budget first: the published total; tasks without one stand last."),
        _("A task found by searching stands where it would stand without the search."),
    ]


def _freshness() -> list[Words]:
    return [
        _("Days without a published update until a task says so: %(days)d.") % {"days": freshness.STALE_AFTER_DAYS},
        _("Without any update, the days since the plan was announced count. Tasks that are done or stopped are left out."),
    ]


def _progress() -> list[Words]:
    return [
        _("Milestones: the date planned by now, earliest first. Updates: the time of publication, latest first."),
        _("Nothing is left out because it is late; the first date planned stays visible."),
    ]


def _digests() -> list[Words]:
    return [
        _("One message a day at %(hour)d o'clock, only if there is something to tell.") % {"hour": digests.ENDS_AT.hour},
        _("Everything the city published about the tasks you follow, by task number and time; nothing is ranked or left out."),
        _("Who follows with comments is told how many new ones there are, not what they say."),
    ]


ALGORITHMS = (
    Algorithm(
        key="task-order",
        kind=Kind.ORDER,
        name=_("Order of tasks"),
        purpose=_("The plan's own order, so that no task is favoured."),
        inputs=_("Number, title and published budget of each task, chosen filters"),
        formula=_orders,
        versions=(Version(1, date(2026, 11, 30), "c23b0f1b7ce7"),),
        answers_for=Owner.OPERATORS,
        off=_("Choose another order or filter above the list."),
        places=(TASKS,),
        code=(task_list._ordered, task_list._filtered, task_list.TaskList.groups),
        covers=names_of(task_list.SORT, prefix=task_list.__name__),
    ),
    Algorithm(
        key="progress-order",
        kind=Kind.ORDER,
        name=_("Order of milestones and updates"),
        purpose=_("Progress reads as a calendar, news from the newest."),
        inputs=_("Dates planned and reached, time of publication"),
        formula=_progress,
        versions=(Version(1, date(2026, 11, 30), "1cff1fc04ab8"),),
        answers_for=Owner.DEPARTMENTS,
        off=_("The history of each task lists every change in the order it was made."),
        places=(TASKS,),
        code=(
            MilestoneQuerySet.by_date,
            UpdateQuerySet.newest_first,
            WindowQuerySet.newest_first,
            UpdateQuerySet.drafts_first,
            timeline,
            ChangeQuerySet.newest_first,
        ),
    ),
    Algorithm(
        key="budget-order",
        kind=Kind.ORDER,
        name=_("Order on the budget page"),
        purpose=_("Where most of the money goes is read first."),
        inputs=_("Published amounts, years and payers"),
        formula=lambda: [
            _("Tasks: the published total, largest first; equal ones by number."),
            _("Tables: year by year, payers always in the same order."),
        ],
        versions=(Version(1, date(2026, 11, 30), "7d09965a5de1"),),
        answers_for=Owner.OPERATORS,
        off=_("The data file has every amount with its source."),
        places=(Place(_("Budget"), "plan:budget"),),
        code=(PlanBudget.tasks_with_budget, budget_table),
    ),
    Algorithm(
        key="freshness",
        kind=Kind.SUGGESTION,
        name=_("Long without news"),
        purpose=_("Silence of a department is visible instead of unnoticed."),
        inputs=_("Day of the newest published update, day of the plan, status of the task"),
        formula=_freshness,
        versions=(Version(1, date(2026, 11, 30), "7d5c58231042"),),
        answers_for=Owner.DEPARTMENTS,
        off=_("A published update ends it at once."),
        places=(TASKS,),
        code=(freshness.freshness, freshness.with_freshness, freshness.STALE_AFTER_DAYS),
    ),
    Algorithm(
        key="daily-digest",
        kind=Kind.SUGGESTION,
        name=_("What the daily mail lists"),
        purpose=_("Whoever follows a task misses nothing and gets one mail, not twenty."),
        inputs=_("The tasks you follow, since when, with or without comments; what was published since the last mail"),
        formula=_digests,
        versions=(Version(1, date(2026, 11, 30), "461c26f29d94"),),
        answers_for=Owner.OPERATORS,
        off=_("Each mail has a link that ends it for one task or for all, with one click and without signing in."),
        places=(Place(_("Mails about tasks you follow")),),
        code=(digest_items.items_for, digest_items.merged, digests.latest_end, digests._listed, digests.ENDS_AT),
    ),
)
