"""The admin as a whole: without the pages that the portal has no use for."""

from typing import Any

from django.contrib.admin import AdminSite, apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

# There are no passwords; and the way from a row to its page on the site would open every row of every table, by its number.
UNUSED = {"password_change", "password_change_done", "view_on_site"}


class PortalAdminSite(AdminSite):
    """It stands apart from `portal.core.admin`, which registers its own models as it is imported."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Other packages bring tables: addresses, secrets of second factors, jobs. Nobody looks into those here."""
        if getattr(admin_class, "__module__", "").startswith("portal."):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """All but those without a use."""
        return [each for each in super().get_urls() if getattr(each, "name", "") not in UNUSED]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Proposals for the fields that ask for them, and not for every pointer that some table has to another."""
        names = ("app_label", "model_name", "field_name")
        if ".".join(request.GET.get(name, "") for name in names) not in self._completed_fields():
            raise PermissionDenied
        return super().autocomplete_view(request)

    def _completed_fields(self) -> set[str]:
        forms = [form for model_admin in self._registry.values() for form in (model_admin, *model_admin.inlines)]
        return {f"{form.model._meta.label_lower}.{field}" for form in forms for field in form.autocomplete_fields}


class PortalAdminConfig(apps.AdminConfig):
    """Named in the settings: Django's admin, on this site."""

    default_site = "portal.core.web.admin_site.PortalAdminSite"
