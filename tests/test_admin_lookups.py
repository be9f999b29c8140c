"""The admin answers what its pages offer: no list is narrowed down by what somebody writes into an address."""

import logging
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import IdentityVerification
from portal.core.admin.base import LONGEST_SEARCH, MOST_ROWS, PortalAdmin
from portal.core.models import AuditEvent
from portal.discussion.models import Comment
from portal.moderation.models import ModerationDecision
from portal.plan.models import Source, Task
from portal.registrations.models import Registration
from tests.admin_rows import address, make_rows, ours, signed_in

pytestmark = pytest.mark.long(seconds=20)
ROLES = ("moderator", "officer", "organiser", "administrator")
# Each with values of which one at least would hide a row if it counted.
LOOKUPS = {
    "": ["1", "zz"],
    "startswith": ["zz"],
    "contains": ["zz"],
    "regex": ["^zz"],
    "gte": ["2999", "2999-01-01"],
    "lt": ["1"],
    "isnull": ["0", "1"],
    "in": ["7,8"],
}
ODD_VALUES = ["\x00", "9" * 30, "x"]


@pytest.fixture(scope="module")
def shared_rows(world_of_module) -> dict:
    """Made once: nothing here changes a row."""
    return world_of_module(make_rows)


@pytest.fixture
def rows(db, shared_rows) -> Iterator[dict]:
    """With a quiet log: what is refused is no news here."""
    logging.disable()
    yield shared_rows
    logging.disable(logging.NOTSET)


def paths(model) -> Iterator[str]:
    """Every field of a model, and every field of the models that it points to or that point to it."""
    for field in model._meta.get_fields():
        yield field.name
        if field.is_relation and field.related_model:
            yield from (f"{field.name}__{other.name}" for other in field.related_model._meta.get_fields())


def keys(answer) -> list | None:
    """The keys of the rows on a list's page, in their order; None where nothing is listed."""
    return [row.pk for row in answer.context["cl"].result_list] if answer.status_code == 200 else None


def offered(answer) -> set[str]:
    """The parameters that the page itself links."""
    changes = answer.context["cl"]
    year = {f"{changes.date_hierarchy}__year"} if changes.date_hierarchy else set()
    return year.union(*(each.expected_parameters() for each in changes.filter_specs))


def test_every_admin_of_ours_stands_on_the_one_that_refuses():
    assert {AuditEvent, Comment, Task} <= {*ours()}
    assert [model for model, found in admin.site._registry.items() if not isinstance(found, PortalAdmin)] == []


def listed(model, person, asked: dict) -> list | None:
    """The keys of the rows that the list shows to somebody who asks so; None where it refuses to."""
    request = RequestFactory().get("/", asked)
    request.user = person
    try:
        return [row.pk for row in admin.site.get_model_admin(model).get_changelist_instance(request).result_list]
    except (SuspiciousOperation, BadRequest, IncorrectLookupParameters):
        return None


@pytest.mark.parametrize("role", ROLES)
def test_no_list_depends_on_what_it_does_not_offer(rows, role):
    client, told, asked = signed_in(role), [], 0
    person = get_user(client)
    for model in rows:
        page = client.get(address(model, "changelist"))
        if page.status_code != 200:
            continue
        plain = listed(model, person, {})
        assert plain == keys(page) != [], model
        for path in paths(model):
            # Relations are followed as far as one look-up each: what refuses one refuses all.
            for lookup, values in LOOKUPS.items() if "__" not in path else [("startswith", ["zz"])]:
                name = f"{path}__{lookup}".removesuffix("__")
                for value in values if name not in offered(page) else ():
                    asked += 1
                    if listed(model, person, {name: value}) not in (None, plain):
                        told.append(f"{model.__name__}?{name}={value}")

    assert asked > 50
    assert told == []


def test_what_is_not_offered_is_answered_with_400(rows):
    client = signed_in("administrator")
    asked = [
        (IdentityVerification, "birth_year__gte"),
        (IdentityVerification, "person_key__startswith"),
        (Comment, "body__contains"),
        (Registration, "ticket_code__startswith"),
        (IdentityVerification, "user"),
        (Comment, "_popup"),
        (Comment, "_to_field"),
    ]

    assert [client.get(address(model, "changelist"), {name: "1"}).status_code for model, name in asked] == [400] * len(asked)


def test_what_a_list_offers_it_does(rows):
    client, answers = signed_in("administrator"), {}
    for model in rows:
        page = address(model, "changelist")
        for name in offered(client.get(page)):
            answers[f"{page}?{name}"] = client.get(page, {name: "2026" if name.endswith("__year") else "1"}).status_code

    assert len(answers) > 25
    assert {address: status for address, status in answers.items() if status not in {200, 302}} == {}
    narrowed = client.get(address(Comment, "changelist"), {"state__exact": "hidden"})
    assert {row.state for row in narrowed.context["cl"].result_list} == {"hidden"}
    now = timezone.localtime()
    day = {"created_at__year": now.year, "created_at__month": now.month, "created_at__day": now.day}
    decisions = address(ModerationDecision, "changelist")
    assert (
        keys(client.get(decisions, day)) == keys(client.get(decisions)) != keys(client.get(decisions, {"created_at__year": 2001}))
    )


