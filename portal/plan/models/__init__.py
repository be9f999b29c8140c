"""The tables of the package."""

from portal.plan.models.budgets import BudgetLine
from portal.plan.models.changes import TaskChange
from portal.plan.models.loaded import LoadedRecord
from portal.plan.models.plan import CitizenMeasure, Plan, PlanFigure, PlanParty, PlanStatement
from portal.plan.models.sources import Source
from portal.plan.models.tasks import Department, Fact, Status, Strategy, Task

__all__ = [
    "BudgetLine",
    "CitizenMeasure",
    "Department",
    "Fact",
    "LoadedRecord",
    "Plan",
    "PlanFigure",
    "PlanParty",
    "PlanStatement",
    "Source",
    "Status",
    "Strategy",
    "Task",
    "TaskChange",
]
