"""Whatever stands in an address is answered or refused: never a 500, nothing stored, no way to another site.

What is sent at random, test_fuzz.py sends; here stand the answers that some of it has to get.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from django.urls import reverse

from portal.accounts.models import User
from tests.hostile import (
    ELSEWHERE,
    ENDLESS_NUMBER,
    NO_TEXT,
    NOTHING_OFFERED,
    PEOPLE,
    SCRIPT,
    World,
    mail_in_files,
    make_world,
    stored,
)

pytestmark = pytest.mark.long(seconds=35)


@pytest.fixture(scope="module")
def shared_world(world_of_module, tmp_path_factory) -> Iterator[World]:
    """The world of `tests.hostile`, made once."""
    with mail_in_files(tmp_path_factory.mktemp("mail")):
        yield world_of_module(make_world)


@pytest.fixture
def world(db, shared_world) -> World:
    """As it was at first."""
    return shared_world.afresh()


CHOICES = {
    ("plan:task_list", ""): ("strategy", "confirmation", "budget", "status", "sort"),
    ("plan:task", "task"): ("sort", "page"),
    ("progress:update_list", "task"): ("page",),
    ("progress:history", "task"): ("page",),
    ("pages:my_page", ""): ("page",),
    ("pages:search", ""): ("kind", "page"),
    ("discussion:replies", "comment"): ("after",),
    ("forums:forum_list", ""): ("when", "task", "page"),
    ("registrations:my_forums", ""): ("page",),
    ("forums:month", ""): ("month",),
    ("forum_desk:desk", ""): ("which", "page"),
    ("forum_desk:attendees", "forum"): ("state", "page"),
    ("forum_desk:mailings", "forum"): ("page",),
    ("door:helper_list", "forum"): ("page",),
    ("answers:request_list", ""): ("department", "state", "page"),
    ("answers:desk", ""): ("show", "page"),
    ("moderation:queue", ""): ("reason", "task", "state", "page"),
    ("moderation:decision_list", ""): ("action", "page"),
    ("notifications:mail_list", ""): ("page",),
}
WAYS_BACK = {
    ("account_login", ""): "next",
    ("account_confirm_login_code", ""): "next",
    ("account_signup", ""): "next",
    ("account_logout", ""): "next",
    ("accounts:verify", ""): "next",
    ("moderation:hide", "comment"): "next",
    ("moderation:keep", "comment"): "next",
    ("moderation:restore", "hidden"): "next",
}
NUMBERED = (
    "discussion:permalink", "discussion:reply", "discussion:edit", "discussion:withdraw", "discussion:vote", "discussion:replies",
    "answers:request_detail", "answers:desk_detail", "answers:answer", "answers:hand_over", "answers:take_up", "answers:decide",
    "moderation:report", "moderation:explanation", "moderation:hide", "moderation:keep", "moderation:restore",
)  # fmt: skip
NAMED = (
    "plan:task",
    "progress:update_list",
    "progress:history",
    "progress:follow",
    "progress:edit",
    "progress:edit_status",
    "discussion:post",
    "forums:forum_detail",
    "registrations:register",
    "registrations:cancel",
    "forums:calendar",
)


@pytest.mark.parametrize("value", NOTHING_OFFERED.values(), ids=NOTHING_OFFERED)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_choice_that_is_not_offered_is_refused(world, who, value):
    before, answers = stored(), {}
    for (name, part), parameters in CHOICES.items():
        for parameter in parameters:
            for headers in ({}, {"HX-Request": "true"}):
                response = world.clients[who].get(world.address(name, part), {parameter: value}, headers=headers)
                answers[f"{name}?{parameter}"] = response.status_code
                assert SCRIPT not in response.content.decode()

    # Who is not signed in is sent to do so first.
    expected = {400, 403, 404} | ({302} if who == "anonymous" else set())
    assert {address: status for address, status in answers.items() if status not in expected} == {}
    assert stored() == before


@pytest.mark.parametrize(
    ("value", "status"),
    [
        *((v, 200) for v in ("", SCRIPT, "٣", "%", "_\\", "' OR 1=1 --")),
        *((v, 422) for v in (NO_TEXT["NUL"], NO_TEXT["no character"], "a" * 101)),
    ],
)
def test_a_search_finds_or_refuses(world, value, status):
    for headers in ({}, {"HX-Request": "true"}):
        response = world.clients["anonymous"].get(reverse("plan:task_list"), {"q": value}, headers=headers)

        assert response.status_code == status
        assert SCRIPT not in response.content.decode()


@pytest.mark.parametrize("who", PEOPLE)
def test_no_way_back_leads_elsewhere(world, who):
    for (name, part), parameter in WAYS_BACK.items():
        for place in (*ELSEWHERE, "/" + "a" * 3_000):
            for method in ("get", "post"):
                response = getattr(world.clients[who], method)(world.address(name, part), {parameter: place})

                assert response.status_code < 500
                assert urlsplit(response.get("Location", "/")).netloc == ""
                assert "javascript:" not in response.get("Location", "")
                assert [each for each in ELSEWHERE[:5] if f'href="{each}' in response.content.decode()] == []
            if name == "account_logout" and who != "anonymous":
                world.clients[who].force_login(User.objects.filter(groups__isnull=who == "citizen").order_by("pk").first())


@pytest.mark.parametrize("place", [*ELSEWHERE, "home", "pages:home", "/" + "a" * 3_000])
def test_a_vote_leads_back_to_its_comment_or_to_where_it_was_cast(world, place):
    comment = reverse("discussion:permalink", args=[world.examples["comment"]])
    vote = {"value": "agree", "seen": ""}

    strange = world.clients["citizen"].post(world.address("discussion:vote", "comment"), {**vote, "next": place})
    usual = world.clients["moderator"].post(world.address("discussion:vote", "comment"), {**vote, "next": "/tasks/?sort=title"})

    assert strange.status_code == usual.status_code == 302
    assert strange.url.partition("#")[0] == ("/%0D%0AX:%20y" if place.startswith("/\r") else comment)
    assert usual.url == "/tasks/?sort=title"


@pytest.mark.parametrize("key", [ENDLESS_NUMBER, "9" * 5_000, "0", "-1", "1.5", "%00", "%ED%A0%80", quote(SCRIPT, safe=""), "٣"])
@pytest.mark.parametrize("who", PEOPLE)
def test_a_key_that_names_nothing_is_not_found(world, who, key):
    addresses = [
        *(reverse(name, args=[123_454_321]).replace("123454321", key) for name in NUMBERED),
        *(reverse(name, args=["no-such-slug"]).replace("no-such-slug", key) for name in NAMED),
        reverse("notifications:mail_detail", args=["no-such-mail"]).replace("no-such-mail", key),
    ]
    before, answers = stored(), {}
    for address in (each for page in addresses for each in (page, f"/en{page}")):
        for method in ("get", "post"):
            answers[f"{method} {address}"] = getattr(world.clients[who], method)(address).status_code

    # An address that only takes one method says so; staff pages say no before they look.
    expected = {403, 404, 405} | ({302} if who == "anonymous" else set())
    assert {address: status for address, status in answers.items() if status not in expected} == {}
    assert stored() == before


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "latin-1"])
def test_addresses_are_read_as_utf_8_only(world, charset):
    for name, part in [*CHOICES, *WAYS_BACK]:
        for client in world.clients.values():
            address = f"{world.address(name, part)}?q=%5Cud800&next=/%5Cud800"
            response = client.get(address, CONTENT_TYPE=f"text/html; charset={charset}")

            assert response.status_code == 400
