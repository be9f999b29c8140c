"""What became of one's reports; and a report that could not be sent keeps what was typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.web.client_address import address_key
from portal.discussion import services as discussion
from portal.moderation import services
from portal.moderation.models import Report
from tests.factories import make_citizen, make_comment, make_identity, make_moderator, make_report

pytestmark = pytest.mark.django_db
LIST = reverse("moderation:my_reports")
TYPED = {"reason": "spam", "text": "어제도 <b>같은</b> 글"}


def address(comment) -> str:
    return reverse("moderation:report", args=[comment.pk])


def test_each_report_says_what_became_of_it_and_names_nobody(client):
    me, moderator = make_citizen(language="en"), make_moderator(nickname="조용한결정자")
    waiting, hidden, kept, withdrawn = (make_report(reporter=me, comment=make_comment(body="들통날낱말")) for _ in range(4))
    services.hide(comment=hidden.comment, moderator=moderator, rule="abuse", reason="모욕입니다.", note="내부메모낱말")
    services.keep(comment=kept.comment, moderator=moderator, reason="의견입니다.")
    discussion.withdraw(comment=withdrawn.comment, author=withdrawn.comment.author)
    services.keep(comment=withdrawn.comment, moderator=moderator, reason="이미 없습니다.")
    make_report(comment=make_comment(body="남의신고"))
    client.force_login(me)

    response = client.get("/en" + LIST)

    page = response.content.decode()
    assert list(response.context["page"].object_list) == [withdrawn, kept, hidden, waiting]
    assert [
        page.count(words)
        for words in (
            "Waiting for a moderator",
            "The comment was hidden.",
            "The comment was left as it is.",
            "Its author had already withdrawn the comment.",
        )
    ] == [1, 1, 1, 1]
    secrets = ("들통날낱말", "내부메모낱말", "조용한결정자", "남의신고", hidden.comment.author.nickname)
    assert [word for word in secrets if word in page] == []


def test_a_report_whose_decision_was_taken_back_waits_again(client):
    report, moderator = make_report(), make_moderator()
    decision = services.hide(comment=report.comment, moderator=moderator, rule="abuse", reason="모욕입니다.")
    services.undo(decision=decision, moderator=moderator)
    client.force_login(report.reporter)

    assert "Waiting for a moderator" in client.get("/en" + LIST).content.decode()


def test_the_list_is_for_whoever_is_signed_in_and_starts_empty(client):
    anonymous = client.get(LIST)
    client.force_login(make_citizen())

    assert (anonymous.status_code, client.get(LIST).status_code, client.post(LIST).status_code) == (302, 200, 405)
    assert client.get(LIST, {"page": "2"}).status_code == 404


def test_the_list_asks_as_often_for_one_as_for_twenty(client):
    me, counts = make_citizen(), []
    client.force_login(me)
    for number in (1, 19):
        for _ in range(number):
            decided = make_report(reporter=me)
            services.keep(comment=decided.comment, moderator=make_moderator(), reason="의견입니다.")
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- nothing typed is lost ---------------------------------------------------------------------------------------------------


def test_whoever_was_signed_out_finds_the_report_again_after_signing_in(client):
    comment, reporter = make_comment(), make_citizen()

    sent = client.post(address(comment), TYPED)
    client.force_login(reporter)
    form = client.get(sent["Location"].partition("next=")[2])
    thanks = client.post(address(comment), TYPED)
    other = make_comment(task=comment.task)

    assert form.context["form"].initial == TYPED
    assert "어제도 &lt;b&gt;같은&lt;/b&gt; 글" in form.content.decode()
    assert 'value="spam" ' in form.content.decode().partition("<main")[2].partition("checked")[0][-200:]
    assert thanks.status_code == 302
    assert client.session.get("report_drafts") == {}
    assert client.get(address(other)).context["form"].initial == {}


def test_whoever_has_to_verify_first_finds_the_report_again_afterwards(client):
    comment, reporter = make_comment(), make_citizen(verified=False)
    client.force_login(reporter)

    refused = client.post(address(comment), TYPED)
    reporter.identity = make_identity()
    reporter.save()
    form = client.get(address(comment))

    assert refused.status_code == 403
    assert "어제도 &lt;b&gt;같은&lt;/b&gt; 글" in refused.content.decode()
    assert form.context["form"].initial == TYPED
    assert not Report.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"reason": "", "text": ""}, {"text": "가" * 20_001}])
def test_nothing_and_endless_texts_are_not_kept(client, typed):
    client.post(address(make_comment()), typed)

    assert "report_drafts" not in client.session


def test_five_reports_are_kept_the_oldest_gives_way(client):
    comments = [make_comment() for _ in range(6)]
    for comment in comments:
        client.post(address(comment), {"text": f"글 {comment.pk}"})

    assert list(client.session["report_drafts"]) == [str(comment.pk) for comment in comments[1:]]


def test_of_the_network_address_only_a_keyed_hash_is_kept(client):
    comment = make_comment()
    client.force_login(make_citizen())

    client.post(address(comment), TYPED, REMOTE_ADDR="203.0.113.9")

    key = Report.objects.get().address_key
    assert key == address_key("203.0.113.9")
    assert (len(key), "203" in key and "113.9" in key) == (64, False)


def test_ones_own_comment_is_ones_own_with_a_new_account_too(client):
    identity = make_identity()
    comment = make_comment(author=make_citizen(identity=identity))
    comment.author.identity = None
    comment.author.save()
    again = make_citizen(identity=identity)
    client.force_login(again)

    page = client.get("/en" + address(comment)).content.decode()

    assert "This is your own comment" in page
    assert client.post(address(comment), TYPED).status_code == 403
    assert not Report.objects.exists()
