"""Every change that the package makes."""

from portal.plan.services import changes
from portal.plan.services.loading import LoadReport, PlanConflict, load_plan

__all__ = [
    "LoadReport",
    "PlanConflict",
    "changes",
    "load_plan",
]
