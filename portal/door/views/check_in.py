"""The page of the door: tickets are looked at, people without registration are let in, mistakes are taken back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_permissions_policy.decorators import permissions_policy_override

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.door.access import at_the_door
from portal.door.device_scans import LONGEST_SHOWN
from portal.door.models import Scan
from portal.door.outcomes import conflict_text, device_texts, text_of
from portal.door.services import check_in as door_services
from portal.door.states import Outcome
from portal.forums.access import MANAGE
from portal.forums.models import Forum
from portal.registrations.services.refusals import FormChanged
from portal.registrations.tickets.codes import spoken

LATEST, MOST_CONFLICTS = 10, 50


class ShownForm(forms.Form):
    """A ticket or its code, and how many came."""

    shown = forms.CharField(label=gettext_lazy("Code on the ticket"), max_length=LONGEST_SHOWN)
    people = forms.IntegerField(label=gettext_lazy("How many came, if not everyone"), required=False, min_value=1, max_value=99)


class WalkInForm(forms.Form):
    """People without a registration."""

    data: QueryDict

    people = forms.IntegerField(label=gettext_lazy("How many people?"), min_value=1, max_value=door_services.MOST_WALK_INS)
    may_overbook = forms.BooleanField(label=gettext_lazy("Let them in even if there are not enough seats"), required=False)
    form_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def sent(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.cleaned_data)
        key = values.pop("form_key")
        return {**values, "key": key}

    def refuse(self, violation: RuleViolation) -> None:
        """Say why. A form that was used up before is given a new key."""
        self.add_error(None, str(violation))
        if isinstance(violation, FormChanged):
            self.data = self.data.copy()
            self.data[self.add_prefix("form_key")] = str(uuid4())


@permissions_policy_override({**settings.PERMISSIONS_POLICY, "camera": "self"})
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def door(request: SignedInRequest, forum: Forum) -> HttpResponse:
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
def walk_in(request: SignedInRequest, forum: Forum) -> HttpResponse:
    """Let people in who did not register. GET, of a page that said what was wrong, leads to the door."""
    if request.method != "POST":
        return redirect("door:door", forum.slug)
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
def take_back(request: SignedInRequest, forum: Forum, scan: int) -> HttpResponse:
    """Undo a check-in that was a mistake."""
    found = get_object_or_404(forum.scans.filter(outcome__in=[Outcome.ENTERED, Outcome.WALKED_IN]), pk=scan)
    try:
        door_services.take_back(scan=found, helper=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("The check-in was undone."))
    return redirect(_address(forum))


def _page(request: SignedInRequest, forum: Forum, *, status: int = 200, **forms_with_errors: forms.Form) -> HttpResponse:
    scans = forum.scans.select_related("registration").order_by("-pk")
    latest, conflicts = [text_of(scan) for scan in scans[:LATEST]], scans.conflicts()
    number = request.GET.get("scan", "")
    context = {
        "forum": forum,
        "may_manage": request.user.has_perm(MANAGE),
        "is_open": door_services.is_open(forum, timezone.now()),
        "form": ShownForm(),
        "walk_in_form": WalkInForm(prefix="walk-in"),
        "entered": forum.registrations.aggregate(people=Sum("checked_in_people"))["people"] or 0,
        "latest": latest,
        "outcome": next((text for text in latest if text.scan and str(text.scan.pk) == number), None),
        "conflicts": [(conflict_text(scan), _code(scan)) for scan in conflicts[:MOST_CONFLICTS]],
        "device_texts": device_texts(),
        **forms_with_errors,
    }
    return render(request, "door/door.html", context, status=status)


def _code(scan: Scan) -> str:
    return spoken(scan.registration.ticket_code) if scan.registration else ""


def _address(forum: Forum) -> str:
    return redirect("door:door", forum.slug).url
