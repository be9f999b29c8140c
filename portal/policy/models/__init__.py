"""The plan: what was announced, in which words, and where that was published."""

from portal.policy.models.budgets import BudgetLine
from portal.policy.models.loaded import LoadedRecord
from portal.policy.models.plan import CitizenMeasure, Plan, PlanFigure, PlanParty
from portal.policy.models.sources import Source
from portal.policy.models.tasks import Department, Fact, Strategy, Task

__all__ = [
    "BudgetLine",
    "CitizenMeasure",
    "Department",
    "Fact",
    "LoadedRecord",
    "Plan",
    "PlanFigure",
    "PlanParty",
    "Source",
    "Strategy",
    "Task",
]
