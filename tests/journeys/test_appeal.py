"""A comment is hidden, its author appeals, another moderator reverses it: all is back, with its history."""

import re

from playwright.sync_api import expect

from portal.appeals.models import Appeal
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services as moderation
from portal.plan.models import Task
from tests.factories import User, make_citizen

WORDS = "아이고, 그 말이 맞구먼유. 한번 타 보셔유."
REPLY = "저도 지난주에 타 봤는데 정말 그렇더군요."
HIDDEN_BECAUSE = "상대를 낮추어 부르는 표현이 있어서 가렸습니다."
APPEAL = "욕설이 아니라 충청도 사투리입니다."
RULING = "사투리를 욕설로 잘못 읽었습니다."


def test_hidden_appealed_reversed_restored_with_its_history(somebody):
    author = somebody("author@example.org", nickname="유성작가")
    first = somebody("first@example.org", nickname="한빛", role="moderator")
    other = somebody("other@example.org", nickname="새봄", role="moderator")
    comment = hidden_comment(author, first)

    appeal(author, comment)

    first.sign_in("/moderation/appeals/")
    first.page.locator(".queue__row a").first.click()
    first.sees(APPEAL)
    expect(first.page.locator("#ruling-form")).to_have_count(0)

    reverse(other)

    author.go("/tasks/smart-city/")
    author.sees(WORDS)
    author.sees(REPLY)
    author.go(f"/comments/{comment.pk}/decision/")
    author.sees(RULING)
    author.sees(HIDDEN_BECAUSE)
    author.does_not_see("새봄")
    mails = [mail.get_body(("plain",)).get_content() for mail in author.mails()]
    assert RULING in mails[-1]
    assert [name for name in ("새봄", "한빛") if any(name in mail for mail in mails)] == []
    restored = Comment.objects.get(pk=comment.pk)
    assert (restored.state, restored.agree_count, restored.reply_count) == (State.PUBLISHED, 1, 1)


def hidden_comment(author, moderator) -> Comment:
    """A comment with a vote, hidden by one moderator."""
    comment = discussion.post(task=Task.objects.get(slug="smart-city"), author=User.objects.get(email=author.address), body=WORDS)
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    discussion.post(task=comment.task, author=make_citizen(), parent=comment, body=REPLY)
    decider = User.objects.get(email=moderator.address)
    moderation.hide(comment=comment, moderator=decider, rule="abuse", reason=HIDDEN_BECAUSE)
    return comment


def appeal(author, comment: Comment) -> None:
    """From the mail to the page that says why; sent empty at first."""
    (told,) = author.mails("숨겼습니다")
    author.sign_in("/")
    author.page.goto(re.search(rf"https?://\S+/comments/{comment.pk}/decision/", told.get_body(("plain",)).get_content()).group())
    author.sees(HIDDEN_BECAUSE)
    author.page.locator("a[href*='/appeal/']").click()
    author.page.locator("main form button").click()
    expect(author.page.locator(".error-summary")).to_be_visible()
    author.page.locator("textarea[name=text]").fill(APPEAL)
    author.page.locator("main form button").click()
    expect(author.page).to_have_url(f"{author.site}/my/appeals/")
    assert Appeal.objects.get().text == APPEAL


def reverse(moderator) -> None:
    """At the desk, in words of one's own."""
    moderator.sign_in("/moderation/appeals/")
    moderator.page.locator(".queue__row a").first.click()
    moderator.sees(WORDS)
    moderator.page.locator("input[name=prepared][value=reverse-mistake]").check()
    moderator.page.locator("textarea[name=reason]").fill(RULING)
    moderator.page.locator("#ruling-form button").click()
    expect(moderator.page).to_have_url(f"{moderator.site}/moderation/appeals/")
