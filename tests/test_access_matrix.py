"""Every address by every method, as each of thirteen kinds of people, with the second factor shown and not shown.

`tests/access_policies.py` says who may use an address. Pages are not rendered here, which makes this fast; other tests read them.
`make soak` tries all of it. `make test` reads, as everybody, what is not open to everybody, sends forms as whoever may and as
those whom a guard forgets the likeliest, and the other methods as nobody and as an administrator.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.plan.models import Task
from tests.access_policies import POLICIES, addresses_of_examples
from tests.accounts.addresses import ACCOUNT_PAGES
from tests.accounts.factor import set_up
from tests.effort import IS_SOAK
from tests.factories import (
    make_administrator,
    make_citizen,
    make_comment,
    make_department,
    make_forum,
    make_helper,
    make_moderator,
    make_officer,
    make_staff,
    make_suspension,
    make_task,
)
from tests.hostile import again, mail_in_files
from tests.policy import ADMINISTRATOR, GET, MODERATOR, POST, PUBLIC, Policy

pytestmark = pytest.mark.long(seconds=40)

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
# In which of these a guard forgets somebody is the likeliest.
TELLING = ("anonymous", "suspended", "officer elsewhere", "administrator")
DECIDE, EDIT, ANSWER, MANAGE = "moderation.decide", "plan.edit_plan", "discussion.reply_officially", "forums.manage_forums"
EVERYTHING = frozenset({DECIDE, EDIT, ANSWER, MANAGE, "moderation.everywhere", "accounts.assign_roles"})
# What each may do. It says again what portal/accounts/roles.py says, so that a change there is noticed here.
ROLES = {
    "anonymous": frozenset(),
    "new citizen": frozenset(),
    "verified citizen": frozenset(),
    "suspended": frozenset(),
    "author": frozenset(),
    "helper": frozenset(),
    "moderator": frozenset({DECIDE}),
    "moderator elsewhere": frozenset({DECIDE}),
    "officer": frozenset({EDIT, ANSWER}),
    "officer elsewhere": frozenset({EDIT, ANSWER}),
    "organiser": frozenset({MANAGE}),
    "administrator": EVERYTHING,
    "superuser": EVERYTHING,
}
STAFF = tuple(role for role, permissions in ROLES.items() if permissions)
# Where there is more than one permission to a package, or none.
PERMISSIONS = {
    "moderation:team": "accounts.assign_roles",
    "moderation:scope": "accounts.assign_roles",
    "appeals:person": "moderation.everywhere",
    "appeals:suspend": "moderation.everywhere",
    "appeals:lift": "moderation.everywhere",
}
OF_A_PACKAGE = {"plan": EDIT, "progress": EDIT, "answers": ANSWER, "forum_desk": MANAGE, "door": MANAGE, "forums": MANAGE}
OF_HELPERS = ("door:door", "door:walk_in", "door:take_back", "door:snapshot", "door:scans")
SIGN_IN, FACTOR, OPEN = "sign in", "factor", "open"
# An empty form, a state in which it may not be sent.
ANSWERS_TO_FORMS = frozenset({400, 409, 410, 422, 429})
# Whoever needs no role may have to be verified first, or not be suspended.
STATES = frozenset({401, 403})
# Scripts ask for them, and read a plain refusal.
FOR_SCRIPTS = ("door:snapshot", "door:scans")


@dataclass(frozen=True)
class Browser:
    """Somebody's browser, in which the factor was shown or not."""

    role: str
    is_shown: bool
    client: Client

    def __str__(self) -> str:
        return f"{self.role}, factor {'shown' if self.is_shown else 'not shown'}"


@dataclass(frozen=True)
class Matrix:
    """An example of each address, and the browsers."""

    addresses: dict[str, str]
    browsers: list[Browser]


def make_matrix() -> Matrix:
    """The officer's department has the tasks; the moderator elsewhere has another one."""
    addresses, department = addresses_of_examples(), make_department(slug="transport", name_ko="교통정책과")
    Task.objects.update(department_ko="교통정책과")
    elsewhere = make_task()
    forum = make_forum(capacity=1)
    helping = make_citizen()
    make_helper(forum=forum, person=helping)
    addresses |= {name: reverse(name, args=[forum.slug]) for name in ("door:door", "door:snapshot", "door:walk_in", "door:scans")}
    addresses["door:take_back"] = reverse("door:take_back", args=[forum.slug, 1])
    people = {
        "new citizen": make_citizen(verified=False),
        "verified citizen": make_citizen(),
        "suspended": make_suspension().person,
        "author": make_comment().author,
        "helper": helping,
        "moderator": make_moderator(),
        "moderator elsewhere": make_moderator(tasks=[elsewhere]),
        "officer": make_officer(department=department),
        "officer elsewhere": make_officer(),
        "organiser": make_staff("organiser"),
        "administrator": make_administrator(),
        "superuser": make_citizen(is_superuser=True, is_staff=True),
    }
    browsers = [Browser("anonymous", False, Client()), *(Browser(role, False, signed_in(who)) for role, who in people.items())]
    return Matrix(addresses, browsers + [Browser(role, True, showing(people[role])) for role in STAFF])


