"""The list of tasks, with how far each is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from portal.core.web.htmx import wants_fragment
from portal.progress.task_list import task_list as read_task_list


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """All tasks, or those that the address asks for; the results alone for htmx."""
    listing = read_task_list(request.GET)
    if not wants_fragment(request):
        return render(request, "progress/task_list.html", {"listing": listing})
    response = render(request, "progress/_task_results.html", {"listing": listing, "is_fragment": True})
    # The form sends its empty fields too; the address should say only what was asked for.
    return push_url(response, f"{request.path}?{listing.query}" if listing.query else request.path)
