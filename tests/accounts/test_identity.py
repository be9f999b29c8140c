"""One real person, one account."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from portal.accounts import services
from portal.accounts.identity import identity_provider
from portal.accounts.identity.provider import IdentityProof, ProofRefused
from portal.accounts.models import IdentityVerification, User
from portal.accounts.services.identity import AlreadyVerified, IdentityAlreadyUsed, person_key
from tests.at_once import at_once
from tests.factories import make_citizen

VERIFY = "/accounts/verify/"
PROOF = IdentityProof(connecting_information="CI" * 44, birth_year=1980, district="seo", provider="local-test")
FORM = {"person_number": "1234", "birth_year": "1990", "district": "yuseong"}


@pytest.fixture
def citizen(db):
    return make_citizen(verified=False)


def test_what_is_kept_is_a_keyed_hash_year_and_district(citizen):
    user = services.verify(user=citizen, proof=PROOF)

    kept = IdentityVerification.objects.values().get()
    verified_at = kept.pop("verified_at")
    assert kept.pop("suspended_until") is None
    assert kept == {"person_key": person_key("CI" * 44), "birth_year": 1980, "district": "seo", "provider": "local-test"}
    assert verified_at is not None
    assert "CI" not in str(kept)
    assert (user.is_verified, user.person_key) == (True, person_key("CI" * 44))


def test_the_hash_depends_on_the_key(settings):
    first = person_key("somebody")
    settings.IDENTITY_KEY = "another key of at least thirty-two characters"

    assert person_key("somebody") != first


def test_one_person_has_one_account(citizen):
    services.verify(user=citizen, proof=PROOF)

    with pytest.raises(IdentityAlreadyUsed):
        services.verify(user=make_citizen(verified=False), proof=PROOF)


def test_an_account_has_one_person(citizen):
    services.verify(user=citizen, proof=PROOF)

    with pytest.raises(AlreadyVerified):
        services.verify(user=citizen, proof=replace(PROOF, connecting_information="somebody else"))


def test_whoever_left_and_comes_back_is_the_same_person(citizen):
    services.verify(user=citizen, proof=PROOF)
    User.objects.filter(pk=citizen.pk).update(identity=None)

    services.verify(user=make_citizen(verified=False), proof=replace(PROOF, district="jung"))

    assert list(IdentityVerification.objects.values_list("person_key", "district")) == [(person_key("CI" * 44), "jung")]


@pytest.mark.parametrize("change", [{"birth_year": 1700}, {"birth_year": 2099}, {"district": "atlantis"}, {"birth_year": 2020}])
def test_an_impossible_proof_is_refused(citizen, change):
    with pytest.raises(ProofRefused):
        services.verify(user=citizen, proof=replace(PROOF, **change))


@pytest.mark.parametrize(
    ("moment", "birth_year", "is_old_enough"),
    [
        ("2025-12-31T23:59:59+09:00", 2012, False),
        ("2026-01-01T00:00:00+09:00", 2012, True),
        ("2026-01-02T00:00:00+09:00", 2012, True),
        ("2026-01-01T00:00:00+09:00", 2013, False),
        ("2026-12-31T23:59:59+09:00", 2013, False),
        ("2026-12-31T23:59:59+09:00", 2011, True),
    ],
)
def test_whoever_turns_fourteen_this_year_is_let_in_from_its_first_day(citizen, moment, birth_year, is_old_enough):
    """By the year alone, in Seoul: the day of somebody's birth is not kept."""
    with time_machine.travel(moment, tick=False), nullcontext() if is_old_enough else pytest.raises(ProofRefused, match="14"):
        services.verify(user=citizen, proof=replace(PROOF, birth_year=birth_year))

    citizen.refresh_from_db()
    assert citizen.is_verified is is_old_enough


