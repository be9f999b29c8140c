from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    name = "portal.policy"
    label = "policy"
    verbose_name = _("Plan and tasks")

    def ready(self) -> None:
        """Make the kinds of messages known, once the models can be imported."""
        from portal.policy import notices

        notices.declare_kinds()
