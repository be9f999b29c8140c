"""A person's own settings."""

import pytest
import time_machine

from tests.factories import make_citizen

pytestmark = pytest.mark.django_db
SETTINGS = "/accounts/settings/"


@pytest.fixture
def citizen(client):
    citizen = make_citizen(verified=False, nickname="유성 온천", email="own@example.org")
    client.force_login(citizen)
    return citizen


def test_the_page_needs_sign_in(client):
    assert client.get(SETTINGS).url == f"/accounts/login/?next={SETTINGS}"


def test_the_page_shows_what_there_is(client, citizen):
    page = client.get(SETTINGS).content.decode()

    shown = [text in page for text in ("유성 온천", "own@example.org", "아직 확인되지 않음", "로그아웃", "/accounts/sessions/")]
    assert shown == [True] * 5


def test_nickname_and_language_are_saved(client, citizen):
    answer = client.post(SETTINGS, {"nickname": "오정동 느티나무", "language": "en"})

    citizen.refresh_from_db()
    assert answer.url == SETTINGS
    assert (citizen.nickname, citizen.language) == ("오정동 느티나무", "en")


def test_one_may_change_ones_name_five_times_a_day(client, citizen):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        answers = [client.post(SETTINGS, {"nickname": f"갑천 {number}", "language": "ko"}) for number in range(6)]

    citizen.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert citizen.nickname == "갑천 4"


@pytest.mark.parametrize("nickname", ["관리자", "\x00", "\u200b\u200b", "x" * 10_000, ""])
def test_what_is_refused_is_kept_in_the_field(client, citizen, nickname):
    answer = client.post(SETTINGS, {"nickname": nickname, "language": "ko"})

    citizen.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["form"]["nickname"].value() == nickname
    assert citizen.nickname == "유성 온천"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path", ["/accounts/settings/", "/accounts/sessions/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/logout/"]
)
def test_every_page_of_the_account_opens_in_both_languages(client, citizen, prefix, path):
    assert client.get(prefix + path).status_code == 200
