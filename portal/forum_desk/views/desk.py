"""The organisers' desk: which forums there are, one of them, how its page will look; and what leads there from pages below."""

from datetime import datetime

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.models import AuditEvent
from portal.core.people import SignedInRequest, Visitor
from portal.core.web.listing import chosen, page_of
from portal.door.services.check_in import is_open
from portal.forum_desk.audit_labels import labelled
from portal.forum_desk.editing.checklist import checklist_of
from portal.forums.access import MANAGE, any_forum_or_404, for_organisers
from portal.forums.models import Forum, ForumQuerySet
from portal.forums.page_links import Link
from portal.forums.states import ForumState
from portal.notifications.models import Announcement
from portal.registrations.mails import ABOUT_FORUM
from portal.registrations.models.registration import RegistrationQuerySet
from portal.registrations.states import State
from portal.registrations.views.forum_page import forum_page_context

PER_PAGE, LATEST = 25, 15
LISTS = ("drafts", "past")


@require_safe
@for_organisers
def desk(request: SignedInRequest) -> HttpResponse:
    """Upcoming forums, drafts or past ones."""
    now = timezone.now()
    which = chosen(request.GET, "which", LISTS, "upcoming")
    page = page_of(_listed(which, now).with_waiting_count(), request.GET.get("page"), PER_PAGE)
    context = {"which": which, "page": page, "forums": [(forum, forum.phase(now)) for forum in page]}
    return render(request, "forum_desk/forum_list.html", {**context, "query": "" if which == "upcoming" else f"which={which}"})


@require_safe
@for_organisers
def forum_desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """One forum: its numbers, what is missing, what can be done, what was done."""
    forum, now = any_forum_or_404(slug), timezone.now()
    entries = AuditEvent.objects.filter(subject=f"forum:{forum.pk}").order_by("-number")[:LATEST]
    context = {
        "forum": forum,
        "phase": forum.phase(now),
        "numbers": numbers_of(forum.registrations.all()),
        "missing": checklist_of(forum, now),
        "door_is_open": is_open(forum, now),
        "events": labelled(entries),
        "announcements": Announcement.objects.unfinished().filter(about=f"{ABOUT_FORUM}{forum.pk}"),
    }
    return render(request, "forum_desk/forum_detail.html", context)


@require_safe
@for_organisers
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The forum's page as the public will see it."""
    forum = any_forum_or_404(slug)
    return render(request, "forum_desk/preview.html", forum_page_context(request, forum))


def numbers_of(registrations: RegistrationQuerySet) -> dict[str, int]:
    """How many are in each state, the seats of the confirmed, and how many people came; one query."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    numbers = registrations.aggregate(
        **states, seated=Sum("seats", filter=Q(state=State.CONFIRMED)), came=Sum("checked_in_people")
    )
    return {name: value or 0 for name, value in numbers.items()}


def _listed(which: str, now: datetime) -> ForumQuerySet:
    if which == "drafts":
        return Forum.objects.filter(state=ForumState.DRAFT).order_by("starts_at", "pk")
    announced = Forum.objects.published()
    return announced.past(now) if which == "past" else announced.upcoming(now)


def link_to_desk(user: Visitor, forum: Forum | None) -> Link:
    """The first step of the trail on organisers' pages below."""
    return Link(_("Forums desk"), reverse("forum_desk:desk"))


def link_to_forum(user: Visitor, forum: Forum | None) -> Link | None:
    """The second step of that trail."""
    return Link(forum.title, reverse("forum_desk:forum", args=[forum.slug])) if forum else None


def link_on_forum_page(user: Visitor, forum: Forum | None) -> Link | None:
    """From the public page of a forum, for whoever manages it."""
    if forum is None or not user.has_perm(MANAGE):
        return None
    return Link(_("To the desk of this forum"), reverse("forum_desk:forum", args=[forum.slug]))
