"""Text in another language than the page's stands under its own language, so that it is read out right (WCAG 2.2, 3.1.2)."""

import re
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.discussion import services
from tests.factories import (
    make_answer,
    make_citizen,
    make_comment,
    make_forum,
    make_moderator,
    make_report,
    make_staff,
    make_task,
    make_update,
)

pytestmark = pytest.mark.django_db
HANGUL = re.compile("[가-힣]")
# A name or a search inside of a sentence of the page's own.
OWN_SENTENCE = re.compile("^(Source:|Actions for the comment by|“.*”: )")
ENGLISH = re.compile("Planted English words")
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "wbr", "path", "use", "circle", "rect", "line"}


class Texts(HTMLParser):
    """Every text of a page with the language that it stands under."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs) -> None:
        language = dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data) -> None:
        if data.strip() and self.open and self.open[-1][0] not in {"script", "style", "title", "option", "textarea"}:
            self.found.append((self.open[-1][1], data.strip()))


@pytest.fixture
def addresses() -> list[str]:
    """Every kind of public page about one task with a forum, an answer, an update and comments; titles in Korean alone."""
    task = make_task(title_ko="밤길 가로등", title_en="", number=3)
    make_update(task=task, title_ko="가로등 교체 시작", title_en="", body_ko="둔산동부터 바꿉니다.", body_en="")
    forum = make_forum(title_ko="가로등 포럼", title_en="", venue_ko="시청 강당", venue_en="")
    forum.tasks.add(task)
    comment = make_comment(task=task, body="가로등이 어둡습니다", author=make_citizen(nickname="한밭 토박이"))
    make_comment(task=task, body="Planted English words are the first thing to see here", author=make_citizen(nickname="Maria"))
    answered = make_answer(comment=comment, reason="예산에 반영했습니다.")
    return [
        reverse("pages:home"),
        task.get_absolute_url(),
        reverse("plan:task_list"),
        reverse("forums:forum_list"),
        forum.get_absolute_url(),
        reverse("answers:request_list"),
        answered.get_absolute_url(),
        f"{reverse('pages:search')}?q=가로등",
        reverse("discussion:search", args=[task.slug]) + "?q=가로등",
        reverse("discussion:permalink", args=[comment.pk]),
        reverse("pages:algorithms"),
        reverse("plan:budget"),
    ]


def texts(client, address: str) -> list[tuple[str, str]]:
    """The texts of a page, the redirect of a permalink followed."""
    parser = Texts()
    parser.feed(client.get(address, follow=True).content.decode())
    return parser.found


def test_korean_words_on_english_pages_stand_under_korean(client, addresses):
    wrong = [
        (address, text[:60])
        for address in addresses
        for language, text in texts(client, f"/en{address}")
        if HANGUL.search(text) and language != "ko" and not OWN_SENTENCE.search(text)
    ]

    assert not wrong, "\n".join(sorted({f"{address} {text}" for address, text in wrong}))


def test_english_words_of_citizens_on_korean_pages_stand_under_english(client, addresses):
    found = [language for address in addresses for language, text in texts(client, address) if ENGLISH.search(text)]

    assert found
    assert set(found) == {"en"}


def test_words_of_a_change_stand_under_the_language_of_the_text_that_they_are_from(client):
    comment = make_comment(task=make_task(), body="가로등이 어둡습니다")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        services.edit(comment=comment, author=comment.author, body="Planted English words are all there is")

    found = dict(reversed(pair) for pair in texts(client, f"/en{reverse('discussion:history', args=[comment.pk])}"))
    here = dict(reversed(pair) for pair in texts(client, reverse("discussion:history", args=[comment.pk])))

    assert (found["가로등이 어둡습니다"], found["Removed:"]) == ("ko", "en")
    assert (here["Planted English words are all there is"], here["가로등이 어둡습니다"]) == ("en", "ko")


@pytest.mark.parametrize("role", ["moderator", "organiser"])
def test_korean_titles_on_english_desks_stand_under_korean(role, client):
    task = make_task(title_ko="밤길 가로등", title_en="")
    forum = make_forum(title_ko="가로등 포럼", title_en="", venue_ko="시청 강당", venue_en="", address_ko="둔산로", address_en="")
    comment = make_comment(task=task, body="가로등이 어둡습니다", author=make_citizen(nickname="한밭 토박이"))
    make_report(comment=comment)
    staff = {"moderator": make_moderator, "organiser": partial(make_staff, "organiser")}
    client.force_login(staff[role](nickname=f"Maria the {role}"))
    desks = {
        "moderator": [reverse("moderation:queue"), reverse("moderation:decision_list"), reverse("moderation:discussion_list")],
        "organiser": [reverse("forum_desk:desk")]
        + [reverse(f"forum_desk:{name}", args=[forum.slug]) for name in ("forum", "attendees", "mailings", "call_off")],
    }

    found = [(address, *pair) for address in desks[role] for pair in texts(client, f"/en{address}")]

    korean = [(address, language, text) for address, language, text in found if HANGUL.search(text)]
    assert korean
    assert [each for each in korean if each[1] != "ko" and not OWN_SENTENCE.search(each[2])] == []
