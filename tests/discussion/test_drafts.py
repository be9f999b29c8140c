"""What was typed and could not be sent: kept until it is sent, and never so much that it fills the database."""

from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY as SIGNED_IN

from portal.discussion import drafts
from tests.factories import make_citizen, make_task


def typed(body: str, **fields: str) -> dict[str, str]:
    return {"body": body, "stance": "for", "topic": "budget", **fields}


@pytest.mark.parametrize(
    ("session", "number", "length"), [({}, 2, 8_000), ({SIGNED_IN: "7"}, 5, 20_000)], ids=["anonymous", "signed in"]
)
def test_a_session_holds_a_few_drafts_of_some_length(session, number, length):
    session = dict(session)
    for place in range(10):
        drafts.keep(session, f"task:{place}", typed("가" * length))
    drafts.keep(session, "task:endless", typed("가" * (length + 1)))

    kept = [place for place in range(10) if drafts.find(session, f"task:{place}")]
    assert kept == list(range(10 - number, 10))
    assert drafts.find(session, "task:endless") == {}


def test_a_draft_remembers_what_was_chosen_and_gives_way_to_the_newer():
    session = {}
    drafts.keep(session, "task:1", typed("처음 쓴 글"))
    drafts.keep(session, "task:1", typed("고쳐 쓴 글", stance="", form_key="1", csrfmiddlewaretoken="secret"))

    assert session[drafts.SESSION_KEY] == {"task:1": {"body": "고쳐 쓴 글", "stance": "", "topic": "budget"}}


def test_a_choice_nobody_offered_is_not_kept():
    session = {}
    drafts.keep(session, "task:1", typed("글", topic="x" * 100_000))

    assert drafts.find(session, "task:1") == {"body": "글", "stance": "for"}


def test_an_empty_text_is_no_draft_and_what_was_sent_is_forgotten():
    session = {}
    drafts.keep(session, "task:1", typed(""))
    drafts.keep(session, "task:2", typed("글"))
    drafts.forget(session, "task:2")
    drafts.forget(session, "task:3")

    assert session[drafts.SESSION_KEY] == {}


@pytest.mark.django_db
def test_a_draft_outlives_the_lost_session_and_signing_in(client):
    task, author = make_task(), make_citizen()
    refused = client.post(
        f"/tasks/{task.slug}/comments/post/", {"body": "로그인이 풀린 줄 몰랐어요", "stance": "for", "form_key": str(uuid4())}
    )
    client.force_login(author)

    page = client.get(task.get_absolute_url()).content.decode()
    assert refused.status_code == 401
    assert "로그인이 풀린 줄 몰랐어요" in page
