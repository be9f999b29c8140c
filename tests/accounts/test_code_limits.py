"""How many sign-in codes are sent: a script is stopped, and nobody else pays for it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from portal.accounts.sign_in import limits
from portal.core.rate_limits import spend
from portal.core.web.client_address import address_key
from portal.notifications.models import Notification
from tests.accounts.entrance import CODE, SIGN_IN, ask_for_code, is_signed_in, newest_code
from tests.factories import make_citizen

pytestmark = pytest.mark.django_db
OWNER = "moderator@example.org"
HALL, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Twenty seconds into a minute, an hour and a window of ten minutes."""
    time_machine.move_to("2026-11-23T10:00:20+09:00", tick=False)
    return time_machine


def ask(address: str, network: str = HALL, browser: Client | None = None):
    """A request for a code from a network; from a browser never seen before unless one is given."""
    return (browser or Client()).post(SIGN_IN, {"email": address}, REMOTE_ADDR=network)


def spent_by_others(times: int) -> None:
    """So many codes left for the hall already."""
    for _ in range(times):
        spend(key=f"code-network:{address_key(HALL)}", **limits.CODES_OF_A_NETWORK)


def test_three_codes_a_minute_and_ten_an_hour_for_one_address_from_one_network(clock):
    statuses, waits = [], []
    for _minute in range(5):
        answers = [ask(OWNER) for _time in range(4)]
        statuses.append([answer.status_code for answer in answers])
        waits.append(answers[-1]["Retry-After"])
        clock.shift(timedelta(minutes=1))

    assert statuses == [[302, 302, 302, 429]] * 3 + [[302, 429, 429, 429], [429] * 4]
    # The minute ends in 40 seconds. What was refused costs nothing, so the hour is used up with the tenth code that was sent.
    assert waits == ["40", "40", "40", str(3600 - 200), str(3600 - 260)]


def test_the_page_says_how_long_and_the_wait_is_true(clock):
    for _time in range(3):
        ask(OWNER)

    refused = ask(OWNER)
    clock.shift(timedelta(seconds=int(refused["Retry-After"]) - 1))
    still = ask(OWNER)
    clock.shift(timedelta(seconds=1))

    assert "40초 뒤에" in refused.content.decode()
    assert (still.status_code, still["Retry-After"]) == (429, "1")
    assert ask(OWNER).status_code == 302


def test_a_script_in_one_network_does_not_keep_the_owner_out_in_another(mailbox):
    make_citizen(email=OWNER)
    for _time in range(20):
        ask(OWNER, network=ELSEWHERE)

    owner = Client()
    asked = ask(OWNER, browser=owner)
    owner.post(CODE, {"code": newest_code(mailbox)}, REMOTE_ADDR=HALL)

    assert asked.status_code == 302
    assert is_signed_in(owner)


def test_a_browser_that_signed_in_before_is_let_through_wherever_the_script_is(mailbox, clock):
    make_citizen(email=OWNER)
    owner = Client()
    ask(OWNER, browser=owner)
    owner.post(CODE, {"code": newest_code(mailbox)}, REMOTE_ADDR=HALL)
    owner.post("/accounts/logout/")
    clock.shift(timedelta(hours=1))
    scripts = [ask(OWNER, network=f"198.51.100.{number}").status_code for number in range(31)]
    same_network = [ask(OWNER, network=HALL).status_code for _time in range(3)]

    assert scripts == [302] * 30 + [429]
    assert same_network == [429] * 3
    assert ask(OWNER, browser=owner).status_code == 302


def test_a_known_browser_is_known_for_its_own_address_only_and_no_cookie_is_forged(mailbox):
    make_citizen(email=OWNER)
    other = Client()
    ask("other@example.org", browser=other)
    make_citizen(email="other@example.org")
    other.post(CODE, {"code": newest_code(mailbox)})
    other.post("/accounts/logout/")
    forger = Client()
    forger.cookies[limits.KNOWN_BROWSER] = "e30:1v:forged"
    for _time in range(3):
        ask(OWNER)

    assert [ask(OWNER, browser=stranger).status_code for stranger in (other, forger)] == [429, 429]


def test_the_cookie_names_nobody_and_no_script_reads_it(mailbox):
    make_citizen(email=OWNER)
    client = Client()
    ask(OWNER, browser=client)
    client.post(CODE, {"code": newest_code(mailbox)})

    cookie = client.cookies[limits.KNOWN_BROWSER]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert OWNER not in cookie.value


def test_a_hall_of_two_hundred_asks_for_its_codes_three_times_within_five_minutes():
    for number in range(200):
        limits.limit_codes(request := _request(), f"person{number}@example.org")
        allowed = [limits.may_write_to_new_people(request) for _time in range(3)]

    assert allowed == [True] * 3


def test_a_full_network_holds_back_codes_of_new_people_only_and_its_answer_tells_nobody_apart(mailbox):
    make_citizen(email=OWNER)
    spent_by_others(600)
    answers = {}

    for address in (OWNER, "new@example.org"):
        client = Client()
        answers[address] = client.post(SIGN_IN, {"email": address}, REMOTE_ADDR=HALL, follow=True).content.decode()

    known, new = (re.sub(r'value="[^"]{64}"|[\w.]+@example\.org', "", page) for page in answers.values())
    assert known == new
    assert "10분 뒤에" in new
    assert [row.address for row in Notification.objects.all()] == [OWNER]
    assert ask("new@example.org", network=ELSEWHERE).status_code == 302
    assert Notification.objects.filter(address="new@example.org").count() == 1


def test_the_six_hundredth_code_of_a_network_leaves_and_the_next_does_not():
    spent_by_others(599)

    ask_for_code(Client(REMOTE_ADDR=HALL), "last@example.org")
    ask_for_code(Client(REMOTE_ADDR=HALL), "late@example.org")

    assert [row.address for row in Notification.objects.all()] == ["last@example.org"]


def _request():
    client = Client()
    return client.get(SIGN_IN, REMOTE_ADDR=HALL).wsgi_request
