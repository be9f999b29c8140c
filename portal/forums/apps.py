"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Names the package."""

    name = "portal.forums"
    label = "forums"
    verbose_name = _("forums")
