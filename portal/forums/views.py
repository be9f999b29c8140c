"""Forums as a list and by the month, and the feed of all of them that calendar programs read."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.web.listing import chosen, page_of
from portal.forums.calendar_entries import public_feed
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.forums.months import Month, laid_out
from portal.forums.page_links import Spot, links
from portal.plan.models import Task

PER_PAGE = 12
# Feeds reach back so far.
SHOWN_FOR = timedelta(days=180)


@require_safe
def forum_list(request: HttpRequest) -> HttpResponse:
    """Upcoming or past forums, of one task or of all."""
    now = timezone.now()
    tasks = list(Task.objects.filter(forums__in=Forum.objects.published()).distinct().order_by("number", "pk"))
    when = chosen(request.GET, "when", ["past"], "upcoming")
    task = chosen(request.GET, "task", [each.slug for each in tasks], "")
    forums = Forum.objects.published().with_waiting_count()
    forums = forums.past(now) if when == "past" else forums.upcoming(now)
    page = page_of(forums.about(task) if task else forums, request.GET.get("page"), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "cards": forum_cards(page, now),
        "when": when,
        "task": task,
        "tasks": tasks,
        "query": query.urlencode(),
        "more_tabs": links(Spot.TABS, request.user),
    }
    return render(request, "forums/forum_list.html", context)


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The forums of one month, this one unless the address names another."""
    now = timezone.now()
    today = timezone.localdate(now)
    shown = _asked_month(request, today)
    days = shown.days(language=get_language())
    forums = Forum.objects.published().between(_midnight(days[0]), _midnight(days[-1] + timedelta(days=1)))
    cards = forum_cards(forums.with_waiting_count(), now)
    spans = [(_day(card.forum.starts_at), _last_day(card.forum), card) for card in cards]
    feed_url = absolute_url(reverse("forums:feed"))
    context = {
        "month": shown,
        "now": now,
        "days": laid_out(days, month=shown, today=today, things=spans),
        "count": sum(1 for card in cards if Month.of(_day(card.forum.starts_at)) == shown),
        "is_this_month": shown == Month.of(today),
        "feed_url": feed_url,
        "subscription_url": subscription_url(feed_url),
        "more_tabs": links(Spot.TABS, request.user),
        "own_calendar_links": links(Spot.CALENDAR, request.user),
    }
    return render(request, "forums/forum_month.html", context)


@cache_control(public=True, max_age=900)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Every published forum, from half a year ago on."""
    forums = Forum.objects.published().filter(ends_at__gt=timezone.now() - SHOWN_FOR).order_by("starts_at", "pk")
    return calendar_response(public_feed(forums))


def calendar_response(text: str) -> HttpResponse:
    """A calendar file as the answer to a request."""
    return HttpResponse(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")


def absolute_url(path: str) -> str:
    """The path with the name of the site, for what is read elsewhere."""
    return settings.SITE_URL.rstrip("/") + path


def subscription_url(address: str) -> str:
    """The same address as phones and calendar programs open it as a subscription; by https it is a file that is read in once."""
    return f"webcal://{address.partition('://')[2]}"


def _asked_month(request: HttpRequest, today: date) -> Month:
    asked = request.GET.get("month", "")
    shown = Month.read(asked) if asked else Month.of(today)
    if shown is None:
        raise BadRequest(_("The address asks for something this page does not offer."))
    return shown


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _last_day(forum: Forum) -> date:
    """A forum that ends at midnight does not stand on the next day."""
    return _day(forum.ends_at - timedelta(microseconds=1))
