"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Names the package."""

    name = "portal.plan"
    label = "plan"
    verbose_name = _("Plan and tasks")
