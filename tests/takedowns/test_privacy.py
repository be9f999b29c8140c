"""Neither side of a temporary block learns who the other is: planted words are looked for wherever anybody could read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from portal.accounts import services as accounts
from portal.core.models import AuditEvent, RateCounter
from portal.notifications import services as notifications
from portal.notifications.jobs import forget_passing_messages
from portal.notifications.models import Notification
from portal.takedowns.evidence_files import EvidenceFile
from portal.takedowns.jobs import forget_requesters
from portal.takedowns.links import follow_path
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks, requests
from tests.factories import make_citizen, make_comment, make_moderator, make_takedown

pytestmark = pytest.mark.django_db
NAME, EMAIL, STATEMENT, FILE = "자작나무길손", "birch@example.net", "느티나무주장", "은행나무증거"
OBJECTION, NOTE, AUTHOR, AUTHOR_EMAIL, BODY = "소나무이의", "단풍나무메모", "벚나무글쓴이", "cherry@example.org", "버드나무본문"
MODERATOR = "참나무중재자"
REQUESTERS = (NAME, EMAIL, STATEMENT, FILE)


@pytest.fixture
def blocked(db) -> Takedown:
    """A block with an objection; every private word in it is found nowhere else."""
    comment = make_comment(author=make_citizen(nickname=AUTHOR, email=AUTHOR_EMAIL), body=f"{BODY} 이야기입니다.")
    file = EvidenceFile(f"{FILE}.png", "image/png", b"\x89PNG\r\n\x1a\n")
    takedown = make_takedown(comment=comment, name=NAME, email=EMAIL, statement=STATEMENT, evidence=[file])
    moderator = make_moderator(nickname=MODERATOR)
    takedown = blocks.block(takedown=takedown, moderator=moderator, reason="사생활이 드러난 것으로 보입니다.", note=NOTE)
    return requests.object_to(takedown=takedown, author=comment.author, text=OBJECTION)


def pages_about(takedown: Takedown) -> list[str]:
    """Every page that speaks of the comment, its block or its people, the desk's aside."""
    comment = takedown.comment
    on_comment = ["discussion:permalink", "discussion:replies", "discussion:reply", "moderation:report", "moderation:explanation"]
    on_comment += ["takedowns:request", "takedowns:about", "takedowns:object"]
    plain = ["pages:home", "pages:my_page", "plan:task_list", "accounts:settings", "moderation:transparency"]
    return [
        *(reverse(name, args=[comment.pk]) for name in on_comment),
        *(reverse(name) for name in plain),
        reverse("plan:task", args=[comment.task.slug]),
        follow_path(takedown),
    ]


def found(client, paths: list[str], words: tuple[str, ...]) -> dict[str, list[str]]:
    """Where each of the words is read: path → words."""
    answers = {path: client.get(path) for path in [*paths, *(f"/en{path}" for path in paths)]}
    assert [path for path, answer in answers.items() if answer.status_code >= 500] == []
    texts = {path: f"{answer.content.decode()} {answer.headers}" for path, answer in answers.items()}
    read = {path: [word for word in words if word in text] for path, text in texts.items()}
    return {path: hits for path, hits in read.items() if hits}


def test_nobody_but_the_desk_reads_who_asks_or_what_was_noted(client, blocked):
    paths = [*pages_about(blocked), reverse("takedowns:list"), reverse("takedowns:detail", args=[blocked.pk])]
    people = {"anonymous": None, "citizen": make_citizen(), "author": blocked.comment.author}

    seen = {}
    for name, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        seen[name] = found(client, paths, (*REQUESTERS, NOTE, MODERATOR, OBJECTION))

    assert seen == {"anonymous": {}, "citizen": {}, "author": {}}


def test_the_requesters_page_names_neither_the_author_nor_the_moderator_nor_repeats_the_statement(client, blocked):
    private = (AUTHOR, AUTHOR_EMAIL, BODY, OBJECTION, MODERATOR, NOTE, *REQUESTERS)

    assert found(client, [follow_path(blocked)], private) == {}


