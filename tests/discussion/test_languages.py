"""Each comment carries the language it is written in, and pages say so."""

import re

import pytest

from portal.discussion import services
from tests.factories import make_citizen, make_comment, make_task

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
