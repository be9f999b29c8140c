"""Forums and registrations in the admin: to look at, and to act on many at once through the services."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.admin.read_only import ReadOnlyAdmin
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.forum_desk import services
from portal.forum_desk.forms import CallOffForm
from portal.forums.models import Forum
from portal.registrations import services as registrations_services
from portal.registrations.models import Registration


class _ManagedByOrganisers(ReadOnlyAdmin):
    """The actions ask for the permission that the organiser's role carries."""

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("forums.manage_forums")

    def for_each(self, request: HttpRequest, rows: QuerySet[Any], call: Callable[[Any], object]) -> int:
        """Call a service for each row; what it refuses is said, the rest goes on. How many went well."""
        done = 0
        for row in rows:
            try:
                call(row)
            except RuleViolation as violation:
                self.message_user(request, f"{row}: {violation}", messages.ERROR)
            else:
                done += 1
        return done


@admin.register(Forum)
class ForumAdmin(_ManagedByOrganisers):
    """Forums are written on the organisers' desk, where a change says what it does to people before it is saved."""

    list_display = ("title", "starts_at", "state", "capacity", "seats_taken")
    list_filter = ("state",)
    search_fields = ("title_ko", "title_en", "slug")
    ordering = ("-starts_at", "-pk")
    actions = ("publish", "call_off")

    @admin.action(description=gettext_lazy("Publish the chosen forums"), permissions=["manage"])
    def publish(self, request: SignedInRequest, forums: QuerySet[Forum]) -> None:
        """Show drafts to the public."""
        count = self.for_each(request, forums, lambda forum: services.publish(forum=forum, by=request.user))
        words = ngettext("%(count)d forum is public now.", "%(count)d forums are public now.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Cancel the chosen forums"), permissions=["manage"])
    def call_off(self, request: SignedInRequest, forums: QuerySet[Forum]) -> TemplateResponse | None:
        """Ask for the reason first; then cancel and tell everybody."""
        form = CallOffForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "title": _("Cancel forums"), "forums": forums, "form": form}
            return TemplateResponse(request, "forum_desk/admin_call_off.html", context)
        reasons = form.cleaned_data
        count = self.for_each(request, forums, lambda forum: services.call_off(forum=forum, by=request.user, **reasons))
        words = ngettext("%(count)d forum was cancelled.", "%(count)d forums were cancelled.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
        return None


@admin.register(Registration)
class RegistrationAdmin(_ManagedByOrganisers):
    list_display = ("arrival", "forum", "citizen", "state", "registered_at")
    list_filter = ("state", "forum")
    list_select_related = ("forum", "citizen")
    # By forum: where one person goes is asked on the page of a forum, or nowhere.
    search_fields = ("forum__title_ko", "forum__title_en")
    ordering = ("-forum__starts_at", "arrival", "pk")
    actions = ("cancel",)

    @admin.action(description=gettext_lazy("Cancel the chosen registrations"), permissions=["manage"])
    def cancel(self, request: SignedInRequest, registrations: QuerySet[Registration]) -> None:
        """Give the seats back; whoever waits longest gets them."""
        rows = registrations.select_related("forum")
        count = self.for_each(
            request, rows, lambda registration: registrations_services.cancel(registration=registration, by=request.user)
        )
        words = ngettext("%(count)d registration was cancelled.", "%(count)d registrations were cancelled.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
