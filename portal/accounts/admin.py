"""People in the admin: seen by administrators, changed through services only."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import services
from portal.accounts.models import Consent, IdentityVerification, User
from portal.accounts.roles import ROLES, Role
from portal.core.read_only_admin import ReadOnlyAdmin

admin.site.login = secure_admin_login(admin.site.login)
# Roles are what load_roles says, not what somebody clicks.
admin.site.unregister(Group)


def _giving(role: Role):
    @admin.action(description=format_lazy("{}: {}", gettext_lazy("Give the role"), role.label), permissions=["assign_roles"])
    def give(model_admin, request: HttpRequest, people) -> None:
        for person in people:
            services.grant_role(person=person, role=role.name)
        messages.success(request, _("The role is given."))

    give.__name__ = f"give_{role.name}"
    return give


def _taking(role: Role):
    @admin.action(description=format_lazy("{}: {}", gettext_lazy("Take the role"), role.label), permissions=["assign_roles"])
    def take(model_admin, request: HttpRequest, people) -> None:
        for person in people:
            services.withdraw_role(person=person, role=role.name)
        messages.success(request, _("The role is taken, from the very next request on."))

    take.__name__ = f"take_{role.name}"
    return take


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who is here and who holds which role. There are no passwords to set."""

    list_display = ("nickname", "email", "language", "verified", "is_staff", "joined_at")
    list_filter = ("groups", "is_staff", "language")
    search_fields = ("nickname", "email")
    ordering = ("-pk",)
    fields = ("nickname", "email", "language", "is_active", "is_staff", "groups", "joined_at", "last_login")
    actions = tuple(make(role) for role in ROLES for make in (_giving, _taking))

    @admin.display(description=gettext_lazy("verified"), boolean=True)
    def verified(self, person: User) -> bool:
        """Whether the person's identity was verified."""
        return person.is_verified

    def has_assign_roles_permission(self, request: HttpRequest) -> bool:
        """Asked by the actions."""
        return request.user.has_perm("accounts.assign_roles")


@admin.register(IdentityVerification)
class IdentityVerificationAdmin(ReadOnlyAdmin):
    """That somebody was verified, and by whom; never who."""

    list_display = ("provider", "district", "verified_at")
    # The address of a row would show the person's key.
    list_display_links = None
    list_filter = ("provider", "district")
    ordering = ("-verified_at", "pk")
    fields = ("provider", "district", "verified_at")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Who agreed to what, and when."""

    list_display = ("user", "purpose", "version", "given_at")
    list_select_related = ("user",)
    search_fields = ("user__nickname",)
    list_filter = ("purpose", "version")
    ordering = ("-pk",)
