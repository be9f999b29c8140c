"""Passkeys that are none: a plain answer, never an error of the portal. With a real device: tests/journeys/test_passkey.py."""

import json

import pytest
from django.urls import reverse

from tests.factories import make_officer

pytestmark = pytest.mark.django_db
NO_CREDENTIAL = [
    "",
    "null",
    "[]",
    "{}",
    "5",
    "no json",
    "9" * 5000,
    "[" * 100_000,
    '{"id": "x"}',
    '{"id": 5, "response": 7}',
    json.dumps(
        {"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "AA"}}
    ),
]


@pytest.mark.parametrize("credential", NO_CREDENTIAL)
def test_what_is_no_passkey_is_not_added(client, credential):
    client.force_login(make_officer())
    client.get(reverse("mfa_add_webauthn"))

    answer = client.post(reverse("mfa_add_webauthn"), {"name": "내 열쇠", "credential": credential})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "내 열쇠" in answer.content.decode()


def test_the_device_shows_the_name_of_the_portal(client):
    client.force_login(make_officer())

    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]["publicKey"]

    assert (options["rp"]["name"], options["rp"]["id"]) == ("한밭마당", "testserver")
