"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    """Names the package and declares its kinds of messages."""

    name = "portal.progress"
    label = "progress"
    verbose_name = _("Progress")

    def ready(self) -> None:
        """Make the kinds known, once the models can be imported."""
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.progress import mails
        from portal.progress.models.invariants import INVARIANTS
        from portal.progress.services.algorithms import ALGORITHMS

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        mails.declare_kinds()
