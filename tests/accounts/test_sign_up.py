"""The one way in, for somebody new."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from portal.accounts.models import Consent, User
from tests.accounts.entrance import CODE, NEW, SIGN_IN, SIGN_UP, ask_for_code, is_signed_in, newest_code
from tests.factories import make_citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client, mailbox) -> Client:
    """A browser in which the code for a new address was just typed."""
    ask_for_code(client, "new@example.org")
    client.post(CODE, {"code": newest_code(mailbox)})
    return client


def test_somebody_new_types_an_address_a_code_and_a_nickname(client, mailbox):
    ask_for_code(client, " New.Person@Example.ORG ")
    to_sign_up = client.post(CODE, {"code": newest_code(mailbox)})
    page = client.get(SIGN_UP)
    home = client.post(SIGN_UP, {**NEW, "language": "en"})

    user = User.objects.get()
    assert to_sign_up.url == SIGN_UP
    assert page.status_code == 200
    assert home.url == "/"
    assert is_signed_in(client)
    assert (user.email, user.nickname, user.language) == ("new.person@example.org", "둔산 산책", "en")
    assert not user.has_usable_password()
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(user.email, True, True)]


def test_a_free_nickname_is_suggested_and_nothing_is_ticked(newcomer):
    form = newcomer.get(SIGN_UP).context["form"]

    assert form["nickname"].value()
    assert [form[name].value() for name in ("age", "terms", "privacy")] == [None, None, None]


def test_consents_are_kept_with_version_and_time(newcomer, settings):
    newcomer.post(SIGN_UP, NEW)

    assert {consent.purpose: consent.version for consent in Consent.objects.all()} == settings.CONSENT_VERSIONS
    assert all(timezone.now() - consent.given_at < timedelta(minutes=1) for consent in Consent.objects.all())


@pytest.mark.parametrize("missing", ["age", "terms", "privacy", "nickname", "language"])
def test_nothing_can_be_left_out(newcomer, missing):
    answer = newcomer.post(SIGN_UP, {**NEW, missing: ""})

    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert not User.objects.exists()


def test_a_taken_nickname_is_refused_and_what_was_typed_is_kept(newcomer):
    make_citizen(nickname="Gapcheon")

    answer = newcomer.post(SIGN_UP, {**NEW, "nickname": "G a p c h e о n"})

    assert answer.status_code == 422
    assert "비슷한" in str(answer.context["form"].errors["nickname"])
    assert answer.context["form"]["nickname"].value() == "G a p c h e о n"
    assert answer.context["form"]["terms"].value()


@pytest.mark.parametrize(
    "nickname", ["\u200b\u200b\u200b", "\x00abc", "a" * 10_000, "\u3164\u3164", "<script>", "\u202enimda", "가"]
)
def test_a_hostile_nickname_is_refused(newcomer, nickname):
    answer = newcomer.post(SIGN_UP, {**NEW, "nickname": nickname})

    assert answer.status_code == 422
    assert not User.objects.exists()


def test_the_address_that_was_proved_counts_not_one_that_is_posted(newcomer):
    newcomer.post(SIGN_UP, {**NEW, "email": "victim@example.org"})

    assert User.objects.get().email == "new@example.org"


def test_a_proved_address_is_good_for_half_an_hour(newcomer):
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = newcomer.post(SIGN_UP, NEW)

    assert answer.url == SIGN_IN
    assert not User.objects.exists()


def test_two_tabs_open_one_account(newcomer):
    session = dict(newcomer.session.items())
    newcomer.post(SIGN_UP, NEW)
    other_tab = Client()
    other_tab.force_login(make_citizen())
    other_tab.logout()
    stored = other_tab.session
    stored.update({"proved_address": session["proved_address"]})
    stored.save()

    answer = other_tab.post(SIGN_UP, {**NEW, "nickname": "다른 이름"})

    assert answer.status_code == 422
    assert "이미 가입된" in str(answer.context["form"].non_field_errors())
    assert User.objects.filter(email="new@example.org").count() == 1


def test_where_one_wanted_to_go_survives_every_step(client, mailbox):
    to_code = ask_for_code(client, "new@example.org", next="/forums/?a=1")
    to_sign_up = client.post(CODE, {"code": newest_code(mailbox), "next": "/forums/?a=1"})
    page = client.get(to_sign_up.url)
    end = client.post(SIGN_UP, {**NEW, "next": "/forums/?a=1"})

    assert to_code.url == f"{CODE}?next=%2Fforums%2F%3Fa%3D1"
    assert 'name="next" value="/forums/?a=1"' in page.content.decode()
    assert end.url == "/forums/?a=1"


def test_the_english_pages_write_english_mail(client, mailbox):
    answer = client.post("/en/accounts/login/", {"email": "new@example.org"})
    [mail] = mailbox.deliver()
    page = client.get(answer.url)

    assert mail["Subject"].startswith("Hanbat Madang sign-up code")
    assert "Type the code" in page.content.decode()


def test_the_korean_pages_write_korean_mail(client, mailbox):
    ask_for_code(client, "new@example.org")
    [mail] = mailbox.deliver()

    assert "가입 인증번호" in mail["Subject"]
