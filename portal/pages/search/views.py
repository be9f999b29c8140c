"""The page of the search, for everybody."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.core.text.cleaning import UnusableText
from portal.core.web.listing import chosen, page_of
from portal.discussion.search.full_text import Search, asked
from portal.pages.search.cards import cards_of
from portal.pages.search.finding import Findings, find, in_order
from portal.pages.search.kinds import Kind

RESULTS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind to show alone, or all of them."""

    words: str
    query: str
    count: int
    is_more: bool
    is_current: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What everybody may read that holds every word asked for. A search that is no text is told so beside its field (422)."""
    kind = Kind(value) if (value := chosen(request.GET, "kind", Kind.values, "")) else None
    try:
        wanted = asked(request.GET.get("q", ""))
    except UnusableText as refusal:
        context = {"q": "", "refusal": str(refusal)}
        return render(request, "pages/search/search.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, "pages/search/search.html", results_context(wanted, kind, request.GET.get("page")))


def results_context(wanted: Search, kind: Kind | None, page_number: str | None) -> dict[str, Any]:
    """Everything the page prints. Raises Http404 for a page that is not there."""
    findings = find(wanted)
    page = page_of(in_order(findings, kind), page_number, RESULTS_PER_PAGE)
    return {
        "q": wanted.q,
        "kind": kind,
        "choices": (choices := choices_of(findings, wanted, kind)),
        "total": next(choice.count for choice in choices if choice.is_current),
        "is_more": next(choice.is_more for choice in choices if choice.is_current),
        "page": page,
        "query": _query(wanted, kind),
        "cards": cards_of(page.object_list, wanted),
    }


def choices_of(findings: Findings, wanted: Search, chosen_kind: Kind | None) -> list[Choice]:
    """All kinds together and each by itself, with how much was found."""
    total, is_more = sum(found.count for found in findings.values()), any(found.is_more for found in findings.values())
    every = Choice(pgettext("search", "All"), _query(wanted, None), total, is_more, chosen_kind is None)
    return [every] + [
        Choice(str(kind.label), _query(wanted, kind), found.count, found.is_more, kind == chosen_kind)
        for kind, found in findings.items()
    ]


def _query(wanted: Search, kind: Kind | None) -> str:
    return urlencode({"q": wanted.q} | ({"kind": kind.value} if kind else {}))