@pytest.mark.parametrize("value", ODD_VALUES)
def test_no_value_of_a_parameter_breaks_a_list(rows, value):
    client, broken = signed_in("administrator"), []
    for model in rows:
        page = address(model, "changelist")
        names = {*offered(client.get(page)), "p", "o", "q", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters"}
        for name in names:
            broken += [f"{page}?{name}"] if client.get(page, {name: value}).status_code >= 500 else []
        dates = {f"created_at__{part}": value for part in ("year", "month", "day")}
        broken += [page] if client.get(page, dates).status_code >= 500 else []

    assert broken == []


@pytest.mark.parametrize(
    "asked",
    [
        {"created_at__month": "11"},
        {"created_at__year": "2026", "created_at__day": "1"},
        {"created_at__year": "9999"},
        {"created_at__year": "0"},
        {"created_at__year": "2026", "created_at__month": "13"},
        {"created_at__year": ["2025", "2026"]},
    ],
)
def test_dates_are_asked_as_the_page_links_them(rows, asked):
    assert signed_in("administrator").get(address(ModerationDecision, "changelist"), asked).status_code == 400


@pytest.mark.parametrize("key", ["x", "\x00", "1\x00", "", "1.5", "x" * 3_000])
def test_an_action_for_what_is_no_row_is_refused(rows, key):
    client = signed_in("administrator")
    answers = {}
    for model in rows:
        actions = admin.site.get_model_admin(model).get_actions(client.get(address(model, "changelist")).wsgi_request)
        if actions and model._meta.pk.get_internal_type() != "CharField":
            sent = {"action": next(iter(actions)), "_selected_action": [key]}
            answers[model] = client.post(address(model, "changelist"), sent).status_code

    assert len(answers) > 5
    assert set(answers.values()) == {400}


@pytest.mark.parametrize("key", ["\x00", "9" * 30, "-1", "x", "9" * 5_000, "_5F"])
def test_a_row_that_cannot_be_is_not_there(rows, key):
    client = signed_in("administrator")
    pages = [address(model, page, 1).replace("/1/", f"/{key}/") for model in rows for page in ("change", "history", "delete")]

    assert {page: status for page in pages if (status := client.get(page).status_code) not in {302, 403, 404}} == {}


def test_rows_are_opened_by_their_key_alone(rows):
    client, source = signed_in("administrator"), rows[Source]

    opened = [
        client.get(address(Source, "change", value), {"_to_field": name}).status_code
        for name, value in (("id", source.pk), ("key", source.key), ("publisher", source.publisher))
    ]

    assert opened == [200, 400, 400]


def test_proposals_are_for_the_fields_that_ask_for_them(rows):
    client = signed_in("administrator")
    asked = {"app_label": "plan", "model_name": "budgetline", "field_name": "source", "term": ""}
    others = [
        ("moderation", "report", "reporter"),
        ("registrations", "registration", "citizen"),
        ("plan", "fact", "source"),
        ("answers", "answerrequest", "comment"),
        ("x", "y", "z"),
        ("plan", "budgetline", "\x00"),
    ]
    address = reverse("admin:autocomplete")
    answers = [
        client.get(address, {**asked, "app_label": app, "model_name": model, "field_name": name}).status_code
        for app, model, name in others
    ]

    assert client.get(address, asked).json()["results"]
    assert set(answers) == {403}
    assert client.get(address, {**asked, "term": "\x00"}).json()["results"] == []
    assert client.get(address, {**asked, "term": "a " * LONGEST_SEARCH}).json()["results"] == []


def test_no_page_leads_from_a_number_to_a_row_of_any_table(rows):
    client = signed_in("organiser")

    assert [client.get(f"/admin/r/{number}/1/").status_code for number in range(1, 40)] == [404] * 39


def test_no_form_is_read_with_more_rows_than_anybody_fills_in(rows):
    request = signed_in("administrator").get("/admin/").wsgi_request
    inlines = [each for model in rows for each in admin.site.get_model_admin(model).get_inline_instances(request)]

    assert len(inlines) >= 5
    assert {inline.get_formset(request).absolute_max for inline in inlines} == {MOST_ROWS}


def test_no_form_is_filled_in_by_an_address(rows):
    page = signed_in("administrator").get(address(Task, "add"), {"title_ko": "남이 쓴 제목", "strategy": "x", "number": "\x00"})

    assert page.status_code == 200
    assert "남이 쓴 제목" not in page.content.decode()
