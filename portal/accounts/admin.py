"""People in the admin: seen by administrators, changed through services only."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import services
from portal.accounts.forms import DepartmentForm, PersonSearchForm, ReasonForm
from portal.accounts.models import Consent, IdentityVerification, User
from portal.accounts.roles import ROLES, Role, next_step
from portal.accounts.sign_in.asking import enters_admin
from portal.core.admin.read_only import ReadOnlyAdmin
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.text.links import masked_address
from portal.core.web.client_address import client_network

Action = Callable[..., None]

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # as allauth describes it
admin.site.has_permission = enters_admin  # type: ignore[method-assign] # in the same way


def _giving(role: Role) -> Action:
    @admin.action(description=format_lazy("{}: {}", gettext_lazy("Assign the role"), role.label), permissions=["assign_roles"])
    def give(model_admin: UserAdmin, request: SignedInRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.grant_role(person=person, role=role.name, by=request.user, network=client_network(request))
        messages.success(request, _("The role is assigned."))
        if step := next_step(role.name):
            messages.warning(request, step)
        if role.name == "officer":
            for person in people.filter(department=None):
                messages.warning(request, _department_wanted(person))

    give.__name__ = f"give_{role.name}"
    return give


def _department_wanted(person: User) -> str:
    """A new officer answers nothing before somebody says in whose name."""
    words = _("Choose the department this officer answers for.")
    address = reverse("admin:accounts_user_department", args=[person.pk])
    return format_html('{}: <a href="{}">{}</a>', person.nickname, address, words)


def _taking(role: Role) -> Action:
    @admin.action(description=format_lazy("{}: {}", gettext_lazy("Revoke the role"), role.label), permissions=["assign_roles"])
    def take(model_admin: UserAdmin, request: SignedInRequest, people: QuerySet[User]) -> None:
        try:
            for person in people:
                services.withdraw_role(person=person, role=role.name, by=request.user, network=client_network(request))
        except RuleViolation as violation:
            messages.error(request, str(violation))
            return
        messages.success(request, _("The role is revoked, effective from the very next request."))

    take.__name__ = f"take_{role.name}"
    return take


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who is here and who holds which role. There are no passwords to set.

    How somebody is reached is shown masked; the page `contact` asks for a reason, notes it, and shows it whole.
    """

    list_display = ("nickname", "masked_email", "language", "verified", "is_staff", "department", "joined_at")
    list_select_related = ("department",)
    list_filter = ("groups", "is_staff", "department", "language")
    # Whose an address is, the page `find` says: it asks for a reason, too, and notes it.
    search_fields = ("nickname",)
    ordering = ("-pk",)
    readonly_fields = ("masked_email",)
    fields = ("nickname", "masked_email", "language", "is_active", "is_staff", "groups", "department", "joined_at", "last_login")
    actions = tuple(make(role) for role in ROLES for make in (_giving, _taking))

    @admin.display(description=gettext_lazy("e-mail address"))
    def masked_email(self, person: User) -> str:
        """The address as everybody in the admin sees it."""
        return masked_address(person.email)

    def get_urls(self) -> list[URLPattern]:
        """Those of every admin, the pages that find somebody and show an address, and the one that gives a department."""
        pages = (("contact", self.contact), ("department", self.department))
        more = [
            path(f"<int:key>/{word}/", self.admin_site.admin_view(view), name=f"accounts_user_{word}") for word, view in pages
        ]
        more.append(path("find/", self.admin_site.admin_view(self.find), name="accounts_user_find"))
        return [*more, *super().get_urls()]

    def find(self, request: SignedInRequest) -> HttpResponse:
        """Lead from an address to the person whose it is; why somebody looked is on record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = PersonSearchForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            asked = form.cleaned_data
            found = services.find_by_address(request_user=request.user, address=asked["email"], why=asked["reason"])
            if found:
                return redirect("admin:accounts_user_change", found.pk)
            form.add_error("email", _("Nobody here has this address."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Find a person by address"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "accounts/admin_find.html", context, status=422 if form.is_bound else 200)

    def department(self, request: SignedInRequest, key: int) -> HttpResponse:
        """Say in the name of which department an officer answers."""
        person = get_object_or_404(User.objects.select_related("department"), pk=key)
        if not self.has_assign_roles_permission(request):
            raise PermissionDenied
        form = DepartmentForm(request.POST if request.method == "POST" else None, initial={"department": person.department})
        if form.is_bound and form.is_valid():
            services.assign_department(officer=person, department=form.cleaned_data["department"], by=request.user)
            messages.success(request, _("The department this person answers for has been recorded."))
            if not person.has_perm("discussion.reply_officially"):
                messages.warning(
                    request, _("This person has no role that can answer officially yet. Please assign the role, too.")
                )
            return redirect("admin:accounts_user_change", person.pk)
        words = {"title": _("Department of an officer"), "subtitle": person.nickname, "opts": self.opts}
        context = {**self.admin_site.each_context(request), **words, "person": person, "form": form}
        return TemplateResponse(request, "accounts/admin_department.html", context, status=422 if form.is_bound else 200)

    def contact(self, request: SignedInRequest, key: int) -> TemplateResponse:
        """Ask why, note it, and only then show how the person is reached."""
        person = get_object_or_404(User, pk=key)
        if not self.has_view_permission(request, person):
            raise PermissionDenied
        form = ReasonForm(request.POST if request.method == "POST" else None)
        is_shown = form.is_bound and form.is_valid()
        if is_shown:
            services.record_view(request_user=request.user, whose=person, why=form.cleaned_data["reason"])
        words = {"title": _("Contact data"), "subtitle": person.nickname, "opts": self.opts}
        shown = {"is_shown": is_shown, "consents": person.consents.order_by("pk") if is_shown else ()}
        context = {**self.admin_site.each_context(request), **words, **shown, "person": person, "form": form}
        status = 422 if form.is_bound and not is_shown else 200
        return TemplateResponse(request, "accounts/admin_contact.html", context, status=status)

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
    """Who agreed to what, and when. What one person agreed to stands on the page with the person's address."""

    list_display = ("user", "purpose", "version", "given_at")
    list_select_related = ("user",)
    list_filter = ("purpose", "version")
    ordering = ("-pk",)
