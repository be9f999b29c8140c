"""Everything that one person registered for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.people import SignedInRequest, Visitor
from portal.core.web.listing import page_of
from portal.forums.models import Forum
from portal.forums.page_links import Link, Spot, links
from portal.forums.views import PER_PAGE
from portal.registrations.cards import registration_cards
from portal.registrations.models import Registration
from portal.registrations.tickets.doors import doors


@require_safe
@login_required
def my_forums(request: SignedInRequest) -> HttpResponse:
    """Everything the person ever registered for, what comes next first."""
    now = timezone.now()
    own = Registration.objects.filter(citizen=request.user).select_related("forum").with_waiting_number()
    context = {
        "doors": doors().doors_of(request.user, now),
        "coming": registration_cards(own.coming(now), now),
        "page": (page := page_of(own.gone(now), request.GET.get("page"), PER_PAGE)),
        "gone": registration_cards(page, now),
        "more_tabs": links(Spot.TABS, request.user),
    }
    return render(request, "registrations/my_forums.html", context)


def link_to_my_forums(user: Visitor, forum: Forum | None) -> Link:
    """The tab beside the lists of forums."""
    return Link(_("My forums"), reverse("registrations:my_forums"))
