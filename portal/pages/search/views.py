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
from portal.pages.search.finding import Findings, in_order, total_of
from portal.pages.search.kinds import Kind
from portal.pages.search.outcomes import outcome_of, words_found

RESULTS_PER_PAGE = 10
PUNCTUATION = "?!.,;:…·\"'“”‘’「」『』()[]"  # around words of a question


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of a search says, without the page."""

    typed: str
    literally: bool

    def query(self, kind: Kind | None) -> str:
        """The same search in one kind, or in all."""
        return urlencode({"q": self.typed} | ({"kind": kind.value} if kind else {}) | ({"exact": "1"} if self.literally else {}))


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
    literally = chosen(request.GET, "exact", ["1"], "") == "1"
    try:
        typed = asked(request.GET.get("q", "")).q
    except UnusableText as refusal:
        context = {"q": "", "refusal": str(refusal)}
        return render(request, "pages/search/search.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, "pages/search/search.html", results_context(typed, kind, request.GET.get("page"), literally=literally))


def results_context(typed: str, kind: Kind | None, page_number: str | None, *, literally: bool) -> dict[str, Any]:
    """Everything the page prints. Raises Http404 for a page that is not there."""
    wanted = Search(" ".join(filter(None, (token.strip(PUNCTUATION) for token in typed.split()))))
    outcome = outcome_of(wanted, literally=literally)
    page = page_of(in_order(outcome.findings, kind), page_number, RESULTS_PER_PAGE)
    address = Address(typed, literally)
    choices = choices_of(outcome.findings, address, kind)
    current = next(choice for choice in choices if choice.is_current)
    return {
        "q": typed,
        "kind": kind,
        "outcome": outcome,
        "shown_words": outcome.search.q if outcome.meant else typed,
        "literal_query": Address(typed, literally=True).query(kind),
        "choices": choices,
        "current": current,
        "shown_count": f"{current.count:,}",
        "page": page,
        "query": address.query(kind),
        "cards": cards_of(page.object_list, outcome.search),
        "single_words": words_found(wanted) if wanted.query and not page.object_list else [],
    }


def choices_of(findings: Findings, address: Address, chosen_kind: Kind | None) -> list[Choice]:
    """All kinds together and each by itself, with how much was found."""
    is_more = any(found.is_more for found in findings.values())
    every = Choice(pgettext("search", "All"), address.query(None), total_of(findings), is_more, chosen_kind is None)
    return [every] + [
        Choice(str(kind.label), address.query(kind), found.count, found.is_more, kind == chosen_kind)
        for kind, found in findings.items()
    ]
