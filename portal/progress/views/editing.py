"""Where officers say how far a task is: its status, its milestones, its updates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.plan.models import Task
from portal.plan.services.editing import check_editor
from portal.plan.services.refusals import ChangedMeanwhile, ReasonMissing
from portal.progress import services
from portal.progress.forms import (
    MilestoneChangeForm,
    MilestoneForm,
    OutcomeForm,
    RemovalForm,
    StatusForm,
    UpdateForm,
    WindowForm,
)
from portal.progress.milestones.timeline import timeline
from portal.progress.models import DecisionWindow, Milestone, TaskUpdate

SHOWN_UPDATES = 20
forms_only = require_http_methods(["GET", "HEAD", "POST"])


def editors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who may edit this task; who may edit none is refused before anything is looked up. Raises NotAnEditor."""

    @never_cache
    @login_required
    @permission_required("plan.edit_plan", raise_exception=True)
    @wraps(view)
    def guarded(request: SignedInRequest, slug: str, **arguments: int) -> HttpResponse:
        task = get_object_or_404(Task, slug=slug)
        check_editor(request.user, task)
        return view(request, task, **arguments)

    return guarded


@require_safe
@editors_only
def edit(request: SignedInRequest, task: Task) -> HttpResponse:
    """What is stated about a task now, with the way to each form."""
    context = {
        "task": task,
        "timeline": timeline(list(task.milestones.select_related("source").by_date()), today=timezone.localdate()),
        "window": DecisionWindow.objects.undecided().filter(task=task).first(),
        "updates": task.updates.select_related("department").drafts_first()[:SHOWN_UPDATES],
    }
    return render(request, "progress/edit.html", context)


@forms_only
@editors_only
def edit_status(request: SignedInRequest, task: Task) -> HttpResponse:
    """State how far the task is."""
    form = StatusForm(request.POST) if request.method == "POST" else StatusForm.of(task)

    def save(given: dict[str, Any]) -> str:
        services.set_status(task=task, officer=request.user, **given)
        return _("The status is published, on the task's page and in its history.")

    return _answered(request, task, form, save, _("Change the status"), status_now=task)


@forms_only
@editors_only
def add_milestone(request: SignedInRequest, task: Task) -> HttpResponse:
    """One more milestone."""
    form = MilestoneForm(request.POST if request.method == "POST" else None)

    def save(given: dict[str, Any]) -> str:
        services.milestones.add(task=task, officer=request.user, **given)
        return _("The milestone is on the task's page now.")

    return _answered(request, task, form, save, _("Add a milestone"))


