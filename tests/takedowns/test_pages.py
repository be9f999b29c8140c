"""The pages of a temporary block: the requester's, the author's, everybody's and the desk's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.takedowns.evidence_files import EvidenceFile
from portal.takedowns.links import follow_path
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks
from tests.factories import make_block, make_citizen, make_comment, make_moderator, make_takedown

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T03:00:00+00:00"
REASON = "사생활이 드러난 것으로 보입니다."


def about(takedown) -> str:
    return reverse("takedowns:about", args=[takedown.comment_id])


def objecting(takedown) -> str:
    return reverse("takedowns:object", args=[takedown.comment_id])


def desk(takedown, decision: str = "") -> str:
    if decision:
        return reverse("takedowns:decide", args=[takedown.pk, decision])
    return reverse("takedowns:detail", args=[takedown.pk])


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_requester_follows_every_state_without_an_account(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    moderator = make_moderator()
    requests = {"waiting": make_takedown(), "refused": make_takedown(), "blocked": make_block(), "over": make_block(days=1)}
    requests |= {"lifted": make_block(), "removed": make_block()}
    blocks.refuse(takedown=requests["refused"], moderator=moderator, reason="의견일 뿐입니다.")
    blocks.lift(takedown=requests["lifted"], moderator=moderator, reason="침해가 보이지 않습니다.")
    blocks.remove(takedown=requests["removed"], moderator=moderator, rule="abuse", reason="모욕하는 표현입니다.")
    time_machine.shift(timedelta(days=1))

    pages = {name: page(client, follow_path(takedown)) for name, takedown in requests.items()}

    assert [name for name, text in pages.items() if "retract/" in text] == ["waiting", "blocked"]
    assert [name for name, text in pages.items() if REASON in text] == ["blocked", "over", "lifted", "removed"]
    assert "의견일 뿐입니다." in pages["refused"]
    assert "침해가 보이지 않습니다." in pages["lifted"]
    assert "모욕하는 표현입니다." in pages["removed"]


def test_the_followers_page_is_kept_by_no_cache_and_found_by_no_search_engine(client):
    response = client.get(follow_path(make_takedown()))

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_after_who_asked_is_forgotten_the_link_is_dead(client):
    takedown = make_takedown()
    Takedown.objects.update(requester_email="")

    assert client.get(follow_path(takedown)).status_code == 404


def test_a_request_is_nobodys_business_until_it_is_granted(client):
    waiting, refused = make_takedown(), make_takedown()
    blocks.refuse(takedown=refused, moderator=make_moderator(), reason=REASON)

    for takedown in (waiting, refused):
        for person in (None, takedown.comment.author, make_citizen()):
            client.logout()
            if person:
                client.force_login(person)
            assert client.get(about(takedown)).status_code == 404


def test_everybody_reads_that_it_is_blocked_and_until_when_but_not_why(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown = make_block()

    text = page(client, about(takedown))
    place = page(client, reverse("discussion:permalink", args=[takedown.comment_id]))

    assert "2026년 12월 23일(수) 12:00" in text
    assert about(takedown) in place
    assert [word for word in (REASON, takedown.comment.body, objecting(takedown)) if word in text] == []
    time_machine.shift(timedelta(days=30))
    assert client.get(about(takedown)).status_code == 404


def test_the_author_still_sees_how_it_ended(client):
    takedown = make_block()
    blocks.lift(takedown=takedown, moderator=make_moderator(), reason="침해가 보이지 않습니다.")
    client.force_login(takedown.comment.author)

    assert "침해가 보이지 않습니다." in page(client, about(takedown))
    assert client.get(objecting(takedown)).status_code == 404


@pytest.mark.parametrize(
    ("decision", "data", "state"),
    [
        ("block", {"prepared": "unclear", "days": "7"}, "blocked"),
        ("refuse", {"prepared": "opinion"}, "refused"),
    ],
)
def test_the_desk_decides_with_a_prepared_sentence(client, decision, data, state):
    takedown = make_takedown()
    client.force_login(make_moderator())

    response = client.post(desk(takedown, decision), data)

    takedown.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("takedowns:list"))
    assert (takedown.state, bool(takedown.reason)) == (state, True)


@pytest.mark.parametrize(
    ("decision", "data", "state"), [("lift", {"prepared": "objection"}, "lifted"), ("remove", {"prepared": "abuse"}, "removed")]
)
def test_the_desk_ends_a_block_in_its_own_words(client, decision, data, state):
    takedown = make_block()
    client.force_login(make_moderator())

    client.post(desk(takedown, decision), {**data, "reason": "양쪽을 살펴보았습니다."})

    takedown.refresh_from_db()
    assert (takedown.state, takedown.ended_because) == (state, "양쪽을 살펴보았습니다.")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"prepared": "no-such-thing", "days": "3"},
        {"prepared": "unclear", "days": "31"},
        {"prepared": "unclear", "days": "0"},
        {"prepared": "unclear", "days": "x"},
        {"prepared": "unclear", "days": "9" * 30},
        {"prepared": "unclear", "days": "3", "reason": "a\x00"},
    ],
)
def test_an_unusable_decision_comes_back_with_what_was_typed(client, data):
    takedown = make_takedown()
    client.force_login(make_moderator())

    response = client.post(desk(takedown, "block"), {"note": "메모는 남는다", **data})

    takedown.refresh_from_db()
    assert (response.status_code, takedown.state) == (422, "requested")
    assert "메모는 남는다" in response.content.decode()


def test_what_was_settled_meanwhile_is_said(client):
    takedown = make_takedown()
    blocks.refuse(takedown=takedown, moderator=make_moderator(), reason=REASON)
    client.force_login(make_moderator())

    response = client.post(desk(takedown, "block"), {"prepared": "unclear", "days": "3"})

    assert response.status_code == 409
    assert client.post(desk(takedown, "explode"), {"prepared": "unclear"}).status_code == 404


def test_the_desk_offers_only_what_makes_sense(client):
    waiting, blocked, ended = make_takedown(), make_block(), make_block()
    blocks.lift(takedown=ended, moderator=make_moderator(), reason=REASON)
    client.force_login(make_moderator())

    offered = {}
    for name, takedown in (("waiting", waiting), ("blocked", blocked), ("ended", ended)):
        text = page(client, desk(takedown))
        offered[name] = [decision for decision in ("block", "refuse", "lift", "remove") if desk(takedown, decision) in text]

    assert offered == {"waiting": ["block", "refuse"], "blocked": ["lift", "remove"], "ended": []}


def test_each_look_at_who_asks_is_recorded_and_the_list_shows_nobody(client):
    takedown, moderator = make_takedown(name="특이한이름"), make_moderator()
    client.force_login(moderator)

    listed = page(client, reverse("takedowns:list"))
    looks = AuditEvent.objects.filter(action="personal_data.viewed")
    before = looks.count()
    shown = page(client, desk(takedown))

    assert [word in listed for word in ("특이한이름", takedown.requester_email, takedown.statement)] == [False] * 3
    assert [word in shown for word in ("특이한이름", takedown.requester_email, takedown.statement)] == [True] * 3
    assert (before, looks.count()) == (0, 1)
    entry = looks.get()
    assert (entry.actor, entry.role, entry.subject, entry.person) == (moderator.pk, "moderator", f"takedown:{takedown.pk}", None)
    assert entry.reason


def test_after_a_year_the_desk_sees_what_was_decided_and_nobodys_name(client):
    takedown = make_takedown(name="특이한이름")
    blocks.refuse(takedown=takedown, moderator=make_moderator(), reason=REASON)
    Takedown.objects.update(requester_name="", requester_email="", statement="")
    client.force_login(make_moderator())

    text = page(client, desk(takedown))

    assert (REASON in text, "특이한이름" in text) == (True, False)
    assert not AuditEvent.objects.filter(action="personal_data.viewed").exists()


def test_the_list_asks_the_database_as_often_however_long_it_is(client):
    moderator = make_moderator()
    client.force_login(moderator)

    def queries() -> list[int]:
        make_takedown()
        make_block()
        blocks.refuse(takedown=make_takedown(), moderator=moderator, reason=REASON)
        counts = []
        for show in ("waiting", "blocked", "ended"):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("takedowns:list"), {"show": show})
            counts.append(len(captured))
        return counts

    one, two, three = queries(), queries(), queries()

    assert one == two == three
    assert max(one) <= 12


def test_a_request_asks_the_database_as_often_however_many_files_it_has(client):
    client.force_login(make_moderator())
    file = EvidenceFile("캡처.png", "image/png", b"\x89PNG\r\n\x1a\n")
    comment = make_comment()

    counts = []
    for number in (1, 3):
        takedown = make_takedown(comment=comment, evidence=[file] * number)
        with CaptureQueriesContext(connection) as captured:
            text = page(client, desk(takedown))
        assert text.count("캡처.png") == number
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("value", ["x", "<script>", "\x00"])
def test_the_list_shows_only_what_it_offers(client, value):
    client.force_login(make_moderator())

    assert client.get(reverse("takedowns:list"), {"show": value}).status_code == 400
