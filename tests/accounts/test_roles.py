"""Who may do what."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.accounts import roles, services
from portal.accounts.models import User
from portal.accounts.roles import ROLES, Role
from tests.factories import make_citizen, make_department

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def holder(role: str) -> User:
    return services.grant_role(person=make_citizen(), role=role)


def test_loading_twice_changes_nothing():
    assert run("load_roles") == "5 roles, 0 permissions given, 0 taken.\n"


def test_what_a_role_should_not_have_is_taken_from_it():
    stray = Permission.objects.get(codename="add_user")
    Group.objects.get(name="helper").permissions.add(stray)

    assert run("load_roles") == "5 roles, 0 permissions given, 1 taken.\n"
    assert not Group.objects.get(name="helper").permissions.exists()


def test_a_permission_that_does_not_exist_is_an_error(monkeypatch):
    monkeypatch.setattr("portal.accounts.services.roles.ROLES", (*ROLES, Role("wizard", "", permissions=("forums.fly",))))

    with pytest.raises(CommandError, match=r"forums\.fly"):
        run("load_roles")
    assert not Group.objects.filter(name="wizard").exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("moderator", {"moderation.decide"}),
        ("officer", {"plan.edit_plan"}),
        ("organiser", {"forums.manage_forums"}),
        ("helper", set()),
        ("administrator", {"moderation.decide", "plan.edit_plan", "forums.manage_forums", "accounts.assign_roles"}),
    ],
)
def test_each_role_has_its_own_and_nothing_else(role, may):
    asked = {"moderation.decide", "plan.edit_plan", "forums.manage_forums", "accounts.assign_roles", "accounts.change_user"}

    assert {permission for permission in asked if holder(role).has_perm(permission)} == may


def test_appointing_and_withdrawing_from_the_command_line():
    citizen = make_citizen(email="somebody@example.org")
    holder("administrator")  # the last one could not go

    appointed = run("appoint", "Somebody@Example.org", "administrator")
    citizen.refresh_from_db()
    was_staff = citizen.is_staff
    withdrawn = run("appoint", "somebody@example.org", "administrator", "--withdraw")
    citizen.refresh_from_db()

    assert appointed == "somebody@example.org now holds: administrator\n"
    assert withdrawn == "somebody@example.org now holds: no role\n"
    assert (was_staff, citizen.is_staff) == (True, False)


def test_appointing_an_officer_says_in_whose_name_they_answer():
    person, department = make_citizen(), make_department()

    told = run("appoint", person.email, "officer")
    run("appoint", person.email, "officer", "--department", department.slug)

    assert "--department" in told
    person.refresh_from_db()
    assert person.department == department


def test_appointing_a_stranger_is_an_error():
    with pytest.raises(CommandError, match="Nobody has signed up"):
        run("appoint", "nobody@example.org", "moderator")


def test_a_removed_role_is_gone_at_the_very_next_request(client):
    moderator = holder("moderator")
    client.force_login(moderator)
    before = client.get("/moderation/")

    services.withdraw_role(person=moderator, role="moderator")

    assert (before.status_code, client.get("/moderation/").status_code) == (200, 403)
    assert client.get("/admin/").status_code in {302, 403}


def test_only_administrators_see_people_in_the_admin_and_nobody_edits_them(client):
    citizen = make_citizen()
    address = f"/admin/accounts/user/{citizen.pk}/change/"
    answers = {}
    for role in ("moderator", "administrator"):
        client.force_login(holder(role))
        answers[role] = client.get(address).status_code, client.post(address, {"is_staff": "on"}).status_code

    assert answers == {"moderator": (403, 403), "administrator": (200, 403)}
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


def test_administrators_give_and_take_roles_in_the_admin(client):
    citizen = make_citizen()
    client.force_login(holder("administrator"))

    for action in ("give_moderator", "give_officer", "take_officer"):
        client.post("/admin/accounts/user/", {"action": action, "_selected_action": [citizen.pk]})

    citizen.refresh_from_db()
    assert list(citizen.groups.values_list("name", flat=True)) == ["moderator"]
    assert citizen.is_staff


def test_a_signed_out_visitor_of_the_admin_is_sent_to_the_one_sign_in(client):
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


def test_every_role_of_the_plan_is_there():
    assert roles.ROLE_NAMES == ("moderator", "officer", "organiser", "helper", "administrator")
