"""The forms: with and without htmx, refused and taken, and never a typed word lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_identity, make_task

pytestmark = pytest.mark.django_db
TYPED = "밤에도 걷고 싶은 갑천을 만들어 주세요"
HTMX = {"HX-Request": "true"}


def words(text: str = TYPED, **fields) -> dict:
    """What the browser sends."""
    return {"body": text, "form_key": str(uuid4()), **fields}


def routes(comment: Comment) -> dict[str, str]:
    """Every address that takes a citizen's words."""
    return {
        "post": reverse("discussion:post", args=[comment.task.slug]),
        "reply": reverse("discussion:reply", args=[comment.pk]),
        "edit": reverse("discussion:edit", args=[comment.pk]),
    }


@pytest.fixture
def author(client):
    """A verified citizen, signed in."""
    person = make_citizen()
    client.force_login(person)
    return person


def test_without_javascript_a_comment_leads_back_to_its_place(client, author):
    task = make_task()

    response = client.post(reverse("discussion:post", args=[task.slug]), words(stance="against"))

    comment = Comment.objects.get()
    assert (response.status_code, response.url) == (302, f"{task.get_absolute_url()}?sort=newest#comment-{comment.pk}")
    assert (comment.author, comment.body, comment.stance) == (author, TYPED, "against")
    assert "의견이 게시되었습니다" in client.get(response.url).content.decode()


def test_with_htmx_the_discussion_comes_back_with_the_comment_on_top(client, author):
    task = make_comment().task

    response = client.post(reverse("discussion:post", args=[task.slug]), words(), headers=HTMX)

    text = response.content.decode()
    assert response["HX-Retarget"] == "#discussion"
    assert [entry.has_focus for entry, _more in response.context["rows"]] == [True, False]
    assert "<html" not in text
    assert 'hx-swap-oob="innerHTML"' in text
    assert "의견이 게시되었습니다" in text
    assert text.count(TYPED) == 1


def test_without_javascript_a_reply_leads_to_itself(client, author):
    answered = make_comment()

    response = client.post(reverse("discussion:reply", args=[answered.pk]), words())

    reply = Comment.objects.get(parent=answered)
    assert (response.status_code, response.url) == (302, reply.get_absolute_url())
    assert (reply.author, reply.body) == (author, TYPED)


def test_with_htmx_a_reply_comes_as_the_next_item_of_the_thread(client, author):
    answered = make_comment()

    response = client.post(reverse("discussion:reply", args=[answered.pk]), words(), headers=HTMX)

    assert (response["HX-Retarget"], response["HX-Reswap"]) == (f"#item-{answered.pk}", "afterend")
    assert response.content.decode().count('<li class="thread__item"') == 1
    assert f'<div id="reply-{answered.pk}-form" hx-swap-oob="delete">' in response.content.decode()


def test_the_form_of_a_reply_is_a_page_or_a_part(client, author):
    answered = make_comment(body="무엇에 답하나요")
    address = reverse("discussion:reply", args=[answered.pk])

    whole, part = client.get(address).content.decode(), client.get(address, headers=HTMX).content.decode()

    assert "<html" in whole
    assert "무엇에 답하나요" in whole
    assert "<html" not in part
    assert f'id="reply-{answered.pk}-form"' in part


def test_the_author_changes_a_comment(client, author):
    comment = make_comment(author=author, body="가로등")
    address = reverse("discussion:edit", args=[comment.pk])

    form, response = client.get(address), client.post(address, {"body": TYPED})
    part = client.post(address, {"body": f"{TYPED}!"}, headers=HTMX)

    assert "가로등" in form.content.decode()
    assert (response.status_code, response.url) == (302, comment.get_absolute_url())
    assert Comment.objects.get().body == f"{TYPED}!"
    assert (part["HX-Retarget"], part["HX-Reswap"]) == (f"#item-{comment.pk}", "outerHTML")
    assert "수정됨" not in part.content.decode()


@pytest.mark.parametrize("route", ["post", "reply", "edit"])
@pytest.mark.parametrize(
    "text",
    ["", " \n ", "\u200b\u200d", f"{TYPED}\x00", f"{TYPED}\x07", TYPED + "가" * 2000],
    ids=["empty", "blank", "zero-width", "NUL", "control", "too long"],
)
def test_unusable_words_come_back_as_typed(client, author, route, text):
    comment = make_comment(author=author, body="먼저 쓴 글")
    address = routes(comment)[route]

    page, part = client.post(address, words(text)), client.post(address, words(text), headers=HTMX)

    assert (page.status_code, part.status_code) == (422, 422)
    assert page.context["form"]["body"].value() == part.context["form"]["body"].value() == text
    assert "error-summary" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert list(Comment.objects.values_list("body", flat=True)) == ["먼저 쓴 글"]


