"""Who gave and took which role is on record, and the portal never loses its last administrator."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts import services
from portal.accounts.models import User
from portal.accounts.services.roles import LastAdministrator
from portal.core.models import AuditEvent
from tests.at_once import at_once
from tests.factories import make_citizen, make_department, make_officer, make_staff

PEOPLE = reverse("admin:accounts_user_changelist")


def changes(person) -> list[tuple]:
    """What is on record about a person's roles."""
    entries = AuditEvent.objects.filter(subject=f"person:{person.pk}").order_by("number")
    return [(entry.action, entry.details["role"], entry.actor, entry.role) for entry in entries]


def networks(person) -> list[str]:
    """From where each of the changes came."""
    entries = AuditEvent.objects.filter(subject=f"person:{person.pk}", action__startswith="role.").order_by("number")
    return [entry.details["network"] for entry in entries]


def administrators() -> set[int]:
    return set(User.objects.filter(groups__name="administrator").values_list("pk", flat=True))


@pytest.mark.django_db
def test_who_gave_and_took_a_role_in_the_admin_is_on_record(client):
    administrator, citizen = make_staff("administrator"), make_citizen()
    client.force_login(administrator)

    for action in ("give_moderator", "give_moderator", "give_officer", "take_moderator", "take_helper"):
        client.post(PEOPLE, {"action": action, "_selected_action": [citizen.pk]}, REMOTE_ADDR="203.0.113.77")

    assert networks(citizen) == ["203.0.113.0/24"] * 3
    by = (administrator.pk, "administrator")
    assert changes(citizen) == [
        ("role.granted", "moderator", *by),
        ("role.granted", "officer", *by),
        ("role.withdrawn", "moderator", *by),
    ]


@pytest.mark.django_db
def test_a_role_given_on_the_command_line_is_on_record_as_the_systems():
    citizen = make_citizen()

    call_command("appoint", citizen.email, "officer", stdout=io.StringIO())

    assert changes(citizen) == [("role.granted", "officer", None, "system")]
    assert networks(citizen) == ["command"]


@pytest.mark.django_db
def test_who_gave_an_officer_another_department_is_on_record():
    administrator, first, second = make_staff("administrator"), make_department(slug="transport"), make_department(slug="parks")
    officer = make_officer(department=first)

    for department in (first, second, second, None):
        officer = services.assign_department(officer=officer, department=department, by=administrator)

    entries = AuditEvent.objects.filter(action="officer.department", subject=f"person:{officer.pk}").order_by("number")
    assert [(entry.actor, entry.details) for entry in entries] == [
        (None, {"before": "", "after": "transport"}),
        (administrator.pk, {"before": "transport", "after": "parks"}),
        (administrator.pk, {"before": "parks", "after": ""}),
    ]


@pytest.mark.django_db
def test_a_department_given_on_the_command_line_is_on_record_as_the_systems():
    citizen, department = make_citizen(), make_department(slug="transport")

    call_command("appoint", citizen.email, "officer", "--department", department.slug, stdout=io.StringIO())

    entry = AuditEvent.objects.get(action="officer.department")
    assert (entry.actor, entry.role, entry.details) == (None, "system", {"before": "", "after": "transport"})


@pytest.mark.django_db
def test_setting_several_roles_records_what_differs():
    person = make_staff("moderator")

    services.set_roles(person=person, roles=["officer", "organiser", "wizard"])

    assert [(action, role) for action, role, *_by in changes(person)] == [
        ("role.granted", "moderator"),
        ("role.withdrawn", "moderator"),
        ("role.granted", "officer"),
        ("role.granted", "organiser"),
    ]


@pytest.mark.django_db
def test_the_last_administrator_stays_one(client):
    last = make_staff("administrator", nickname="마지막사람")
    make_staff("administrator", is_active=False)
    client.force_login(last)
    recorded = AuditEvent.objects.count()

    answer = client.post(PEOPLE, {"action": "take_administrator", "_selected_action": [last.pk]}, follow=True)

    assert "마지막사람" in str(next(iter(answer.context["messages"])))
    assert last.pk in administrators()
    assert AuditEvent.objects.count() == recorded
    with pytest.raises(LastAdministrator):
        services.set_roles(person=last, roles=["moderator"])
    with pytest.raises(CommandError, match="마지막사람"):
        call_command("appoint", last.email, "administrator", "--withdraw", stdout=io.StringIO())


@pytest.mark.django_db
def test_an_administrator_may_go_when_there_is_another_and_may_take_other_roles_alone():
    first, second = make_staff("administrator"), make_staff("administrator")
    services.withdraw_role(person=first, role="administrator")
    services.grant_role(person=second, role="moderator")

    services.withdraw_role(person=second, role="moderator")

    assert administrators() == {second.pk}


@pytest.mark.django_db(transaction=True)
def test_administrators_who_take_each_others_role_at_once_leave_one():
    for _round in range(5):
        people = [make_staff("administrator") for _ in range(3)]
        services.set_roles(person=people[2], roles=[])
        for former in administrators() - {person.pk for person in people}:
            services.set_roles(person=User.objects.get(pk=former), roles=[])
        first, second = people[:2]

        outcomes = at_once(
            [
                lambda first=first, second=second: services.withdraw_role(person=second, role="administrator", by=first),
                lambda first=first, second=second: services.withdraw_role(person=first, role="administrator", by=second),
            ]
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastAdministrator", "User"]
        assert len(administrators()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "noted"),
    [
        ([], "citizen"),
        (["helper"], "helper"),
        (["helper", "organiser"], "organiser"),
        (["moderator", "administrator"], "administrator"),
    ],
)
def test_the_record_notes_the_weightiest_role(roles, noted):
    person = services.set_roles(person=make_citizen(), roles=roles)

    assert person.acting_role == noted
    assert make_citizen(is_superuser=True).acting_role == "administrator"
