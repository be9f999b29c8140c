"""The texts that a department uses again and again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.answers import services
from portal.answers.access import officers_only
from portal.answers.forms import TemplateForm
from portal.answers.models import AnswerTemplate
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.discussion.services import check_officer

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@login_required
@officers_only
def template_list(request: SignedInRequest) -> HttpResponse:
    """All texts of the officer's department, and the form for a new one."""
    check_officer(request.user)
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _is_written(request, form):
        return redirect("answers:template_list")
    templates = AnswerTemplate.objects.filter(department=request.user.department_id).order_by("title", "pk")
    context = {"templates": templates, "form": form}
    return render(request, "answers/template_list.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_AND_POST)
@login_required
@officers_only
def template_form(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one of them."""
    template = _own(request, pk)
    initial = {"title": template.title, "body": template.body}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and _is_written(request, form, template):
        return redirect("answers:template_list")
    context = {"template": template, "form": form}
    return render(request, "answers/template_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@officers_only
def delete_template(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete one of them; answers that were written with it stay as they are."""
    services.delete_template(officer=request.user, template=_own(request, pk))
    messages.success(request, _("The text is deleted."))
    return redirect("answers:template_list")


def _own(request: SignedInRequest, pk: int) -> AnswerTemplate:
    return get_object_or_404(AnswerTemplate.objects.filter(department=request.user.department_id), pk=pk)


def _is_written(request: SignedInRequest, form: TemplateForm, template: AnswerTemplate | None = None) -> bool:
    """Whether what the form holds is kept; if a rule forbids it, the form says why."""
    if not form.is_valid():
        return False
    try:
        services.write_template(officer=request.user, template=template, **form.cleaned_data)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return False
    messages.success(request, _("The text is saved."))
    return True
