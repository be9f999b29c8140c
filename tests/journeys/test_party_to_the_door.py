"""A party of three registers on a phone, the forum is full, somebody waits, gives way to an offer, and comes through the door."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from portal.forums.models import Question, Registration
from portal.forums.states import Handover, Outcome, QuestionKind
from tests.factories import make_forum

PLACE = re.compile(r"https?://[^/\s]+(/\S*forums/place/\S+)")


def test_from_the_form_to_the_door(somebody):
    starts_at = timezone.now().replace(microsecond=0) + timedelta(minutes=90)
    forum = make_forum(
        capacity=3, slug="night-bus", companions_limit=3, handover=Handover.OFFER,
        starts_at=starts_at, registration_closes_at=starts_at, title_ko="밤 버스 포럼", title_en="Night buses",
    )  # fmt: skip
    options = {"options_ko": "버스\n자전거", "options_en": "Bus\nBicycle"}
    Question.objects.create(
        forum=forum, position=1, kind=QuestionKind.ONE_CHOICE, label_ko="무엇을 타시나요?", is_required=True, **options
    )
    family = somebody("sunja@example.org", nickname="둔산순자", width=360)
    waiting = somebody("mark@example.org", nickname="Mark", language="en")
    organiser = somebody("organiser@example.org", nickname="포럼지기", role="organiser")

    register_three(family)
    register_waiting(waiting)
    give_back_from_the_mail(family)
    accept_the_offer(waiting)
    enter_and_be_refused_the_second_time(waiting, organiser)

    seated = Registration.objects.get(citizen__email="mark@example.org")
    assert (seated.state, seated.checked_in_people) == ("confirmed", 1)
    assert list(forum.scans.order_by("pk").values_list("outcome", flat=True)) == [Outcome.ENTERED, Outcome.ALREADY]


def register_three(family) -> None:
    """How many, then the question; without an answer the form says so and keeps the seats."""
    family.sign_in("/forums/night-bus/")
    family.page.locator("select[name=party_size]").select_option("3")
    family.page.locator("#registration form button").click()
    family.sees("3명 자리를 비워 둡니다")
    family.page.locator("main form[action$='/register/'] .button--primary").click()
    expect(family.page.locator(".error-summary")).to_be_visible()
    family.page.get_by_label("버스").check()
    family.page.locator("main form[action$='/register/'] .button--primary").click()
    family.sees("자리가 확정되었습니다")


def register_waiting(waiting) -> None:
    """The forum is full, and the form says so beforehand."""
    waiting.sign_in("/en/forums/night-bus/")
    waiting.page.locator("#registration .registration__actions a").click()
    waiting.sees("With this form you join the waiting list")
    waiting.page.get_by_label("Bicycle").check()
    waiting.page.locator("main form[action$='/register/'] .button--primary").click()
    waiting.sees("number 1")


def give_back_from_the_mail(family) -> None:
    """The link in the mail, then a confirmation."""
    family.go(path_in(family.mails("확정")[-1]))
    family.page.locator("details summary", has_text="신청 취소").click()
    family.page.locator("form[action$='/cancel/'] button").click()
    family.sees("취소된 신청입니다")


def accept_the_offer(waiting) -> None:
    waiting.go(path_in(waiting.mails("Would you like it?")[-1]))
    waiting.page.get_by_role("button", name="Accept the seat").click()
    waiting.sees("Your seat is confirmed")
    assert [part.get_param("method") for part in waiting.mails("You have a seat")[-1].iter_attachments()] == ["REQUEST"]


def enter_and_be_refused_the_second_time(waiting, organiser) -> None:
    """The organiser's phone opens the ticket's address, as its camera would; then somebody shows the code again."""
    waiting.page.get_by_role("link", name="Show my ticket").click()
    code = waiting.page.locator(".ticket__spoken").inner_text()
    organiser.sign_in("/")
    organiser.page.goto(waiting.page.url.replace("/en/", "/"))
    organiser.page.get_by_role("button", name="입장 확인").click()
    expect(organiser.page.locator(".door--success")).to_be_visible()
    organiser.page.locator("input[name=shown]").fill(code)
    organiser.page.get_by_role("button", name="입장 확인").click()
    expect(organiser.page.locator(".door--warning")).to_be_visible()


def path_in(mail) -> str:
    """The path of the registration's link in a mail."""
    return PLACE.search(mail.get_body(("plain",)).get_content()).group(1)
