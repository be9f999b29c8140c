"""What my page shows: what I said, my forums, what I follow, my data. Free of HTTP."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Page

from portal.answers.lines import lines_beside
from portal.core.listing import page_of
from portal.discussion.models import Comment
from portal.forums.cards import registration_cards
from portal.forums.models import Registration
from portal.policy.models import Follow

COMMENTS_PER_PAGE = 10
FORUMS_SHOWN = 3


def my_page_context(*, user: AbstractBaseUser, page_number: str | None, now: datetime) -> dict[str, Any]:
    """One page of my comments, newest first, with how their answers stand; the forums I am coming to, the tasks I follow.

    Raises Http404 beyond the last page.
    """
    comments = _comments(user, page_number)
    answers = lines_beside([comment.pk for comment in comments])
    return {
        "comments": comments,
        "said": [(comment, answers.get(comment.pk)) for comment in comments],
        "registrations": _registrations(user, now),
        "follows": Follow.objects.filter(user=user).select_related("task").order_by("task__number"),
    }


def _comments(user: AbstractBaseUser, page_number: str | None) -> Page:
    mine = Comment.objects.filter(author=user).with_words_for(user).select_related("task")
    return page_of(mine.order_by("-created_at", "-pk"), page_number, COMMENTS_PER_PAGE)


def _registrations(user: AbstractBaseUser, now: datetime) -> list:
    mine = Registration.objects.filter(citizen=user).coming(now)
    return registration_cards(mine.select_related("forum").with_waiting_number()[:FORUMS_SHOWN], now)
