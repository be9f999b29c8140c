"""The moderators' desk: what waits and what was decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.discussion import services as discussion
from portal.moderation import services
from tests.factories import make_citizen, make_comment, make_decision, make_moderator, make_report, make_task

pytestmark = pytest.mark.django_db
QUEUE, DECISIONS = reverse("moderation:queue"), reverse("moderation:decision_list")


def shown(response) -> list[int]:
    return [row.comment.pk for row in response.context["page"].object_list]


def test_whoever_waits_longest_comes_first(client):
    now = timezone.now()
    young, old, middle = (make_report(created_at=now - timedelta(hours=hours)) for hours in (1, 9, 5))
    make_report(comment=young.comment, created_at=now)
    client.force_login(make_moderator())

    response = client.get(QUEUE)

    assert shown(response) == [report.comment_id for report in (old, middle, young)]
    assert [len(row.reports) for row in response.context["page"].object_list] == [1, 1, 2]


def test_a_row_shows_what_a_decision_needs_and_nobody_who_reported(client):
    comment = make_comment(body="<script>alert('속마음')</script>", author=make_citizen(nickname="느티나무집"))
    reports = [
        make_report(comment=comment, reason=reason, text=text)
        for reason, text in (("spam", "네 번째 <i>같은</i> 글"), ("abuse", ""))
    ]
    client.force_login(make_moderator())

    page = client.get(QUEUE).content.decode()

    wanted = ["&lt;script&gt;alert(", "느티나무집", comment.task.title, comment.get_absolute_url(), "&lt;i&gt;같은&lt;/i&gt;"]
    assert [words in page for words in wanted] == [True] * len(wanted)
    assert [(person.nickname in page, person.email in page) for person in (reports[0].reporter, reports[1].reporter)] == [
        (False, False)
    ] * 2
    assert comment.author.email not in page
    assert "<script>alert" not in page


def test_settled_reports_do_not_wait(client):
    settled, waiting = make_report(), make_report()
    services.keep(comment=settled.comment, moderator=make_moderator(), reason="의견입니다.")
    client.force_login(make_moderator())

    assert shown(client.get(QUEUE)) == [waiting.comment_id]


def test_reports_about_a_withdrawn_comment_are_still_seen_but_not_its_text(client):
    report = make_report(comment=make_comment(body="거둔낱말"))
    discussion.withdraw(comment=report.comment, author=report.comment.author)
    client.force_login(make_moderator())

    response = client.get(QUEUE)

    assert shown(response) == [report.comment_id]
    assert "거둔낱말" not in response.content.decode()
    assert reverse("moderation:hide", args=[report.comment_id]) not in response.content.decode()


def test_filters_choose_by_reason_task_and_state(client):
    spam = make_report(reason="spam")
    make_report(comment=spam.comment, reason="abuse")
    elsewhere = make_report(comment=make_comment(task=make_task()), reason="abuse")
    withdrawn = make_report(reason="off_topic")
    discussion.withdraw(comment=withdrawn.comment, author=withdrawn.comment.author)
    client.force_login(make_moderator())

    found = {
        name: shown(client.get(QUEUE, {name: value}))
        for name, value in {"reason": "spam", "task": elsewhere.comment.task.slug, "state": "withdrawn"}.items()
    }

    assert found == {"reason": [spam.comment_id], "task": [elsewhere.comment_id], "state": [withdrawn.comment_id]}
    assert len(client.get(QUEUE, {"reason": "spam"}).context["page"].object_list[0].reports) == 2


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("reason=boring", 400),
        ("task=%27%20OR%201=1", 400),
        ("state=hidden", 400),
        ("claim=everybody", 400),
        ("sort=-comment__author__email", 400),
        ("reason=comment__author__email", 400),
        ("page=1000000000", 404),
        ("page=2", 404),
        ("page=-1", 404),
        ("page=x", 404),
        ("unknown=1", 200),
    ],
)
def test_the_address_offers_only_what_is_on_the_list(client, query, status):
    make_report()
    client.force_login(make_moderator())

    assert client.get(f"{QUEUE}?{query}").status_code == status


def test_pages_keep_the_filter(client):
    for _ in range(31):
        make_report(reason="spam")
    client.force_login(make_moderator())

    first = client.get(QUEUE, {"reason": "spam"})
    second = client.get(QUEUE, {"reason": "spam", "page": "2"})

    assert (len(shown(first)), len(shown(second))) == (30, 1)
    assert "reason=spam&amp;page=2" in first.content.decode()


def test_nothing_waits(client):
    client.force_login(make_moderator())

    response = client.get("/en" + QUEUE)

    assert "Nothing waiting" in response.content.decode()


def test_the_desk_asks_the_database_as_often_for_one_row_as_for_thirty(client):
    client.force_login(make_moderator())
    counts = []
    for rows in (1, 2, 27):
        for _ in range(rows):
            make_report(comment=make_report().comment, text="한 번 더")
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE).status_code == 200
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 16


def test_the_list_of_decisions_asks_as_often_for_one_as_for_thirty(client):
    client.force_login(make_moderator())
    moderator, counts = make_moderator(), []
    for rows in (1, 2, 27):
        for _ in range(rows):
            make_decision(moderator=moderator)
        client.get(DECISIONS)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DECISIONS).status_code == 200
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_decisions_are_listed_newest_first_with_their_note(client):
    first, second = make_decision(), make_decision(note="<b>전화로</b> 확인함")
    client.force_login(make_moderator())

    response = client.get(DECISIONS)

    assert list(response.context["page"].object_list) == [second, first]
    assert "&lt;b&gt;전화로&lt;/b&gt; 확인함" in response.content.decode()


def test_decisions_are_filtered_by_allow_list(client):
    hidden = make_decision()
    restored = services.restore(comment=hidden.comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")
    client.force_login(make_moderator())

    assert list(client.get(DECISIONS, {"action": "restore"}).context["page"].object_list) == [restored]
    assert client.get(DECISIONS, {"action": "moderator__email"}).status_code == 400


@pytest.mark.parametrize("address", [QUEUE, DECISIONS])
def test_the_desk_is_for_moderators(client, address):
    make_decision()

    anonymous = client.get(address)
    client.force_login(make_citizen())
    citizen = client.get(address)

    assert (anonymous.status_code, anonymous["Location"]) == (302, f"{reverse('account_login')}?next={address}")
    assert citizen.status_code == 403


@pytest.mark.parametrize("address", [QUEUE, DECISIONS])
def test_the_desk_is_read_by_get_only(client, address):
    client.force_login(make_moderator())

    assert client.post(address).status_code == 405
