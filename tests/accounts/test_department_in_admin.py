"""An administrator says in the admin in whose name an officer answers; that is on record like a role."""

import pytest
from django.urls import reverse

from portal.accounts import services
from portal.accounts.models import User
from portal.core.models import AuditEvent
from tests.factories import make_citizen, make_department, make_officer, make_staff

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:accounts_user_changelist")


@pytest.fixture
def administrator(client):
    """An administrator, signed in."""
    staff = make_staff("administrator")
    client.force_login(staff)
    return staff


def page(person) -> str:
    return reverse("admin:accounts_user_department", args=[person.pk])


def on_record(person) -> list[tuple]:
    entries = AuditEvent.objects.filter(action="officer.department", subject=f"person:{person.pk}").order_by("number")
    return [(entry.actor, entry.role, entry.details) for entry in entries if entry.actor]


def test_a_department_is_given_changed_and_taken_and_each_is_on_record(client, administrator):
    transport, parks = make_department(slug="transport"), make_department(slug="parks")
    officer = make_officer(department=transport)

    kept = []
    for department in (parks, parks, None):
        answer = client.post(page(officer), {"department": department.pk if department else ""})
        kept.append((answer.status_code, answer["Location"], User.objects.get(pk=officer.pk).department))

    change = reverse("admin:accounts_user_change", args=[officer.pk])
    assert kept == [(302, change, parks), (302, change, parks), (302, change, None)]
    by = (administrator.pk, "administrator")
    assert on_record(officer) == [
        (*by, {"before": "transport", "after": "parks"}),
        (*by, {"before": "parks", "after": ""}),
    ]


def test_the_form_stands_on_the_department_of_now_and_the_person_links_to_it(client, administrator):
    make_department(), make_department()
    officer = make_officer(department=make_department(name_ko="교통국"))

    form, person = client.get(page(officer)), client.get(reverse("admin:accounts_user_change", args=[officer.pk]))

    assert f'value="{officer.department_id}" selected' in form.content.decode()
    assert page(officer) in person.content.decode()
    assert "교통국" in person.content.decode()
    assert "교통국" in client.get(PEOPLE).content.decode()


def test_a_new_officer_is_asked_for_a_department_and_one_who_has_one_is_not(client, administrator):
    citizen, officer = make_citizen(), make_officer()

    answer = client.post(PEOPLE, {"action": "give_officer", "_selected_action": [citizen.pk, officer.pk]}, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert [(page(citizen) in words, page(officer) in words) for words in said] == [(False, False), (True, False)]


def test_whoever_has_no_role_that_answers_is_pointed_out(client, administrator):
    citizen, department = make_citizen(), make_department()

    told = [
        len(client.post(page(who), {"department": department.pk}, follow=True).context["messages"])
        for who in (citizen, make_officer())
    ]

    assert told == [2, 1]


@pytest.mark.parametrize("given", ["999999", "x", "-1", "99999999999999999999", "1\x00"])
def test_a_department_that_does_not_exist_changes_nothing(client, administrator, given):
    officer = make_officer()

    answer = client.post(page(officer), {"department": given})

    assert (answer.status_code, User.objects.get(pk=officer.pk).department, on_record(officer)) == (422, officer.department, [])


@pytest.mark.parametrize("role", ["moderator", "officer", "organiser", "helper"])
def test_other_roles_neither_see_nor_give_a_department(client, role):
    officer, department = make_officer(), make_department()
    client.force_login(services.set_roles(person=make_citizen(), roles=[role]))

    answers = {client.get(page(officer)).status_code, client.post(page(officer), {"department": department.pk}).status_code}

    assert answers == ({302} if role == "helper" else {403})
    assert User.objects.get(pk=officer.pk).department == officer.department


def test_the_list_asks_no_more_for_more_people(client, administrator, django_assert_max_num_queries):
    make_officer()
    with django_assert_max_num_queries(100) as few:
        client.get(PEOPLE)
    for _ in range(3):
        make_officer()
    with django_assert_max_num_queries(len(few)):
        client.get(PEOPLE)
