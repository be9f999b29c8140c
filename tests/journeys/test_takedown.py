"""Somebody without an account asks for a block; the author objects; thirty days later it ends by the clock alone."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.plan.models import Task
from portal.takedowns.jobs import end_blocks
from portal.takedowns.models import Takedown
from tests.factories import User
from tests.pictures import PNG

WORDS = "골목 끝 파란 대문 집에서 밤마다 기계를 돌립니다."
STATEMENT = "파란 대문이라고 하면 제 집인 줄 누구나 압니다."
BLOCKED_BECAUSE = "한 사람의 집을 알아볼 수 있어 보입니다."
OBJECTION = "집이 아니라 공장입니다. 간판도 걸려 있습니다."
EVIDENCE = {"name": "대문 사진.png", "mimeType": "image/png", "buffer": PNG}


def test_request_by_mail_block_objection_and_the_end_by_the_clock(somebody):
    author = somebody("author@example.org", nickname="유성작가")
    requester = somebody("requester@example.net")
    moderator = somebody("moderator@example.org", nickname="한빛", role="moderator")
    comment = services.post(task=Task.objects.get(slug="smart-city"), author=User.objects.get(email=author.address), body=WORDS)

    ask(requester, comment)
    confirm(requester)
    block(moderator)
    sees_a_neutral_placeholder(requester, comment)
    object_to_it(author, comment)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        requester.go("/tasks/smart-city/")
        requester.sees(WORDS)
        assert Comment.objects.get().state == State.TAKEN_DOWN  # nothing has run yet
        end_blocks(timestamp=0)
        assert Comment.objects.get().state == State.PUBLISHED
        assert [len(person.mails("임시조치가 끝났습니다")) for person in (author, requester)] == [1, 1]
    assert Takedown.objects.get().state == Takedown.State.LAPSED
    assert not [mail for mail in author.mails() if requester.address in mail.as_string() or STATEMENT in mail.as_string()]


def ask(requester, comment: Comment) -> None:
    """From the comment's menu, with a file."""
    requester.go("/tasks/smart-city/")
    card = requester.page.locator(f"#comment-{comment.pk}")
    card.locator("summary").click()
    card.locator("a[href*='/takedown/']").click()
    page = requester.page
    page.locator("input[name=relation][value=self]").check()
    page.locator("input[name=right][value=privacy]").check()
    page.locator("textarea[name=statement]").fill(STATEMENT)
    page.locator("input[name=evidence]").set_input_files(EVIDENCE)
    page.locator("input[name=name]").fill("나도연")
    page.locator("input[name=email]").fill(requester.address)
    page.locator("input[name=consent]").check()
    page.locator("form:has(textarea[name=statement]) .form__actions button").click()
    expect(page.locator("textarea[name=statement]")).to_have_count(0)


def confirm(requester) -> None:
    """By the link in the mail; opening it alone changes nothing."""
    (mail,) = requester.mails()
    link = re.search(r"https?://\S+/takedowns/confirm/\S+", mail.get_body(("plain",)).get_content()).group()
    requester.page.goto(link)
    assert Takedown.objects.get().state == Takedown.State.UNCONFIRMED
    requester.page.locator("main form button").click()
    expect(requester.page.locator("main form[action*='/retract/']")).to_have_count(1)
    assert Takedown.objects.get().state == Takedown.State.REQUESTED


def block(moderator) -> None:
    """At the desk, after a look at the evidence, in words of one's own."""
    moderator.sign_in("/moderation/takedowns/")
    moderator.page.locator(".queue__title a").click()
    moderator.sees(STATEMENT)
    with moderator.page.expect_download() as download:
        moderator.page.locator("main a[download]").click()
    assert download.value.suggested_filename.endswith(".png")
    decision = moderator.page.locator("#takedown-block")
    decision.locator("summary").click()
    decision.locator("input[name=prepared]").first.check()
    decision.locator("textarea[name=reason]").fill(BLOCKED_BECAUSE)
    decision.locator(".form__actions button").click()
    expect(decision).to_have_count(0)
    assert Comment.objects.get().state == State.TAKEN_DOWN


def sees_a_neutral_placeholder(requester, comment: Comment) -> None:
    """Neither the words nor who asked, nor that a rule was broken."""
    requester.go("/tasks/smart-city/")
    card = requester.page.locator(f"#comment-{comment.pk}.comment--placeholder")
    expect(card).to_be_visible()
    for words in (WORDS, STATEMENT, BLOCKED_BECAUSE, "나도연", requester.address, "명예훼손"):
        requester.does_not_see(words)


def object_to_it(author, comment: Comment) -> None:
    """From one's own comment, which says why and until when."""
    author.sign_in(f"/comments/{comment.pk}/")
    author.sees(WORDS)
    author.page.locator(f"#comment-{comment.pk} .notice a").click()
    author.sees(BLOCKED_BECAUSE)
    author.does_not_see(STATEMENT)
    author.page.locator("main a[href*='/object/']").click()
    author.page.locator("textarea[name=text]").fill(OBJECTION)
    author.page.locator("form:has(textarea[name=text]) .form__actions button").click()
    expect(author.page.locator("textarea[name=text]")).to_have_count(0)
    assert Takedown.objects.get().objection == OBJECTION
