"""Every address of the portal says who may use it, and holds to it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_policies import POLICIES, addresses_of_examples, every_address
from tests.factories import make_administrator, make_citizen, make_moderator
from tests.hostile import again, mail_in_files
from tests.policy import ADMINISTRATOR, GET, MODERATOR, POST, PUBLIC

pytestmark = pytest.mark.long(seconds=18)


@pytest.fixture(scope="module")
def addresses(world_of_module, tmp_path_factory) -> Iterator[dict[str, str]]:
    """An example of each, made once."""
    with mail_in_files(tmp_path_factory.mktemp("mail")):
        yield world_of_module(addresses_of_examples)


@pytest.fixture(scope="module")
def signed_in(world_of_module) -> dict[str, Client]:
    """A browser for each kind of person, made once."""
    return world_of_module(sign_in)


def sign_in() -> dict[str, Client]:
    """The browsers of somebody new of each kind."""
    clients = {name: Client() for name in ("anonymous", "citizen", "moderator", "administrator")}
    clients["citizen"].force_login(make_citizen())
    clients["moderator"].force_login(make_moderator())
    clients["administrator"].force_login(make_administrator())
    return clients


@pytest.fixture
def people(db, signed_in) -> dict[str, Client]:
    """The same browsers, which nobody has used yet."""
    return {name: again(client) for name, client in signed_in.items()}


def test_every_address_states_who_may_use_it():
    assert set(every_address()) == set(POLICIES)


@pytest.mark.parametrize("name", [name for name, policy in POLICIES.items() if policy.how != POST])
def test_pages_open_to_whom_they_should(name, addresses, people):
    policy = POLICIES[name]

    answers = {who: client.get(addresses[name]) for who, client in people.items()}

    assert {who: answer.status_code for who, answer in answers.items() if answer.status_code >= 500} == {}
    if policy.who == PUBLIC:
        assert answers["anonymous"].status_code not in {401, 403, 405}
    else:
        assert answers["anonymous"].status_code == 302
        assert answers["anonymous"].url.startswith(reverse("account_login"))
    if policy.who in {MODERATOR, ADMINISTRATOR} or not policy.is_for_citizens:
        assert answers["citizen"].status_code == 403
    if policy.who == ADMINISTRATOR:
        assert answers["moderator"].status_code == 403
        assert answers["administrator"].status_code not in {401, 403, 404, 405}
    if policy.who == MODERATOR:
        assert answers["moderator"].status_code not in {401, 403, 404, 405}
    elif policy.who != ADMINISTRATOR and policy.is_for_citizens:
        assert answers["citizen"].status_code not in {401, 403, 405}


@pytest.mark.parametrize("name", [name for name, policy in POLICIES.items() if policy.how != GET and policy.needs_csrf_token])
def test_nothing_changes_without_the_token(name, addresses, people):
    person = make_moderator()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person)

    assert careful.post(addresses[name]).status_code == 403


def test_only_addresses_that_say_so_do_without_the_token():
    without = {name for name, view in every_address().items() if getattr(view, "csrf_exempt", False)}

    assert without == {name for name, policy in POLICIES.items() if not policy.needs_csrf_token}


def test_the_admin_is_for_staff(people):
    answers = {who: client.get("/admin/").status_code for who, client in people.items()}

    assert answers["anonymous"] == 302
    assert answers["citizen"] in {302, 403}
