"""Finding what was said: the search inside a discussion, and what is like a text somebody is writing."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import TooManyRequests
from portal.core.rate_limits import Limit, spend
from portal.core.web.htmx import wants_fragment
from portal.core.web.listing import page_of
from portal.discussion import drafts
from portal.discussion.forms import CommentForm
from portal.discussion.gate import enter_discussion, gate_of
from portal.discussion.models import Topic
from portal.discussion.search.full_text import asked
from portal.discussion.search.results import results_of, similar_results
from portal.discussion.search.similar import similar_to
from portal.discussion.threads.composers import comment_composer, gate_context
from portal.plan.models import Task

RESULTS_PER_PAGE = 20
SIMILAR_SEARCHES: Limit = {"limit": 60, "per": timedelta(minutes=1)}  # somebody who pauses once a second


@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """The comments of a task that hold every word asked for. A search that is no text is refused (422)."""
    task = get_object_or_404(Task, slug=slug)
    search = asked(request.GET.get("q", ""))
    page = page_of(search.keys_in(task), request.GET.get("page"), RESULTS_PER_PAGE)
    results = results_of(list(page), search)
    context = {"task": task, "q": search.q, "query": search.address_part, "page": page, "results": results}
    return render(request, "discussion/search.html", context)


@require_POST
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said already: a part under the form that htmx asks for while somebody writes, or a page with the form again.

    The text comes by POST, so that it stands in no address and no log. Nothing is changed but the draft, and that only where the
    form leaves the screen.
    """
    task = get_object_or_404(Task, slug=slug)
    _discussion, writer = enter_discussion(task=task, person=request.user)
    try:
        spend(key=f"similar:{writer.pk}", **SIMILAR_SEARCHES)
    except TooManyRequests:
        if wants_fragment(request):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)  # A hint that does not come is nothing to complain about.
        raise
    body = request.POST.get("body", "")
    context = {"task": task, "similar": similar_results(similar_to(task, body, writer=writer))}
    if wants_fragment(request):
        return render(request, "discussion/_similar.html", {**context, "is_fragment": True})
    return render(request, "discussion/similar.html", {**context, **_form_again(request, task)})


def _form_again(request: HttpRequest, task: Task) -> dict[str, Any]:
    """The form with what was typed, which is kept as a draft as well."""
    composer = comment_composer(task)
    drafts.keep(request.session, composer.draft, request.POST)
    typed = {name: request.POST.get(name, "") for name in ("body", "stance", "topic")}
    form = CommentForm(name=composer.name, initial=typed, topics=list(Topic.objects.order_by("position", "pk")))
    return {"composer": composer, "form": form, **gate_context(gate_of(task, request.user), request.user)}
