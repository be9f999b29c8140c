"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Names the package and declares what the audit log says about it."""

    name = "portal.plan"
    label = "plan"
    verbose_name = _("Plan and tasks")

    def ready(self) -> None:
        """Each change of a task has its event, and each event its change (models are loaded only now)."""
        from django.db.models import OuterRef

        from portal.core.audit_log.coverage import declare_detail, declare_kind, declare_told, events_of, joined
        from portal.core.invariants import declare as declare_invariants
        from portal.plan.models import Department, Plan, Source, Strategy, Task, TaskChange
        from portal.plan.models.invariants import INVARIANTS

        declare_invariants(*INVARIANTS)
        action = joined("task.", OuterRef("kind"), OuterRef("action"), between="_")
        changes = TaskChange.objects.all()
        declare_told("change of a task", changes, events_of(action, subject=("task", "task_id"), at="happened_at", change="pk"))
        declare_detail("change", changes)
        for model in (Task, Source, Department, Strategy, Plan):
            declare_kind(model._meta.model_name or "", model.objects.all())
