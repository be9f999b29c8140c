"""The plan: what was announced, in which words, and where that was published; how far its tasks are, and who follows them."""

from portal.policy.models.budgets import BudgetLine
from portal.policy.models.changes import TaskChange
from portal.policy.models.follows import Digest, Follow
from portal.policy.models.loaded import LoadedRecord
from portal.policy.models.milestones import Milestone
from portal.policy.models.plan import CitizenMeasure, Plan, PlanFigure, PlanParty
from portal.policy.models.sources import Source
from portal.policy.models.tasks import Department, Fact, Status, Strategy, Task
from portal.policy.models.updates import TaskUpdate, UpdateFile

__all__ = [
    "BudgetLine",
    "CitizenMeasure",
    "Department",
    "Digest",
    "Fact",
    "Follow",
    "LoadedRecord",
    "Milestone",
    "Plan",
    "PlanFigure",
    "PlanParty",
    "Source",
    "Status",
    "Strategy",
    "Task",
    "TaskChange",
    "TaskUpdate",
    "UpdateFile",
]
