"""Nobody on the staff sees how a person is reached without saying why, and every time is on record."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portal.accounts import services
from portal.accounts.models import Consent, User
from portal.core.models import AuditEvent
from portal.core.text.cleaning import UnusableText
from portal.core.text.links import masked_address
from portal.registrations import services as registrations
from tests.factories import make_citizen, make_decision, make_forum, make_report, make_staff

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:accounts_user_changelist")
WHY = "이의신청 결정문을 우편 대신 전자우편으로 보냅니다."


def contact(person) -> str:
    return reverse("admin:accounts_user_contact", args=[person.pk])


def change(person) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def views() -> list[tuple]:
    """Every look at personal data that is on record."""
    fields = ("actor", "role", "person", "subject", "reason")
    return list(AuditEvent.objects.views().order_by("number").values_list(*fields))


@pytest.fixture
def person():
    """Somebody whose address is looked for."""
    return make_citizen(email="kim.minji@daejeon-people.kr", nickname="갑천물결")


@pytest.fixture
def administrator(client):
    """An administrator, signed in."""
    staff = make_staff("administrator")
    client.force_login(staff)
    return staff


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("kim.minji@daejeon.go.kr", "k***@d***.kr"),
        ("a@b.org", "a***@b***.org"),
        ("김@한글.한국", "김***@한***.한국"),
        ("root@localhost", "r***@l***"),
    ],
)
def test_a_masked_address_tells_people_apart_and_reaches_nobody(address, masked):
    assert masked_address(address) == masked


def test_the_list_and_the_page_of_a_person_show_the_address_masked(client, administrator, person):
    pages = [client.get(page).content.decode() for page in (PEOPLE, change(person))]

    assert [("k***@d***.kr" in page, person.email in page) for page in pages] == [(True, False)] * 2
    assert contact(person) in pages[1]
    assert views() == []


def test_no_other_page_of_the_admin_shows_an_address(client, administrator, person):
    make_report(reporter=person, comment=make_decision().comment)
    registrations.register(forum=make_forum(), citizen=person)
    addresses = set(User.objects.values_list("email", flat=True))
    pages = {}
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages[f"{names}_changelist"] = client.get(reverse(f"{names}_changelist"))
        if row := model._default_manager.first():
            pages[f"{names}_change"] = client.get(reverse(f"{names}_change", args=[row.pk]))
    opened = {name: page.content.decode() for name, page in pages.items() if page.status_code == 200}

    assert {"admin:accounts_user_change", "admin:registrations_registration_change", "admin:moderation_report_change"} <= set(
        opened
    )
    assert [(name, address) for name, page in opened.items() for address in addresses if address in page] == []


def test_an_address_is_shown_to_whoever_says_why_and_that_is_on_record(client, administrator, person):
    asked = client.get(contact(person))
    before = views()
    shown = client.post(contact(person), {"reason": WHY})

    assert (asked.status_code, person.email in asked.content.decode(), before) == (200, False, [])
    assert (shown.status_code, person.email in shown.content.decode()) == (200, True)
    assert "no-store" in shown["Cache-Control"]
    assert views() == [(administrator.pk, "administrator", person.pk, f"person:{person.pk}", WHY)]


def test_what_somebody_agreed_to_stands_beside_the_address(client, administrator, person):
    Consent.objects.create(user=person, purpose="terms", version="2031-01-01", given_at=person.joined_at)

    assert "2031-01-01" not in client.get(contact(person)).content.decode()
    assert "2031-01-01" in client.post(contact(person), {"reason": WHY}).content.decode()


@pytest.mark.parametrize("reason", ["", "왜", "    왜     ", "\u3164" * 9, "가" * 301, "a\x00bcdef"])
def test_without_a_reason_nothing_is_shown_and_nothing_recorded(client, administrator, person, reason):
    answer = client.post(contact(person), {"reason": reason})

    assert (answer.status_code, person.email in answer.content.decode(), views()) == (422, False, [])


@pytest.mark.parametrize("role", ["moderator", "officer", "organiser"])
def test_other_roles_do_not_even_see_the_question(client, person, role):
    client.force_login(make_staff(role))

    assert [client.get(contact(person)).status_code, client.post(contact(person), {"reason": WHY}).status_code] == [403, 403]
    assert views() == []


def test_citizens_and_visitors_are_sent_to_the_sign_in(client, person):
    visitor = client.get(contact(person))
    client.force_login(make_citizen())

    assert (visitor.status_code, client.post(contact(person), {"reason": WHY}).status_code) == (302, 302)
    assert views() == []


def test_the_question_needs_its_token_and_a_person(administrator, person, client):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(administrator)

    assert careful.post(contact(person), {"reason": WHY}).status_code == 403
    assert client.get(contact(person).replace(str(person.pk), "999999999999999999999")).status_code == 404
    assert views() == []


FIND = reverse("admin:accounts_user_find")


def looked_for():
    """What is on record about looking at personal data, or for it."""
    return AuditEvent.objects.filter(action__startswith="personal_data.")


def test_the_list_finds_nobody_by_an_address(client, administrator, person):
    searches = ("kim.minji@daejeon-people.kr", "kim.minji", "@daejeon-people.kr")

    assert [client.get(PEOPLE, {"q": words}).content.decode().count(change(person)) for words in searches] == [0, 0, 0]
    assert FIND in client.get(PEOPLE).content.decode()


@pytest.mark.parametrize("typed", ["kim.minji@daejeon-people.kr", " KIM.minji@daejeon-people.kr"])
def test_whoever_knows_an_address_and_says_why_finds_the_person_and_that_is_on_record(client, administrator, person, typed):
    asked, answer = client.get(FIND), client.post(FIND, {"email": typed, "reason": WHY})

    assert (asked.status_code, answer.status_code, answer.url) == (200, 302, change(person))
    assert views() == [(administrator.pk, "administrator", person.pk, f"person:{person.pk}", WHY)]


def test_asking_for_an_address_that_nobody_has_is_on_record_without_the_address(client, administrator, person):
    answer = client.post(FIND, {"email": "kim@daejeon-people.kr", "reason": WHY})
    event = looked_for().get()

    assert (answer.status_code, "kim@daejeon-people.kr" in answer.content.decode()) == (422, True)
    assert (event.action, event.actor, event.role, event.person, event.reason) == (
        "personal_data.not_found", administrator.pk, "administrator", None, WHY,
    )  # fmt: skip
    assert (event.subject, event.details) == ("", {})


@pytest.mark.parametrize(
    ("typed", "reason"), [("kim.minji@daejeon-people.kr", ""), ("kim.minji", WHY), ("", WHY), ("a\x00@b.kr", WHY)]
)
def test_nobody_is_looked_for_without_an_address_and_a_reason(client, administrator, person, typed, reason):
    answer = client.post(FIND, {"email": typed, "reason": reason})

    assert (answer.status_code, looked_for().count()) == (422, 0)


@pytest.mark.parametrize("role", ["moderator", "officer", "organiser"])
def test_other_roles_find_nobody_by_an_address(client, person, role):
    client.force_login(make_staff(role))

    answers = [client.get(FIND), client.post(FIND, {"email": person.email, "reason": WHY})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert looked_for().count() == 0


@pytest.mark.parametrize("lookup", ["email__startswith", "email", "email__regex", "identity__person_key__startswith", "identity"])
def test_no_filter_reads_an_address_letter_by_letter(client, administrator, person, lookup):
    answer = client.get(PEOPLE, {lookup: "k"})

    assert answer.status_code in {302, 400}
    assert person.nickname not in answer.content.decode()


def test_the_filters_of_the_list_still_work(client, administrator, person):
    assert [
        client.get(PEOPLE, {name: value}).status_code for name, value in (("is_staff__exact", "0"), ("language__exact", "ko"))
    ] == [
        200,
        200,
    ]


def test_what_a_look_was_needed_for_can_be_named(person):
    moderator = make_staff("moderator")

    services.record_view(request_user=moderator, whose=person, why=f"  {WHY}\n", subject="appeal:12")

    assert views() == [(moderator.pk, "moderator", person.pk, "appeal:12", WHY)]


def test_the_service_refuses_a_look_without_a_reason(person):
    with pytest.raises(UnusableText):
        services.record_view(request_user=make_staff("moderator"), whose=person, why="몰라")

    assert views() == []
