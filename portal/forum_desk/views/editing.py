"""Writing a forum and its parts."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.forum_desk import services
from portal.forum_desk.editing import impact
from portal.forum_desk.editing.fields import version_of
from portal.forum_desk.forms import PART_FORMS, DeskForumForm
from portal.forum_desk.services import refusals
from portal.forum_desk.services.programme import Part
from portal.forums.access import any_forum_or_404, for_organisers
from portal.forums.models import Forum

# What a form sends beside its fields.
NO_FIELDS = ("csrfmiddlewaretoken", "confirmed", "again")


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def new_forum(request: SignedInRequest) -> HttpResponse:
    """GET shows an empty form, POST makes a draft."""
    form = DeskForumForm(request.POST or None, instance=Forum(capacity=50))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, None, status=422 if form.is_bound else 200)
    tasks, uid = form.cleaned_data["tasks"], form.cleaned_data["form_key"]
    try:
        forum = services.create(values=form.values(), tasks=tasks, by=request.user, uid=uid)
    except refusals.AddressTaken as violation:
        form.add_error(violation.field, str(violation))
        return _form_page(request, form, None, status=int(violation.status))
    messages.success(request, _("The draft is saved. Only organisers see it until you publish it."))
    return redirect("forum_desk:forum", forum.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def edit_forum(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET shows the form; POST saves, after it has said what that does to people who are registered."""
    forum = any_forum_or_404(slug)
    # The form writes into its instance; what is stored stays to be compared with.
    form = DeskForumForm(request.POST or None, instance=any_forum_or_404(slug), initial={"seen": version_of(forum)})
    if request.method != "POST" or "again" in request.POST:
        return _form_page(request, form, forum)
    if not form.is_valid():
        return _form_page(request, form, forum, status=422)
    said = impact.impact_of(forum, form.values())
    if said and "confirmed" not in request.POST:
        typed = [(name, value) for name in request.POST if name not in NO_FIELDS for value in request.POST.getlist(name)]
        return render(request, "forum_desk/impact.html", {"forum": forum, "consequences": said, "typed": typed})
    return _save(request, forum, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def parts(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """GET lists the programme, the speakers or the questions with an empty form, POST adds one."""
    forum, form_class = any_forum_or_404(slug), PART_FORMS[kind]
    form = form_class(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _parts_page(request, forum, kind, form, status=422 if form.is_bound else 200)
    try:
        services.add_part(forum=forum, part=form.instance, by=request.user, key=form.cleaned_data["form_key"])
    except RuleViolation as violation:
        form.refuse(violation)
        return _parts_page(request, forum, kind, form, status=int(violation.status))
    messages.success(request, _("Added at the end of the list."))
    return redirect("forum_desk:parts", forum.slug, kind)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def part(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """GET shows one part to change, POST saves it."""
    forum = any_forum_or_404(slug)
    found = _part_or_404(forum, kind, pk)
    form = PART_FORMS[kind](request.POST or None, instance=_part_or_404(forum, kind, pk))
    context = {"forum": forum, "kind": kind, "part": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "forum_desk/part_form.html", context, status=422 if form.is_bound else 200)
    try:
        services.change_part(part=found, values=form.values(), by=request.user)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return render(request, "forum_desk/part_form.html", context, status=int(violation.status))
    messages.success(request, _("Saved."))
    return redirect("forum_desk:parts", forum.slug, kind)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def remove_part(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """GET asks, POST takes the part away."""
    forum = any_forum_or_404(slug)
    found = _part_or_404(forum, kind, pk)
    if request.method != "POST":
        return render(request, "forum_desk/part_confirm.html", {"forum": forum, "kind": kind, "part": found})
    try:
        services.remove_part(part=found, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("Removed."))
    return redirect("forum_desk:parts", forum.slug, kind)


@require_POST
@for_organisers
def move_part(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Swap a part with the one before or after it."""
    forum = any_forum_or_404(slug)
    services.move_part(part=_part_or_404(forum, kind, pk), up=request.POST.get("way") != "down", by=request.user)
    return redirect("forum_desk:parts", forum.slug, kind)


def _save(request: SignedInRequest, forum: Forum, form: DeskForumForm) -> HttpResponse:
    tasks, seen_before = form.cleaned_data["tasks"], form.cleaned_data["seen"]
    sent = {"values": form.values(), "tasks": tasks, "seen_before": seen_before, "may_overbook": "confirmed" in request.POST}
    try:
        forum = services.edit(forum=forum, by=request.user, **sent)
    except RuleViolation as violation:
        form.add_error(getattr(violation, "field", None), str(violation))
        # The next try is made knowing what stands now.
        form.data = form.data.copy()
        form.data["seen"] = version_of(any_forum_or_404(forum.slug))
        return _form_page(request, form, forum, status=int(violation.status))
    messages.success(request, _("Saved."))
    return redirect("forum_desk:forum", forum.slug)


def _form_page(request: SignedInRequest, form: DeskForumForm, forum: Forum | None, *, status: int = 200) -> HttpResponse:
    return render(request, "forum_desk/forum_form.html", {"form": form, "forum": forum}, status=status)


def _parts_page(request: SignedInRequest, forum: Forum, kind: str, form: forms.ModelForm, *, status: int = 200) -> HttpResponse:
    rows = list(PART_FORMS[kind]._meta.model.objects.filter(forum=forum).order_by("position", "pk"))
    # Whoever registered before a question was asked has not answered it.
    registered = forum.registrations.registered().of_somebody().count() if kind == "questions" else 0
    context = {"forum": forum, "kind": kind, "parts": rows, "form": form, "registered": registered}
    return render(request, "forum_desk/part_list.html", context, status=status)


def _part_or_404(forum: Forum, kind: str, pk: int) -> Part:
    model = PART_FORMS[kind]._meta.model
    return get_object_or_404(model.objects.select_related("forum"), forum=forum, pk=pk)
