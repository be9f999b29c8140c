"""A party of three registers on a phone, the forum is full, somebody waits, accepts an offer and comes in."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from portal.core.models import AuditEvent
from portal.door.states import Outcome
from portal.forums.models import Forum
from portal.registrations.models import Registration

PLACE = re.compile(r"https?://[^/\s]+(/\S*forums/place/\S+)")
REASON = "당일 좌석 안내에 필요합니다"


def test_from_the_draft_to_the_door_and_the_list(somebody):
    organiser = somebody("organiser@example.org", nickname="포럼지기", role="organiser")
    family = somebody("sunja@example.org", nickname="둔산순자", width=360)
    waiting = somebody("mark@example.org", nickname="Mark", language="en")

    write_the_forum(organiser)
    ask_a_question(organiser)
    publish(organiser)
    register_three(family)
    register_waiting(waiting)
    give_back_from_the_mail(family)
    accept_the_offer(waiting)
    enter_and_be_refused_the_second_time(waiting, organiser)
    rows = export_the_list(organiser)

    seated = Registration.objects.get(citizen__email="mark@example.org")
    scans = Forum.objects.get().scans.order_by("pk").values_list("outcome", flat=True)
    assert (seated.state, seated.checked_in_people) == ("confirmed", 1)
    assert list(scans) == [Outcome.ENTERED, Outcome.ALREADY]
    assert [(row["별명"], row["무엇을 타시나요?"]) for row in rows if int(row["입장 인원"])] == [("Mark", "자전거")]
    assert AuditEvent.objects.views().filter(reason=REASON).exists()


def write_the_forum(organiser) -> None:
    """A draft with three seats in ninety minutes; freed seats are offered."""
    starts_at = timezone.localtime() + timedelta(minutes=90)
    times = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "registration_opens_at": starts_at - timedelta(days=1),
        "registration_closes_at": starts_at,
    }
    texts = {"title_ko": "밤 버스 포럼", "title_en": "Night bus", "venue_ko": "시청", "venue_en": "City Hall"}
    numbers = {"capacity": "3", "companions_limit": "3"}
    organiser.sign_in("/forums/manage/")
    organiser.page.get_by_role("link", name="새 포럼").first.click()
    for name, value in {**texts, **numbers, **{name: f"{at:%Y-%m-%dT%H:%M}" for name, at in times.items()}}.items():
        organiser.page.locator(f"[name={name}]").fill(value)
    organiser.page.locator("[name=handover]").select_option("offer")
    organiser.page.get_by_role("button", name="초안 저장").click()
    organiser.sees("초안을 저장했습니다")


def ask_a_question(organiser) -> None:
    """One choice that has to be made."""
    organiser.page.get_by_role("link", name="신청 질문").click()
    organiser.page.locator("[name=kind]").select_option("one_choice")
    words = {
        "label_ko": "무엇을 타시나요?",
        "label_en": "How will you come?",
        "options_ko": "버스\n자전거",
        "options_en": "Bus\nBicycle",
    }
    for name, value in words.items():
        organiser.page.locator(f"[name={name}]").fill(value)
    organiser.page.locator("[name=is_required]").check()
    organiser.page.get_by_role("button", name="추가").click()
    organiser.sees("목록 끝에 추가했습니다")


def publish(organiser) -> None:
    """After a look at the page as it will be."""
    organiser.go("/forums/manage/night-bus/preview/")
    organiser.sees("미리 보기입니다")
    organiser.go("/forums/manage/night-bus/publish/")
    organiser.page.get_by_role("button", name="공개하기").click()
    organiser.sees("포럼을 공개했습니다")


def register_three(family) -> None:
    """How many, then the question; without an answer the form says so and keeps the seats."""
    family.sign_in("/forums/night-bus/")
    family.page.locator("select[name=party_size]").select_option("3")
    family.page.locator("#registration form button").click()
    family.sees("3명분의 자리를 비워 둡니다")
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
    organiser.page.goto(waiting.page.url.replace("/en/", "/"))
    organiser.page.get_by_role("button", name="입장 확인").click()
    expect(organiser.page.locator(".door--success")).to_be_visible()
    organiser.page.locator("input[name=shown]").fill(code)
    organiser.page.get_by_role("button", name="입장 확인").click()
    expect(organiser.page.locator(".door--warning")).to_be_visible()


def export_the_list(organiser) -> list[dict[str, str]]:
    """The list of those who registered, with a reason, as the file that a spreadsheet opens."""
    organiser.go("/forums/manage/night-bus/attendees/export/")
    organiser.page.locator("[name=reason]").fill(REASON)
    organiser.page.locator("[name=file_format][value=csv]").check()
    organiser.page.locator("main form .button--primary").click()
    with organiser.page.expect_download() as download:
        organiser.page.locator("main form .button--primary").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def path_in(mail) -> str:
    """The path of the registration's link in a mail."""
    return PLACE.search(mail.get_body(("plain",)).get_content()).group(1)
