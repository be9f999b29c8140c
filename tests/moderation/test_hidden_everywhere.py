"""Hidden is hidden everywhere: a word planted in a hidden comment is looked for at every address that could show it."""

import pytest
from django.urls import reverse

from portal.moderation import services
from tests.factories import make_citizen, make_comment, make_decision, make_forum, make_moderator, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.long(seconds=25)]
PLANTED = "쪽빛두루마리"
LANGUAGES = ("", "/en")


@pytest.fixture
def hidden():
    """A reply with a reply of its own, reported and hidden; the words above and below it stay."""
    root = make_comment(body="위에 있는 의견")
    comment = make_comment(task=root.task, parent=root, body=f"{PLANTED} 이야기")
    below = make_comment(task=root.task, parent=comment, body="아래에 있는 답글")
    make_forum(tasks=[root.task])
    report = make_report(comment=comment)
    make_decision(comment=comment)
    return {"root": root, "comment": comment, "below": below, "reporter": report.reporter}


@pytest.fixture
def addresses(hidden) -> list[str]:
    """Every page and part that speaks of the comment, its task, its thread or its people; in Korean."""
    task, keys = hidden["root"].task, [hidden[name].pk for name in ("root", "comment", "below")]
    sorts = [f"{reverse('plan:task', args=[task.slug])}?sort={sort}" for sort in ("newest", "oldest")]
    named = ["pages:home", "pages:my_page", "pages:about", "plan:task_list", "forums:forum_list", "registrations:my_forums"]
    desk = ["moderation:queue", "moderation:decision_list"]
    about = ["discussion:permalink", "discussion:replies", "discussion:reply", "discussion:edit", "discussion:withdraw"]
    decided = ["moderation:report", "moderation:explanation", "moderation:hide", "moderation:keep", "moderation:restore"]
    pages = [reverse("plan:task", args=[task.slug]), *sorts, *(reverse(name) for name in (*named, *desk))]
    return pages + [reverse(name, args=[key]) for name in (*about, *decided) for key in keys]


def found_at(client, addresses) -> set[str]:
    """The addresses at which the planted word is read, asked for as a page and as a part, in both languages."""
    found = set()
    for address in addresses:
        for language in LANGUAGES:
            for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
                response = client.get(language + address, **headers)
                assert response.status_code < 500, (language, address)
                assert response.resolver_match, f"{language}{address} is no address of the portal"
                body = b"".join(response) if response.streaming else response.content
                if PLANTED in body.decode() or PLANTED in str(response.headers):
                    found.add(address)
    return found


def test_strangers_and_reporters_find_it_nowhere(client, hidden, addresses):
    readers = {"anonymous": None, "citizen": make_citizen(), "author above": hidden["root"].author}
    readers |= {"author below": hidden["below"].author, "reporter": hidden["reporter"]}
    found = {}
    for name, person in readers.items():
        client.logout()
        if person:
            client.force_login(person)
        found[name] = found_at(client, addresses)

    assert found == {name: set() for name in readers}


def test_its_author_finds_it_where_it_stands_and_where_the_reason_is_given(client, hidden, addresses):
    key = hidden["comment"].pk
    own = {reverse("discussion:permalink", args=[key]), reverse("moderation:explanation", args=[key])}
    desk = {reverse("moderation:queue"), reverse("moderation:decision_list")}
    client.force_login(hidden["comment"].author)

    found = found_at(client, addresses)

    assert own <= found
    assert not found & desk


def test_a_moderator_finds_it_where_it_can_be_restored(client, hidden, addresses):
    key = hidden["comment"].pk
    own = {reverse(name, args=[key]) for name in ("discussion:permalink", "moderation:explanation", "moderation:restore")}
    client.force_login(make_moderator())

    found = found_at(client, addresses)

    assert own <= found


def test_restored_it_is_found_again_by_everybody(client, hidden, addresses):
    everywhere = {reverse("plan:task", args=[hidden["root"].task.slug]), hidden["comment"].get_absolute_url().partition("#")[0]}
    services.restore(comment=hidden["comment"], moderator=make_moderator(), reason="다시 살펴보았습니다.")

    found = found_at(client, addresses)

    assert everywhere <= found


def test_the_thread_around_it_stays_and_says_what_happened(client, hidden):
    page = client.get(reverse("plan:task", args=[hidden["root"].task.slug])).content.decode()

    assert [words in page for words in ("위에 있는 의견", "아래에 있는 답글")] == [True, True]
    assert reverse("moderation:explanation", args=[hidden["comment"].pk]) in page


def test_no_mail_quotes_it(mailbox, hidden):
    mails = mailbox.deliver()

    assert len(mails) >= 2
    assert [mail["To"] for mail in mails if PLANTED in mail.get_content() or PLANTED in mail["Subject"]] == []
