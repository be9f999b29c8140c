"""Changing the answers that were given with a registration."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.forums.access import forum_or_404
from portal.registrations import services
from portal.registrations.forms import AnswersForm
from portal.registrations.status import own_registration


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answers(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET shows what the person answered, POST saves it anew. Signed in only: answers can say what somebody needs."""
    forum = forum_or_404(slug)
    registration = own_registration(forum, request.user, timezone.now())
    if registration is None or registration.is_reserved or not forum.questions.exists():
        messages.info(request, _("You have no answers to change."))
        return redirect(forum)
    earlier = registration.answers.select_related("question")
    form = AnswersForm(request.POST or None, request.FILES or None, forum=forum, earlier=earlier)
    form.has_lost_files = bool(request.FILES)
    context = {"forum": forum, "form": form, "may_change": registration.may_be_cancelled(timezone.now())}
    if request.method != "POST" or not form.is_valid():
        return render(request, "registrations/answers_form.html", context, status=422 if request.method == "POST" else 200)
    try:
        services.change_answers(registration=registration, given=form.given())
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return render(request, "registrations/answers_form.html", context, status=int(violation.status))
    messages.success(request, _("Your answers are saved."))
    return redirect(forum)
