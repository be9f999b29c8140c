"""The pages where packages meet. They read; whatever changes something belongs to the package it changes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from portal.core.htmx import wants_fragment
from portal.discussion.threads import discussion_context
from portal.pages.about import about_context
from portal.pages.home import home_context
from portal.pages.manifest import manifest_of
from portal.pages.my_page import my_page_context
from portal.pages.my_record import my_record_context
from portal.pages.specimens import specimens
from portal.pages.task_page import task_context
from portal.policy.following import with_follow_of
from portal.policy.freshness import with_freshness
from portal.policy.models import Task
from portal.policy.taken_away import with_milestone_history


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what it costs, what one may do."""
    return render(request, "pages/home.html", home_context(user=request.user, now=timezone.now()))


@require_safe
def task(request: HttpRequest, slug: str) -> HttpResponse:
    """One task with its forums and its discussion; the discussion alone for htmx."""
    tasks = with_freshness(Task.objects.select_related("strategy", "source", "budget_source", "discussion"))
    found = get_object_or_404(with_milestone_history(with_follow_of(tasks, request.user)), slug=slug)
    discussion = discussion_context(task=found, user=request.user, params=request.GET, session=request.session)
    if wants_fragment(request):
        return render(request, "discussion/_discussion.html", {"task": found, **discussion})
    context = task_context(task=found, now=timezone.now())
    return render(request, "pages/task.html", {**discussion, **context})


@require_safe
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """What I said, my forums, my data."""
    context = my_page_context(user=request.user, page_number=request.GET.get("page"), now=timezone.now())
    return render(request, "pages/my_page.html", context)


@never_cache
@require_safe
@login_required
def my_record(request: HttpRequest) -> HttpResponse:
    """Who looked at my personal data, when and why."""
    context = my_record_context(user=request.user, page_number=request.GET.get("page"))
    return render(request, "pages/my_record.html", context)


@cache_control(public=True, max_age=86_400)
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to put the portal on its home screen (W3C Web Application Manifest)."""
    return JsonResponse(manifest_of(), content_type="application/manifest+json")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this portal is and by which rules it works."""
    return render(request, "pages/about.html", about_context())


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "pages/components.html", specimens())
