"""How far a task is: worked out from its rows, never typed in, and only together with its basis and its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.plan.budgets import BudgetTable
from portal.plan.models import BudgetLine
from portal.progress.models import Milestone

Stage = BudgetLine.Stage


@dataclass(frozen=True)
class MilestoneProgress:
    """So many of so many milestones reached, as of the day on which one was last stated or changed."""

    reached: int
    total: int
    as_of: date


@dataclass(frozen=True)
class BudgetProgress:
    """So much of what is planned by now was spent, as of the newest day that a line names. In exact won."""

    spent: int
    planned: int
    percent: int
    as_of: date

    @property
    def extent(self) -> str:
        """How long the bar of what was spent is, beside that of what is planned by now."""
        return f"{min(self.percent, 100)}%"


def milestone_progress(milestones: Sequence[Milestone]) -> MilestoneProgress | None:
    """None without milestones: there is no basis then."""
    if not milestones:
        return None
    newest = max(milestone.updated_at for milestone in milestones)
    return MilestoneProgress(sum(each.is_reached for each in milestones), len(milestones), timezone.localtime(newest).date())


def budget_progress(table: BudgetTable) -> BudgetProgress | None:
    """None unless something was published both as planned and as spent."""
    spent, planned, percent = table.totals[Stage.EXECUTED], table.latest_plan, table.spent_percent
    if spent is None or planned is None or percent is None:
        return None
    as_of = max(line.as_of for row in table.rows for line in row.lines if line.stage == Stage.EXECUTED)
    return BudgetProgress(spent, planned, percent, as_of)
