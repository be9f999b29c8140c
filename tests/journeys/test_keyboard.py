"""Posting, voting, reporting and deciding with Tab, Space and Enter alone; the focus is seen and never lost."""

from playwright.sync_api import Page, expect

from portal.discussion.models import Comment, State, Vote
from portal.moderation.models import Action, ModerationDecision, Report

WORDS = "둔산대로 횡단보도 신호가 너무 짧습니다."
MOST_STEPS = 150
# One look at the page: between two of them the focus may have moved on.
MARK_OF_FOCUSED = """selector => {
  const focused = document.activeElement;
  if (!focused.matches(selector)) return null;
  const style = getComputedStyle(focused);
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


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
    press(page, "#comment-form .form__actions button")
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


def press(page: Page, selector: str, *, key: str = "Enter") -> None:
    """Walk to the first of these and press a key on it."""
    walk_to(page, selector)
    page.keyboard.press(key)


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until one of these has the focus, and see that it is marked."""
    expect(page.locator(selector).first).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        is_marked = page.evaluate(MARK_OF_FOCUSED, selector)
        if is_marked is not None:
            assert is_marked
            return
    raise AssertionError(f"{selector} is not reached by Tab")
