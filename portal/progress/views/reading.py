"""What is reported about a task, what was changed, and who wants to hear of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.people import SignedInRequest
from portal.core.web.htmx import wants_fragment
from portal.core.web.listing import page_of
from portal.plan.models import Task
from portal.progress import services
from portal.progress.following import read_token, with_follow_of
from portal.progress.freshness import freshness, with_freshness
from portal.progress.history import history_context
from portal.progress.models import Follow, TaskUpdate, UpdateFile

UPDATES_PER_PAGE = 10
# A file is a guest: whatever it contains, it may do nothing here.
NO_RIGHTS = "sandbox; default-src 'none'"


@require_safe
def update_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything reported about a task, the newest first."""
    task = get_object_or_404(with_freshness(Task.objects.all()), slug=slug)
    updates = task.updates.published().newest_first().select_related("department").prefetch_related(_files())
    context = {
        "task": task,
        "page": page_of(updates, request.GET.get("page"), UPDATES_PER_PAGE),
        "freshness": freshness(task, timezone.now()),
    }
    return render(request, "progress/update_list.html", context)


@require_safe
def update_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One report; of a withdrawn one, that it was there and why it went."""
    updates = TaskUpdate.objects.exclude(state=TaskUpdate.State.DRAFT).select_related("task", "department")
    update = get_object_or_404(updates.prefetch_related(_files()), pk=pk, task__slug=slug)
    context = {"update": update, "task": update.task, "may_edit": update.task.may_be_edited_by(request.user)}
    return render(request, "progress/update_detail.html", context)


@require_safe
def update_file(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """One file of a published report, to download; of a draft, for those who may publish it."""
    found = get_object_or_404(UpdateFile.objects.select_related("update"), pk=file, update=pk, update__task__slug=slug)
    if not found.update.is_published and not request.user.has_perm("plan.edit_plan"):
        raise Http404(_("There is no such file."))
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NO_RIGHTS
    return response


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What was changed in public about a task."""
    task = get_object_or_404(Task, slug=slug)
    context = history_context(task=task, page_number=request.GET.get("page"))
    return render(request, "progress/history.html", context)


@require_POST
@login_required
def follow(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hear about a task from now on."""
    task = get_object_or_404(Task, slug=slug)
    level = request.POST.get("level", "")
    if level not in Follow.Level.values:
        raise BadRequest(_("The form asks for something this page does not offer."))
    services.follow(task=task, person=request.user, level=level)
    return _follow_answer(request, task, _("You follow this task. At most one message a day tells you what is new."))


@require_POST
@login_required
def unfollow(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hear about it no more."""
    task = get_object_or_404(Task, slug=slug)
    services.unfollow(person=request.user, task=task)
    return _follow_answer(request, task, _("You no longer follow this task."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a message opens: GET shows, POST stops. Whoever holds the link need not be signed in."""
    person, task_key = _read_or_404(token)
    task = get_object_or_404(Task, pk=task_key) if task_key else None
    if request.method == "POST":
        wants_all = task is None or request.POST.get("which") == "all"
        services.unfollow(person=person, task=None if wants_all else task)
        messages.success(
            request, _("Done. You will get no more of these messages.") if wants_all else _("You no longer follow this task.")
        )
        return redirect(request.path)
    followed = list(Task.objects.filter(follows__user=person).order_by("number"))
    context = {"task": task, "followed": followed, "is_followed": task in followed if task else bool(followed), "token": token}
    response = render(request, "progress/unfollow_confirm.html", context)
    # The address is the key: into no search engine.
    response["X-Robots-Tag"] = "noindex"
    return response


# A mail program has neither cookie nor form, so there is nothing a CSRF token could be compared with; nor is anything left to
# protect: what permits this is the signature in the address, which no other site knows, and never who is signed in (RFC 8058,
# sections 3.1 and 6).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow_in_one_click(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail program sends when its reader unsubscribes; doing it twice does nothing.

    Opened, it leads to the page that asks.
    """
    person, task_key = _read_or_404(token)
    if request.method != "POST":
        return redirect("progress:unfollow_by_mail", token)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        raise BadRequest(_("The form asks for something this page does not offer."))
    services.unfollow(person=person, task=get_object_or_404(Task, pk=task_key) if task_key else None)
    return HttpResponse(_("Done. You will get no more of these messages."), content_type="text/plain; charset=utf-8")


def _read_or_404(token: str) -> tuple[int, int | None]:
    try:
        return read_token(token)
    except (BadSignature, ValueError) as error:
        raise Http404(_("This link is not one of ours, or a part of it is missing.")) from error


def _follow_answer(request: SignedInRequest, task: Task, words: str) -> HttpResponse:
    if wants_fragment(request):
        context = {"task": with_follow_of(Task.objects.all(), request.user).get(pk=task.pk), "words": words}
        return render(request, "progress/_follow.html", context)
    messages.success(request, words)
    return redirect(f"{task.get_absolute_url()}#follow")


def _files() -> Prefetch:
    return Prefetch("files", UpdateFile.objects.defer("content").order_by("pk"))
