"""What the author and the reporters are told by mail."""

import pytest

from portal.moderation import services
from tests.factories import make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
REASON = "상대를 모욕하는 표현이 있습니다."


def hide(comment, **fields):
    return services.hide(**{"comment": comment, "moderator": make_moderator(), "rule": "abuse", "reason": REASON, **fields})


def told(mailbox) -> dict[str, tuple[str, str]]:
    """Subject and text of each mail, by the address it went to."""
    return {mail["To"]: (mail["Subject"], mail.get_content().replace("\r\n", "\n")) for mail in mailbox.deliver()}


@pytest.mark.parametrize(
    ("language", "subject", "rule", "link"),
    [("ko", "숨겼습니다", "적용한 규칙: ", "/comments/"), ("en", "Your comment was hidden", "Rule: Abuse", "/en/comments/")],
)
def test_the_author_of_a_hidden_comment_learns_rule_reason_and_what_to_do(mailbox, settings, language, subject, rule, link):
    settings.CONTACT_EMAIL = "desk@example.org"
    comment = make_comment(author=make_citizen(language=language), body="들통날낱말")

    hide(comment, note="내부메모낱말")

    ((found, text),) = told(mailbox).values()
    assert subject in found
    assert f"{settings.SITE_URL}{link}{comment.pk}/decision/" in text
    assert [word in text for word in (rule, REASON, "desk@example.org")] == [True] * 3
    assert [word in text for word in ("들통날낱말", "내부메모낱말")] == [False] * 2


def test_moderator_and_reporter_stay_unnamed(mailbox):
    report = make_report(text="신고자의말")
    moderator = make_moderator()

    hide(report.comment, moderator=moderator)

    mails = told(mailbox)
    assert set(mails) == {report.comment.author.email, report.reporter.email}
    everything = " ".join(" ".join(mail) for mail in mails.values())
    assert moderator.nickname not in everything
    assert moderator.email not in everything
    assert "신고자의말" not in everything
    assert report.reporter.nickname not in " ".join(mails[report.comment.author.email])
    assert report.comment.author.nickname not in " ".join(mails[report.reporter.email])


@pytest.mark.parametrize(
    ("language", "hidden", "kept"),
    [("ko", "의견을 숨겼습니다.", "의견을 그대로 두었습니다."), ("en", "was hidden.", "left as it is.")],
)
def test_each_reporter_learns_what_became_of_it(mailbox, language, hidden, kept):
    first, second = [make_report(reporter=make_citizen(language=language)) for _ in range(2)]

    hide(first.comment)
    services.keep(comment=second.comment, moderator=make_moderator(), reason="의견일 뿐입니다.")

    mails = told(mailbox)
    assert [hidden in mails[report.reporter.email][1] for report in (first, second)] == [True, False]
    assert [kept in mails[report.reporter.email][1] for report in (first, second)] == [False, True]
    assert "의견일 뿐입니다." in mails[second.reporter.email][1]
    assert f"/comments/{second.comment.pk}/report/" in mails[second.reporter.email][1]


def test_the_author_of_a_comment_that_stays_is_not_bothered(mailbox):
    report = make_report()

    services.keep(comment=report.comment, moderator=make_moderator(), reason="의견일 뿐입니다.")

    assert set(told(mailbox)) == {report.reporter.email}


@pytest.mark.parametrize(("language", "subject"), [("ko", "다시 보입니다"), ("en", "can be read again")])
def test_the_author_of_a_restored_comment_is_told(mailbox, language, subject):
    comment = make_comment(author=make_citizen(language=language))
    hide(comment)
    mailbox.deliver()
    mailbox.received.clear()

    services.restore(comment=comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")

    ((found, text),) = told(mailbox).values()
    assert subject in found
    assert "다시 살펴보았습니다." in text
    assert f"/comments/{comment.pk}/" in text


def test_news_that_is_no_longer_true_is_not_sent(mailbox):
    comment = make_comment(author=make_citizen(language="en"))
    hide(comment)

    services.restore(comment=comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")

    assert ["can be read again" in mail["Subject"] for mail in mailbox.deliver()] == [True]


def test_a_comment_under_review_that_stays_is_news_to_its_author(mailbox):
    comment = put(make_comment(), "under_review")

    services.keep(comment=comment, moderator=make_moderator(), reason="광고가 아닙니다.")

    assert set(told(mailbox)) == {comment.author.email}


def test_a_hostile_reason_stays_text_and_makes_no_header(mailbox):
    hostile = "<script>alert(1)</script>\r\nBcc: everybody@example.org\r\n\r\n끝"
    comment = make_comment()

    hide(comment, reason=hostile)

    (mail,) = mailbox.deliver()
    assert (mail["Bcc"], mail["To"], mail.get_content_type()) == (None, comment.author.email, "text/plain")
    assert hostile.replace("\r\n", "\n") in mail.get_content().replace("\r\n", "\n")
