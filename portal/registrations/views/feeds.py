"""The secret address from which a person's calendar program reads their forums."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.people import SignedInRequest, Visitor
from portal.forums.models import Forum
from portal.forums.page_links import Link
from portal.forums.views import SHOWN_FOR, absolute_url, calendar_response, subscription_url
from portal.registrations import invitations
from portal.registrations.models import CalendarFeed, Registration
from portal.registrations.services import feeds


@never_cache
@require_safe
def personal_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The forums of whoever this secret was given to; what was cancelled is said as such, so that calendars take it out."""
    owner = feeds.owner_of(secret)
    if owner is None:
        raise Http404(_("There is no such calendar."))
    own = Registration.objects.filter(citizen=owner, forum__ends_at__gt=timezone.now() - SHOWN_FOR)
    rows = own.shown_in_calendars().select_related("forum").order_by("forum__starts_at", "pk")
    response = calendar_response(invitations.personal_feed(rows, language=owner.language))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_feed(request: SignedInRequest) -> HttpResponse:
    """GET says what the address is for; POST makes a new one and shows it, this once."""
    secret = feeds.open_feed(citizen=request.user) if request.method == "POST" else ""
    address = absolute_url(reverse("registrations:personal_feed", args=[secret])) if secret else ""
    context = {
        "feed": CalendarFeed.objects.filter(citizen=request.user).first(),
        "address": address,
        "subscription_url": subscription_url(address),
    }
    return render(request, "registrations/my_feed.html", context)


@require_POST
@login_required
def close_my_feed(request: SignedInRequest) -> HttpResponse:
    """Stop the address."""
    if feeds.close_feed(citizen=request.user):
        messages.success(request, _("The address no longer works. Calendars that read it show nothing new."))
    else:
        messages.info(request, _("There is no address at the moment."))
    return redirect("registrations:my_feed")


def link_to_my_feed(user: Visitor, forum: Forum | None) -> Link:
    """For people who want only their own forums in their calendar."""
    return Link(_("Make a calendar address of your own"), reverse("registrations:my_feed"))
