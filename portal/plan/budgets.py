"""Adds up budget lines and says where the sums do not meet what was published. Free of HTTP and of the database.

All amounts are exact won (KRW). Nothing is estimated: a cell without a line stays None, and a sum is only of what is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.plan.models.budgets import BudgetLine
from portal.plan.models.tasks import Task

Payer = BudgetLine.Payer
Stage = BudgetLine.Stage
Amounts = dict[str, int | None]


@dataclass(frozen=True)
class YearOfBudget:
    """A year's row of one payer: amounts by stage, None where nothing was published."""

    year: int
    payer: str
    payer_name: str
    amounts: Amounts
    lines: tuple[BudgetLine, ...]

    @property
    def sources(self) -> list[BudgetLine]:
        """One line for each source and date behind the row."""
        return list({(line.source_id, line.as_of): line for line in self.lines}.values())

    @property
    def latest_plan(self) -> int | None:
        """The revised amount if there is one, else the planned one."""
        revised = self.amounts[Stage.REVISED]
        return self.amounts[Stage.PLANNED] if revised is None else revised

    @property
    def cells(self) -> list[int | None]:
        """The amounts in the order of the stages."""
        return [self.amounts[stage] for stage in Stage.values]


@dataclass(frozen=True)
class YearGroup:
    """All rows of one year, with their sums where there is something to add up."""

    year: int
    rows: list[YearOfBudget]

    @property
    def total_cells(self) -> list[int | None]:
        """The sums in the order of the stages; none of them for a single row, which says them itself."""
        return list(_sums(self.rows).values()) if len(self.rows) > 1 else []


@dataclass(frozen=True)
class BudgetTable:
    """A task's lines as a table, its sums, and how they stand to the total that was published."""

    rows: list[YearOfBudget]
    totals: Amounts
    published: int | None

    @property
    def years(self) -> list[YearGroup]:
        """The rows by year."""
        return [YearGroup(year, list(rows)) for year, rows in groupby(self.rows, key=lambda row: row.year)]

    @property
    def total_cells(self) -> list[int | None]:
        """The sums in the order of the stages."""
        return [self.totals[stage] for stage in Stage.values]

    @property
    def latest_plan(self) -> int | None:
        """What is planned by now: revised amounts where there are some, planned ones elsewhere."""
        return _sum(row.latest_plan for row in self.rows)

    @property
    def is_revised_in_part(self) -> bool:
        """Whether the sum of the revised amounts alone says less than what is planned by now: some amounts were never revised."""
        return self.totals[Stage.REVISED] is not None and self.totals[Stage.REVISED] != self.latest_plan

    @property
    def difference(self) -> int | None:
        """Published total less the sum of planned lines: positive, if lines are missing; 0, if they reconcile.

        None, if one of the two is missing.
        """
        planned = self.totals[Stage.PLANNED]
        return None if self.published is None or planned is None else self.published - planned

    @property
    def excess(self) -> int:
        """By how much the planned lines are more than the published total; 0 if they are not."""
        return max(0, -(self.difference or 0))

    @property
    def spent_percent(self) -> int | None:
        """How many whole percent of what is planned by now were spent, rounded down; None without both."""
        spent, plan = self.totals[Stage.EXECUTED], self.latest_plan
        return spent * 100 // plan if plan and spent is not None else None

    @property
    def stages(self) -> list[str]:
        """The names of the columns."""
        return [str(stage.label) for stage in Stage]

    def by_payer(self) -> dict[str, int]:
        """What is planned by now by payer, without those who pay nothing."""
        sums = {payer: _sum(row.latest_plan for row in self.rows if row.payer == payer) for payer in Payer.values}
        return {payer: amount for payer, amount in sums.items() if amount}


def budget_table(lines: Iterable[BudgetLine], *, published: int | None) -> BudgetTable:
    """The table of one task: a row for each year and payer, years ascending, payers in the order of public budgets."""
    found: dict[tuple[int, str], dict[str, BudgetLine]] = {}
    for line in lines:
        found.setdefault((line.year, line.payer), {})[line.stage] = line
    order = {payer: place for place, payer in enumerate(Payer.values)}
    rows = [
        YearOfBudget(
            year,
            payer,
            str(Payer(payer).label),
            {stage: by_stage[stage].amount_krw if stage in by_stage else None for stage in Stage.values},
            tuple(by_stage.values()),
        )
        for (year, payer), by_stage in sorted(found.items(), key=lambda item: (item[0][0], order[item[0][1]]))
    ]
    return BudgetTable(rows, _sums(rows), published)


@dataclass(frozen=True)
class TaskBudget:
    """One task in the overview of the plan: its published total, what its lines add up to, and the difference."""

    task: Task
    published: int | None
    planned: int | None
    spent: int | None
    revised: int | None = None

    @property
    def accounted(self) -> int:
        """What this task accounts for: the published total, else what its lines plan, else nothing."""
        return self.published if self.published is not None else self.planned or 0

    @property
    def difference(self) -> int | None:
        """Published less planned; None if one of the two is missing."""
        return None if self.published is None or self.planned is None else self.published - self.planned


@dataclass(frozen=True)
class PlanBudget:
    """Where the plan's total is accounted for task by task, and how much of it is not. `total` is what was announced."""

    total: int | None
    tasks: list[TaskBudget]

    @property
    def accounted(self) -> int:
        return sum(task.accounted for task in self.tasks)

    @property
    def open(self) -> int | None:
        """What no task accounts for; negative if the tasks add up to more than was announced; None without a total."""
        return None if self.total is None else self.total - self.accounted

    @property
    def is_exceeded(self) -> bool:
        """Whether the tasks add up to more than was announced."""
        return self.open is not None and self.open < 0

    @property
    def sums(self) -> Amounts:
        """What the lines of all tasks add up to, by stage; None where nothing was published."""
        return {
            Stage.PLANNED: _sum(task.planned for task in self.tasks),
            Stage.REVISED: _sum(task.revised for task in self.tasks),
            Stage.EXECUTED: _sum(task.spent for task in self.tasks),
        }

    @property
    def tasks_with_budget(self) -> list[TaskBudget]:
        """Those that account for something, the largest first."""
        return sorted((task for task in self.tasks if task.accounted), key=lambda each: (-each.accounted, each.task.number))


def _sums(rows: Sequence[YearOfBudget]) -> Amounts:
    return {stage: _sum(row.amounts[stage] for row in rows) for stage in Stage.values}


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is there; None if nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
