"""What the portal does for whoever writes: personal data pointed out, alike comments offered, nothing typed is lost."""

import pytest
from playwright.sync_api import Locator, expect

from portal.discussion.models import Comment, PendingReason, State
from portal.plan.models import Task
from tests.factories import make_comment

LIGHTS = "갑천 산책로 가로등이 너무 어두워서 밤에 걷기 무섭습니다."
PHONE = "의견 주실 분은 010-2345-6789로 연락해 주세요."


@pytest.fixture
def task(site) -> Task:
    """A task of the plan."""
    return Task.objects.get(slug="smart-city")


def test_personal_data_is_pointed_out_and_masked_with_one_click(somebody, task):
    writer = somebody("writer@example.org", nickname="갑천산책", width=360)
    writer.sign_in("/tasks/smart-city/")

    send(writer, PHONE)
    expect(writer.page.locator(".personal-data mark")).to_have_text("010-2345-6789")
    assert list(Comment.objects.all()) == []
    writer.page.locator("button[name=personal_data][value=mask]").click()

    expect(writer.page.locator(".comment__text", has_text="●●●-●●●●-●●●●")).to_be_visible()
    assert Comment.objects.get().state == State.PUBLISHED


def test_what_is_held_says_so_and_appears_when_a_moderator_agrees(somebody, task):
    writer = somebody("writer@example.org", nickname="갑천산책")
    moderator = somebody("moderator@example.org", nickname="한빛", role="moderator")
    writer.sign_in("/tasks/smart-city/")

    send(writer, PHONE)
    writer.page.locator("button[name=personal_data][value=keep]").click()
    expect(writer.page.locator("article.comment .notice")).to_be_visible()
    assert Comment.objects.get().pending_for == PendingReason.PERSONAL_DATA
    moderator.sign_in("/moderation/")
    moderator.page.locator("[data-decide=publish]").click()
    moderator.page.locator("input[name=prepared]").first.check()
    moderator.page.locator("form:has(input[name=prepared]) .form__actions button").click()
    expect(moderator.page.locator("input[name=prepared]")).to_have_count(0)

    writer.go("/tasks/smart-city/")
    writer.sees(PHONE)
    expect(writer.page.locator("article.comment .notice")).to_have_count(0)
    assert Comment.objects.get().state == State.PUBLISHED
    assert len(writer.mails("게시되었습니다")) == 1


def test_an_alike_comment_is_offered_and_agreed_with_instead(somebody, task):
    alike = make_comment(task=task, body=LIGHTS)
    writer = somebody("writer@example.org", nickname="갑천산책")
    writer.sign_in("/tasks/smart-city/")

    form(writer).locator("textarea").fill("밤에 갑천 산책로 가로등이 어두워 걷기가 무섭네요.")
    writer.page.locator(".similar button").click()
    with writer.page.context.expect_page() as opened:
        writer.page.locator(".found__link").click()
    agree = opened.value.locator(f"#comment-{alike.pk} button[value=agree]")
    agree.click()

    expect(agree).to_have_attribute("aria-pressed", "true")
    expect(form(writer).locator("textarea")).to_have_value("밤에 갑천 산책로 가로등이 어두워 걷기가 무섭네요.")
    assert list(Comment.objects.values_list("pk", "agree_count")) == [(alike.pk, 1)]


def test_what_was_typed_survives_a_lost_session(somebody, task):
    writer = somebody("writer@example.org", nickname="갑천산책")
    writer.sign_in("/tasks/smart-city/")

    form(writer).locator("textarea").fill(LIGHTS)
    writer.page.context.clear_cookies(name="sessionid")
    form(writer).locator(".form__actions button").click()
    expect(writer.page.locator("main a[href*='/accounts/login/'], .messages a[href*='/accounts/login/']").first).to_be_visible()
    assert list(Comment.objects.all()) == []
    writer.sign_in("/tasks/smart-city/")
    expect(form(writer).locator("textarea")).to_have_value(LIGHTS)
    form(writer).locator(".form__actions button").click()

    expect(writer.page.locator("#comments").get_by_text(LIGHTS)).to_be_visible()
    assert Comment.objects.get().body == LIGHTS


def form(writer) -> Locator:
    """The form of a new comment."""
    return writer.page.locator("#comment-form form")


def send(writer, words: str) -> None:
    """Type and send."""
    form(writer).locator("textarea").fill(words)
    form(writer).locator(".form__actions button").click()
