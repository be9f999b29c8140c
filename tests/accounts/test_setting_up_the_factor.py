"""Setting a second factor up, using it at sign-in, losing it; and what of it goes on record."""

from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts.jobs import note_wrong_code
from portal.core.models import AuditEvent
from tests.accounts.entrance import CODE, ask_for_code, is_signed_in, newest_code, wrong
from tests.accounts.factor import SECRET, SET_UP, SHOW, set_up, show_factor, sign_in_with_factor, totp_code
from tests.factories import make_citizen, make_moderator, make_officer, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _for_real(settings) -> None:
    settings.DEMO_MODE = False


def events(action: str) -> list[dict]:
    return list(AuditEvent.objects.filter(action=action).order_by("number").values_list("details", flat=True))


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_shows_it_leads_back_and_ends_every_other_session(client, mailbox):
    administrator = make_staff("administrator")
    elsewhere = Client()
    for browser in (elsewhere, client):
        ask_for_code(browser, administrator.email)
        browser.post(CODE, {"code": newest_code(mailbox)})
    wanted = client.get("/admin/")
    page = client.get(SET_UP)

    done = client.post(SET_UP, {"code": totp_code(page.context["form"].secret)}, REMOTE_ADDR="203.0.113.77")
    codes = client.get(done.url)

    assert wanted.url == reverse("mfa_index")
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert 'href="/admin/"' in codes.content.decode()
    assert client.get("/admin/").status_code == 200
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert events("second_factor.set_up") == [{"network": "203.0.113.0/24", "factor": "totp"}]


def test_removing_it_takes_the_permissions_and_every_other_session(client, mailbox):
    moderator = make_moderator()
    set_up(moderator)
    elsewhere = Client()
    for browser in (elsewhere, client):
        ask_for_code(browser, moderator.email)
        to_second = browser.post(CODE, {"code": newest_code(mailbox)})
        browser.get(to_second.url)
        cache.clear()
        browser.post(to_second.url, {"code": totp_code()})
    show_factor(client)
    before = client.get("/moderation/").status_code

    client.post(reverse("mfa_deactivate_totp"), REMOTE_ADDR="2001:db8:7:1::5")

    assert before == 200
    assert client.get("/moderation/").url == reverse("mfa_index")
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert events("second_factor.removed") == [{"network": "2001:db8:7::/48", "factor": "totp"}]


def test_whoever_runs_the_server_takes_a_lost_factor_away(client):
    officer = make_officer()
    sign_in_with_factor(client, officer)
    output = StringIO()

    call_command("remove_second_factor", officer.email.upper(), stdout=output)

    assert officer.email in output.getvalue()
    assert not Authenticator.objects.exists()
    assert client.get("/answers/desk/").url == reverse("mfa_index")
    assert events("second_factor.removed") == [{"network": "command"}]
    for nobody in (officer.email, "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", nobody)


def test_a_wrong_code_sets_nothing_up(client):
    client.force_login(make_staff("administrator"))
    client.get(SET_UP)

    answer = client.post(SET_UP, {"code": "not a code"})

    assert answer.context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_whoever_has_one_is_asked_for_it_at_sign_in(client, mailbox):
    administrator = make_staff("administrator")
    set_up(administrator)

    ask_for_code(client, administrator.email)
    to_second = client.post(CODE, {"code": newest_code(mailbox)})
    between = is_signed_in(client)
    client.get(to_second.url)
    client.post(to_second.url, {"code": totp_code()}, REMOTE_ADDR="203.0.113.77")

    assert to_second.url == "/accounts/2fa/authenticate/"
    assert not between
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200
    assert events("staff.signed_in") == [{"network": "203.0.113.0/24", "factor": "totp"}]


def test_the_secret_of_the_second_factor_is_encrypted_at_rest():
    set_up(make_staff("administrator"))

    [stored] = Authenticator.objects.filter(type="totp").values_list("data", flat=True)
    assert SECRET not in str(stored)
    assert get_adapter().decrypt(stored["secret"]) == SECRET


def test_wrong_codes_of_staff_are_on_record_and_of_citizens_are_not(client):
    officer, citizen = make_officer(), make_citizen()
    for person in (officer, citizen):
        set_up(person)
        client.force_login(person)
        client.post(SHOW, {"code": "000000"}, REMOTE_ADDR="203.0.113.77")

    [event] = AuditEvent.objects.filter(action="second_factor.failed")
    assert (event.actor, event.subject) == (None, f"person:{officer.pk}")
    assert event.details == {"network": "203.0.113.0/24", "factor": "totp"}


def test_ten_typed_codes_in_ten_minutes_and_the_refusal_says_how_long_it_holds(client, time_machine):
    time_machine.move_to("2026-11-23T10:00:20+09:00", tick=False)
    person = make_moderator()
    set_up(person)
    client.force_login(person)

    answers = [client.post(SHOW, {"code": "000000"}) for _try in range(11)]
    time_machine.shift(579)
    still = show_factor(client)
    time_machine.shift(1)

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1]["Retry-After"] == "580"
    assert "10분 뒤에" in answers[-1].content.decode()
    assert (still.status_code, still["Retry-After"]) == (429, "1")
    assert show_factor(client).status_code == 302


def test_a_wrong_code_by_mail_is_on_record_for_staff_only_and_takes_the_same_steps_for_all(client, mailbox):
    officer, citizen = make_officer(), make_citizen()
    jobs = []
    for address in (officer.email, citizen.email, "nobody@example.org"):
        ask_for_code(client, address)
        client.post(CODE, {"code": wrong(newest_code(mailbox))}, REMOTE_ADDR="203.0.113.77")
        job = ProcrastinateJob.objects.get(task_name="portal.accounts.jobs.note_wrong_code")
        jobs.append(job.args)
        note_wrong_code(**job.args)
        ProcrastinateJob.objects.all().delete()

    network = {"network": "203.0.113.0/24"}
    assert jobs == [{"person": person, **network} for person in (officer.pk, citizen.pk, None)]
    [event] = AuditEvent.objects.filter(action="staff.sign_in_failed")
    assert (event.actor, event.role, event.subject, event.details) == (None, "system", f"person:{officer.pk}", network)


def test_a_citizen_comes_and_goes_without_a_record(client, mailbox):
    citizen = make_citizen()
    set_up(citizen)

    ask_for_code(client, citizen.email)
    client.post(client.post(CODE, {"code": newest_code(mailbox)}).url, {"code": totp_code()})

    assert is_signed_in(client)
    assert not AuditEvent.objects.exists()
