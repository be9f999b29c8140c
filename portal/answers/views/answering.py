"""Answering, with a preview of what everybody will read; and saying whether a commitment was kept."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.answers import services
from portal.answers.access import officers_only, request_at_the_desk
from portal.answers.drafts import draft_place, find_draft, keep_draft, keeps_what_was_typed, typed_promises
from portal.answers.forms import AnswerForm, DecideForm, PromiseForms, promise_forms
from portal.answers.lines import line_of
from portal.answers.models import AnswerRequest, AnswerTemplate, Commitment, Outcome
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.people import SignedInRequest
from portal.core.personal_data import pointed_out
from portal.discussion import drafts

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@keeps_what_was_typed(keep_draft)
@login_required
@officers_only
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form; a look at what everybody will read; the answer itself. What was typed is kept until it is sent."""
    found = request_at_the_desk(request, pk)
    if not found.is_handled_by(request.user):
        raise services.NotYourDepartment(_("Please give this request to a department first; that department answers."))
    if request.method != "POST":
        typed = find_draft(request.session, found.pk)
        return _page(request, found, AnswerForm(initial=typed), promise_forms(found.task, initial=typed_promises(typed)))
    keep_draft(request.session, found.pk, request.POST)
    if "use_template" in request.POST:
        return _with_template(request, found)
    form, promises = AnswerForm(request.POST), promise_forms(found.task, request.POST)
    try:
        if not (form.is_valid() and promises.is_valid()):
            raise InvalidInput
        if "publish" in request.POST:
            return _publish(request, found, form, promises)
    except RuleViolation as violation:
        if form.is_valid() and promises.is_valid():
            form.add_error(None, str(violation))
        return _page(request, found, form, promises, status=violation.status)
    return _page(request, found, form, promises, preview=_preview(form, promises))


@require_http_methods(GET_AND_POST)
@login_required
@officers_only
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say once whether a commitment was kept."""
    own = Commitment.objects.shown().filter(answer_request__department__isnull=False)
    own = own.filter(answer_request__department=request.user.department_id).select_related("answer_request__comment")
    commitment = get_object_or_404(own, pk=pk)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        say = services.keep if form.cleaned_data["state"] == Commitment.State.KEPT else services.miss
        try:
            say(commitment=commitment, officer=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, _("The outcome of the commitment is public now. The author is told by e-mail."))
            return redirect(commitment.answer_request)
    context = {"commitment": commitment, "form": form}
    return render(request, "answers/commitment_form.html", context, status=422 if form.errors else 200)


def _publish(request: SignedInRequest, found: AnswerRequest, form: AnswerForm, promises: PromiseForms) -> HttpResponse:
    services.answer(request=found, officer=request.user, promises=promises.promises(), **form.cleaned_data)
    drafts.forget(request.session, draft_place(found.pk))
    messages.success(request, _("The answer is published. Its author is told by mail."))
    return redirect(found)


def _with_template(request: SignedInRequest, found: AnswerRequest) -> HttpResponse:
    """The form as it was typed, with one of the department's texts at the end of the answer; nothing is checked yet."""
    typed = {name: request.POST.get(name, "") for name in AnswerForm.base_fields}
    own = AnswerTemplate.objects.filter(department=request.user.department_id)
    key = request.POST["use_template"]
    template = get_object_or_404(own, pk=key if key.isascii() and key.isdecimal() and len(key) <= 18 else 0)  # noqa: PLR2004 (bigint)
    typed["body"] = "\n\n".join(part for part in (typed["body"].strip(), template.body) if part)
    return _page(request, found, AnswerForm(initial=typed), promise_forms(found.task, initial=typed_promises(request.POST)))


def _preview(form: AnswerForm, promises: PromiseForms) -> dict[str, Any]:
    """What everybody will read, and what in it might be somebody's personal data."""
    typed, promised = form.cleaned_data, promises.promises()
    sentences = [sentence for promise in promised for sentence in (promise.sentence_ko, promise.sentence_en)]
    return {
        **typed,
        "outcome": Outcome(typed["outcome"]).label,
        "promises": promised,
        "personal_data": pointed_out("\n".join([typed["body"], typed["reason"], *sentences])),
    }


def _page(
    request: SignedInRequest,
    found: AnswerRequest,
    form: AnswerForm,
    promises: PromiseForms,
    *,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "line": line_of(found, timezone.localdate()),
        "form": form,
        "promises": promises,
        "preview": preview,
        "templates": AnswerTemplate.objects.filter(department=request.user.department_id).order_by("title", "pk"),
    }
    return render(request, "answers/answer_form.html", context, status=status)
