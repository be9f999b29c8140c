"""A person as moderation sees them, suspending and lifting; and what a suspended person reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.appeals.forms.suspensions import HOURS, LiftForm, SuspensionForm
from portal.appeals.models import Appeal, Suspension
from portal.appeals.people import person_context
from portal.appeals.services import suspensions as services
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.people import SignedInRequest
from portal.discussion.services.bulk_actions import hideable_comments
from portal.moderation.models import ModerationDecision, appealable_until

administrators_only = permission_required("moderation.everywhere", raise_exception=True)


@require_safe
@login_required
@administrators_only
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """What somebody wrote and what was decided about it. Looking is recorded, and the person can read that it was."""
    whose = get_object_or_404(User, pk=pk)
    context = person_context(whose, request.GET.get("page"))
    services.record_view(reader=request.user, person=whose)
    context["liftable"] = {suspension.pk for suspension in Suspension.objects.of(whose).liftable(timezone.now())}
    context["may_be_suspended"] = not (whose.is_staff or whose.pk == request.user.pk or context["is_suspended"])
    return render(request, "appeals/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@administrators_only
def suspend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for what and how long, then once more with what it means, then do it."""
    whose = get_object_or_404(User, pk=pk)
    sent = request.POST if request.method == "POST" else None
    hidden_before = ModerationDecision.objects.rules_broken_by(whose)
    form = SuspensionForm(sent, language=whose.language, hidden_before=hidden_before)
    status = 200
    if form.is_bound:
        try:
            return _suspend(request, whose, form)
        except RuleViolation as violation:
            status = violation.status
    context = {"person": whose, "form": form, "comments": hideable_comments(whose).count()}
    return render(request, "appeals/suspension_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@administrators_only
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a suspension before its time, or take back what one that ran out had hidden."""
    suspension = get_object_or_404(Suspension.objects.select_related("person"), pk=pk)
    form = LiftForm(request.POST if request.method == "POST" else None, language=suspension.person.language)
    status = 200
    if form.is_bound:
        try:
            return _lift(request, suspension, form)
        except RuleViolation as violation:
            status = violation.status
    context = {"suspension": suspension, "person": suspension.person, "form": form}
    return render(request, "appeals/lift_form.html", context, status=status)


@require_safe
@login_required
def my_suspension(request: SignedInRequest) -> HttpResponse:
    """Why I may not take part, until when, what I still can do, and how to appeal; earlier ones below."""
    now = timezone.now()
    mine = Suspension.objects.of(request.user).newest_first()
    appeals = {appeal.suspension_id: appeal for appeal in Appeal.objects.filter(suspension__in=mine)}
    rows = [
        {
            "suspension": suspension,
            "is_active": suspension.is_active(now),
            "appeal": appeals.get(suspension.pk),
            "until": appealable_until(suspension.began_at),
            "may_appeal": not suspension.is_lifted and now <= appealable_until(suspension.began_at),
        }
        for suspension in mine
    ]
    return render(request, "appeals/my_suspension_list.html", {"rows": rows, "is_suspended": request.user.is_suspended(now)})


def _suspend(request: SignedInRequest, whose: User, form: SuspensionForm) -> HttpResponse:
    if not form.is_valid():
        raise InvalidInput
    suspension = form.suspension(timezone.now())
    if "confirmed" not in request.POST:
        hides = hideable_comments(whose).count() if suspension["hides_comments"] else 0
        length = HOURS[form.cleaned_data["hours"]]
        context = {"person": whose, "form": form, "suspension": suspension, "hides": hides, "length": length}
        return render(request, "appeals/suspension_confirm.html", context)
    try:
        services.suspend(person=whose, moderator=request.user, **suspension)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        raise
    messages.success(request, _("The person is suspended and has been told why."))
    return redirect("appeals:person", whose.pk)


def _lift(request: SignedInRequest, suspension: Suspension, form: LiftForm) -> HttpResponse:
    if not form.is_valid():
        raise InvalidInput
    try:
        services.lift(suspension=suspension, moderator=request.user, **form.lifting())
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        raise
    messages.success(request, _("The suspension is lifted. The person has been told."))
    return redirect("appeals:person", suspension.person_id)
