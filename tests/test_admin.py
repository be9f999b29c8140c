"""Every page of the admin opens for whom it should, searches, and changes no state by hand."""

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.accounts.models import User
from portal.discussion.models import Comment, Discussion, Topic
from portal.forums.models import Forum
from portal.moderation.models import Claim, DailySummary, ModerationDecision, Report, Review
from portal.plan.models import Department, Plan, Source, Strategy, Task
from portal.registrations.models import Registration
from tests.admin_rows import address, make_rows, signed_in
from tests.factories import make_staff

# What each role may open at all, and what it may change there.
OPENS = {
    "citizen": set(),
    "helper": set(),
    "moderator": {Report, ModerationDecision, Review, Claim, DailySummary},
    "officer": {Source, Department, Strategy, Task, Plan},
    "organiser": {Forum, Registration},
}
CHANGES = {Source, Department, Strategy, Task, Plan, Discussion, Topic}
READ_ONLY = {"state", "seats_taken", "last_arrival", "overbooked_seats"}
HOSTILE = ("둔산", "' OR 1=1 --", "\x00", "99999999999999999999", "<script>alert(7)</script>", "\u200b")


@pytest.fixture
def rows(db) -> dict:
    """One row of everything that the admin shows."""
    return make_rows()


def test_an_administrator_opens_every_page(rows):
    client = signed_in("administrator")
    answers = {}
    for model, row in rows.items():
        assert row, model
        answers[address(model, "changelist")] = 200
        answers[address(model, "change", row.pk)] = 200
        answers[address(model, "history", row.pk)] = 200
        answers[address(model, "add")] = 200 if model in CHANGES - {Plan} else 403
        deletable = model in CHANGES - {Plan, Discussion}
        answers[address(model, "delete", row.pk)] = 200 if deletable else 403

    assert {page: client.get(page).status_code for page in answers} == answers
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get("/en/admin/").status_code == 200


@pytest.mark.parametrize("role", OPENS)
def test_everybody_else_opens_what_their_role_reads(rows, role):
    client = signed_in(role)
    pages = {model: [address(model, "changelist"), address(model, "change", row.pk)] for model, row in rows.items()}

    opened = {model for model, addresses in pages.items() if all(client.get(page).status_code == 200 for page in addresses)}
    refused = {
        model for model, addresses in pages.items() if all(client.get(page).status_code in {302, 403} for page in addresses)
    }

    assert opened == OPENS[role]
    assert refused == set(rows) - OPENS[role]


def test_what_searches_finds_and_stands_hostile_words(rows):
    client = signed_in("administrator")
    searching = [model for model in rows if admin.site.get_model_admin(model).search_fields]
    answers = {(model, words): client.get(address(model, "changelist"), {"q": words}) for model in searching for words in HOSTILE}

    assert len(searching) >= 8
    assert {(words, answer.status_code) for (_model, words), answer in answers.items() if answer.status_code != 200} == {
        ("\x00", 400)
    }
    assert [key for key, answer in answers.items() if "<script>alert" in answer.content.decode()] == []


def test_no_state_and_no_counter_is_changed_by_hand(rows):
    client = signed_in("administrator")
    # Whether a task may be discussed is what that one page is for; saving it calls the service.
    for model in set(rows) - {Discussion}:
        page = client.get(address(model, "change", rows[model].pk)).content.decode()

        assert [name for name in READ_ONLY if f'name="{name}"' in page] == [], model


def test_an_administrator_closes_the_discussion_of_a_task_and_an_officer_does_not(rows):
    task = rows[Discussion].task
    chosen = {"action": "close", "_selected_action": [task.pk]}

    assert signed_in("officer").post(address(Discussion, "changelist"), chosen).status_code == 403
    assert Discussion.objects.get().state == "open"

    signed_in("administrator").post(address(Discussion, "changelist"), chosen)

    assert Discussion.objects.get().state == "closed"


def test_the_admin_shows_nobodys_words_and_nobodys_key(rows):
    Comment.objects.update(body="늘푸른소나무")
    client = signed_in("administrator")
    keys = User.objects.exclude(identity=None).values_list("identity", flat=True)
    pages = [client.get(address(model, "changelist")).content.decode() for model in rows]

    assert [key for key in keys for page in pages if key in page] == []
    assert [page for page in pages if "늘푸른소나무" in page] == []


@pytest.mark.parametrize("role", ["moderator", "officer", "organiser", "administrator"])
def test_outside_demo_mode_staff_need_their_second_factor(rows, settings, role):
    settings.DEMO_MODE = False
    client = signed_in(role)
    pages = [reverse("admin:index"), *(address(model, "changelist") for model in rows)]

    answers = [client.get(page) for page in pages]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.url for answer in answers} == {reverse("mfa_index")}


def test_what_did_not_arrive_is_counted_and_names_nobody(client, rows):
    client.force_login(make_staff("administrator"))

    page = client.get(reverse("admin:notifications_notification_changelist")).content.decode()

    assert "sign_up_code 1" in " ".join(page.split())
    assert "example.org" in page
    assert "somebody" not in page
