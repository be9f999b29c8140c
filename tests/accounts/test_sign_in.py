"""The one way in, for somebody known."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.notifications.models import Notification
from tests.accounts.entrance import CODE, SIGN_IN, SIGN_UP, ask_for_code, is_signed_in, newest_code, wrong
from tests.factories import make_citizen

pytestmark = pytest.mark.django_db


def test_somebody_known_types_an_address_and_a_code(client, mailbox):
    make_citizen(email="known@example.org", language="en")

    ask_for_code(client, "KNOWN@example.org", next="/tasks/")
    [mail] = mailbox.deliver()
    answer = client.post(CODE, {"code": newest_code(mailbox), "next": "/tasks/"})

    assert mail["To"] == "known@example.org"
    assert "sign-in code" in mail["Subject"]
    assert answer.url == "/tasks/"
    assert is_signed_in(client)


def test_the_code_does_not_stay_in_the_record(client, mailbox):
    make_citizen(email="known@example.org")
    ask_for_code(client, "known@example.org")

    code = newest_code(mailbox)

    notification = Notification.objects.get()
    assert code not in notification.body + notification.subject


def pages_on_the_way(address: str, mailbox) -> list[str]:
    """Every page up to the right code, without what differs each time."""
    client = Client()
    answers = [ask_for_code(client, address), client.get(CODE)]
    answers += [
        client.post(CODE, {"code": wrong(newest_code(mailbox))}),
        client.post(CODE, {"action": "resend"}),
        client.get(CODE),
    ]
    changing = re.compile(r' value="\w+"')
    return [f"{answer.status_code} {changing.sub('', answer.content.decode()).replace(address, '…')}" for answer in answers]


def test_a_known_and_an_unknown_address_get_the_same_pages(mailbox):
    make_citizen(email="known@example.org")

    assert pages_on_the_way("known@example.org", mailbox) == pages_on_the_way("unknown@example.org", mailbox)


def test_a_known_and_an_unknown_address_write_the_same_rows(client):
    make_citizen(email="known@example.org")

    ask_for_code(client, "known@example.org")
    ask_for_code(client, "unknown@example.org")

    known, unknown = Notification.objects.order_by("pk")
    assert (known.recipient, unknown.recipient) == (None, None)
    assert {known.kind, unknown.kind} == {"sign_in_code", "sign_up_code"}


def queries_on_the_way(address: str, mailbox) -> list[int]:
    """How many queries each step up to a wrong code takes."""
    client, counts = Client(), []
    steps = (
        lambda: ask_for_code(client, address),
        lambda: client.get(CODE),
        lambda: client.post(CODE, {"code": "not a code"}),
        lambda: client.post(CODE, {"action": "resend"}),
    )
    for step in steps:
        with CaptureQueriesContext(connection) as queries:
            step()
        counts.append(len(queries))
    return counts


def test_a_known_and_an_unknown_address_take_the_same_work(mailbox):
    make_citizen(email="known@example.org")

    assert queries_on_the_way("known@example.org", mailbox) == queries_on_the_way("unknown@example.org", mailbox)


def test_the_fifth_wrong_code_ends_it(client, mailbox):
    make_citizen(email="known@example.org")
    ask_for_code(client, "known@example.org")
    code = newest_code(mailbox)

    answers = [client.post(CODE, {"code": wrong(code)}).status_code for _try in range(5)]
    too_late = client.post(CODE, {"code": code})

    assert answers == [422, 422, 422, 422, 302]
    assert too_late.url == SIGN_IN
    assert not is_signed_in(client)


def test_tries_sent_at_once_are_counted_one_by_one(client, mailbox):
    """Each request reads the session as it was before; the counter in the database does not."""
    make_citizen(email="known@example.org")
    ask_for_code(client, "known@example.org")
    code, session = newest_code(mailbox), dict(client.session.items())

    def try_with_the_old_session(typed: str):
        stored = client.session
        stored.update(session)
        stored.save()
        return client.post(CODE, {"code": typed})

    answers = [try_with_the_old_session(wrong(code)).status_code for _try in range(5)]
    sixth = try_with_the_old_session(code)

    assert answers == [422] * 5
    assert sixth.url == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize(("seconds", "works"), [(599, True), (600, True), (601, False)])
def test_the_code_works_for_ten_minutes(client, mailbox, time_machine, seconds, works):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    make_citizen(email="known@example.org")
    ask_for_code(client, "known@example.org")
    code = newest_code(mailbox)

    time_machine.shift(seconds)
    client.post(CODE, {"code": code})

    assert is_signed_in(client) is works


def test_another_code_replaces_the_first(client, mailbox):
    make_citizen(email="known@example.org")
    ask_for_code(client, "known@example.org")
    first = newest_code(mailbox)

    client.post(CODE, {"action": "resend"})
    second = newest_code(mailbox)
    refused = client.post(CODE, {"code": first}) if first != second else None
    client.post(CODE, {"code": f"{second[:3]} {second[3:]}"})

    assert refused is None or refused.status_code == 422
    assert is_signed_in(client)


def test_a_closed_account_learns_it_after_the_code_only(client, mailbox):
    make_citizen(email="closed@example.org", is_active=False)

    sent = ask_for_code(client, "closed@example.org")
    answer = client.post(CODE, {"code": newest_code(mailbox)}, follow=True)

    assert sent.url == CODE
    assert "탈퇴한 계정" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "http:///evil.example"]
)
def test_a_hostile_next_is_ignored(client, mailbox, target):
    make_citizen(email="known@example.org")

    page = client.get(SIGN_IN, {"next": target})
    ask_for_code(client, "known@example.org", next=target)
    answer = client.post(CODE, {"code": newest_code(mailbox), "next": target})

    assert 'name="next"' not in page.content.decode()
    assert answer.url == "/"


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "a\x00b@example.org", "x" * 10_000 + "@example.org", "a@exam\u200bple.org", "a b@example.org"],
)
def test_what_is_no_address_is_refused_and_kept_in_the_field(client, mailbox, address):
    answer = ask_for_code(client, address)

    assert answer.status_code == 422
    assert answer.context["form"]["email"].value() == address
    assert mailbox.deliver() == []


@pytest.mark.parametrize("code", ["", "\x00", "1" * 10_000, "가나다라마바", "０００００００"])
def test_what_is_no_code_is_refused(client, mailbox, code):
    ask_for_code(client, "somebody@example.org")
    mailbox.deliver()

    assert client.post(CODE, {"code": code}).status_code == 422


def test_nobody_gets_to_the_later_steps_without_the_earlier(client):
    assert client.get(CODE).url == SIGN_IN
    assert client.get(SIGN_UP).url == SIGN_IN
    assert client.post(SIGN_UP, {}).url == SIGN_IN


def test_signing_out_takes_a_post(client):
    client.force_login(make_citizen())

    page = client.get("/accounts/logout/")
    still_in = is_signed_in(client)
    client.post("/accounts/logout/")

    assert page.status_code == 200
    assert still_in
    assert not is_signed_in(client)


def test_whoever_is_signed_in_needs_no_code(client):
    client.force_login(make_citizen())

    assert client.get(SIGN_IN, {"next": "/tasks/"}).url == "/tasks/"


@pytest.mark.parametrize(
    "path", ["password/change/", "password/reset/", "password/set/", "email/", "reauthenticate/", "3rdparty/"]
)
def test_pages_for_passwords_and_addresses_do_not_exist(client, path):
    client.force_login(make_citizen())

    assert client.get(f"/accounts/{path}").status_code == 404
