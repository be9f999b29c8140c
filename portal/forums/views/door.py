"""Tickets, and the door where they are shown."""

from http import HTTPStatus
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from portal.core.errors import RuleViolation
from portal.forums.device_scans import LONGEST_SHOWN
from portal.forums.door_access import MANAGE, may_open_door
from portal.forums.door_words import conflict_words, said_by_devices, said_of
from portal.forums.models import Forum, Registration, Scan
from portal.forums.refusals import FormChanged
from portal.forums.services import check_in as door_services
from portal.forums.states import Outcome
from portal.forums.ticket_codes import spoken
from portal.forums.tickets import qr_code, read_ticket
from portal.forums.views.shared import at_the_door

LATEST, MOST_CONFLICTS = 10, 50


class ShownForm(forms.Form):
    """A ticket or its code, and how many came."""

    shown = forms.CharField(label=gettext_lazy("Code on the ticket"), max_length=LONGEST_SHOWN)
    people = forms.IntegerField(
        label=gettext_lazy("How many came, if not all of them"), required=False, min_value=1, max_value=99
    )


class WalkInForm(forms.Form):
    """People without a registration."""

    people = forms.IntegerField(label=gettext_lazy("How many people?"), min_value=1, max_value=door_services.MOST_WALK_INS)
    may_overbook = forms.BooleanField(label=gettext_lazy("Let them in even if there are not enough seats"), required=False)
    form_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def sent(self) -> dict:
        """What the service takes."""
        values = dict(self.cleaned_data)
        key = values.pop("form_key")
        return {**values, "key": key}

    def refuse(self, violation: RuleViolation) -> None:
        """Say why. A form that was used up before is given a new key."""
        self.add_error(None, str(violation))
        if isinstance(violation, FormChanged):
            self.data = {**self.data.dict(), self.add_prefix("form_key"): str(uuid4())}


@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket to show or to print; whoever helps at the door finds the button here."""
    read = read_ticket(token)
    rows = Registration.objects.filter(anonymised_at__isnull=True).select_related("forum")
    registration = rows.filter(pk=read.registration_id).first() if read else None
    if registration is None:
        raise Http404(_("There is no such ticket."))
    if why := _why_void(registration, read.version):
        context = {"forum": registration.forum, "meaning": why}
        return _unlisted(render(request, "forums/ticket_void.html", context, status=HTTPStatus.GONE))
    context = {
        "registration": registration,
        "forum": registration.forum,
        "code": spoken(registration.ticket_code),
        "qr": qr_code(settings.SITE_URL.rstrip("/") + request.path),
        "token": token,
        # Below this address the browser keeps the tickets that were looked at, for a time without a connection.
        "tickets_path": request.path.removesuffix(f"{token}/"),
        "may_check_in": may_open_door(request.user, registration.forum),
    }
    return _unlisted(render(request, "forums/ticket.html", context))


@permissions_policy_override({**settings.PERMISSIONS_POLICY, "camera": "self"})
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def door(request: HttpRequest, forum: Forum) -> HttpResponse:
    """GET shows the door, with the outcome of the last ticket; POST looks at a ticket."""
    form = ShownForm(request.POST or None)
    if request.method != "POST":
        return _page(request, forum, form=ShownForm())
    if not form.is_valid():
        return _page(request, forum, form=form, status=422)
    values = form.cleaned_data
    try:
        scan = door_services.check_in(forum=forum, shown=values["shown"], helper=request.user, people=values["people"] or 0)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return _page(request, forum, form=form, status=409)
    return redirect(f"{request.path}?scan={scan.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def walk_in(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Let people in who did not register. GET, of a page that said what was wrong, leads to the door."""
    if request.method != "POST":
        return redirect("forums:door", forum.slug)
    form = WalkInForm(request.POST, prefix="walk-in")
    if not form.is_valid():
        return _page(request, forum, walk_in_form=form, status=422)
    try:
        scan = door_services.walk_in(forum=forum, helper=request.user, **form.sent())
    except RuleViolation as violation:
        form.refuse(violation)
        return _page(request, forum, walk_in_form=form, status=int(violation.status))
    return redirect(f"{_address(forum)}?scan={scan.pk}")


@require_POST
@at_the_door
def take_back(request: HttpRequest, forum: Forum, scan: int) -> HttpResponse:
    """Undo a check-in that was a mistake."""
    found = get_object_or_404(forum.scans.filter(outcome__in=[Outcome.ENTERED, Outcome.WALKED_IN]), pk=scan)
    try:
        door_services.take_back(scan=found, helper=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("The check-in was taken back."))
    return redirect(_address(forum))


def _page(request: HttpRequest, forum: Forum, *, status: int = 200, **forms_with_errors) -> HttpResponse:
    scans = forum.scans.select_related("registration").order_by("-pk")
    latest, conflicts = [said_of(scan) for scan in scans[:LATEST]], scans.conflicts()
    number = request.GET.get("scan", "")
    context = {
        "forum": forum,
        "may_manage": request.user.has_perm(MANAGE),
        "is_open": door_services.is_open(forum, timezone.now()),
        "form": ShownForm(),
        "walk_in_form": WalkInForm(prefix="walk-in"),
        "entered": forum.registrations.aggregate(people=Sum("checked_in_people"))["people"] or 0,
        "latest": latest,
        "outcome": next((said for said in latest if str(said.scan.pk) == number), None),
        "conflicts": [(conflict_words(scan), _code(scan)) for scan in conflicts[:MOST_CONFLICTS]],
        "said_by_devices": said_by_devices(),
        **forms_with_errors,
    }
    return render(request, "forums/door.html", context, status=status)


def _why_void(registration: Registration, version: int) -> str:
    """Why a genuine ticket opens no door; nothing for one that does."""
    if registration.forum.is_cancelled:
        return _("This forum was cancelled and does not take place. You need not do anything.")
    if registration.is_cancelled:
        return _("This registration is cancelled.")
    if registration.ticket_version != version:
        return _("There is a newer ticket. You find it in the e-mail about it, or on the page of your registration.")
    return "" if registration.is_confirmed else _("There is no ticket yet: your registration has no seat.")


def _unlisted(response: HttpResponse) -> HttpResponse:
    """The address is the key: into no search engine."""
    response["X-Robots-Tag"] = "noindex"
    return response


def _code(scan: Scan) -> str:
    return spoken(scan.registration.ticket_code) if scan.registration else ""


def _address(forum: Forum) -> str:
    return redirect("forums:door", forum.slug).url
