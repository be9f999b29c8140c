"""What an officer types into the form of an answer is never lost: not to a prepared text, an error, or a lost session."""

import pytest
from django.urls import reverse

from portal.answers import services
from portal.answers.models import AnswerRequest, Commitment, State
from tests.factories import make_answer_request, make_comment, make_milestone, make_officer

pytestmark = pytest.mark.django_db
KEY = "7e0b2f1a-6a56-4c8e-9a13-7e5a0f2a51c1"
WORDS = {"outcome": "partly", "reason": "예산이 절반만 있습니다.", "body": "내년 봄에 그늘막을 세웁니다."}
PROMISE = {"form-1-sentence_ko": "그늘막을 늘립니다.", "form-1-due_on": "2060-03-31"}
COUNTS = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "form_key": KEY}


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def owed(officer) -> AnswerRequest:
    return make_answer_request(officer=officer)


def form_of(request: AnswerRequest) -> str:
    return f"/en{reverse('answers:answer', args=[request.pk])}".replace("/en/en/", "/en/")


def values_of(page) -> dict[str, str]:
    """What the page's form shows, as a browser would send it again."""
    forms = [page.context["form"], *page.context["promises"]]
    fields = [field for form in forms for field in form if not field.is_hidden]
    values = {field.html_name: str(field.value() or "") for field in fields}
    counts = {field.html_name: str(field.value()) for field in page.context["promises"].management_form}
    return {**values, **counts, "form_key": KEY}


def filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value and not name.endswith(("_FORMS", "form_key"))}


def test_after_a_text_of_the_department_an_answer_without_commitments_is_published(client, officer, owed):
    text = services.write_template(officer=officer, title="인사", body="의견 감사합니다.")
    client.force_login(officer)

    page = client.post(form_of(owed), {**WORDS, **COUNTS, "use_template": str(text.pk)})
    preview = client.post(form_of(owed), {**values_of(page), "preview": "1"})
    client.post(form_of(owed), {**values_of(preview), "publish": "1"})

    assert (preview.status_code, preview.context["form"].errors) == (200, {})
    assert AnswerRequest.objects.get().state == State.ANSWERED
    assert AnswerRequest.objects.get().reply.body == f"{WORDS['body']}\n\n의견 감사합니다."
    assert not Commitment.objects.exists()


def test_whoever_leaves_the_preview_and_comes_back_finds_all_of_it(client, officer, owed):
    client.force_login(officer)
    client.post(form_of(owed), {**WORDS, **PROMISE, **COUNTS, "preview": "1"})

    back = client.get(form_of(owed))
    sent = client.post(form_of(owed), {**values_of(back), "publish": "1"})

    assert filled(values_of(back)) == {**WORDS, **PROMISE}
    assert back.content.decode().count('<details class="disclosure" open>') == 1
    assert sent.status_code == 302
    assert Commitment.objects.get().sentence_ko == PROMISE["form-1-sentence_ko"]
    assert filled(values_of(client.get(form_of(make_answer_request(officer=officer))))) == {}


def test_an_answer_sent_after_the_session_ended_is_there_after_signing_in(client, officer, owed):
    refused = client.post(form_of(owed), {**WORDS, **PROMISE, **COUNTS, "preview": "1"})
    client.force_login(officer)

    assert "/login/" in refused.url
    assert filled(values_of(client.get(form_of(owed)))) == {**WORDS, **PROMISE}


def test_an_answer_as_long_as_may_be_is_there_too(client, officer, owed):
    words = {"outcome": "partly", "reason": "까" * 1_000, "body": "가" * 2_000}
    promises = {f"form-{number}-sentence_{language}": "나" * 200 for number in range(3) for language in ("ko", "en")}
    client.post(form_of(owed), {**words, **promises, **COUNTS, "publish": "1"})
    client.force_login(officer)

    assert filled(values_of(client.get(form_of(owed)))) == {**words, **promises}


def test_an_official_reply_sent_after_the_session_ended_too_also_where_an_answer_is_owed_by_then(client, officer):
    comment = make_comment()
    address = f"/en{reverse('answers:reply_officially', args=[comment.pk])}".replace("/en/en/", "/en/")
    client.post(address, {"body": WORDS["body"], "form_key": KEY})
    client.force_login(officer)

    reply = client.get(address).content.decode()
    make_answer_request(comment=comment, officer=officer)
    answer = client.get(address, follow=True)

    assert WORDS["body"] in reply
    assert filled(values_of(answer)) == {"body": WORDS["body"]}


def test_what_is_wrong_with_a_commitment_is_said_on_top_of_the_page(client, officer, owed):
    client.force_login(officer)

    page = client.post(form_of(owed), {**WORDS, **COUNTS, "form-1-sentence_ko": "그늘막을 늘립니다.", "preview": "1"})

    summary = page.content.decode().partition('class="error-summary"')[2].partition("</ul>")[0]
    assert page.status_code == 422
    assert 'href="#id_form-1-due_on"' in summary


def test_the_preview_names_the_milestone_to_which_a_commitment_is_tied(client, officer, owed):
    milestone = make_milestone(task=owed.task, officer=officer)
    client.force_login(officer)

    page = client.post(form_of(owed), {**WORDS, **PROMISE, **COUNTS, "form-1-milestone": str(milestone.pk), "preview": "1"})

    preview = page.content.decode().partition('class="answer-preview"')[2].partition("</section>")[0]
    assert milestone.title_ko in preview or milestone.title_en in preview
