"""The forums package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Names the package and declares its kinds of messages."""

    name = "portal.forums"
    label = "forums"
    verbose_name = _("forums")

    def ready(self) -> None:
        """Make the kinds known, once the models can be imported."""
        from portal.forums import notices

        notices.declare_kinds()
