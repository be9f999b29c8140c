"""Posting, voting, reporting and deciding with Tab, Space and Enter alone; the focus is seen and never lost."""

from playwright.sync_api import Page, expect

from portal.discussion.models import Comment, State, Vote
from portal.moderation.models import Action, ModerationDecision, Report
from tests.journeys.keyboard import press, walk_to

WORDS = "둔산대로 횡단보도 신호가 너무 짧습니다."


def test_post_vote_report_and_decide_without_a_mouse(somebody, has_javascript):
    writer = somebody("writer@example.org", nickname="갑천산책")
    neighbour = somebody("neighbour@example.org", nickname="오정동이웃")
    moderator = somebody("moderator@example.org", nickname="한빛", role="moderator")

    writer.sign_in("/tasks/smart-city/")
    post(writer.page)
    neighbour.sign_in("/tasks/smart-city/")
    comment = Comment.objects.get()
    vote(neighbour.page, comment, has_javascript)
    report(neighbour.page, comment, has_javascript)
    moderator.sign_in("/moderation/")
    decide(moderator.page, comment, has_javascript)

    assert Comment.objects.get().state == State.HIDDEN


def post(page: Page) -> None:
    """The new comment takes the focus, or is where the page stands."""
    walk_to(page, "#comment-form textarea")
    page.keyboard.insert_text(WORDS)
    press(page, "#comment-form form button.button--primary")
    expect(page.locator("article.comment", has_text=WORDS)).to_be_visible()
    expect(page.locator("article.comment:focus, article.comment:target")).to_have_count(1)


def vote(page: Page, comment: Comment, has_javascript: bool) -> None:
    """The button that was pressed keeps the focus."""
    button = f"#comment-{comment.pk} button[value=agree]"
    press(page, button)
    expect(page.locator(button)).to_have_attribute("aria-pressed", "true")
    if has_javascript:
        expect(page.locator(button)).to_be_focused()
    assert Vote.objects.count() == 1


def report(page: Page, comment: Comment, has_javascript: bool) -> None:
    """Through the menu; what became of the report is read out next."""
    press(page, f"#comment-{comment.pk} summary")
    press(page, f"#comment-{comment.pk} a[href*='/report/']")
    if has_javascript:
        expect(page.locator(".report")).to_be_focused()
    press(page, "input[name=reason]", key="Space")
    press(page, "form:has(input[name=reason]) .form__actions button")
    expect(page.locator("input[name=reason]")).to_have_count(0)
    if has_javascript:
        expect(page.locator(".report")).to_be_focused()
    assert Report.objects.count() == 1


def decide(page: Page, comment: Comment, has_javascript: bool) -> None:
    """The form opens at the row and takes the focus; afterwards the focus stays in the list."""
    press(page, f"#waiting-{comment.pk} [data-decide=hide]")
    if has_javascript:
        expect(page.locator(f"#decision-{comment.pk}")).to_be_focused()
    press(page, "input[name=prepared]", key="Space")
    press(page, "form:has(input[name=prepared]) .form__actions button")
    expect(page.locator("input[name=prepared]")).to_have_count(0)
    if has_javascript:
        expect(page.locator(".queue__row:focus")).to_have_count(1)
    assert ModerationDecision.objects.get().action == Action.HIDE
