"""Who reported and who decided stays inside: on no page, in no mail, in no search of the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.moderation import services
from portal.notifications.models import Notification
from tests.factories import make_administrator, make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
MODERATOR, REPORTER = "조용한결정자", "조용한신고자"


@pytest.fixture
def decided():
    """A comment that was reported, kept, kept by undoing, hidden, restored, and hidden again."""
    moderator = make_moderator(nickname=MODERATOR, email="quiet-moderator@example.org")
    reporter = make_citizen(nickname=REPORTER, email="quiet-reporter@example.org")
    comment = make_report(reporter=reporter, text="신고자의말").comment
    services.claim(comment=comment, moderator=moderator)
    kept = services.keep(comment=comment, moderator=moderator, reason="의견입니다.", note="내부메모낱말")
    Notification.objects.update(state="sent", sent_at=kept.created_at)
    services.undo(decision=kept, moderator=moderator)
    services.hide(comment=comment, moderator=moderator, rule="abuse", reason="모욕입니다.", note="내부메모낱말")
    services.restore(comment=comment, moderator=moderator, reason="다시 보았습니다.", note="내부메모낱말")
    services.hide(comment=comment, moderator=moderator, rule="abuse", reason="모욕입니다.", note="내부메모낱말")
    pending = put(make_comment(task=comment.task, author=comment.author, body="다른 의견입니다"), "pending")
    services.publish(comment=pending, moderator=moderator, reason="문제가 없습니다.")
    return comment


def secrets_in(text: str, *allowed: str) -> list[str]:
    secrets = (MODERATOR, "quiet-moderator", REPORTER, "quiet-reporter", "신고자의말", "내부메모낱말")
    return [word for word in secrets if word in text and word not in allowed]


def test_pages_for_citizens_name_nobody(decided):
    addresses = [
        decided.get_absolute_url(), decided.task.get_absolute_url(), reverse("moderation:explanation", args=[decided.pk]),
        reverse("moderation:report", args=[decided.pk]), reverse("moderation:my_reports"), reverse("pages:my_page"),
    ]  # fmt: skip
    for person in (None, make_citizen(), decided.author):
        client = Client()
        if person:
            client.force_login(person)
        pages = [client.get(prefix + address, follow=True) for address in addresses for prefix in ("", "/en")]

        assert [secrets_in(page.content.decode()) for page in pages] == [[]] * len(pages)


def test_mails_name_nobody(decided):
    mails = Notification.objects.all()

    assert {mail.kind for mail in mails} >= {"comment_hidden", "comment_restored", "comment_published", "comment_report_settled",
                                             "comment_report_reopened"}  # fmt: skip
    for mail in mails:
        own = (REPORTER,) if mail.recipient.nickname == REPORTER else ()
        assert secrets_in(f"{mail.subject} {mail.body}", *own) == []


def test_moderators_read_what_was_reported_but_not_who_did(decided):
    services.restore(comment=decided, moderator=make_moderator(), reason="다시 보았습니다.")
    make_report(
        comment=decided, reporter=make_citizen(nickname="또다른신고자", email="quiet-reporter2@example.org"), text="신고자의말"
    )
    client = Client()
    client.force_login(make_moderator())
    addresses = [reverse(f"moderation:{name}") for name in ("queue", "decision_list")]
    addresses += [reverse(f"moderation:{name}", args=[decided.pk]) for name in ("hide", "keep", "assign")]

    pages = "".join(client.get(address).content.decode() for address in addresses)

    assert "신고자의말" in pages
    assert secrets_in(pages, "신고자의말", "내부메모낱말", MODERATOR) == []
    assert "또다른신고자" not in pages


@pytest.mark.parametrize(
    "query",
    ["?reporter__nickname=x", "?reporter__email__startswith=q", "?person_key__startswith=0", "?address_key=x", "?reporter=1"],
)
def test_the_admin_answers_no_question_about_reporters(decided, query):
    client = Client()
    client.force_login(make_administrator())
    page = client.get(reverse("admin:moderation_report_changelist") + query)
    report = decided.reports.get()
    row = client.get(reverse("admin:moderation_report_change", args=[report.pk])).content.decode()

    assert page.status_code in {302, 400}
    assert secrets_in(row, "신고자의말") == []
