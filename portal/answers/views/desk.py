"""The officers' desk: what their department owes, most urgent first, and what can be done about it before answering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.answers import services
from portal.answers.access import officers_only, request_at_the_desk
from portal.answers.deadlines.clock import answer_of
from portal.answers.deadlines.display import face_of
from portal.answers.desk.department_tasks import tasks_of
from portal.answers.desk.queue import TABS, desk_context
from portal.answers.forms import HandOverForm, NoteForm
from portal.answers.lines import line_of, promises_in, replies_beside, step_lines
from portal.answers.models import AnswerRequest
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen
from portal.discussion.models import Comment

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
@login_required
@officers_only
def desk(request: SignedInRequest) -> HttpResponse:
    """What the department owes: open requests by due date, what no department has yet, commitments, what is answered."""
    tab = chosen(request.GET, "show", TABS, TABS[0])
    context = desk_context(user=request.user, tab=tab, page_number=request.GET.get("page"), today=timezone.localdate())
    return render(request, "answers/desk.html", context)


@require_safe
@login_required
@officers_only
def desk_tasks(request: SignedInRequest) -> HttpResponse:
    """The department's tasks, with how long nobody reported on them and what is due."""
    return render(request, "answers/desk_tasks.html", {"tasks": tasks_of(request.user.department, timezone.now())})


@require_safe
@login_required
@officers_only
def desk_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request with all that the desk knows about it."""
    return _page(request, request_at_the_desk(request, pk), NoteForm())


@require_POST
@login_required
@officers_only
def start_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the department is looking into it."""
    found = request_at_the_desk(request, pk)
    try:
        services.start_review(request=found, officer=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("The review has begun. The author is told by mail."))
    return redirect("answers:desk_detail", found.pk)


@require_POST
@login_required
@officers_only
def add_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a note for colleagues."""
    found, form = request_at_the_desk(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    services.add_note(request=found, officer=request.user, text=form.cleaned_data["text"])
    messages.success(request, _("The note is saved. Only officers can read it."))
    return redirect("answers:desk_detail", found.pk)


@require_http_methods(GET_AND_POST)
@login_required
@officers_only
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the request to another department; its clock runs on."""
    found = request_at_the_desk(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, leaving=found.department)
    if form.is_bound and form.is_valid():
        try:
            services.hand_over(request=found, officer=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, _("The request is transferred. Its due date stays the same."))
            return redirect("answers:desk")
    context = {"line": line_of(found, timezone.localdate()), "form": form}
    return render(request, "answers/hand_over_form.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_AND_POST)
@login_required
@officers_only
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a comment up by hand: ask first, since the department then owes an answer."""
    comment = get_object_or_404(Comment.objects.shown().filter(department=None).select_related("task", "author"), pk=pk)
    if known := AnswerRequest.objects.filter(comment=comment).first():
        return redirect(known)
    if request.method != "POST":
        department = services.department_of(comment.task) or request.user.department
        return render(request, "answers/take_up_confirm.html", {"comment": comment, "department": department})
    found = services.take_up(comment=comment, officer=request.user)
    messages.success(request, _("The comment is due an answer now. Its author is told by e-mail."))
    return redirect(found)


def _page(request: SignedInRequest, found: AnswerRequest, form: NoteForm, status: int = 200) -> HttpResponse:
    today, answer = timezone.localdate(), answer_of(found)
    context = {
        "line": line_of(found, today),
        "face": face_of(found, today),
        "is_ours": found.is_handled_by(request.user),
        "may_correct": answer is not None and answer.is_spoken_by(request.user),
        "steps": step_lines(found, found.steps.for_the_desk().in_order()),
        "promises": promises_in(found, today),
        "replies": replies_beside(found),
        "notes": found.notes.select_related("author", "department").order_by("written_at", "pk"),
        "form": form,
    }
    return render(request, "answers/desk_detail.html", context, status=status)
