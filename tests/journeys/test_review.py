"""Three citizens report a comment: it is out of sight while a moderator looks, who keeps it; everybody concerned is told."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import IdentityVerification
from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.plan.models import Task
from tests.factories import User

WORDS = "이 예산은 책상에서만 나온 숫자입니다. 현장에 한 번도 안 와 본 사람이 쓴 것 같아요."


def test_three_reports_a_review_and_a_moderator_who_keeps_it(somebody, settings):
    author = somebody("author@example.org", nickname="유성작가")
    moderator = somebody("moderator@example.org", nickname="한빛", role="moderator")
    settings.BEHIND_HTTPS_PROXY = True
    reporters = [reporter_at_home(somebody, number) for number in (1, 2, 3)]
    reader = somebody("reader@example.org")
    comment = services.post(task=Task.objects.get(slug="smart-city"), author=User.objects.get(email=author.address), body=WORDS)

    for reporter in reporters:
        assert Comment.objects.get().state == State.PUBLISHED
        report(reporter, comment)

    assert Comment.objects.get().state == State.UNDER_REVIEW
    reader.go("/tasks/smart-city/")
    expect(reader.page.locator(f"#comment-{comment.pk}.comment--placeholder")).to_be_visible()
    reader.does_not_see(WORDS)
    sees_why_and_until_when(author, comment)

    keep(moderator, comment)

    reader.go("/tasks/smart-city/")
    reader.sees(WORDS)
    assert len(author.mails("다시 보입니다")) == 2  # announced with its end when the review began, and decided
    assert [len(reporter.mails("신고하신 의견을 검토했습니다")) for reporter in reporters] == [1, 1, 1]
    read = "".join(mail.as_string() for mail in author.mails())
    assert [person.address for person in [*reporters, moderator] if person.address in read] == []


def reporter_at_home(somebody, number: int):
    """Somebody who has been here for a while, in a network of their own: three new faces from one place would count less."""
    reporter = somebody(f"reporter{number}@example.org", nickname=f"신탄진독자{number}")
    identity = IdentityVerification.objects.filter(user__email=reporter.address)
    identity.update(verified_at=timezone.now() - timedelta(days=30))
    reporter.page.set_extra_http_headers({"X-Forwarded-For": f"203.0.113.{number}"})
    return reporter


def report(reporter, comment: Comment) -> None:
    """On the page of the report."""
    reporter.sign_in(f"/comments/{comment.pk}/report/")
    reporter.page.locator("input[name=reason][value=abuse]").check()
    reporter.page.locator("form:has(input[name=reason]) .form__actions button").click()
    expect(reporter.page.locator("input[name=reason]")).to_have_count(0)


def sees_why_and_until_when(author, comment: Comment) -> None:
    """The words stay with their author, who reads that nothing is decided and when the review ends at the latest."""
    author.sign_in("/tasks/smart-city/")
    card = author.page.locator(f"#comment-{comment.pk}")
    expect(card).to_contain_text(WORDS)
    ends_at = timezone.localtime(Comment.objects.get().blocked_until)
    expect(card.locator(".notice")).to_contain_text(f"{ends_at.month}월 {ends_at.day}일")


def keep(moderator, comment: Comment) -> None:
    """In the queue, with a prepared sentence."""
    moderator.sign_in("/moderation/")
    row = moderator.page.locator(f"#waiting-{comment.pk}")
    expect(row).to_contain_text("3")
    row.locator("[data-decide=keep]").click()
    moderator.page.locator("input[name=prepared]").first.check()
    moderator.page.locator("form:has(input[name=prepared]) .form__actions button").click()
    expect(moderator.page.locator("input[name=prepared]")).to_have_count(0)
    assert Comment.objects.get().state == State.PUBLISHED
