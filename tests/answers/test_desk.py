"""The officers' desk: what is due first stands first, and everything works without JavaScript."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from portal.answers import services
from portal.answers.models import AnswerRequest, AnswerTemplate, Commitment
from portal.discussion.models import Comment
from tests.factories import (
    make_administrator,
    make_answer,
    make_answer_request,
    make_comment,
    make_department,
    make_officer,
)

pytestmark = pytest.mark.django_db
DESK = "/answers/desk/"


@pytest.fixture
def officer(client):
    """An officer at the desk."""
    person = make_officer()
    client.force_login(person)
    return person


def typed(**fields) -> dict[str, str]:
    """The answer form as it is sent."""
    management = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
    words = {"outcome": "accepted", "reason": "예산에 들어 있습니다.", "body": "내년에 늘립니다."}
    return {**management, **words, "form_key": "6f1e1f4e-53cb-4ac4-9d0e-8a2f4e3b7a11", **fields}


def test_what_is_due_first_stands_first_and_late_is_said(client, officer):
    requests = []
    for day in ("2026-11-20", "2026-11-02", "2026-11-26"):
        with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
            requests.append(make_answer_request(officer=officer, comment=make_comment()))
    make_answer_request()

    with time_machine.travel("2026-11-26T11:00:00+09:00", tick=False):
        page = client.get(DESK)

    newest, late, latest = requests
    assert [line.request for line in page.context["lines"]] == [late, newest, latest]
    assert [line.clock.is_late for line in page.context["lines"]] == [True, False, False]
    assert (page.context["late"], page.context["counts"]["owed"]) == (1, 3)


def test_the_tabs_part_what_is_owed_from_the_rest(client, officer):
    promise = services.Promise("늘립니다.", timezone.localdate() + timedelta(days=9))
    answered = make_answer(officer=officer, promises=[promise])
    nobodys = make_answer_request()
    AnswerRequest.objects.filter(pk=nobodys.pk).update(department=None)

    shown = {tab: client.get(DESK, {"show": tab}).context for tab in ("owed", "unassigned", "promised", "answered")}

    assert shown["owed"]["lines"] == []
    assert [line.request for line in shown["unassigned"]["lines"]] == [nobodys]
    assert [line.commitment for line in shown["promised"]["promises"]] == [answered.commitments.get()]
    assert [line.request for line in shown["answered"]["lines"]] == [answered]


def test_an_officer_without_a_department_is_not_told_that_everything_is_answered(client):
    client.force_login(make_administrator())

    answers = {tab: client.get(f"/en{DESK}", {"show": tab}).content.decode() for tab in ("owed", "promised", "unassigned")}

    assert ["No department is assigned to you yet</" in answer for answer in answers.values()] == [True, True, False]
    assert "No comments due an answer" not in answers["owed"]


def test_the_desk_asks_the_same_number_of_questions_with_one_row_and_with_three(client, officer, django_assert_num_queries):
    make_answer_request(officer=officer)
    with django_assert_num_queries(11) as first:
        client.get(DESK)
    for _ in range(2):
        make_answer_request(officer=officer)
    with django_assert_num_queries(len(first)):
        client.get(DESK)


def test_another_departments_request_is_not_at_the_desk(client, officer):
    request = make_answer_request()

    for name in ("desk_detail", "answer", "hand_over"):
        assert client.get(reverse(f"answers:{name}", args=[request.pk])).status_code == 404
    for name in ("start_review", "add_note"):
        assert client.post(reverse(f"answers:{name}", args=[request.pk]), {"text": "메모"}).status_code == 404


def test_the_review_begins_by_a_button(client, officer):
    request = make_answer_request(officer=officer)

    answer = client.post(reverse("answers:start_review", args=[request.pk]))
    again = client.post(reverse("answers:start_review", args=[request.pk]))

    assert (answer.status_code, answer.url) == (302, reverse("answers:desk_detail", args=[request.pk]))
    assert AnswerRequest.objects.get().state == "in_review"
    assert [message.level_tag for message in get_messages(again.wsgi_request)][-1] == "error"


def test_a_request_is_handed_over_by_a_form(client, officer):
    request, other = make_answer_request(officer=officer), make_department()
    address = reverse("answers:hand_over", args=[request.pk])

    empty = client.post(address)
    strange = client.post(address, {"department": "no-such\x00", "note": "이유"})
    done = client.post(address, {"department": other.slug, "note": "그 과의 일입니다."})

    assert (empty.status_code, strange.status_code) == (422, 422)
    assert (done.status_code, AnswerRequest.objects.get().department) == (302, other)
    assert client.get(address).status_code == 404


def test_notes_stay_at_the_desk_and_go_with_the_request(client, officer):
    request = make_answer_request(officer=officer)
    client.post(reverse("answers:add_note", args=[request.pk]), {"text": "안에서만"})
    empty = client.post(reverse("answers:add_note", args=[request.pk]), {"text": " "})

    assert "안에서만" in client.get(reverse("answers:desk_detail", args=[request.pk])).content.decode()
    assert empty.status_code == 422
    second = make_officer()
    services.hand_over(request=request, officer=officer, department=second.department, note="이유")
    client.force_login(second)
    assert "안에서만" in client.get(reverse("answers:desk_detail", args=[request.pk])).content.decode()


def test_a_preview_publishes_nothing_and_keeps_what_was_typed(client, officer):
    request = make_answer_request(officer=officer)
    address = reverse("answers:answer", args=[request.pk])
    promise = {"form-0-sentence_ko": "그늘막 열 곳을 세웁니다.", "form-0-sentence_en": "", "form-0-due_on": "2030-03-31"}

    page = client.post(address, typed(preview="1", body="전화는 010-1234-5678 입니다.", **promise))

    assert page.context["preview"]["body"] == "전화는 010-1234-5678 입니다."
    assert '<span class="badge badge--info">반영</span>' in page.content.decode()
    assert [row.sentence_ko for row in page.context["preview"]["promises"]] == ["그늘막 열 곳을 세웁니다."]
    assert page.context["preview"]["personal_data"]
    assert not Comment.objects.filter(department__isnull=False).exists()
    assert client.get(address).context["form"].initial["body"] == "전화는 010-1234-5678 입니다."


def test_personal_data_in_a_commitment_is_pointed_out_too(client, officer):
    promise = {"form-0-sentence_ko": "010-1234-5678 로 알립니다.", "form-0-sentence_en": "", "form-0-due_on": "2030-03-31"}

    page = client.post(reverse("answers:answer", args=[make_answer_request(officer=officer).pk]), typed(preview="1", **promise))

    assert [finding.found for finding in page.context["preview"]["personal_data"]] == ["010-1234-5678"]


def test_the_answer_is_published_with_its_commitments(client, officer):
    request = make_answer_request(officer=officer)
    promise = {"form-1-sentence_ko": "그늘막 열 곳을 세웁니다.", "form-1-due_on": "2030-03-31"}

    done = client.post(reverse("answers:answer", args=[request.pk]), typed(publish="1", **promise))

    request.refresh_from_db()
    assert (done.status_code, done.url) == (302, request.get_absolute_url())
    assert (request.state, request.outcome, request.reply.body) == ("answered", "accepted", "내년에 늘립니다.")
    assert Commitment.objects.get().sentence_ko == "그늘막 열 곳을 세웁니다."


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": ""},
        {"outcome": "perhaps"},
        {"reason": "\u200b"},
        {"body": "\x00"},
        {"form_key": "none"},
        {"form-TOTAL_FORMS": "x"},
        {"form-0-sentence_ko": "날이 없습니다."},
        {"form-0-due_on": "2030-03-31"},
        {"form-0-sentence_ko": "어제까지", "form-0-due_on": "2020-01-01"},
        {"form-0-sentence_ko": "언제", "form-0-due_on": "99999-13-41"},
    ],
)
def test_a_wrong_answer_is_refused_with_the_reason(client, officer, wrong):
    request = make_answer_request(officer=officer)

    page = client.post(reverse("answers:answer", args=[request.pk]), typed(publish="1", **wrong))

    assert page.status_code == 422
    assert AnswerRequest.objects.get().state == "received"


def test_a_text_of_the_department_goes_to_the_end_of_the_answer(client, officer):
    request = make_answer_request(officer=officer)
    text = services.write_template(officer=officer, title="맺음말", body="고맙습니다.")
    strange = services.write_template(officer=make_officer(), title="남의 글", body="남의 글")
    address = reverse("answers:answer", args=[request.pk])
    promise = {"form-0-sentence_ko": "세웁니다.", "form-0-due_on": "2030-03-31"}

    page = client.post(address, typed(use_template=str(text.pk), reason="", **promise))

    assert page.context["form"].initial["body"] == "내년에 늘립니다.\n\n고맙습니다."
    assert page.context["promises"].forms[0].initial["due_on"] == "2030-03-31"
    assert not page.context["form"].errors
    for key in (strange.pk, "x", "9" * 30):
        assert client.post(address, typed(use_template=key)).status_code == 404


def test_texts_are_made_changed_and_deleted_by_their_department(client, officer):
    listing = reverse("answers:template_list")

    made = client.post(listing, {"title": "인사", "body": "안녕하세요."})
    twice = client.post(listing, {"title": "인사", "body": "또 안녕하세요."})
    text = AnswerTemplate.objects.get()
    changed = client.post(reverse("answers:template_form", args=[text.pk]), {"title": "인사", "body": "반갑습니다."})

    assert (made.status_code, twice.status_code, changed.status_code) == (302, 422, 302)
    assert AnswerTemplate.objects.get().body == "반갑습니다."
    client.force_login(make_officer())
    assert client.post(reverse("answers:delete_template", args=[text.pk])).status_code == 404
    client.force_login(officer)
    assert client.post(reverse("answers:delete_template", args=[text.pk])).status_code == 302
    assert not AnswerTemplate.objects.exists()


def test_whether_a_commitment_was_kept_is_said_by_a_form(client, officer):
    commitment = make_answer(
        officer=officer, promises=[services.Promise("세웁니다.", timezone.localdate() + timedelta(days=9))]
    ).commitments.get()
    address = reverse("answers:decide", args=[commitment.pk])

    shown, empty = client.get(address), client.post(address, {"state": "kept"})
    done = client.post(address, {"state": "not_kept", "reason": "공사가 늦어졌습니다."})
    again = client.post(address, {"state": "kept", "reason": "지켰습니다."})

    assert (shown.status_code, empty.status_code, done.status_code, again.status_code) == (200, 422, 302, 422)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.reason) == ("not_kept", "공사가 늦어졌습니다.")
    client.force_login(make_officer())
    assert client.get(address).status_code == 404


def test_a_comment_is_taken_up_after_asking(client, officer):
    comment = make_comment()
    address = reverse("answers:take_up", args=[comment.pk])

    asked = client.get(address)
    assert not AnswerRequest.objects.exists()
    done = client.post(address)

    request = AnswerRequest.objects.get()
    assert (asked.status_code, done.url) == (200, request.get_absolute_url())
    assert client.get(address).url == request.get_absolute_url()
    assert address in client.get(comment.task.get_absolute_url()).content.decode()


def test_an_official_reply_is_not_taken_up(client, officer):
    reply = make_answer(officer=officer).reply

    assert client.get(reverse("answers:take_up", args=[reply.pk])).status_code == 404


def test_an_administrator_without_a_department_gives_requests_to_departments(client):
    client.force_login(make_administrator())
    request, department = make_answer_request(), make_department()
    AnswerRequest.objects.filter(pk=request.pk).update(department=None)

    page = client.get(DESK, {"show": "unassigned"})
    refused = client.get(reverse("answers:answer", args=[request.pk]))
    done = client.post(
        reverse("answers:hand_over", args=[request.pk]), {"department": department.slug, "note": "그 과의 일입니다."}
    )

    assert [line.request.pk for line in page.context["lines"]] == [request.pk]
    assert (refused.status_code, done.status_code) == (403, 302)
    assert AnswerRequest.objects.get().department == department
