"""At the door without a connection: the helper goes on by the device's list, and the portal hears of it later."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.door.device_scans import DeviceScan
from portal.door.models import Scan
from portal.door.services import helping
from portal.door.services.offline import reconcile
from portal.door.states import Outcome
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.tickets.codes import spoken, typed_code
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_forum, make_helper, make_staff


@pytest.fixture
def has_javascript() -> bool:
    """Without JavaScript there is no door without a connection."""
    return True


def make_open_forum():
    starts_at = timezone.now() + timedelta(hours=1)
    return make_forum(capacity=9, slug="night-bus", starts_at=starts_at, registration_closes_at=starts_at)


def register(forum) -> Registration:
    return services.register(forum=forum, citizen=make_citizen())


def arrive(somebody, forum):
    """A helper before the open door, its list on the device and the page kept."""
    helper = somebody("minji@example.org", nickname="민지", width=360)
    person = make_helper(forum=forum, person=_account("minji@example.org"))
    helper.sign_in(reverse("door:door", args=[forum.slug]))
    expect(helper.page.locator("[data-door-device]")).to_have_attribute("data-connected", "true")
    expect(helper.page.locator("html[data-kept]")).to_have_count(1)
    return helper, person


def _account(email: str):
    return Registration._meta.get_field("citizen").related_model.objects.get(email=email)


def show(page: Page, shown: str, outcome: str) -> None:
    """Type what is shown; the outcome stands there in large words."""
    page.locator("input[name=shown]").fill(shown)
    page.get_by_role("button", name="입장 확인").click()
    expect(page.locator(f"[data-door-said][data-outcome={outcome}]")).to_be_visible()


def test_a_helper_goes_on_without_a_connection_and_the_portal_hears_of_it_later(somebody):
    forum = make_open_forum()
    first, second, third, cancelled = (register(forum) for _ in range(4))
    services.cancel(registration=cancelled)
    helper, _row = arrive(somebody, forum)
    page, context = helper.page, helper.page.context

    show(page, spoken(first.ticket_code), "entered")
    context.set_offline(True)
    show(page, spoken(second.ticket_code), "entered")
    show(page, ticket_token(third), "entered")
    show(page, second.ticket_code.lower(), "already")
    show(page, first.ticket_code, "already")
    show(page, cancelled.ticket_code, "cancelled")
    show(page, "ABCD-EFGH", "forged")
    expect(page.locator("[data-door-state]")).to_contain_text("6")
    page.locator("input[name=walk-in-people]").fill("2")
    page.get_by_role("button", name="입장 처리").click()
    expect(page.locator("section:has(#unregistered) [data-door-alone]")).to_be_focused()
    assert page.locator("input[name=walk-in-people]").input_value() == "2"
    assert Scan.objects.count() == 1
    elsewhere = DeviceScan(uuid4(), ticket_token(third), 0, timezone.now() - timedelta(minutes=7), Outcome.ENTERED)
    reconcile(forum=forum, scans=[elsewhere], helper=make_staff("organiser"))
    context.set_offline(False)

    conflicts = page.locator("#door-conflicts li")
    expect(conflicts).to_have_count(1, timeout=30_000)
    expect(conflicts).to_contain_text(spoken(third.ticket_code))
    expect(page.locator("[data-door-device]")).to_have_attribute("data-connected", "true")
    assert list(Registration.objects.filter(checked_in_at__isnull=False).order_by("pk")) == [first, second, third]
    assert sorted(forum.scans.filter(is_offline=True).values_list("device_outcome", "outcome")) == sorted(
        [("entered", "entered"), ("entered", "already"), ("already", "already"), ("already", "already"),
         ("cancelled", "cancelled"), ("forged", "forged"), ("entered", "entered")]
    )  # fmt: skip


def test_the_door_opens_and_decides_after_a_reload_without_a_connection(somebody):
    forum = make_open_forum()
    party = register(forum)
    helper, _row = arrive(somebody, forum)
    page, context = helper.page, helper.page.context

    context.set_offline(True)
    page.reload()
    show(page, party.ticket_code, "entered")
    page.reload()
    show(page, party.ticket_code, "already")
    context.set_offline(False)

    expect(page.locator("#door-latest li")).to_have_count(2, timeout=30_000)
    assert list(forum.scans.order_by("pk").values_list("outcome", flat=True)) == ["entered", "already"]


def test_a_network_that_leads_nowhere_takes_no_form_along(somebody):
    forum = make_open_forum()
    party = register(forum)
    helper, _row = arrive(somebody, forum)
    page = helper.page
    show(page, party.ticket_code, "entered")
    take_back = page.locator("#door-latest form button")
    expect(take_back).to_have_count(1)

    page.route("**/door/**", lambda route: route.abort())
    page.locator("input[name=walk-in-people]").fill("2")
    page.get_by_role("button", name="입장 처리").click()
    expect(page.locator("section:has(#unregistered) [data-door-alone]")).to_be_focused()
    take_back.click()
    expect(page.locator("section:has(#latest) [data-door-alone]")).to_be_focused()
    page.evaluate("() => document.querySelector(\"form[action$='/accounts/logout/']\").requestSubmit()")
    expect(page.locator("[data-door-trouble]")).to_be_visible()
    still_kept = page.evaluate("() => caches.has('portal-offline-1')")
    page.unroute("**/door/**")
    page.get_by_role("button", name="입장 처리").click()
    expect(page.locator("#door-latest li")).to_have_count(2)

    assert still_kept is True
    assert sorted(forum.scans.values_list("outcome", "people")) == [("entered", 1), ("walked_in", 2)]


def test_a_helper_whose_invitation_was_taken_back_hears_so_and_nobody_is_entered(somebody):
    forum = make_open_forum()
    party = register(forum)
    helper, row = arrive(somebody, forum)
    page, context = helper.page, helper.page.context

    context.set_offline(True)
    show(page, party.ticket_code, "entered")
    helping.revoke(helper=row, organiser=make_staff("organiser"))
    context.set_offline(False)

    expect(page.locator("[data-door-trouble]")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-door-trouble]")).to_contain_text("1")
    assert not Scan.objects.exists()


def test_a_device_reads_codes_as_the_portal_does(somebody):
    typed = [
        "7K3M-9QXD", "7k3m 9qxd", "７Ｋ３Ｍ－９ＱＸＤ", "oil0-OIL0", "ABCDEFGU", "ABC", "가나다라마바사아", "", "½½½½½½½½",
        "ABCD.EFGH!", "ﬀﬀﬀﬀ", "ABCDEFGHJ", "٣٣٣٣٣٣٣٣", "a\u0301bcdefgh", "\u200bABCDEFGH",
    ]  # fmt: skip
    reader = somebody("reader@example.org")
    reader.go("/about/")

    read = reader.page.evaluate(
        "async (typed) => { const { typedCode } = await import('/static/js/door-rule.js'); return typed.map(typedCode); }", typed
    )

    assert dict(zip(typed, read, strict=True)) == {each: typed_code(each) for each in typed}


def test_nothing_but_tickets_and_doors_is_kept(somebody):
    forum = make_open_forum()
    shown = reverse("registrations:ticket", args=[ticket_token(register(forum))])
    helper, _row = arrive(somebody, forum)
    helper.go(shown)
    expect(helper.page.locator("html[data-kept]")).to_have_count(1)
    for path in ("/", "/forums/mine/", forum.get_absolute_url(), "/my/"):
        helper.go(path)

    kept = helper.page.evaluate(
        "async () => (await (await caches.open('portal-offline-1')).keys()).map(({ url }) => new URL(url).pathname)"
    )
    pages = {path for path in kept if not path.startswith("/static/")}
    with helper.page.expect_navigation():
        helper.page.evaluate("() => document.querySelector(\"form[action$='/accounts/logout/']\").requestSubmit()")

    assert pages == {shown, reverse("door:door", args=[forum.slug])}
    assert helper.page.evaluate("() => caches.has('portal-offline-1')") is False


def test_the_ticket_can_be_read_without_a_connection(somebody):
    forum = make_open_forum()
    party = register(forum)
    guest = somebody("guest@example.org", width=360)
    guest.go(reverse("registrations:ticket", args=[ticket_token(party)]))
    expect(guest.page.locator("html[data-kept]")).to_have_count(1)

    guest.page.context.set_offline(True)
    guest.page.reload()

    expect(guest.page.locator(".ticket__spoken")).to_have_text(spoken(party.ticket_code))
    assert guest.page.locator(".ticket").evaluate("part => getComputedStyle(part).borderTopWidth") == "2px"
