"""What the pages show of the money: a task's table and pictures, and the plan's overview."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from portal.plan.budgets import BudgetTable, PlanBudget, TaskBudget, budget_table
from portal.plan.charts import Part, stacked_bar
from portal.plan.models import BudgetLine, PlanFigure, Source, Status, Task

Payer = BudgetLine.Payer
Stage = BudgetLine.Stage
TONES = 5
# The parts of the later report's total, by the keys of its figures.
LATER_PARTS = ("national", "city", "private")
# The names stay the same in every language.
AMOUNT_COLUMNS = ("published_krw", "planned_krw", "revised_krw", "executed_krw", "difference_krw")
SOURCE_COLUMNS = ("source", "source_title", "source_date", "source_url")
TASK_COLUMNS = ("number", "task", "title", *AMOUNT_COLUMNS, *SOURCE_COLUMNS)


@dataclass(frozen=True)
class ComparedFigure:
    """A figure that was reported later, and the announcement's figure of the same name if it gave one."""

    later: PlanFigure
    announced: PlanFigure | None


@dataclass(frozen=True)
class TaskMoney:
    """A task's budget as its page shows it: the table, the bar of what is planned by now by payer, and the years of both."""

    table: BudgetTable
    parts: list[Part]
    years: str

    @property
    def is_published(self) -> bool:
        """Whether any amount is known."""
        return bool(self.table.rows) or self.table.published is not None


def task_money(task: Task) -> TaskMoney:
    """One query."""
    lines = list(task.budget_lines.select_related("source").order_by("year", "pk"))
    table = budget_table(lines, published=task.budget_krw)
    tones = {payer: place for place, payer in enumerate(Payer.values, start=1)}
    parts = stacked_bar([(str(Payer(payer).label), amount, tones[payer]) for payer, amount in table.by_payer().items()])
    years = sorted({row.year for row in table.rows})
    return TaskMoney(table, parts, "–".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:]))))


def plan_money() -> dict[str, Any]:
    """Where the announced total is accounted for and where not; how the later report's total splits. Three queries."""
    ordered = PlanFigure.objects.select_related("source").order_by("position", "pk")
    figures = {(figure.report, figure.key): figure for figure in ordered}
    announced = figures.get((PlanFigure.Report.ANNOUNCEMENT, "investment"))
    budget = PlanBudget(announced.value if announced else None, _task_budgets())
    later = [figures[key] for name in LATER_PARTS if (key := (PlanFigure.Report.LATER, name)) in figures]
    later_total = figures.get((PlanFigure.Report.LATER, "investment"))
    return {
        "announced": announced,
        "budget": budget,
        "bar": _plan_bar(budget),
        **_compared(figures),
        "later_total": later_total,
        "later_bar": stacked_bar([(figure.label, figure.value, place) for place, figure in enumerate(later, start=1)]),
        "later_difference": later_total.value - sum(figure.value for figure in later) if later_total and later else None,
    }


def _compared(figures: dict[tuple[str, str], PlanFigure]) -> dict[str, Any]:
    """Every figure that was reported later beside the announced one, and who published either."""
    report = PlanFigure.Report
    pairs = [
        ComparedFigure(figure, figures.get((report.ANNOUNCEMENT, key)))
        for (of, key), figure in figures.items()
        if of == report.LATER
    ]
    both = [figure for pair in pairs for figure in (pair.later, pair.announced) if figure]
    return {"compared": pairs, "compared_sources": list(dict.fromkeys(figure.source for figure in both))}


def _task_budgets() -> list[TaskBudget]:
    tasks: QuerySet[Task] = Task.objects.select_related("budget_source").order_by("number")
    summed = tasks.annotate(sum_planned=_sum(Stage.PLANNED), sum_executed=_sum(Stage.EXECUTED), sum_revised=_sum(Stage.REVISED))
    return [TaskBudget(task, task.budget_krw, task.sum_planned, task.sum_executed, task.sum_revised) for task in summed]


def _sum(stage: Stage) -> Sum:
    return Sum("budget_lines__amount_krw", filter=Q(budget_lines__stage=stage))


def rows_by_task() -> Iterator[list[str | int]]:
    """The plan's table as a file says it: a head, then a row for each task, in exact won, with source and date. One query."""
    yield [*TASK_COLUMNS]
    for each in _task_budgets():
        task, source = each.task, each.task.budget_source
        amounts = (each.published, each.planned, each.revised, each.spent, each.difference)
        named = (
            [source.publisher, source.title, _published(source), source.url]
            if source
            else [str(Status.NOT_STATED.label), "", "", ""]
        )
        yield [task.number, task.slug, task.title, *("" if amount is None else amount for amount in amounts), *named]


def _published(source: Source) -> str:
    """The day of a source, else its year."""
    return f"{source.published_on or source.published_year}"


def _plan_bar(budget: PlanBudget) -> list[Part]:
    values = [(each.task.title, each.accounted, place % TONES + 1) for place, each in enumerate(budget.tasks_with_budget)]
    if budget.open and budget.open > 0:
        values.append((_("Not published for any task"), budget.open, 0))
    return stacked_bar(values)