def test_trying_out_who_is_here_is_limited(client, citizen):
    services.verify(user=make_citizen(verified=False), proof=replace(PROOF, connecting_information="sample:1234"))
    client.force_login(citizen)

    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        answers = [client.post(VERIFY, FORM).status_code for _time in range(11)]

    assert answers == [409] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_of_accounts_racing_for_one_person_one_wins():
    citizens = [make_citizen(verified=False) for _number in range(12)]

    outcomes = at_once([lambda citizen=citizen: services.verify(user=citizen, proof=PROOF) for citizen in citizens])

    assert sum(type(outcome) is IdentityAlreadyUsed for outcome in outcomes) == 11
    assert User.objects.filter(identity=person_key("CI" * 44)).count() == 1


def test_the_page_asks_for_sign_in(client, db):
    assert client.get(VERIFY).url == f"/accounts/login/?next={VERIFY}"


@pytest.mark.parametrize(
    ("prefix", "words", "district"),
    [("", "실제 본인확인이 아니라", ">유성구<"), ("/en", "not a real verification", ">Yuseong-gu<")],
)
def test_the_page_says_that_it_is_a_sample(client, citizen, prefix, words, district):
    client.force_login(citizen)

    page = client.get(prefix + VERIFY).content.decode()

    assert [text in page for text in (words, district)] == [True, True]


def test_after_verifying_one_is_where_one_wanted_to_be(client, citizen):
    client.force_login(citizen)

    page = client.get(VERIFY, {"next": "/tasks/"})
    answer = client.post(VERIFY, {**FORM, "next": "/tasks/"})

    assert 'name="next" value="/tasks/"' in page.content.decode()
    assert answer.url == "/tasks/"
    assert User.objects.get(pk=citizen.pk).is_verified
    assert client.get(VERIFY, {"next": "/tasks/"}).url == "/tasks/"


def test_a_hostile_next_is_ignored(client, citizen):
    client.force_login(citizen)

    assert client.post(VERIFY, {**FORM, "next": "//evil.example"}).url == "/accounts/settings/"


def test_a_second_account_is_refused_on_the_page(client, citizen):
    client.force_login(citizen)
    client.post(VERIFY, FORM)
    client.force_login(make_citizen(verified=False))

    answer = client.post(VERIFY, FORM)

    assert answer.status_code == 409
    assert "계정은 한 사람에 하나입니다" in answer.content.decode()
    assert answer.context["form"]["birth_year"].value() == "1990"


@pytest.mark.parametrize(
    "change",
    [
        {"person_number": ""},
        {"person_number": "\x00"},
        {"person_number": "１２３"},
        {"person_number": "9" * 10_000},
        {"birth_year": "1e3"},
        {"birth_year": "9" * 10_000},
        {"birth_year": "2099"},
        {"district": "atlantis"},
    ],
)
def test_what_cannot_be_is_refused(client, citizen, change):
    client.force_login(citizen)

    answer = client.post(VERIFY, {**FORM, **change})

    assert answer.status_code == 422
    assert not IdentityVerification.objects.exists()


@pytest.mark.parametrize(
    "real", [{"HAS_PRODUCTION_SECRETS": True}, {"DEMO_MODE": False}, {"HAS_PRODUCTION_SECRETS": True, "DEMO_MODE": False}]
)
def test_the_sample_provider_cannot_be_switched_on_in_earnest(settings, real):
    settings.IDENTITY_PROVIDER = "local-test"
    for name, value in real.items():
        setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured):
        identity_provider()
    with pytest.raises(SystemCheckError, match=r"accounts\.C001"):
        call_command("check")


def test_an_unknown_provider_stops_the_start(settings):
    settings.IDENTITY_PROVIDER = "crystal-ball"

    with pytest.raises(SystemCheckError, match="crystal-ball"):
        call_command("check")


def test_without_a_provider_the_page_says_so(client, citizen, settings):
    settings.IDENTITY_PROVIDER = ""
    client.force_login(citizen)

    answer = client.get(VERIFY)

    assert answer.status_code == 503
    assert "아직 본인확인 기관과 연결되지 않았습니다" in answer.content.decode()
