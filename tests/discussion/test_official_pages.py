"""The city speaks as the city, everywhere; and nobody else does."""

import pytest
from django.urls import reverse

from portal.accounts import services as accounts
from portal.discussion import services
from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_department, make_officer

pytestmark = pytest.mark.django_db
ANSWER = "내년 3월부터 두 노선에서 시범 운행합니다."


@pytest.fixture
def officer():
    """An officer of the night bus division."""
    return make_officer(department=make_department(name_ko="심야버스과", name_en="Night Bus Division"), nickname="김주무관")


def address(comment: Comment) -> str:
    return reverse("answers:reply_officially", args=[comment.pk])


def test_the_form_names_the_department_and_the_answer_stands_first_in_its_name(client, officer):
    root = make_comment(body="막차가 너무 이릅니다")
    asked = make_comment(parent=root, body="언제부터인가요?")
    client.force_login(officer)

    form = client.get(address(asked)).content.decode()
    response = client.post(address(asked), {"body": ANSWER, "form_key": "7e0b2f1a-6a56-4c8e-9a13-7e5a0f2a51c1"})

    answer = Comment.objects.get(body=ANSWER)
    assert "심야버스과" in form
    assert (response.status_code, response.url) == (302, answer.get_absolute_url())
    entries = [entry for entry, _more in client.get(root.task.get_absolute_url()).context["rows"]]
    assert [(entry.pk, entry.author, entry.is_official) for entry in entries] == [
        (root.pk, root.author.nickname, False),
        (answer.pk, "심야버스과", True),
        (asked.pk, asked.author.nickname, False),
    ]
    assert entries[1].answered == asked.author.nickname


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_page_says_the_officers_nickname(client, officer, language):
    root = make_comment()
    answer = services.reply_officially(comment=root, officer=officer, body=ANSWER)
    reply = make_comment(parent=answer, body="고맙습니다")
    pages = [
        root.task.get_absolute_url(),
        "/",
        *(
            reverse(f"discussion:{name}", args=[comment.pk])
            for name in ("permalink", "reply")
            for comment in (root, answer, reply)
        ),
        reverse("discussion:replies", args=[root.pk]),
    ]

    texts = [client.get(("/en" if language == "en" else "") + page).content.decode() for page in pages]

    name, badge = {"ko": ("심야버스과", "공식 답변"), "en": ("Night Bus Division", "Official answer")}[language]
    assert [officer.nickname in text for text in texts] == [False] * len(pages)
    assert [name in text and badge in text for text in texts if ANSWER in text] == [True] * 6


def test_a_reply_to_an_official_answer_names_the_department(client, officer):
    answer = services.reply_officially(comment=make_comment(), officer=officer, body=ANSWER)
    make_comment(parent=answer, body="고맙습니다")

    entries = [entry for entry, _more in client.get(answer.task.get_absolute_url()).context["rows"]]

    assert [entry.answered for entry in entries] == ["", "", "심야버스과"]


def test_only_officers_get_to_the_form(client, officer):
    comment, former = make_comment(), make_officer()
    accounts.withdraw_role(person=former, role="officer")

    def statuses(person) -> list[int]:
        client.force_login(person)
        return [client.get(address(comment)).status_code, client.post(address(comment), {"body": ANSWER}).status_code]

    assert [statuses(person) for person in (make_citizen(), former)] == [[403, 403], [403, 403]]
    client.logout()
    assert client.get(address(comment)).status_code == 302
    assert list(Comment.objects.all()) == [comment]
