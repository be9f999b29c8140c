"""Every kind of page of the demo world, for whoever has to see them all: the pictures and the accessibility check."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import Page

from portal.accounts.models import User
from portal.answers.models import AnswerRequest
from portal.appeals.models import Appeal, Suspension
from portal.discussion.models import Comment, State
from portal.forums.models import Forum
from portal.moderation.models import Action
from portal.progress.following import unfollow_path
from portal.progress.models import Milestone, TaskUpdate
from portal.takedowns.links import confirm_path, follow_path
from portal.takedowns.models import Takedown
from tests.forum_desk.managing import mailing_of
from tests.journeys.forum_pages import desk_of_forums, form_with_held_seats, ticket_of_a_cancelled_forum

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
    citizens = [*_public_pages(), *_progress_pages(), *_comment_pages(), *_forum_pages(), *_own_pages()]
    return [*citizens, *_desk_pages(), *_answer_pages(), *_block_pages(), *_error_pages()]


def _public_pages() -> list[PageOfTheWorld]:
    return [
        PageOfTheWorld("home", "/"),
        PageOfTheWorld("task-list", "/tasks/"),
        PageOfTheWorld("task-list-empty", "/tasks/?q=없는낱말"),
        PageOfTheWorld("forum-registration", "/forums/bus-arrival/register/", "citizen"),
        PageOfTheWorld("forum-answers", "/forums/bus-arrival/answers/", "neighbour"),
        PageOfTheWorld("forum-door", "/forums/manage/bus-arrival/door/", "organiser"),
        PageOfTheWorld("forum-helpers", "/forums/manage/bus-arrival/helpers/", "organiser"),
        PageOfTheWorld("budget", "/budget/"),
        PageOfTheWorld("task", "/tasks/smart-transport/"),
        PageOfTheWorld("task-history", "/tasks/smart-transport/history/"),
        PageOfTheWorld("update-list", "/tasks/smart-transport/updates/"),
        PageOfTheWorld("update-list-empty", "/tasks/defence-ict/updates/"),
        PageOfTheWorld("task-without-comments", "/tasks/defence-ict/"),
        PageOfTheWorld("task-signed-in", "/tasks/smart-city/", "citizen"),
        PageOfTheWorld("task-officer", "/tasks/smart-transport/", "officer"),
        PageOfTheWorld("task-moderator", "/tasks/smart-city/", "moderator"),
        PageOfTheWorld("task-suspended", "/tasks/smart-city/", "adman"),
        PageOfTheWorld("task-filtered", "/tasks/smart-transport/?sort=most_divisive&stance=for", "citizen"),
        PageOfTheWorld("task-nothing-fits", "/tasks/smart-transport/?sort=officially_answered&stance=neutral"),
        PageOfTheWorld("search", "/tasks/smart-transport/comments/search/?q=버스"),
        PageOfTheWorld("search-nothing", "/tasks/smart-transport/comments/search/?q=없는낱말"),
        PageOfTheWorld("transparency", "/transparency/"),
        PageOfTheWorld("answer-list", "/answers/"),
        PageOfTheWorld("answer-list-late", "/answers/?state=late"),
        PageOfTheWorld("about", "/about/"),
        PageOfTheWorld("components", "/components/"),
    ]


def _progress_pages() -> list[PageOfTheWorld]:
    """How far a task is: what everybody reads, and where an officer states it."""
    published, draft = (TaskUpdate.objects.filter(state=state).first() for state in ("published", "draft"))
    milestone, citizen = (
        Milestone.objects.overdue(timezone.localdate()).earliest("pk"),
        User.objects.get(email="citizen@example.org"),
    )
    desk = "/tasks/smart-transport/edit/"
    return [
        PageOfTheWorld("update", f"/tasks/smart-transport/updates/{published.pk}/"),
        PageOfTheWorld("unfollow", unfollow_path(citizen, published.task)),
        PageOfTheWorld("unfollow-all", unfollow_path(citizen)),
        PageOfTheWorld("task-edit", desk, "officer"),
        PageOfTheWorld("task-edit-status", f"{desk}status/", "officer"),
        PageOfTheWorld("milestone-add", f"{desk}milestones/new/", "officer"),
        PageOfTheWorld("milestone-edit", f"{desk}milestones/{milestone.pk}/", "officer"),
        PageOfTheWorld("milestone-remove", f"{desk}milestones/{milestone.pk}/remove/", "officer"),
        PageOfTheWorld("update-add", f"{desk}updates/new/", "officer"),
        PageOfTheWorld("update-preview", f"{desk}updates/{draft.pk}/preview/", "officer"),
        PageOfTheWorld("update-withdraw", f"{desk}updates/{published.pk}/withdraw/", "officer"),
    ]


def _comment_pages() -> list[PageOfTheWorld]:
    hidden = Comment.objects.filter(state=State.HIDDEN, author__email="citizen@example.org").earliest("pk")
    review = Comment.objects.filter(state=State.UNDER_REVIEW).earliest("pk")
    deep = Comment.objects.filter(depth=2).first()
    official = Comment.objects.filter(department__isnull=False).earliest("pk")
    changed = Comment.objects.filter(edited_at__isnull=False).first()
    root = Comment.objects.shown().roots().exclude(author__email="citizen@example.org").first()
    own = Comment.objects.shown().filter(author__email="citizen@example.org").first()
    return [
        PageOfTheWorld("comment", f"/comments/{deep.pk}/"),
        PageOfTheWorld("comment-official", f"/comments/{official.pk}/"),
        PageOfTheWorld("comment-history", f"/comments/{changed.pk}/history/"),
        PageOfTheWorld("comment-hidden", f"/comments/{hidden.pk}/"),
        PageOfTheWorld("comment-decision", f"/comments/{hidden.pk}/decision/"),
        PageOfTheWorld("comment-decision-own", f"/comments/{hidden.pk}/decision/", "citizen"),
        PageOfTheWorld("comment-review", f"/comments/{review.pk}/"),
        PageOfTheWorld("comment-review-own", f"/comments/{review.pk}/", "sintanjin"),
        PageOfTheWorld("comment-review-why", f"/comments/{review.pk}/decision/", "sintanjin"),
        PageOfTheWorld("comment-replies", f"/comments/{root.pk}/replies/"),
        PageOfTheWorld("comment-reply", f"/comments/{root.pk}/reply/", "citizen"),
        PageOfTheWorld("official-reply", f"/comments/{root.pk}/reply/official/", "officer"),
        PageOfTheWorld("comment-edit", f"/comments/{own.pk}/edit/", "citizen"),
        PageOfTheWorld("comment-withdraw", f"/comments/{own.pk}/withdraw/", "citizen"),
        PageOfTheWorld("comment-topic", f"/comments/{root.pk}/topic/", "moderator"),
        PageOfTheWorld("comment-report", f"/comments/{root.pk}/report/", "citizen"),
        PageOfTheWorld("takedown-request", f"/comments/{root.pk}/takedown/"),
    ]


def _forum_pages() -> list[PageOfTheWorld]:
    return [
        PageOfTheWorld("forum-list", "/forums/"),
        PageOfTheWorld(*form_with_held_seats(OPEN)),
        PageOfTheWorld(*ticket_of_a_cancelled_forum(CANCELLED)),
        *(PageOfTheWorld(*each) for each in desk_of_forums(OPEN)),
        PageOfTheWorld("forum-month", "/forums/calendar/"),
        PageOfTheWorld("my-feed", "/forums/mine/calendar/", "neighbour"),
        PageOfTheWorld("forum-open", f"/forums/{OPEN}/"),
        PageOfTheWorld("forum-open-signed-in", f"/forums/{OPEN}/", "citizen"),
        PageOfTheWorld("forum-full", f"/forums/{FULL}/", "citizen"),
        PageOfTheWorld("forum-confirmed", f"/forums/{OPEN}/", "neighbour"),
        PageOfTheWorld("forum-not-yet-open", f"/forums/{NOT_YET}/"),
        PageOfTheWorld("forum-cancelled", f"/forums/{CANCELLED}/"),
        PageOfTheWorld("forum-past", f"/forums/{PAST}/"),
        PageOfTheWorld("forum-cancel-registration", f"/forums/{OPEN}/cancel/", "neighbour"),
        PageOfTheWorld("my-forums", "/forums/mine/", "neighbour"),
        *_attendee_pages(),
    ]


def _attendee_pages() -> list[PageOfTheWorld]:
    registration = Forum.objects.get(slug=OPEN).registrations.confirmed().first()
    people = f"/forums/manage/{OPEN}/attendees/"
    return [
        PageOfTheWorld("attendees", people, "organiser"),
        PageOfTheWorld("attendees-nobody-fits", f"{people}?q=없는이름", "organiser"),
        PageOfTheWorld("attendees-print", f"{people}print/", "organiser"),
        PageOfTheWorld("attendees-export", f"{people}export/", "organiser"),
        PageOfTheWorld("mailings", f"/forums/manage/{OPEN}/letters/", "organiser"),
        PageOfTheWorld("mailing-new", f"/forums/manage/{OPEN}/letters/new/", "organiser"),
        PageOfTheWorld("mailing", f"/forums/manage/{OPEN}/letters/{mailing_of(OPEN).pk}/", "organiser"),
        PageOfTheWorld("attendee", f"{people}{registration.pk}/", "organiser"),
        PageOfTheWorld("attendee-cancel", f"{people}{registration.pk}/cancel/", "organiser"),
    ]


def _own_pages() -> list[PageOfTheWorld]:
    appeal = Appeal.objects.get()
    spam = (
        Comment.objects.filter(state=State.HIDDEN, author__email="adman@example.org")
        .earliest("pk")
        .decisions.get(action=Action.HIDE)
    )
    return [
        PageOfTheWorld("my-page", "/my/", "citizen"),
        PageOfTheWorld("my-page-suspended", "/my/", "adman"),
        PageOfTheWorld("my-record", "/my/record/", "citizen"),
        PageOfTheWorld("my-reports", "/my/reports/", "yuseong"),
        PageOfTheWorld("my-reports-empty", "/my/reports/", "neighbour"),
        PageOfTheWorld("my-appeals", "/my/appeals/", "citizen"),
        PageOfTheWorld("my-appeals-empty", "/my/appeals/", "neighbour"),
        PageOfTheWorld("appeal-take-back", f"/my/appeals/{appeal.pk}/withdraw/", "citizen"),
        PageOfTheWorld("appeal", f"/moderation/decisions/{spam.pk}/appeal/", "adman"),
        PageOfTheWorld("my-suspension", "/my/suspension/", "adman"),
        PageOfTheWorld("appeal-suspension", f"/moderation/suspensions/{Suspension.objects.get().pk}/appeal/", "adman"),
        PageOfTheWorld("sign-in", "/accounts/login/"),
        PageOfTheWorld("sign-out", "/accounts/logout/", "citizen"),
        PageOfTheWorld("settings", "/accounts/settings/", "citizen"),
        PageOfTheWorld("second-factor", "/accounts/2fa/", "moderator"),
        PageOfTheWorld("sessions", "/accounts/sessions/", "citizen"),
        PageOfTheWorld("verify", "/accounts/verify/", "newcomer"),
    ]


def _desk_pages() -> list[PageOfTheWorld]:
    hidden = Comment.objects.filter(state=State.HIDDEN, author__email="citizen@example.org").earliest("pk")
    pending = Comment.objects.filter(state=State.PENDING).earliest("pk")
    root = Comment.objects.shown().roots().first()
    appeal, suspension = Appeal.objects.get(), Suspension.objects.get()
    colleague = User.objects.get(email="second-moderator@example.org")
    return [
        PageOfTheWorld("queue", "/moderation/", "moderator"),
        PageOfTheWorld("queue-empty", "/moderation/?claim=mine", "moderator"),
        PageOfTheWorld("decisions", "/moderation/decisions/", "moderator"),
        PageOfTheWorld("hide", f"/moderation/comments/{root.pk}/hide/", "moderator"),
        PageOfTheWorld("keep", f"/moderation/comments/{root.pk}/keep/", "moderator"),
        PageOfTheWorld("publish", f"/moderation/comments/{pending.pk}/publish/", "moderator"),
        PageOfTheWorld("restore", f"/moderation/comments/{hidden.pk}/restore/", "moderator"),
        PageOfTheWorld("assign", f"/moderation/comments/{root.pk}/assign/", "moderator"),
        PageOfTheWorld("bulk", f"/moderation/bulk/?action=hide&row={root.pk}-0", "moderator"),
        PageOfTheWorld("discussions", "/moderation/discussions/", "moderator"),
        PageOfTheWorld("discussion-set", "/moderation/discussions/smart-city/", "moderator"),
        PageOfTheWorld("team", "/moderation/team/", "admin"),
        PageOfTheWorld("team-scope", f"/moderation/team/{colleague.pk}/", "admin"),
        PageOfTheWorld("appeal-list", "/moderation/appeals/", "moderator"),
        PageOfTheWorld("appeal-rule", f"/moderation/appeals/{appeal.pk}/", "moderator"),
        PageOfTheWorld("appeal-not-yours", f"/moderation/appeals/{appeal.pk}/", "second-moderator"),
        PageOfTheWorld("person", f"/moderation/people/{suspension.person_id}/", "admin"),
        PageOfTheWorld("suspend", f"/moderation/people/{hidden.author_id}/suspend/", "admin"),
        PageOfTheWorld("lift", f"/moderation/suspensions/{suspension.pk}/lift/", "admin"),
    ]


def _answer_pages() -> list[PageOfTheWorld]:
    """An answer with a commitment, one that is in review, and the officers' desk."""
    answered, reviewed = (AnswerRequest.objects.filter(state=state).earliest("pk") for state in ("answered", "in_review"))
    desk = "/answers/desk/"
    comment = Comment.objects.shown().filter(answer_request=None, department=None).first()
    return [
        PageOfTheWorld("answer", f"/answers/{answered.pk}/"),
        PageOfTheWorld("answer-in-review", f"/answers/{reviewed.pk}/", "citizen"),
        PageOfTheWorld("answers-desk", desk, "officer"),
        PageOfTheWorld("import-budget", "/budget/import/", "officer"),
        PageOfTheWorld("import-milestones", "/milestones/import/", "officer"),
        PageOfTheWorld("answers-desk-tasks", f"{desk}tasks/", "officer"),
        PageOfTheWorld("answers-desk-promised", f"{desk}?show=promised", "officer"),
        PageOfTheWorld("answers-desk-unassigned", f"{desk}?show=unassigned", "officer"),
        PageOfTheWorld("answers-desk-request", f"{desk}{reviewed.pk}/", "officer"),
        PageOfTheWorld("answers-form", f"{desk}{reviewed.pk}/answer/", "officer"),
        PageOfTheWorld("answers-hand-over", f"{desk}{reviewed.pk}/hand-over/", "officer"),
        PageOfTheWorld("answers-take-up", f"{desk}comments/{comment.pk}/take-up/", "officer"),
        PageOfTheWorld("answers-commitment", f"{desk}commitments/{answered.commitments.earliest('pk').pk}/", "officer"),
        PageOfTheWorld("answers-texts", f"{desk}texts/", "officer"),
    ]