@forms_only
@editors_only
def edit_milestone(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Move a milestone, or say that it was reached."""
    milestone = get_object_or_404(Milestone, pk=pk, task=task)
    form = MilestoneChangeForm(request.POST) if request.method == "POST" else MilestoneChangeForm.of(milestone)

    def save(given: dict[str, Any]) -> str:
        try:
            services.milestones.change(milestone=milestone, officer=request.user, **given)
        except ChangedMeanwhile:
            form.look_again(milestone.version)
            raise
        return _("The milestone is changed. What was planned first stays beside it.")

    return _answered(request, task, form, save, _("Change a milestone"), milestone=milestone)


@forms_only
@editors_only
def remove_milestone(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Take a milestone away."""
    milestone = get_object_or_404(Milestone, pk=pk, task=task)
    form = RemovalForm(request.POST if request.method == "POST" else None)

    def save(given: dict[str, Any]) -> str:
        services.milestones.remove(milestone=milestone, officer=request.user, **given)
        return _("The milestone is removed. The history still shows it.")

    return _answered(request, task, form, save, _("Remove a milestone"), removed=milestone)


@forms_only
@editors_only
def edit_window(request: SignedInRequest, task: Task) -> HttpResponse:
    """Ask something before it is decided, or change what is asked."""
    window = DecisionWindow.objects.undecided().filter(task=task).first()
    form = WindowForm(request.POST) if request.method == "POST" else WindowForm.of(window) if window else WindowForm()

    def save(given: dict[str, Any]) -> str:
        if window is None:
            services.windows.ask(task=task, officer=request.user, **{k: v for k, v in given.items() if k != "seen"})
            return _("The question stands above the comments now.")
        with looked_at_again(form, window):
            services.windows.change(window=window, officer=request.user, **given)
        return _("What is asked is changed.")

    return _answered(request, task, form, save, _("Change what is asked") if window else _("Ask before it is decided"))


@forms_only
@editors_only
def decide_window(request: SignedInRequest, task: Task) -> HttpResponse:
    """Say what came of what was asked."""
    window = get_object_or_404(DecisionWindow.objects.undecided(), task=task)
    form = OutcomeForm(request.POST) if request.method == "POST" else OutcomeForm(initial={"seen": window.version})

    def save(given: dict[str, Any]) -> str:
        with looked_at_again(form, window):
            services.windows.decide(window=window, officer=request.user, **given)
        return _("What came of it stands above the comments now.")

    return _answered(request, task, form, save, _("Say what came of it"), asked=window)


@contextmanager
def looked_at_again(form: WindowForm | OutcomeForm, window: DecisionWindow) -> Iterator[None]:
    """Let the form be sent again once it shows what a colleague changed meanwhile."""
    try:
        yield
    except ChangedMeanwhile:
        window.refresh_from_db()
        form.look_again(window.version)
        raise


@forms_only
@editors_only
def add_update(request: SignedInRequest, task: Task) -> HttpResponse:
    """Write an update; nobody else sees it before it is published."""
    form = UpdateForm(request.POST, request.FILES) if request.method == "POST" else UpdateForm()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            update = services.updates.draft(task=task, officer=request.user, **form.words())
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = int(violation.status)
        else:
            return redirect("progress:preview_update", task.slug, update.pk)
    return render(request, "progress/update_form.html", {"task": task, "form": form}, status=status)


@forms_only
@editors_only
def edit_update(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Change a draft."""
    update = get_object_or_404(TaskUpdate, pk=pk, task=task)
    if not update.is_draft and request.method != "POST":
        return redirect("progress:preview_update", task.slug, pk)
    form = UpdateForm(request.POST, request.FILES, update=update) if request.method == "POST" else UpdateForm(update=update)
    context, status = {"task": task, "form": form}, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.updates.revise(update=update, officer=request.user, **form.words())
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = int(violation.status)
            if isinstance(violation, ChangedMeanwhile):
                form.look_again(services.updates.fingerprint(update))
                context["stands"] = update
        else:
            return redirect("progress:preview_update", task.slug, pk)
    return render(request, "progress/update_form.html", context, status=status)


@require_safe
@editors_only
def preview_update(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """A draft as everybody will read it, with the button that publishes it."""
    update = get_object_or_404(TaskUpdate.objects.select_related("department"), pk=pk, task=task)
    files = update.files.defer("content").order_by("pk")
    context = {"task": task, "update": update, "files": files, "seen": services.updates.fingerprint(update)}
    return render(request, "progress/update_preview.html", context)


@require_POST
@editors_only
def publish_update(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Let everybody read it."""
    update = get_object_or_404(TaskUpdate, pk=pk, task=task)
    try:
        services.updates.publish(update=update, officer=request.user, seen=request.POST.get("seen", ""))
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("progress:preview_update", task.slug, pk)
    messages.success(request, _("The update is published. Followers read it in their next daily e-mail."))
    return redirect("progress:update_detail", task.slug, pk)


@require_POST
@editors_only
def discard_update(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Throw a draft away."""
    update = get_object_or_404(TaskUpdate, pk=pk, task=task)
    try:
        services.updates.discard(update=update, officer=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("The draft was discarded."))
    return redirect("progress:edit", task.slug)


@forms_only
@editors_only
def withdraw_update(request: SignedInRequest, task: Task, pk: int) -> HttpResponse:
    """Take a published update back."""
    update = get_object_or_404(TaskUpdate, pk=pk, task=task)
    form = RemovalForm(request.POST if request.method == "POST" else None)

    def save(given: dict[str, Any]) -> str:
        services.updates.withdraw(update=update, officer=request.user, **given)
        return _("The update is withdrawn. The history still shows it.")

    return _answered(request, task, form, save, _("Withdraw an update"), removed=update)


def _answered(
    request: SignedInRequest, task: Task, form: Form, save: Callable[[dict[str, Any]], str], title: str, **context: Any
) -> HttpResponse:
    """The form; once it is saved, the way back to the task's desk with what was done."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            words = save(form.cleaned_data)
        except RuleViolation as violation:
            form.add_error("reason_ko" if isinstance(violation, ReasonMissing) else None, str(violation))
            status = int(violation.status)
        else:
            messages.success(request, words)
            return redirect("progress:edit", task.slug)
    return render(request, "progress/edit_form.html", {"task": task, "form": form, "title": title, **context}, status=status)
