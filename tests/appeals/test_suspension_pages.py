"""The pages of a suspension: the administrators' and the suspended person's."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.appeals.models import Suspension
from portal.appeals.services import suspensions
from portal.core.models import AuditEvent
from portal.discussion.models import Comment, State
from tests.factories import (
    make_administrator,
    make_citizen,
    make_comment,
    make_decision,
    make_many_comments,
    make_moderator,
    make_report,
    make_suspension,
    make_task,
)

pytestmark = pytest.mark.django_db
FORM = {"prepared": "spam", "hours": "72", "hides_comments": "on", "reason": "", "note": "내부메모낱말"}


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(person) -> str:
    return reverse("appeals:person", args=[person.pk])


def test_the_person_page_counts_and_shows_no_address():
    person = make_citizen()
    comments = make_many_comments(task=make_task(), number=3, each=1, author=person)
    make_report(comment=comments[0])
    make_decision(comment=comments[0], note="내부메모낱말")
    make_report(comment=comments[1])

    answer = browser(make_administrator()).get(page_of(person))

    counts = {"comments": 3, "hidden": 1, "reports": 2, "upheld": 1, "appeals": 0, "reversed": 0}
    assert answer.context["counts"] == counts
    page = answer.content.decode()
    assert [word in page for word in (person.nickname, person.email, person.person_key)] == [True, False, False]


def test_looking_at_a_person_is_recorded_and_the_person_can_read_it():
    person, administrator = make_citizen(), make_administrator()

    browser(administrator).get(page_of(person))

    entry = AuditEvent.objects.order_by("-number").first()
    assert (entry.action, entry.actor, entry.person) == ("personal_data.viewed", administrator.pk, person.pk)
    assert entry.reason in browser(person).get(reverse("pages:my_record")).content.decode()


def test_neither_moderators_nor_citizens_reach_these_pages():
    suspension = make_suspension()
    names = {
        "appeals:person": suspension.person_id,
        "appeals:suspend": suspension.person_id,
        "appeals:lift": suspension.pk,
    }

    for who in (make_moderator(), make_citizen(), suspension.person):
        client = browser(who)
        assert [client.get(reverse(name, args=[pk])).status_code for name, pk in names.items()] == [403] * 3
        assert client.post(reverse("appeals:suspend", args=[make_citizen().pk]), {**FORM, "confirmed": "1"}).status_code == 403
        assert client.post(reverse("appeals:lift", args=[suspension.pk]), {"prepared": "mistake"}).status_code == 403

    assert list(Suspension.objects.filter(lifted_at=None)) == [suspension]


def test_it_is_said_first_how_many_comments_would_be_hidden():
    person = make_citizen()
    make_many_comments(task=make_task(), number=7, author=person)
    client, path = browser(make_administrator()), reverse("appeals:suspend", args=[person.pk])

    asked = client.post(path, FORM)

    assert (asked.status_code, asked.context["hides"]) == (200, 7)
    assert Suspension.objects.count() == 0
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PUBLISHED}

    assert client.post(path, {**FORM, "confirmed": "1"}).url == page_of(person)
    assert set(Comment.objects.values_list("state", flat=True)) == {State.HIDDEN}


@pytest.mark.parametrize("hours", ["1", "72", "8760"])
def test_it_lasts_as_long_as_was_chosen_to_the_full_minute(hours):
    person = make_citizen()
    with time_machine.travel("2026-11-24T10:00:30+09:00", tick=False):
        administrator = browser(make_administrator())
        administrator.post(reverse("appeals:suspend", args=[person.pk]), {**FORM, "hours": hours, "confirmed": "1"})

        lasts = Suspension.objects.get().ends_at - timezone.now()

    assert lasts == timedelta(hours=int(hours), seconds=30)


@pytest.mark.parametrize("change", [{"prepared": ""}, {"prepared": "boring"}, {"hours": ""}, {"hours": "2"}, {"note": "a\x00"}])
def test_what_is_missing_is_said_and_what_was_typed_stays(change):
    person = make_citizen()
    path = reverse("appeals:suspend", args=[person.pk])

    answer = browser(make_administrator()).post(path, {**FORM, "reason": "제 말로 씁니다.", **change, "confirmed": "1"})

    assert (answer.status_code, "제 말로 씁니다." in answer.content.decode()) == (422, True)
    assert Suspension.objects.count() == 0


def test_a_colleague_and_somebody_suspended_are_refused_with_the_reason():
    administrator = make_administrator()
    for person in (make_moderator(), administrator, make_suspension().person):
        path = reverse("appeals:suspend", args=[person.pk])

        answer = browser(administrator).post(path, {**FORM, "confirmed": "1"})

        assert answer.status_code in {403, 409}
        assert len(answer.context["form"].non_field_errors()) == 1
        assert path not in browser(administrator).get(page_of(person)).content.decode()
    assert Suspension.objects.count() == 1


def test_lifting_takes_a_reason_and_works_once():
    suspension = make_suspension()
    client, path = browser(make_administrator()), reverse("appeals:lift", args=[suspension.pk])
    assert path in client.get(page_of(suspension.person)).content.decode()

    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"prepared": "mistake"}).url == page_of(suspension.person)
    assert client.post(path, {"prepared": "mistake"}).status_code == 409

    suspension.refresh_from_db()
    assert suspension.is_lifted
    assert path not in client.get(page_of(suspension.person)).content.decode()


def test_what_ran_out_can_be_taken_back_only_for_what_it_had_hidden():
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False) as clock:
        bare, hiding = make_suspension(), make_suspension(person=make_comment().author, hides_comments=True)
        clock.shift(timedelta(days=4))
        client = browser(make_administrator())

        pages = [client.get(page_of(suspension.person)).content.decode() for suspension in (bare, hiding)]

    assert [reverse("appeals:lift", args=[row.pk]) in page for row, page in zip((bare, hiding), pages, strict=True)] == [
        False,
        True,
    ]


def test_the_suspended_person_reads_why_until_when_and_how_to_appeal():
    suspension = make_suspension(note="내부메모낱말")
    client, path = browser(suspension.person), reverse("appeals:my_suspension")
    appeal = reverse("appeals:appeal_suspension", args=[suspension.pk])

    page = client.get(path).content.decode()
    answer = client.post(appeal, {"text": "광고가 아닙니다."})

    assert [words in page for words in (suspension.reason, appeal)] == [True, True]
    assert [word for word in ("내부메모낱말", suspension.moderator.nickname) if word in page] == []
    assert answer.url == reverse("appeals:my_appeals")
    assert appeal not in client.get(path).content.decode()
    assert browser(make_citizen()).get(appeal).status_code == 404
    assert client.get(reverse("appeals:my_appeals")).status_code == 200


def test_whoever_was_never_suspended_reads_that():
    page = browser(make_citizen()).get(reverse("appeals:my_suspension")).content.decode()

    assert 'class="empty"' in page


def test_after_lifting_the_person_reads_why():
    suspension = make_suspension()
    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason="저희가 잘못 보았습니다.")

    assert "저희가 잘못 보았습니다." in browser(suspension.person).get(reverse("appeals:my_suspension")).content.decode()


def test_hostile_names_come_out_as_words():
    suspension = make_suspension(reason="<script>alert(7)</script>")
    User.objects.filter(pk=suspension.person_id).update(nickname="<script>alert(7)")
    client = browser(make_administrator())
    paths = [page_of(suspension.person), *(reverse(f"appeals:{name}", args=[suspension.pk]) for name in ("lift",))]

    pages = [client.get(path).content.decode() for path in paths]
    pages.append(client.post(reverse("appeals:suspend", args=[suspension.person_id]), FORM).content.decode())
    pages.append(browser(suspension.person).get(reverse("appeals:my_suspension")).content.decode())

    assert ["&lt;script&gt;" in page for page in pages] == [True] * 4
    assert ["<script>alert" in page for page in pages] == [False] * 4


def test_the_person_page_takes_the_same_queries_for_much_and_for_little():
    counts = []
    client = browser(make_administrator())
    for number in (1, 12):
        person = make_citizen()
        for comment in make_many_comments(task=make_task(), number=number, each=1, author=person):
            make_decision(comment=comment)
        for _ in range(1 if number == 1 else 3):
            suspension = make_suspension(person=person, hides_comments=True)
            suspensions.lift(suspension=suspension, moderator=make_administrator(), reason="풀어 드립니다.")
        with CaptureQueriesContext(connection) as counted:
            client.get(page_of(person))
        counts.append(len(counted))

    assert counts[0] == counts[1]
