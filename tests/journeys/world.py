"""Every kind of page of the demo world, for whoever has to see them all: the pictures and the accessibility check."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import translation
from playwright.sync_api import Page

from portal.accounts.models import User
from portal.discussion.models import Comment, State

# Forums that the demo world has in each state.
OPEN, FULL, NOT_YET, CANCELLED, PAST = "bus-arrival", "first-customers", "gapcheon-lights", "coop-info", "data-and-cameras"


@dataclass(frozen=True)
class PageOfTheWorld:
    """A page: how to name its picture, where it is, and who looks at it ("" for nobody signed in)."""

    name: str
    path: str
    visitor: str = ""
    status: int = 200


def every_page() -> list[PageOfTheWorld]:
    """One page of each kind and state; needs the plan and the demo world in the database."""
    hidden = Comment.objects.filter(state=State.HIDDEN).first()
    deep = Comment.objects.filter(depth=2).first()
    root = Comment.objects.published().roots().exclude(author__email="citizen@example.org").first()
    own = Comment.objects.published().filter(author__email="citizen@example.org").first()
    return [
        PageOfTheWorld("home", "/"),
        PageOfTheWorld("task-list", "/tasks/"),
        PageOfTheWorld("task-list-empty", "/tasks/?q=없는낱말"),
        PageOfTheWorld("task", "/tasks/smart-transport/"),
        PageOfTheWorld("task-without-comments", "/tasks/defence-ict/"),
        PageOfTheWorld("task-signed-in", "/tasks/smart-city/", "citizen"),
        PageOfTheWorld("comment", f"/comments/{deep.pk}/"),
        PageOfTheWorld("comment-hidden", f"/comments/{hidden.pk}/"),
        PageOfTheWorld("comment-decision", f"/comments/{hidden.pk}/decision/"),
        PageOfTheWorld("comment-reply", f"/comments/{root.pk}/reply/", "citizen"),
        PageOfTheWorld("comment-withdraw", f"/comments/{own.pk}/withdraw/", "citizen"),
        PageOfTheWorld("comment-report", f"/comments/{root.pk}/report/", "citizen"),
        PageOfTheWorld("forum-list", "/forums/"),
        PageOfTheWorld("forum-open", f"/forums/{OPEN}/"),
        PageOfTheWorld("forum-open-signed-in", f"/forums/{OPEN}/", "citizen"),
        PageOfTheWorld("forum-full", f"/forums/{FULL}/", "citizen"),
        PageOfTheWorld("forum-confirmed", f"/forums/{OPEN}/", "neighbour"),
        PageOfTheWorld("forum-not-yet-open", f"/forums/{NOT_YET}/"),
        PageOfTheWorld("forum-cancelled", f"/forums/{CANCELLED}/"),
        PageOfTheWorld("forum-past", f"/forums/{PAST}/"),
        PageOfTheWorld("forum-cancel-registration", f"/forums/{OPEN}/cancel/", "neighbour"),
        PageOfTheWorld("my-forums", "/forums/mine/", "neighbour"),
        PageOfTheWorld("my-page", "/my/", "citizen"),
        PageOfTheWorld("about", "/about/"),
        PageOfTheWorld("sign-in", "/accounts/login/"),
        PageOfTheWorld("sign-out", "/accounts/logout/", "citizen"),
        PageOfTheWorld("settings", "/accounts/settings/", "citizen"),
        PageOfTheWorld("second-factor", "/accounts/2fa/", "moderator"),
        PageOfTheWorld("sessions", "/accounts/sessions/", "citizen"),
        PageOfTheWorld("verify", "/accounts/verify/", "newcomer"),
        PageOfTheWorld("queue", "/moderation/", "moderator"),
        PageOfTheWorld("decisions", "/moderation/decisions/", "moderator"),
        PageOfTheWorld("hide", f"/moderation/comments/{root.pk}/hide/", "moderator"),
        PageOfTheWorld("restore", f"/moderation/comments/{hidden.pk}/restore/", "moderator"),
        PageOfTheWorld("components", "/components/"),
        PageOfTheWorld("refused", "/tasks/?sort=unknown", status=400),
        PageOfTheWorld("error-403", "/moderation/", "citizen", status=403),
        PageOfTheWorld("error-404", "/tasks/no-such-task/", status=404),
    ]


def session_cookie(visitor: str, site: str) -> dict:
    """A signed-in session for one of the demo people, as a cookie for a browser."""
    address = f"{visitor}@example.org"
    person = User.objects.filter(email=address).first() or User.objects.create_user(address, f"새 사람 {visitor}")
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


def pages_of_errors(page: Page, site: str, language: str) -> Iterator[str]:
    """Show each error page that no address of the demo world leads to; its status as it is shown."""
    request = RequestFactory().get("/")
    request.user, request.htmx = AnonymousUser(), False
    for status in (400, 413, 429, 500, 503):
        with translation.override(language):
            standalone = status in {400, 500, 503}
            html = render(None if standalone else request, f"{status}.html").content.decode()
        _show(page, f"{site}/error-page-{status}", html)
        yield f"error-{status}"


def _show(page: Page, address: str, html: str) -> None:
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
