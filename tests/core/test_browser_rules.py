"""What browsers are told about every answer: what may run, who may frame it, which cookies go where."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.access_policies import POLICIES, POST, addresses_of_examples
from tests.core.test_environment import REAL
from tests.factories import make_administrator, make_citizen, make_task
from tests.hostile import mail_in_files

pytestmark = pytest.mark.django_db
ASKED = [
    *(f"{kind}_COOKIE_{name}" for kind in ("SESSION", "CSRF") for name in ("NAME", "SECURE", "SAMESITE", "DOMAIN", "PATH")),
    "SESSION_COOKIE_HTTPONLY",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
]
PRINT = (
    f"import json; from django.conf import settings;print(json.dumps({{name: getattr(settings, name) for name in {ASKED!r}}}))"
)
STYLE = "/static/css/tokens.css"


@pytest.fixture(scope="module")
def over_tls() -> dict:
    """The settings of a portal for real."""
    environment = {**REAL, "READ_ENV_FILE": "false", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    run = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_cookies_belong_to_this_host_alone_and_to_tls(over_tls):
    for kind in ("SESSION", "CSRF"):
        assert over_tls[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        # What a browser asks of that prefix (RFC 6265bis, 4.1.3.2).
        assert [over_tls[f"{kind}_COOKIE_{name}"] for name in ("SECURE", "DOMAIN", "PATH")] == [True, None, "/"]
        assert over_tls[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert over_tls["SESSION_COOKIE_HTTPONLY"] is True


def test_every_answer_over_tls_asks_for_tls_below_its_name_too(over_tls):
    assert (over_tls["SECURE_HSTS_SECONDS"], over_tls["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (31_536_000, True)


def answers(client, tmp_path) -> dict[str, object]:
    """Every address that is read, a static file, and one that is not there."""
    with mail_in_files(tmp_path):
        addresses = addresses_of_examples()
    client.force_login(make_administrator())
    names = [name for name, policy in POLICIES.items() if policy.how != POST]
    return {name: client.get(addresses[name]) for name in names} | {path: client.get(path) for path in (STYLE, "/nowhere/")}


def test_every_page_runs_only_what_comes_from_here(client, tmp_path):
    policies = {name: answer.get("Content-Security-Policy", "") for name, answer in answers(client, tmp_path).items()}

    assert "default-src 'self'" in policies["pages:home"]
    assert "unsafe" not in "".join(policies.values())
    weak = [name for name, policy in policies.items() if not policy.startswith(("sandbox", "default-src 'none'; sandbox"))]
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert [name for name in weak if directive not in policies[name]] == []


def test_every_kind_of_answer_is_taken_for_what_it_says(client, tmp_path):
    found = {name: answer for name, answer in answers(client, tmp_path).items() if answer.status_code < 300}

    assert {answer["X-Content-Type-Options"] for answer in found.values()} == {"nosniff"}
    assert {answer["Referrer-Policy"] for answer in found.values()} == {"same-origin"}
    assert {answer["Cross-Origin-Opener-Policy"] for answer in found.values()} == {"same-origin"}
    texts = {name: answer["Content-Type"] for name, answer in found.items() if answer["Content-Type"].startswith("text/")}
    assert [name for name, kind in texts.items() if "charset=utf-8" not in kind.lower().replace('"', "")] == []


def test_no_answer_is_shared_with_other_sites(client, tmp_path):
    for name, answer in answers(client, tmp_path).items():
        assert not answer.has_header("Access-Control-Allow-Origin"), name


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/static/vendor/"])
def test_no_directory_is_listed(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/healthz", "/accounts/login/", "/forums/"])
def test_nothing_answers_to_trace(client, path):
    assert client.trace(path).status_code == 405


def test_signing_in_changes_the_token_and_signing_out_ends_it(client):
    person = make_citizen()
    client.get("/accounts/login/")
    session = client.session
    session["kept"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    client.force_login(person)
    token = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")

    client.cookies[settings.SESSION_COOKIE_NAME] = token

    assert token != before
    assert client.get("/my/").status_code == 302


def test_a_closed_account_is_signed_out_everywhere(client):
    person = make_citizen()
    client.force_login(person)
    make_task()
    inside = client.get("/my/").status_code
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert (inside, client.get("/my/").status_code) == (200, 302)