def _block_pages() -> list[PageOfTheWorld]:
    """Temporary takedowns: one waits for a decision, one blocks."""
    waiting = Takedown.objects.get(state=Takedown.State.REQUESTED)
    blocking = Takedown.objects.get(state=Takedown.State.BLOCKED)
    unconfirmed = Takedown(pk=0)
    about = f"/comments/{blocking.comment_id}/takedown"
    return [
        PageOfTheWorld("takedown-list", "/moderation/takedowns/", "moderator"),
        PageOfTheWorld("takedown-list-blocked", "/moderation/takedowns/?show=blocked", "moderator"),
        PageOfTheWorld("takedown-decide", f"/moderation/takedowns/{waiting.pk}/", "moderator"),
        PageOfTheWorld("takedown-running", f"/moderation/takedowns/{blocking.pk}/", "moderator"),
        PageOfTheWorld("takedown-placeholder", f"/comments/{blocking.comment_id}/"),
        PageOfTheWorld("takedown-about", f"{about}/state/"),
        PageOfTheWorld("takedown-about-own", f"{about}/state/", "neighbour"),
        PageOfTheWorld("takedown-object", f"{about}/object/", "neighbour"),
        PageOfTheWorld("takedown-follow", follow_path(waiting)),
        PageOfTheWorld("takedown-follow-blocked", follow_path(blocking)),
        PageOfTheWorld("takedown-gone", confirm_path(unconfirmed), status=410),
    ]


def _error_pages() -> list[PageOfTheWorld]:
    return [
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
