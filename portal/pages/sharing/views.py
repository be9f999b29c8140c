"""What programs ask a site for at fixed addresses: robots.txt, the sitemap, the icon of the tab."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.pages.cards.links import absolute
from portal.pages.sharing import sitemap

XML = "application/xml; charset=utf-8"
DAY = 86_400
# People's own pages, desks and signed links; programs have nothing to look for there.
PRIVATE = (
    "accounts/",
    "admin/",
    "answers/desk/",
    "budget/import/",
    "dev/",
    "follows/",
    "forums/feed/",
    "forums/helping/",
    "forums/manage/",
    "forums/mine/",
    "forums/place/",
    "forums/tickets/",
    "milestones/",
    "moderation/",
    "my/",
    "takedowns/",
    "tasks/*/edit/",
)


@cache_control(public=True, max_age=DAY)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read (RFC 9309). A sample site names no sitemap: its pages say that nobody is to keep them."""
    lines = ["User-agent: *"]
    for home in _homes():
        lines += [f"Disallow: {home}{path}" for path in PRIVATE]
    if not settings.DEMO_MODE:
        lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of the sitemap."""
    addresses = [absolute(reverse("sitemap_file", args=place)) for place in sitemap.files()]
    return render(request, "pages/sitemap_index.xml", {"addresses": addresses}, content_type=XML)


@require_safe
def sitemap_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One of them."""
    if (kind, number) not in sitemap.files():
        raise Http404
    return render(request, "pages/sitemap.xml", {"entries": sitemap.entries(kind, number)}, content_type=XML)


@cache_control(public=True, max_age=DAY)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon where browsers and feed readers look for it unasked."""
    return HttpResponse(_icon(), content_type="image/x-icon")


@lru_cache(maxsize=1)
def _icon() -> bytes:
    return (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()


def _homes() -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(reverse("pages:home"))
    return found
