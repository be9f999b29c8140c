"""Forums by the month, and the feeds that calendar programs read."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forums import invitations
from portal.forums.cards import forum_cards
from portal.forums.models import CalendarFeed, Forum, Registration
from portal.forums.months import Month, laid_out
from portal.forums.services import feeds

SHOWN_FOR = timedelta(days=180)


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The forums of one month, this one unless the address names another."""
    now = timezone.now()
    asked = request.GET.get("month", "")
    shown = Month.read(asked) if asked else Month.of(timezone.localdate(now))
    if shown is None:
        raise BadRequest(_("The address asks for something this page does not offer."))
    days = shown.days()
    forums = Forum.objects.published().between(_midnight(days[0]), _midnight(days[-1] + timedelta(days=1)))
    cards = forum_cards(forums.with_waiting_count(), now)
    spans = [(_day(card.forum.starts_at), _last_day(card.forum), card) for card in cards]
    feed_url = _absolute(reverse("forums:feed"))
    context = {
        "month": shown,
        "days": laid_out(shown, today=timezone.localdate(now), things=spans),
        "count": sum(1 for card in cards if Month.of(_day(card.forum.starts_at)) == shown),
        "is_this_month": shown == Month.of(timezone.localdate(now)),
        "feed_url": feed_url,
        "subscription_url": _subscription(feed_url),
    }
    return render(request, "forums/forum_month.html", context)


@cache_control(public=True, max_age=900)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Every published forum, from half a year ago on."""
    forums = Forum.objects.published().filter(ends_at__gt=timezone.now() - SHOWN_FOR).order_by("starts_at", "pk")
    return _ics(invitations.public_feed(forums))


@never_cache
@require_safe
def personal_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The forums of whoever this secret was given to; what was cancelled is said as such, so that calendars take it out."""
    owner = feeds.owner_of(secret)
    if owner is None:
        raise Http404(_("There is no such calendar."))
    own = Registration.objects.filter(citizen=owner, forum__ends_at__gt=timezone.now() - SHOWN_FOR)
    rows = own.shown_in_calendars().select_related("forum").order_by("forum__starts_at", "pk")
    response = _ics(invitations.personal_feed(rows, language=owner.language))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_feed(request: HttpRequest) -> HttpResponse:
    """GET says what the address is for; POST makes a new one and shows it, this once."""
    secret = feeds.open_feed(citizen=request.user) if request.method == "POST" else ""
    address = _absolute(reverse("forums:personal_feed", args=[secret])) if secret else ""
    context = {
        "feed": CalendarFeed.objects.filter(citizen=request.user).first(),
        "address": address,
        "subscription_url": _subscription(address),
    }
    return render(request, "forums/my_feed.html", context)


@require_POST
@login_required
def close_my_feed(request: HttpRequest) -> HttpResponse:
    """Stop the address."""
    if feeds.close_feed(citizen=request.user):
        messages.success(request, _("The address no longer works. Calendars that read it show nothing new."))
    else:
        messages.info(request, _("There is no address at the moment."))
    return redirect("forums:my_feed")


def _ics(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")


def _absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def _subscription(address: str) -> str:
    """The same address as phones and calendar programs open it as a subscription; by https it is a file that is read in once."""
    return f"webcal://{address.partition('://')[2]}"


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(at: datetime):
    return timezone.localtime(at).date()


def _last_day(forum: Forum):
    """A forum that ends at midnight does not stand on the next day."""
    return _day(forum.ends_at - timedelta(microseconds=1))