def signed_in(person: User) -> Client:
    """A browser in which nobody has shown a factor, though there is one."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def showing(person: User) -> Client:
    """A browser in which the factor was shown."""
    client, factor = signed_in(person), set_up(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture(scope="module")
def matrix(world_of_module, tmp_path_factory) -> Iterator[Matrix]:
    """Made once."""
    with mail_in_files(tmp_path_factory.mktemp("mail")):
        yield world_of_module(make_matrix)


@pytest.fixture(autouse=True)
def _for_real_and_unrendered(db, settings, monkeypatch) -> None:
    settings.DEMO_MODE = False
    settings.STAFF_SESSION_IDLE_MINUTES, settings.IDENTITY_PROVIDER = 1440, ""
    render = Template.render
    is_mail = lambda template: str(template.origin.template_name).startswith("emails/")  # noqa: E731 (used once)
    monkeypatch.setattr(Template, "render", lambda self, *args, **more: render(self, *args, **more) if is_mail(self) else "")


def permission_of(name: str, policy: Policy) -> str:
    """What an address asks for; "" where it asks for no role."""
    if name in PERMISSIONS or policy.who in {MODERATOR, ADMINISTRATOR}:
        return PERMISSIONS.get(name, DECIDE)
    return "" if policy.is_for_citizens or name in ACCOUNT_PAGES else OF_A_PACKAGE[name.partition(":")[0]]


def is_taken(method: str, policy: Policy) -> bool:
    """Whether an address takes a method."""
    return (method in {"GET", "HEAD"} and policy.how != POST) or (method == "POST" and policy.how != GET)


def is_asked(browser: Browser, method: str, name: str) -> bool:
    """Whether this is tried: everything in `make soak`."""
    policy = POLICIES[name]
    if IS_SOAK or (method == "GET" and policy.who != PUBLIC):
        return True
    if method in {"GET", "POST"}:
        return browser.role in TELLING or permission_of(name, policy) in ROLES[browser.role]
    return browser.role in {"anonymous", "administrator"}


def outcome(browser: Browser, method: str, address: str) -> str | int:
    """What became of a request; whatever it changed is taken back."""
    # Not `atomic`, which would make one transaction of what a view does in several.
    before = transaction.savepoint()
    answer = again(browser.client).generic(method, address, content_type="application/x-www-form-urlencoded")
    transaction.savepoint_rollback(before)
    to = getattr(answer, "url", "")
    if to.startswith(reverse("account_login")):
        return SIGN_IN
    if to.startswith((reverse("mfa_reauthenticate"), reverse("mfa_index"))):
        return FACTOR
    return answer.status_code if answer.status_code >= 400 else OPEN


def allowed(browser: Browser, name: str, method: str) -> set[str | int]:
    """What may become of it."""
    policy = POLICIES[name]
    permission = permission_of(name, policy)
    refused = refusal(browser, policy, permission, name)
    # Some that are open to everybody tell whoever is signed out what to do first.
    more = {SIGN_IN} if browser.role == "anonymous" else set()
    if not permission and browser.role in STAFF and not browser.is_shown:
        more.add(FACTOR)  # to staff with the factor something else is there
    if permission == ANSWER and browser.role in {"administrator", "superuser"}:
        more.add(403)  # they answer in the name of no department
        refused = refused and {*refused, 403}
    if name == "accounts:verify":
        more.add(503)  # no service vouches for people here
    if not is_taken(method, policy):
        return {405, *refused, *more}
    if refused:
        return refused
    if permission == EDIT and {"task", "reported_task"} & set(policy.arguments) and browser.role == "officer elsewhere":
        return {403}
    return {OPEN, 404, *(ANSWERS_TO_FORMS if method == "POST" else ()), *(() if permission else STATES), *more}


def refusal(browser: Browser, policy: Policy, permission: str, name: str) -> set[str | int]:
    """Why somebody is not let in; nothing for whoever is."""
    if policy.who == PUBLIC:
        return set()
    if browser.role == "anonymous":
        return {SIGN_IN}
    if not permission or (browser.role == "helper" and name in OF_HELPERS):
        return set()
    if permission not in ROLES[browser.role]:
        return {403}
    if browser.is_shown:
        return set()
    return {403} if name in FOR_SCRIPTS else {FACTOR}


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in POLICIES if name not in ACCOUNT_PAGES])
def test_every_address_answers_everybody_as_its_policy_says(name, matrix):
    asked = [(browser, method) for browser in matrix.browsers for method in METHODS if is_asked(browser, method, name)]
    found = {(str(browser), method): outcome(browser, method, matrix.addresses[name]) for browser, method in asked}

    wrong = {(str(browser), method): found[str(browser), method] for browser, method in asked
             if found[str(browser), method] not in allowed(browser, name, method)}  # fmt: skip
    assert not wrong, str(wrong)
