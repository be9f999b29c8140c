"""A citizen reports, a moderator hides with a reason; a placeholder stays, the author is told and sees the reason."""

from playwright.sync_api import expect

from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.plan.models import Task
from tests.factories import User

WORDS = "이 과제 책임자는 틀림없이 거짓말을 하고 있어요."
REASON = "확인되지 않은 사실로 한 사람을 탓하는 글이어서 가렸습니다."


def test_report_hide_placeholder_mail_restore(somebody):
    author = somebody("author@example.org", nickname="유성작가")
    reporter = somebody("reporter@example.org", nickname="신탄진독자")
    moderator = somebody("moderator@example.org", nickname="한빛", role="moderator")
    comment = services.post(task=Task.objects.get(slug="smart-city"), author=User.objects.get(email=author.address), body=WORDS)

    report(reporter)
    hide(moderator)

    reporter.go("/tasks/smart-city/")
    reporter.does_not_see(WORDS)
    reporter.sees("명예훼손")
    author.sign_in("/tasks/smart-city/")
    author.sees(WORDS)
    (told,) = author.mails("숨겼습니다")
    assert REASON in told.get_body(("plain",)).get_content()
    assert reporter.address not in told.as_string()
    author.go(f"/comments/{comment.pk}/decision/")
    author.sees(REASON)

    restore(moderator, comment)
    reporter.go("/tasks/smart-city/")
    reporter.sees(WORDS)
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED


def report(reporter) -> None:
    """Through the comment's menu."""
    reporter.sign_in("/tasks/smart-city/")
    card = reporter.page.locator("article.comment", has_text=WORDS)
    card.locator("summary").click()
    card.get_by_role("link", name="신고").click()
    reporter.page.locator("input[name=reason][value=defamation]").check()
    reporter.page.locator("form:has(input[name=reason]) button").last.click()
    reporter.sees("신고")


def hide(moderator) -> None:
    """In the queue, with a rule and words of one's own."""
    moderator.sign_in("/moderation/")
    row = moderator.page.locator(".queue__row", has_text=WORDS)
    row.locator("a[href*='/hide/']").first.click()
    moderator.page.locator("input[name=prepared][value=defamation]").check()
    moderator.page.locator("textarea[name=reason]").fill(REASON)
    moderator.page.locator("form:has(input[name=prepared]) button.button--danger").click()
    expect(moderator.page.locator("textarea[name=reason]")).to_have_count(0)
    moderator.go("/moderation/decisions/")
    moderator.sees(REASON)


def restore(moderator, comment) -> None:
    """From the comment itself."""
    moderator.go(f"/moderation/comments/{comment.pk}/restore/")
    moderator.page.locator("input[name=prepared]").first.check()
    moderator.page.locator("form:has(input[name=prepared]) button").last.click()
    expect(moderator.page.locator("form:has(input[name=prepared])")).to_have_count(0)
