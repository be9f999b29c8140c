"""Every change to the plan that is not made field by field in the admin."""

from portal.policy.services import changes, digests, milestones, updates
from portal.policy.services.follows import follow, unfollow
from portal.policy.services.loading import LoadReport, PlanConflict, load_plan
from portal.policy.services.status import set_status

__all__ = [
    "LoadReport",
    "PlanConflict",
    "changes",
    "digests",
    "follow",
    "load_plan",
    "milestones",
    "set_status",
    "unfollow",
    "updates",
]