def test_a_moderator_who_wrote_the_comment_learns_nothing_of_who_asks(client):
    author = make_moderator()
    takedown = make_takedown(comment=make_comment(author=author), name=NAME, email=EMAIL)
    client.force_login(author)

    answers = [
        client.get(reverse("takedowns:detail", args=[takedown.pk])),
        client.get(reverse("takedowns:evidence", args=[takedown.pk, takedown.evidence.get().pk])),
    ]
    listed = client.get(reverse("takedowns:list")).content.decode()

    assert [answer.status_code for answer in answers] == [404, 404]
    assert reverse("takedowns:detail", args=[takedown.pk]) not in listed


def test_a_moderator_elsewhere_reads_nothing(client, blocked):
    moderator = accounts.set_moderation_scope(moderator=make_moderator(), departments=[])
    client.force_login(moderator)
    paths = [
        reverse("takedowns:list"),
        reverse("moderation:queue"),
        reverse("takedowns:detail", args=[blocked.pk]),
    ]

    assert found(client, paths, (*REQUESTERS, OBJECTION, NOTE, BODY)) == {}


def test_no_mail_tells_one_side_of_the_other(mailbox, blocked):
    blocks.remove(takedown=blocked, moderator=make_moderator(nickname="갈참나무"), rule="abuse", reason="모욕하는 표현입니다.")

    texts: dict[str, str] = {}
    for mail in mailbox.deliver():
        texts[mail["To"]] = texts.get(mail["To"], "") + mail["Subject"] + mail.get_content()

    assert set(texts) == {EMAIL, AUTHOR_EMAIL}
    to_requester = (AUTHOR, AUTHOR_EMAIL, BODY, OBJECTION, NOTE, MODERATOR, NAME, STATEMENT, FILE)
    to_author = (*REQUESTERS, OBJECTION, NOTE, MODERATOR, BODY)
    assert [word for word in to_requester if word in texts[EMAIL]] == []
    assert [word for word in to_author if word in texts[AUTHOR_EMAIL]] == []


def test_neither_counters_nor_the_record_keep_who_asks(client):
    comment = make_comment()
    client.post(
        reverse("takedowns:request", args=[comment.pk]),
        {"relation": "self", "right": "privacy", "statement": STATEMENT, "name": NAME, "email": EMAIL, "consent": "on",
         "evidence": [SimpleUploadedFile(f"{FILE}.pdf", b"%PDF-")]},
        REMOTE_ADDR="203.0.113.77",
    )  # fmt: skip
    requests.confirm(takedown=Takedown.objects.get())

    kept = " ".join(map(str, [*RateCounter.objects.values_list("key"), *AuditEvent.objects.values_list()]))

    assert [word for word in (*REQUESTERS, "203.0.113") if word in kept] == []


def test_messages_to_the_requester_are_gone_two_days_later(mailbox, blocked, time_machine):
    mailbox.deliver()
    bodies = list(Notification.objects.filter(address=EMAIL).values_list("body", flat=True))
    notifications.forget_passing(before=Notification.objects.latest("pk").created_at + blocks.THIRTY_DAYS)

    assert set(bodies) == {""}
    assert not Notification.objects.filter(address=EMAIL).exists()
    assert Notification.objects.filter(recipient=blocked.comment.author).exists()


def test_after_it_is_forgotten_no_table_holds_it(mailbox, blocked, time_machine):
    blocks.lift(takedown=blocked, moderator=make_moderator(), reason="침해가 보이지 않습니다.")
    mailbox.deliver()
    ended_at = Takedown.objects.get().ended_at
    time_machine.move_to(ended_at + blocks.THIRTY_DAYS * 13)
    forget_requesters(0)
    forget_passing_messages(0)

    assert [word for word in (*REQUESTERS, NOTE) if word in everything_stored()] == []


def everything_stored() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = [cursor.execute(f'SELECT row::text FROM "{table}" row').fetchall() for table in tables]  # noqa: S608
    return str(rows)
