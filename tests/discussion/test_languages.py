"""Each comment carries the language it is written in, and pages say so."""

import re

import pytest
from django.urls import reverse

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion import services
from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_moderator, make_task

pytestmark = pytest.mark.django_db


def test_a_comment_carries_the_language_it_is_written_in():
    written = [make_comment(body=body) for body in ("버스가 늦어요", "The bus is late", "👍👍👍👍")]

    assert [comment.language for comment in written] == ["ko", "en", ""]


def test_a_change_of_words_changes_the_language_and_the_earlier_words_keep_theirs(time_machine):
    time_machine.move_to("2026-12-01T09:00:00+09:00", tick=False)
    comment = make_comment(body="버스가 늦어요")
    time_machine.move_to("2026-12-01T10:00:00+09:00", tick=False)

    services.edit(comment=comment, author=comment.author, body="The bus is late")

    comment.refresh_from_db()
    assert comment.language == "en"
    assert list(comment.revisions.values_list("language", flat=True)) == ["ko"]


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("", [("ko", "버스가 늦어요", ""), ("en", "The bus is late", "영어로 쓴 글")]),
        ("/en", [("ko", "버스가 늦어요", "Written in Korean"), ("en", "The bus is late", "")]),
    ],
)
def test_a_page_marks_each_comment_and_tells_readers_of_the_other_language(client, address, marked):
    task, writer = make_task(), make_citizen()
    for body in ("버스가 늦어요", "The bus is late"):
        make_comment(task=task, author=writer, body=body)

    html = client.get(f"{address}{task.get_absolute_url()}?sort=oldest").content.decode()

    comments = re.findall(r"<article class=\"comment.*?</article>", html, re.DOTALL)
    assert [_marks(comment) for comment in comments] == marked


def _marks(comment: str) -> tuple[str, str, str]:
    language, text = re.search(r"<div class=\"comment__[a-z]+\" lang=\"(\w+)\"><p>(.*?)</p>", comment).groups()
    said = re.search(r"<span class=\"comment__language\">(.*?)</span>", comment)
    return language, text, said.group(1) if said else ""


def test_the_author_and_a_moderator_put_the_language_right_and_nobody_else(client):
    comment = make_comment(body="OK OK")

    def change(person, language: str) -> tuple[int, int]:
        client.force_login(person)
        address = reverse("discussion:language", args=[comment.pk])
        return client.get(address).status_code, client.post(address, {"language": language}).status_code

    refused = [change(person, "ko") for person in (make_citizen(), make_moderator(tasks=[make_task()]))]
    unchanged = language_of(comment)
    by_author = change(comment.author, "ko"), language_of(comment)
    moderator = make_moderator(tasks=[comment.task])
    by_moderator = change(moderator, "vi"), language_of(comment)
    unknown = change(comment.author, "xx")[1], language_of(comment)

    assert (refused, unchanged) == ([(404, 404)] * 2, "en")
    assert (by_author, by_moderator, unknown) == (((200, 302), "ko"), ((200, 302), "vi"), (422, "vi"))
    [event] = AuditEvent.objects.filter(action="comment.language_set")
    assert (event.actor, event.details) == (moderator.pk, {"before": "ko", "after": "vi"})


def test_what_somebody_put_right_outlives_a_change_of_words():
    comment = make_comment(body="OK OK")
    services.set_language(comment=comment, language="ko", person=comment.author)

    services.edit(comment=comment, author=comment.author, body="OK OK OK")

    assert language_of(comment) == "ko"


def test_a_language_that_is_not_offered_is_refused():
    comment = make_comment(body="OK OK")

    with pytest.raises(InvalidInput):
        services.set_language(comment=comment, language="tlh", person=comment.author)


def language_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).language
