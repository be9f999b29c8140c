"""Staff act only in a session in which they showed their second factor, on every page and in every service."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from django.urls import reverse

from portal.accounts.models import User
from portal.core.models import AuditEvent
from portal.progress.models import TaskUpdate
from tests.accounts.factor import SHOW, set_up, show_factor, sign_in_with_factor
from tests.factories import PICTURE, make_citizen, make_comment, make_moderator, make_officer, make_update

pytestmark = pytest.mark.django_db
WORDS = {
    "title_ko": "그늘막 설치",
    "title_en": "Shade",
    "body_ko": "둔산동에 그늘막을 놓았습니다.",
    "body_en": "Shade in Dunsan.",
}


@pytest.fixture(autouse=True)
def _for_real(settings) -> None:
    settings.DEMO_MODE = False


@pytest.fixture
def draft() -> TaskUpdate:
    """An update that an officer is about to publish."""
    with override_settings(DEMO_MODE=True):
        return make_update(is_published=False, files=[PICTURE])


def code_page(path: str) -> str:
    return f"{SHOW}?next={path.replace('/', '%2F')}"


def events(action: str) -> list[dict]:
    return list(AuditEvent.objects.filter(action=action).order_by("number").values_list("details", flat=True))


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/en/admin/plan/task/", "/answers/desk/", "/tasks/{task}/edit/", "/budget/import/", "/milestones/import/",
     "/tasks/{task}/edit/updates/new/", "/comments/{comment}/reply/official/"],
)  # fmt: skip
def test_a_session_from_before_the_factor_was_set_up_is_asked_for_it(client, path):
    officer, comment = make_officer(), make_comment()
    path = path.format(task=comment.task.slug, comment=comment.pk)
    client.force_login(officer)
    without = client.get(path)
    set_up(officer)

    asked = client.get(path)
    shown = show_factor(client, next=path)

    assert (without.status_code, without.url.removeprefix("/en")) == (302, reverse("mfa_index"))
    assert (asked.status_code, asked.url.removeprefix("/en")) == (302, code_page(path))
    assert (shown.status_code, shown.url) == (302, path)
    assert client.get(path).status_code == 200


def test_what_was_written_is_shown_and_not_published_before_the_factor_is(client, draft):
    officer, task = make_officer(), draft.task
    set_up(officer)
    client.force_login(officer)
    form, publish = f"/tasks/{task.slug}/edit/updates/new/", reverse("progress:publish_update", args=[task.slug, draft.pk])

    kept = client.post(form, WORDS)
    led = client.post(publish, headers={"referer": f"http://testserver/tasks/{task.slug}/edit/"})

    page = kept.content.decode()
    assert kept.status_code == 403
    assert all(words in page for words in WORDS.values())
    assert code_page(form) in page
    assert (led.status_code, led.url) == (302, code_page(f"/tasks/{task.slug}/edit/"))
    assert list(TaskUpdate.objects.values_list("state", flat=True)) == ["draft"]


def test_htmx_is_led_by_the_browser_and_keeps_what_was_typed(client):
    officer, comment = make_officer(), make_comment()
    set_up(officer)
    client.force_login(officer)
    path, part = f"/comments/{comment.pk}/reply/official/", {"hx-request": "true"}

    read, sent = client.get(path, headers=part), client.post(path, {"body": "답변드립니다."}, headers=part)

    assert read["HX-Redirect"] == code_page(path)
    assert (sent.status_code, sent["Content-Type"]) == (403, "text/plain; charset=utf-8")


def test_what_is_hidden_from_everybody_else_asks_for_the_factor_too(client, draft):
    officer = make_officer()
    path = reverse("progress:update_file", args=[draft.task.slug, draft.pk, draft.files.get().pk])
    set_up(officer)
    client.force_login(officer)

    asked = client.get(path)
    show_factor(client)

    assert asked.url == code_page(path)
    assert client.get(path).status_code == 200


def test_whom_the_factor_would_not_help_is_refused(client):
    officer = make_officer()
    set_up(officer)
    client.force_login(officer)
    plain = make_citizen()
    other = Client()
    other.force_login(plain)
    plain.groups.add(Group.objects.get(name="moderator"))

    assert client.get("/moderation/").status_code == 403
    assert client.get("/tasks/no-such-task/").status_code == 404
    assert other.get("/moderation/").status_code == 403


def test_the_menu_leads_to_the_factor_and_then_to_the_desks(client):
    officer = make_officer()
    client.force_login(officer)
    set_up(officer)

    before = client.get("/about/?x=1").content.decode()
    led = client.get(f"{reverse('account_show_second_factor')}?next=/about/%3Fx%3D1")
    show_factor(client)
    after = client.get("/about/").content.decode()

    assert f"{reverse('account_show_second_factor')}?next=/about/%3Fx%3D1" in before
    assert led.url == f"{SHOW}?next=%2Fabout%2F%3Fx%3D1"
    menu = [reverse("answers:desk"), reverse("admin:index")]
    assert [path in before for path in menu] == [False, False]
    assert [path in after for path in menu] == [True, True]
    assert reverse("account_show_second_factor") not in after


def test_a_recovery_code_is_as_good(client):
    officer = make_officer()
    set_up(officer)
    client.force_login(officer)
    [codes] = Authenticator.objects.filter(user=officer, type="recovery_codes")

    client.post(SHOW, {"code": codes.wrap().get_unused_codes()[0]})

    assert client.get("/answers/desk/").status_code == 200


def test_a_factor_shown_by_somebody_else_in_the_same_browser_does_not_count(client):
    first, second = make_officer(), make_officer()
    sign_in_with_factor(client, first)

    set_up(second)
    client.force_login(second)

    assert client.get("/answers/desk/").url == code_page("/answers/desk/")


def test_outside_of_requests_and_about_others_the_account_has_to_have_one():
    moderator = make_moderator()
    without = User.objects.get(pk=moderator.pk).has_perm("moderation.decide")
    set_up(moderator)

    assert (without, User.objects.get(pk=moderator.pk).has_perm("moderation.decide")) == (False, True)


def test_a_superuser_without_a_second_factor_is_a_citizen(client):
    person = make_citizen(is_superuser=True, is_staff=True)
    client.force_login(person)

    assert not person.has_perm("moderation.decide")
    assert not person.has_module_perms("moderation")
    assert client.get("/admin/").url == reverse("mfa_index")

    set_up(person)

    assert client.get("/moderation/").url == code_page("/moderation/")
    assert client.get("/admin/").url == code_page("/admin/")
    assert User.objects.get(pk=person.pk).has_perm("moderation.decide")
    show_factor(client)
    assert client.get("/moderation/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_in_demo_mode_staff_look_around_without(client, settings):
    settings.DEMO_MODE = True
    client.force_login(make_officer())

    assert client.get("/answers/desk/").status_code == 200
    assert reverse("account_show_second_factor") not in client.get("/about/").content.decode()
