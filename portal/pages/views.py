"""The pages where packages meet. They read; whatever changes something belongs to the package it changes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.algorithms import algorithms_by_kind
from portal.core.people import SignedInRequest
from portal.core.web.context import names
from portal.core.web.htmx import wants_fragment
from portal.discussion.threads.pages import discussion_context
from portal.discussion.views.reading import part_of_list
from portal.pages.about import about_context
from portal.pages.home.context import home_context
from portal.pages.my_pages import my_page_context, my_record_context
from portal.pages.specimens import specimens
from portal.pages.task_page import task_context
from portal.plan.models import Task
from portal.progress.following import with_follow_of
from portal.progress.freshness import with_freshness
from portal.progress.milestones.asked import with_asked
from portal.progress.milestones.removed import with_milestone_history


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what it costs, what one may do."""
    return render(request, "pages/home.html", home_context(now=timezone.now()))


@require_safe
def task(request: HttpRequest, slug: str) -> HttpResponse:
    """One task with its forums and its discussion; the discussion alone for htmx."""
    tasks = with_freshness(Task.objects.select_related("strategy", "source", "budget_source", "discussion"))
    found = get_object_or_404(with_asked(with_milestone_history(with_follow_of(tasks, request.user))), slug=slug)
    discussion = discussion_context(task=found, user=request.user, params=request.GET, session=request.session)
    if wants_fragment(request):
        return part_of_list(request, discussion)
    context = task_context(task=found, now=timezone.now()) | {"may_edit": found.may_be_edited_by(request.user)}
    return render(request, "pages/task.html", {**discussion, **context})


@require_safe
@login_required
def my_page(request: SignedInRequest) -> HttpResponse:
    """What I said, my forums, my data."""
    context = my_page_context(user=request.user, page_number=request.GET.get("page"), now=timezone.now())
    return render(request, "pages/my_page.html", context)


@require_safe
@login_required
def my_record(request: SignedInRequest) -> HttpResponse:
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
    return render(request, "pages/about.html", about_context(now=timezone.now()))


@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    """Every rule that orders, suggests, holds back, groups or limits what citizens see, as the code declares it."""
    return render(request, "pages/algorithms.html", {"kinds": algorithms_by_kind()})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "pages/components.html", specimens())


COLOUR = "#256ef4"  # --c-accent of static/css/tokens.css; a manifest knows no style sheet

SIZES = (192, 512)


def manifest_of() -> dict[str, Any]:
    """The members of the manifest (W3C Web Application Manifest). Both languages are one application."""
    drawn = {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    painted = [
        {"src": static(f"img/{name}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for name, purpose in (("icon", "any"), ("icon-maskable", "maskable"))
    ]
    return {
        "id": "/",
        "name": names()["name"],
        "short_name": names()["name"],
        "lang": get_language(),
        "start_url": reverse("pages:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": COLOUR,
        "icons": [drawn, *painted],
    }
