"""A citizen takes the last seat; another waits and is promoted when it is given back."""

from playwright.sync_api import expect

from portal.registrations.models import Registration
from tests.factories import make_forum


def test_register_wait_cancel_promote(somebody):
    forum = make_forum(capacity=1, slug="river-lights", title_ko="갑천의 밤", title_en="The river at night")
    seated = somebody("sunja@example.org", nickname="둔산순자", width=360)
    waiting = somebody("mark@example.org", nickname="Mark", language="en")

    register(seated, "/forums/river-lights/", button="신청")
    seated.sees("자리가 확정되었습니다")
    register(waiting, "/en/forums/river-lights/", button="Join the waiting list")
    waiting.sees("number 1")
    assert_mail(seated, subject="갑천의 밤", method="REQUEST")
    assert len(waiting.mails("waiting list")) == 1

    cancel(seated)

    waiting.go("/en/forums/mine/")
    waiting.sees("Confirmed")
    assert_mail(seated, subject="갑천의 밤", method="CANCEL")
    assert_mail(waiting, subject="The river at night", method="REQUEST")
    states = list(Registration.objects.filter(forum=forum).order_by("arrival").values_list("citizen__email", "state"))
    assert states == [("sunja@example.org", "cancelled"), ("mark@example.org", "confirmed")]


def register(person, path: str, *, button: str) -> None:
    """Come to the forum signed out, sign in, come back, take the place."""
    person.sign_in(path)
    person.page.locator("#registration").get_by_role("button", name=button).click()


def cancel(person) -> None:
    """Give the seat back: a link that changes nothing, then a button that does."""
    person.go("/forums/river-lights/")
    person.page.locator("#registration a.button--danger").click()
    person.page.locator("main form button.button--danger").click()
    expect(person.page.locator("#registration form[action$='/register/']")).to_be_visible()


def assert_mail(person, *, subject: str, method: str) -> None:
    """A mail with a calendar file of this method came."""
    methods = [part.get_param("method") for mail in person.mails(subject) for part in mail.iter_attachments()]
    assert method in methods
