"""Who is looking at which comment: taking one, giving it back, giving it to a colleague."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.way_back import way_back
from portal.moderation import services
from portal.moderation.forms.team import AssignForm
from portal.moderation.services.claims import current_claim
from portal.moderation.views.responses import comment_at_the_desk, moderators_only


@require_POST
@login_required
@moderators_only
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let colleagues see that I am looking at a comment."""
    services.claim(comment=comment_at_the_desk(request, pk), moderator=request.user)
    messages.success(request, _("For an hour, your colleagues see that you are reviewing this comment."))
    return redirect(_desk(request, pk))


@require_POST
@login_required
@moderators_only
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a comment back to everybody."""
    services.release(comment=comment_at_the_desk(request, pk), moderator=request.user)
    messages.success(request, _("The comment is available to everybody at the desk again."))
    return redirect(_desk(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a comment to a colleague in whose scope it is."""
    comment = comment_at_the_desk(request, pk)
    form = AssignForm(request.POST if request.method == "POST" else None, comment=comment, by=request.user)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            given = services.assign(comment=comment, to=form.cleaned_data["to"], by=request.user)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = violation.status
        else:
            messages.success(
                request, _("The comment is assigned to your colleague now: %(name)s") % {"name": given.moderator.display_name}
            )
            return redirect(_desk(request, pk))
    claim_now = current_claim(comment, timezone.now())
    context = {"comment": comment, "form": form, "claim": claim_now, "next": _desk(request, pk)}
    return render(request, "moderation/assign_form.html", context, status=status)


def _desk(request: HttpRequest, pk: int) -> str:
    """Back to the row on the desk from which the moderator came."""
    return way_back(request) or f"{reverse('moderation:queue')}#waiting-{pk}"
