"""What a messenger and a search engine are told of one page, worked out from what the page shows. Free of HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.answers.deadlines.clock import answer_of
from portal.pages.cards.contents import first_sentence, general_face
from portal.pages.cards.links import Kind, card_address, general_address
from portal.pages.sharing import structured
from portal.pages.sharing.structured import Data

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Share:
    """The address of the picture, what is seen on it, and the page as data (schema.org)."""

    image: str
    alt: str
    data: tuple[Data, ...] = ()


def general_share() -> Share:
    """Of a page that has no card of its own. No query."""
    return Share(general_address(), general_face().title)


def share_of(name: str, context: Context) -> Share:
    """Of the page with this name and context; at most one query. A page without what it is about is shared like any other."""
    make = SHARES.get(name)
    return make(context) if make else general_share()


def _home(context: Context) -> Share:
    return Share(general_address(), general_face().title, (structured.website(), structured.organization()))


def _task(context: Context) -> Share:
    task = context["task"]
    data = (structured.service(task), structured.trail_of_task(task), *structured.threads_on(context.get("page"), task))
    return Share(card_address(Kind.TASK, task.slug), task.title, data)


def _forum(context: Context) -> Share:
    forum = context["forum"]
    image = general_address() if forum.is_cancelled else card_address(Kind.FORUM, forum.slug)
    data = (structured.event(forum, image, context["status"].waiting_count), structured.trail_of_forum(forum))
    return Share(image, forum.title, data)


def _answer(context: Context) -> Share:
    request = context["line"].request
    trail = structured.trail_of_answer(request)
    reply = answer_of(request)
    if reply is None:
        return Share(general_address(), general_face().title, (trail,))
    image = card_address(Kind.ANSWER, str(request.pk))
    return Share(image, first_sentence(reply.body), (structured.question(request, reply), trail))


def _comment(context: Context) -> Share:
    comment = context["target"]
    return Share(card_address(Kind.TASK, comment.task.slug), comment.task.title, structured.posting_page(comment))


SHARES: dict[str, Callable[[Context], Share]] = {
    "pages:home": _home,
    "plan:task": _task,
    "forums:forum_detail": _forum,
    "answers:request_detail": _answer,
    "discussion:permalink": _comment,
}
