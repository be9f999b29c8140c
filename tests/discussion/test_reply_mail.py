"""The mail that tells somebody about a reply."""

import pytest
from django.conf import settings

from portal.discussion import services
from portal.discussion.models import State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment

pytestmark = pytest.mark.django_db


def test_whoever_is_answered_gets_a_mail_with_a_link_and_no_words_of_others(mailbox):
    root = make_comment(author=make_citizen(email="gapcheon@example.org"))
    reply = make_comment(parent=root, body="늘푸른소나무")

    [message] = mailbox.deliver()

    text = message.get_content()
    assert message["To"] == "gapcheon@example.org"
    assert message["Subject"].strip() == f"[{settings.PORTAL_NAME_KO}] 회원님의 의견에 답글이 달렸습니다"
    assert f"{settings.SITE_URL}{reply.get_absolute_url()}" in text
    assert "늘푸른소나무" not in text


def test_the_mail_speaks_the_readers_language(mailbox):
    reply = make_comment(parent=make_comment(author=make_citizen(language="en")))

    [message] = mailbox.deliver()

    assert message["Subject"].strip() == f"[{settings.PORTAL_NAME_EN}] Somebody replied to your comment"
    assert f"/en/comments/{reply.pk}/#comment-{reply.pk}" in message.get_content()
    assert reply.task.title_en in message.get_content()


def test_on_the_deepest_level_the_mail_goes_to_whom_is_answered(mailbox):
    comments = [make_comment()]
    for _ in range(3):
        comments.append(make_comment(parent=comments[-1]))
    mailbox.deliver()
    mailbox.received.clear()
    make_comment(parent=comments[-1])

    assert [message["To"] for message in mailbox.deliver()] == [comments[-1].author.email]


def test_nobody_is_told_about_their_own_reply(mailbox):
    root = make_comment()
    make_comment(parent=root, author=root.author, body="덧붙입니다")

    assert mailbox.deliver() == []


def test_a_root_tells_nobody(mailbox):
    make_comment()

    assert mailbox.deliver() == []


def test_a_reply_hidden_before_the_mail_went_out_is_not_announced(mailbox):
    hidden, shown = (make_comment(parent=make_comment(author=make_citizen())) for _ in range(2))
    services.set_state(comment=hidden, state=State.HIDDEN, rule=Rule.ABUSE)

    assert [message["To"] for message in mailbox.deliver()] == [shown.parent.author.email]
