"""Who may do what."""

from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.accounts import roles, services
from portal.accounts.models import User
from portal.accounts.roles import ROLES, Role
from portal.accounts.sign_in.second_factor import is_staff_path
from tests.accounts.entrance import CODE, ask_for_code, is_signed_in, newest_code
from tests.factories import make_citizen, make_department

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def run(*arguments) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def holder(role: str) -> User:
    return services.grant_role(person=make_citizen(), role=role)


def totp_code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


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


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/admin/", True), ("/en/admin/x/", True), ("/moderation/", True), ("/en/moderation/comments/1/hide/", True),
     ("/", False), ("/en/", False), ("/comments/1/report/", False), ("/administration/", False), ("/tasks/admin/", False)],
)  # fmt: skip
def test_which_pages_are_for_staff(path, expected):
    assert is_staff_path(path) is expected


@pytest.mark.parametrize("path", ["/admin/", "/moderation/", "/en/admin/"])
def test_staff_need_a_second_factor_outside_of_demo_mode(client, settings, path):
    settings.DEMO_MODE = False
    client.force_login(holder("administrator"))

    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.url.endswith("/accounts/2fa/totp/activate/")


def test_without_a_second_factor_staff_have_no_permissions_anywhere(settings):
    moderator = holder("moderator")
    settings.DEMO_MODE = False
    without = User.objects.get(pk=moderator.pk).has_perm("moderation.decide")
    TOTP.activate(moderator, SECRET)

    assert (without, User.objects.get(pk=moderator.pk).has_perm("moderation.decide")) == (False, True)


def test_membership_in_a_staff_group_is_enough_to_need_one(client, settings):
    settings.DEMO_MODE = False
    citizen = make_citizen()
    citizen.groups.add(Group.objects.get(name="moderator"))
    client.force_login(citizen)

    assert client.get("/moderation/").url == "/accounts/2fa/totp/activate/"


def test_setting_it_up_then_proving_it_opens_the_staff_pages(client, settings):
    administrator = holder("administrator")
    client.force_login(administrator)
    settings.DEMO_MODE = False

    page = client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": totp_code(page.context["form"].secret)})
    unproved = client.get("/admin/")
    client.post("/accounts/2fa/reauthenticate/", {"code": totp_code(page.context["form"].secret)})
    codes = client.get("/accounts/2fa/recovery-codes/")

    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert unproved.url == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
    assert client.get("/admin/").status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] in codes.content.decode()


def test_a_wrong_code_sets_nothing_up(client):
    client.force_login(holder("administrator"))
    client.get("/accounts/2fa/totp/activate/")

    answer = client.post("/accounts/2fa/totp/activate/", {"code": "not a code"})

    assert answer.context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_whoever_has_one_is_asked_for_it_at_sign_in(client, mailbox, settings):
    administrator = holder("administrator")
    settings.DEMO_MODE = False
    TOTP.activate(administrator, SECRET)

    ask_for_code(client, administrator.email)
    to_second = client.post(CODE, {"code": newest_code(mailbox)})
    between = is_signed_in(client)
    client.get(to_second.url)
    client.post(to_second.url, {"code": totp_code()})

    assert to_second.url == "/accounts/2fa/authenticate/"
    assert not between
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200


def test_the_secret_of_the_second_factor_is_encrypted_at_rest():
    TOTP.activate(holder("administrator"), SECRET)

    [stored] = Authenticator.objects.values_list("data", flat=True)
    assert SECRET not in str(stored)
    assert get_adapter().decrypt(stored["secret"]) == SECRET


def test_every_role_of_the_plan_is_there():
    assert roles.ROLE_NAMES == ("moderator", "officer", "organiser", "helper", "administrator")
