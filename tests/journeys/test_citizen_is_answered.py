"""A citizen signs up, proves who they are, comments, is agreed with and answered."""

import re

from playwright.sync_api import expect

from portal.accounts.models import User
from portal.discussion.models import Comment

WORDS = "갑천 자전거길에 물 마실 곳이 있으면 좋겠습니다."
ANSWER = "둔치 화장실 옆에 하나 있습니다. 표지판이 작아서 안 보이더군요."


def test_sign_up_verify_comment_vote_reply(somebody):
    minji = somebody("minji@example.org", width=360)
    sign_up(minji)
    verify(minji)
    comment(minji)
    neighbour = somebody("neighbour@example.org", nickname="오정동이웃")
    agree_and_reply(neighbour)

    minji.go("/tasks/smart-city/")
    minji.sees(ANSWER)
    assert len(minji.mails("답글")) == 1
    written = Comment.objects.get(body=WORDS)
    assert (written.agree_count, written.reply_count) == (1, 1)


def sign_up(minji) -> None:
    """From the task page to an account, by a code from the mail."""
    minji.go("/tasks/smart-city/")
    minji.page.locator("#comment-form").get_by_role("button", name="로그인하고 올리기").click()
    minji.ask_for_code()
    expect(minji.page.locator("input[name=code]")).to_be_visible()
    minji.send_code("000000")
    expect(minji.page.locator("input[name=code]")).to_have_attribute("aria-invalid", "true")
    minji.send_code(minji.newest_code())
    minji.page.locator("input[name=nickname]").fill("갑천민지")
    for box in minji.page.locator("main input[type=checkbox]").all():
        box.check()
    minji.page.locator("main form button").last.click()
    expect(minji.page).to_have_url(re.compile(r"/tasks/smart-city/(#comment-form)?$"))
    assert User.objects.get(email=minji.address).nickname == "갑천민지"


def verify(minji) -> None:
    """From the discussion to the sample verification and back."""
    minji.page.locator("#discussion").get_by_role("link", name="본인확인").first.click()
    minji.page.locator("input[name=person_number]").fill("20260042")
    minji.page.locator("input[name=birth_year]").fill("1991")
    minji.page.locator("select[name=district]").select_option("yuseong")
    minji.page.locator("main form button").last.click()
    expect(minji.page.locator("#discussion textarea[name=body]").first).to_be_visible()


def comment(minji) -> None:
    """An empty comment is refused with words; a real one appears."""
    form = minji.page.locator("#discussion form:has(textarea[name=body])").first
    form.locator("textarea").fill("   ")
    form.locator(".form__actions button").click()
    minji.sees("내용이 비어 있습니다")
    form = minji.page.locator("form:has(textarea[name=body])").first
    form.locator("textarea").fill(WORDS)
    form.locator(".form__actions button").click()
    expect(minji.page.locator("#comments").get_by_text(WORDS)).to_be_visible()


def agree_and_reply(neighbour) -> None:
    """Another citizen agrees, takes it back, agrees again and answers."""
    neighbour.sign_in("/tasks/smart-city/")
    for expected in ("true", "false", "true"):
        card = neighbour.page.locator("article.comment", has_text=WORDS)
        card.locator("button[value=agree]").click()
        expect(neighbour.page.locator("article.comment", has_text=WORDS).locator("button[value=agree]")).to_have_attribute(
            "aria-pressed", expected
        )
    neighbour.page.locator("article.comment", has_text=WORDS).get_by_role("link", name="답글").click()
    form = neighbour.page.locator("form:has(textarea[name=body])", has_not=neighbour.page.locator("input[name=stance]"))
    form.locator("textarea").fill(ANSWER)
    form.locator(".form__actions button").click()
    neighbour.sees(ANSWER)