def test_script_and_markup_are_words_like_others(client, author):
    task, hostile = make_task(), '<script>alert("x")</script></textarea><img src=x onerror=alert(1)>'

    response = client.post(reverse("discussion:post", args=[task.slug]), words(hostile + "가" * 2000))
    client.post(reverse("discussion:post", args=[task.slug]), words(hostile))

    assert Comment.objects.get().body == hostile
    for text in (response.content.decode(), client.get(task.get_absolute_url()).content.decode()):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


@pytest.mark.parametrize("route", ["post", "reply"])
def test_words_outlive_signing_in_and_verification(client, route):
    comment = make_comment()
    address = routes(comment)[route]
    page = comment.task.get_absolute_url() if route == "post" else address

    lost = client.post(address, words())
    person = make_citizen(verified=False)
    client.force_login(person)
    unverified = client.get(page)
    type(person).objects.filter(pk=person.pk).update(identity=make_identity())
    verified = client.get(page)

    assert lost.status_code == 401
    assert lost.context["form"]["body"].value() == TYPED
    assert f"{reverse('account_login')}?next=" in lost.content.decode()
    assert f"{reverse('accounts:verify')}?next=" in unverified.content.decode()
    assert verified.context["form"]["body"].value() == TYPED


@pytest.mark.parametrize("route", ["post", "reply"])
def test_kept_words_are_in_the_form_again_until_they_are_sent(client, route):
    comment, person = make_comment(), make_citizen()
    address = routes(comment)[route]
    page = comment.task.get_absolute_url() if route == "post" else address
    client.post(address, words())
    client.force_login(person)

    kept = client.get(page).context["form"]["body"].value()
    client.post(address, words(kept))
    afterwards = client.get(page).context["form"]["body"].value()

    assert (kept, afterwards) == (TYPED, None)
    assert Comment.objects.filter(author=person, body=TYPED).count() == 1


@pytest.mark.parametrize("route", ["post", "reply", "edit"])
def test_the_unverified_are_told_and_led_to_verification(client, route):
    person = make_citizen(verified=False)
    client.force_login(person)
    comment = make_comment()

    response = client.post(routes(comment)[route], words())

    assert response.status_code == 403
    assert response.context["form"]["body"].value() == TYPED
    assert f'href="{reverse("accounts:verify")}?next=' in response.content.decode()
    assert list(Comment.objects.all()) == [comment]


@pytest.mark.parametrize("route", ["post", "reply", "edit"])
def test_a_closed_discussion_gives_the_words_back(client, author, route):
    comment = make_comment(author=author, body="먼저 쓴 글")
    services.close_discussion(task=comment.task)

    response = client.post(routes(comment)[route], words())

    assert response.status_code == 409
    assert response.context["form"]["body"].value() == TYPED
    assert "마감되었습니다" in response.content.decode()
    assert Comment.objects.get().body == "먼저 쓴 글"


def test_htmx_leaves_the_form_alone_and_gets_one_sentence(client):
    comment = make_comment()

    response = client.post(routes(comment)["post"], words(), headers=HTMX)

    assert response.status_code == 401
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == "로그아웃된 상태입니다. 로그인해 주세요. 쓰신 글은 보관해 두었습니다."


def test_a_reply_to_what_was_hidden_meanwhile_keeps_the_words(client, author):
    comment = make_comment(body="곧 숨겨질 글")
    services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.ABUSE)

    response = client.post(routes(comment)["reply"], words())

    assert response.status_code == 409
    assert response.context["form"]["body"].value() == TYPED
    assert "곧 숨겨질 글" not in response.content.decode()


def test_nobody_reads_or_changes_anothers_words_through_the_form(client, author):
    comment = make_comment(body="남의 글")
    address = routes(comment)["edit"]

    shown, sent = client.get(address), client.post(address, words())

    assert (shown.status_code, sent.status_code) == (404, 403)
    assert "남의 글" not in sent.content.decode()
    assert Comment.objects.get().body == "남의 글"


@pytest.mark.parametrize(("age", "hint"), [(timedelta(minutes=3), "7분"), (timedelta(minutes=10), "이전 내용")])
def test_the_form_says_whether_a_change_leaves_a_trace(client, author, age, hint):
    comment = make_comment(author=author, body="먼저 쓴 글")
    Comment.objects.update(created_at=timezone.now() - age)

    shown, sent = client.get(routes(comment)["edit"]), client.post(routes(comment)["edit"], words())

    assert (shown.status_code, sent.status_code) == (200, 302)
    assert hint in shown.context["composer"].hint
    assert Comment.objects.get().body == TYPED


def test_too_many_comments_are_told_when_to_come_back(client, author):
    task = make_task()
    address = reverse("discussion:post", args=[task.slug])
    answers = [client.post(address, words(f"의견 {number}")) for number in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 600
    assert answers[-1].context["form"]["body"].value() == "의견 10"
