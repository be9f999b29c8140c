"""Every change to the plan that is not made field by field in the admin."""

from portal.policy.services.loading import LoadReport, PlanConflict, load_plan

__all__ = ["LoadReport", "PlanConflict", "load_plan"]
