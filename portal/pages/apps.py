"""The package of pages as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Names the package and declares its rules."""

    name = "portal.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Declare what the register says of these pages and of the search (models are loaded only now)."""
        from portal.core.algorithms import declare
        from portal.pages.algorithms import ALGORITHMS
        from portal.pages.search.algorithms import ALGORITHMS as OF_THE_SEARCH

        declare(*ALGORITHMS, *OF_THE_SEARCH)
