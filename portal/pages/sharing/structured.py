"""Pages as data that search engines read (JSON-LD, schema.org). It says what the page shows to everybody, and nothing else.

Which properties a kind needs: https://developers.google.com/search/docs/appearance/structured-data/search-gallery
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.answers.models import AnswerRequest
from portal.core.web.context import names
from portal.discussion.models import Comment
from portal.discussion.threads.entries import speaker_of
from portal.forums.models import Forum
from portal.forums.states import Phase
from portal.pages.cards.contents import first_sentence
from portal.pages.cards.links import absolute
from portal.plan.models import Task

Data = dict[str, Any]
# The threads of a task's page that are told; what stands further down says little about the page.
MOST_THREADS = 10
LONGEST_HEADLINE = 110


def website() -> Data:
    """The portal, with the search that anybody may link to."""
    home = absolute(reverse("pages:home"))
    found = absolute(reverse("pages:search")) + "?q={search_term_string}"
    return _thing(
        "WebSite",
        url=home,
        name=names()["name"],
        alternateName=names()["other_name"],
        inLanguage=get_language(),
        potentialAction=_part("SearchAction", target=found, **{"query-input": "required name=search_term_string"}),
    )


def organization() -> Data:
    """Who is behind the portal, by its own name: whether it is the city's is said on the page."""
    logo = absolute(static("img/icon-512.png"))
    return _thing("Organization", name=names()["name"], url=absolute(reverse("pages:home")), logo=logo)


def service(task: Task) -> Data:
    """A policy task, as what the city does for its citizens."""
    return _thing(
        "GovernmentService",
        name=task.title,
        description=task.summary or None,
        identifier=str(task.number),
        url=absolute(task.get_absolute_url()),
        serviceType=task.strategy.title,
        areaServed=_part("City", name=names()["city_name"]),
        provider=_part("GovernmentOrganization", name=names()["city_name"]),
        serviceOperator=_part("GovernmentOrganization", name=task.department) if task.department else None,
        inLanguage=get_language(),
    )


def event(forum: Forum, image: str, waiting_count: int) -> Data:
    """A forum with its state; the room online is told to those with a seat, so the page stands for it."""
    url, place = absolute(forum.get_absolute_url()), _part("Place", name=forum.venue, address=forum.address or forum.venue)
    online = _part("VirtualLocation", url=url)
    return _thing(
        "Event",
        name=forum.title,
        description=forum.summary or forum.description or None,
        url=url,
        image=image,
        startDate=_moment(forum.starts_at),
        endDate=_moment(forum.ends_at),
        **_event_status(forum),
        eventAttendanceMode=f"https://schema.org/{'Mixed' if forum.online_url else 'Offline'}EventAttendanceMode",
        location=[place, online] if forum.online_url else place,
        organizer=_part("Organization", name=names()["city_name"], url=absolute(reverse("pages:home"))),
        offers=_seats(forum, waiting_count, url),
        maximumAttendeeCapacity=forum.capacity,
        isAccessibleForFree=True,
        inLanguage=get_language(),
    )


def _event_status(forum: Forum) -> Data:
    """Whether it takes place as announced; with the start announced first, if it was moved."""
    if forum.is_cancelled:
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if forum.first_starts_at:
        return {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": _moment(forum.first_starts_at)}
    return {"eventStatus": "https://schema.org/EventScheduled"}


def _seats(forum: Forum, waiting_count: int, url: str) -> Data | None:
    """How it stands with the seats while one may register or will be; the portal takes no money."""
    phase = forum.phase(timezone.now())
    is_full = not forum.seats_left or waiting_count > 0
    available = {Phase.NOT_YET_OPEN: "PreOrder", Phase.OPEN: "SoldOut" if is_full else "InStock"}.get(phase)
    if available is None:
        return None
    return _part(
        "Offer",
        url=url,
        price="0",
        priceCurrency="KRW",
        availability=f"https://schema.org/{available}",
        validFrom=_moment(forum.registration_opens_at),
        validThrough=_moment(forum.registration_closes_at),
    )


def question(request: AnswerRequest, reply: Comment) -> Data:
    """A comment with the city's answer to it, both of which everybody may read."""
    comment = request.comment
    url = absolute(request.get_absolute_url())
    answer = _part(
        "Answer",
        text=reply.body,
        url=f"{url}#answer",
        dateCreated=_moment(reply.created_at),
        author=_part("Organization", name=speaker_of(reply)),
        upvoteCount=reply.agree_count,
    )
    asked = _part(
        "Question",
        name=_headline(comment.body),
        text=comment.body,
        url=url,
        answerCount=1,
        upvoteCount=comment.agree_count,
        dateCreated=_moment(comment.created_at),
        author=_part("Person", name=comment.author.display_name),
        acceptedAnswer=answer,
    )
    return _thing("QAPage", mainEntity=asked)


def posting_page(comment: Comment) -> tuple[Data, ...]:
    """The page of one comment. Nothing while not everybody may read it."""
    return (_posting(comment, comment.body, comment.task),) if comment.is_shown else ()


def threads_on(page: Iterable[Comment] | None, task: Task) -> list[Data]:
    """The first threads of a task's page, as far as everybody may read them. No query: they were fetched for the page."""
    shown = [root for root in list(page or ())[:MOST_THREADS] if root.is_shown and root.words]
    return [_posting(root, root.words or "", task) for root in shown]


def _posting(comment: Comment, words: str, task: Task) -> Data:
    url = absolute(reverse("discussion:permalink", args=[comment.pk]))
    return _thing(
        "DiscussionForumPosting",
        headline=_headline(words),
        text=words,
        url=url,
        mainEntityOfPage=url,
        isPartOf=absolute(task.get_absolute_url()),
        datePublished=_moment(comment.created_at),
        dateModified=_moment(comment.edited_at) if comment.edited_at else None,
        author=_part("Organization" if comment.is_official else "Person", name=speaker_of(comment)),
        interactionStatistic=[
            _interactions("LikeAction", comment.agree_count),
            _interactions("DislikeAction", comment.disagree_count),
            _interactions("CommentAction", comment.reply_count),
        ],
    )


def trail_of_task(task: Task) -> Data:
    """Home, tasks, this one."""
    return _trail((_("Policy tasks"), reverse("plan:task_list")), (task.title, task.get_absolute_url()))


def trail_of_forum(forum: Forum) -> Data:
    """Home, forums, this one."""
    return _trail((_("Forums"), reverse("forums:forum_list")), (forum.title, forum.get_absolute_url()))


def trail_of_answer(request: AnswerRequest) -> Data:
    """Home, answers, this one."""
    return _trail((_("Answers"), reverse("answers:request_list")), (_("Answer to a comment"), request.get_absolute_url()))


def _trail(*steps: tuple[str, str]) -> Data:
    whole = [(_("Home"), reverse("pages:home")), *steps]
    items = [
        _part("ListItem", position=place, name=name, item=absolute(path)) for place, (name, path) in enumerate(whole, start=1)
    ]
    return _thing("BreadcrumbList", itemListElement=items)


def _interactions(kind: str, count: int) -> Data:
    return _part("InteractionCounter", interactionType=f"https://schema.org/{kind}", userInteractionCount=count)


def _headline(text: str) -> str:
    return first_sentence(text)[:LONGEST_HEADLINE]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _thing(kind: str, **properties: object) -> Data:
    return {"@context": "https://schema.org", **_part(kind, **properties)}


def _part(kind: str, **properties: object) -> Data:
    """What is not known is left out."""
    return {"@type": kind} | {name: value for name, value in properties.items() if value is not None}
