"""Each kind of mail about a registration, read from a real mail server, in both languages and with a hostile title."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.forums.states import Handover
from portal.notifications.kinds import all_kinds
from portal.registrations import services
from portal.registrations.links import registration_path
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.services import reminders, seats
from portal.registrations.tickets.codes import spoken
from tests.factories import make_citizen, make_forum
from tests.registrations.test_mails import calendar_of, subject_of, text_of

pytestmark = pytest.mark.django_db
HOSTILE = '제목\r\nBcc: everybody@example.org\r\n<script>"; ATTENDEE:x'
ONE_LINE = '제목 Bcc: everybody@example.org <script>"; ATTENDEE:x'
Story = Callable[[str, object], Registration]


def seated(language: str, **fields) -> Registration:
    return services.register(forum=make_hostile(**fields), citizen=make_citizen(language=language))


def make_hostile(**fields) -> Forum:
    return make_forum(title_ko=HOSTILE, title_en=HOSTILE, **{"capacity": 1, **fields})


def waiting(language: str, **fields) -> Registration:
    forum = make_hostile(**fields)
    services.register(forum=forum, citizen=make_citizen(language=language))
    return services.register(forum=forum, citizen=make_citizen(language=language))


def confirmed(language: str, clock) -> Registration:
    return seated(language)


def waits(language: str, clock) -> Registration:
    return waiting(language)


def cancel_the_first(registration: Registration) -> None:
    services.cancel(registration=registration.forum.registrations.order_by("arrival").first())


def offered(language: str, clock) -> Registration:
    registration = waiting(language, handover=Handover.OFFER)
    cancel_the_first(registration)
    return registration


def offer_lapsed(language: str, clock) -> Registration:
    registration = offered(language, clock)
    clock.shift(timedelta(hours=25))
    seats.settle_lapsed(now=timezone.now())
    return registration


def offer_accepted(language: str, clock) -> Registration:
    registration = offered(language, clock)
    return services.accept(registration=registration)


def promoted(language: str, clock) -> Registration:
    registration = waiting(language)
    cancel_the_first(registration)
    return registration


def party_changed(language: str, clock) -> Registration:
    registration = seated(language, capacity=5, companions_limit=3)
    return services.change_party(registration=registration, party=Party(3))


def waiting_party_changed(language: str, clock) -> Registration:
    registration = waiting(language, companions_limit=3)
    return services.change_party(registration=registration, party=Party(2))


def cancelled(language: str, clock) -> Registration:
    return services.cancel(registration=seated(language))


def forum_moved(language: str, clock) -> Registration:
    registration = seated(language)
    forum_desk_services.edit(forum=registration.forum, values={"venue_ko": "구청\r\nX-Evil: 1", "venue_en": "District office"})
    return registration


def called_off(language: str, clock) -> Registration:
    registration = seated(language)
    forum_desk_services.call_off(forum=registration.forum, reason_ko="태풍", reason_en="Typhoon")
    return registration


def called_off_for_waiting(language: str, clock) -> Registration:
    registration = waiting(language)
    forum_desk_services.call_off(forum=registration.forum, reason_ko="태풍", reason_en="Typhoon")
    return registration


def reminded(language: str, clock) -> Registration:
    registration = seated(language)
    clock.move_to(registration.forum.starts_at - timedelta(hours=3))
    reminders.send_due(now=timezone.now())
    return registration


def ticket_replaced(language: str, clock) -> Registration:
    return services.replace_ticket(registration=seated(language))


# What comes last in each story: its subject in both languages, and the method of its calendar file.
STORIES: list[tuple[Story, str, str, str]] = [
    (confirmed, "참가 신청이 확정되었습니다: ", "You have a seat: ", "REQUEST"),
    (waits, "대기 순서 1번입니다: ", "You are number 1 on the waiting list: ", ""),
    (offered, "자리가 났습니다. 수락하시겠습니까? ", "A seat became free. Would you like it? ", ""),
    (offer_lapsed, "자리를 수락할 수 있는 시간이 지났습니다: ", "The time to accept your seat is over: ", ""),
    (offer_accepted, "참가 신청이 확정되었습니다: ", "You have a seat: ", "REQUEST"),
    (promoted, "자리가 생겨 참가가 확정되었습니다: ", "A seat became free and is yours: ", "REQUEST"),
    (party_changed, "참가 신청을 변경했습니다: ", "Your registration was changed: ", "REQUEST"),
    (waiting_party_changed, "참가 신청을 변경했습니다: ", "Your registration was changed: ", ""),
    (cancelled, "참가 신청이 취소되었습니다: ", "Your registration was cancelled: ", "CANCEL"),
    (forum_moved, "포럼 안내가 바뀌었습니다: ", "The forum has changed: ", "REQUEST"),
    (called_off, "포럼이 취소되었습니다: ", "The forum was cancelled: ", "CANCEL"),
    (called_off_for_waiting, "포럼이 취소되었습니다: ", "The forum was cancelled: ", ""),
    (reminded, "곧 열리는 포럼입니다: ", "Your forum is near: ", ""),
    (ticket_replaced, "입장권을 새로 발급했습니다: ", "You have a new ticket: ", ""),
]
NAMES = [story.__name__ for story, *_rest in STORIES]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("story", "korean", "english", "method"), STORIES, ids=NAMES)
def test_each_mail_says_what_happened_in_its_readers_language(mailbox, time_machine, language, story, korean, english, method):
    time_machine.move_to(timezone.now(), tick=False)

    registration = story(language, time_machine)

    mail = mailbox.deliver()[-1]
    assert mail["To"] == registration.citizen.email
    assert subject_of(mail) == (korean if language == "ko" else english) + ONE_LINE
    assert (mail["Bcc"], mail["X-Evil"]) == (None, None)
    assert [part.get_param("method") for part in mail.iter_attachments()] == ([method] if method else [])
    if method:
        assert calendar_of(mail)["METHOD"] == method
    others = set(registration.forum.registrations.values_list("citizen__email", flat=True)) - {mail["To"]}
    assert not any(other in mail.as_string() for other in others)


@pytest.mark.parametrize("story", [offered, promoted, party_changed, reminded, ticket_replaced])
def test_what_can_still_be_changed_carries_the_link_to_change_it(mailbox, time_machine, story):
    time_machine.move_to(timezone.now(), tick=False)

    registration = story("ko", time_machine)

    assert registration_path(registration) in text_of(mailbox.deliver()[-1])


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "입장권은 아래 주소에 있습니다."), ("en", "Your ticket is at the address below.")]
)
@pytest.mark.parametrize("story", [confirmed, offer_accepted, promoted, reminded])
def test_whoever_has_a_seat_reads_where_the_ticket_is_and_its_code(mailbox, time_machine, story, language, words):
    time_machine.move_to(timezone.now(), tick=False)

    registration = story(language, time_machine)

    text = text_of(mailbox.deliver()[-1])
    registration.refresh_from_db()
    assert words in text
    assert f": {spoken(registration.ticket_code)}\n" in text


@pytest.mark.parametrize(
    ("language", "by", "late"),
    [
        ("ko", "까지 같은 주소에서 신청을 취소", "기간이 지났습니다"),
        ("en", "at the same address by ", "can no longer be changed"),
    ],
)
def test_nobody_is_told_to_cancel_where_that_is_not_possible_any_more(mailbox, time_machine, language, by, late):
    time_machine.move_to(timezone.now().replace(microsecond=0), tick=False)
    closes_at = timezone.now() + timedelta(days=9)

    registration = seated(language, changes_close_at=closes_at)
    in_time = text_of(mailbox.deliver()[-1])
    time_machine.move_to(registration.forum.starts_at - timedelta(hours=3))
    reminders.send_due(now=timezone.now())
    reminded_late = text_of(mailbox.deliver()[-1])

    assert (by in in_time, late in in_time) == (True, False)
    assert (by in reminded_late, late in reminded_late) == (False, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "캘린더에서 참석 여부를 변경해도"), ("en", "An answer that you give there does not reach us.")],
)
@pytest.mark.parametrize("story", [confirmed, promoted])
def test_nobody_believes_to_have_cancelled_by_declining_in_their_calendar(mailbox, time_machine, story, language, words):
    time_machine.move_to(timezone.now(), tick=False)

    story(language, time_machine)

    assert words in text_of(mailbox.deliver()[-1])


@pytest.mark.parametrize(("language", "words"), [("ko", "새 입장권 번호: "), ("en", "New ticket code: ")])
def test_a_new_ticket_comes_with_its_new_code(mailbox, time_machine, language, words):
    time_machine.move_to(timezone.now(), tick=False)

    registration = ticket_replaced(language, time_machine)

    assert f"{words}{spoken(registration.ticket_code)}\n" in text_of(mailbox.deliver()[-1])


@pytest.mark.parametrize(
    ("handover", "language", "words"),
    [
        (Handover.AT_ONCE, "ko", "순서대로 자리가 확정되며"),
        (Handover.OFFER, "ko", "메일에 적힌 시각까지 자리를 수락하셔야 확정됩니다."),
        (Handover.AT_ONCE, "en", "seats are given out in order"),
        (Handover.OFFER, "en", "please accept it by the time that the mail says"),
    ],
)
def test_whoever_waits_reads_whether_a_seat_has_to_be_accepted(mailbox, time_machine, handover, language, words):
    time_machine.move_to(timezone.now(), tick=False)

    waiting(language, handover=handover)

    assert words in text_of(mailbox.deliver()[-1])


@pytest.mark.parametrize("story", [waits, offered, cancelled])
def test_whoever_has_no_seat_reads_of_no_ticket(mailbox, time_machine, story):
    time_machine.move_to(timezone.now(), tick=False)

    registration = story("ko", time_machine)

    assert spoken(registration.ticket_code) not in text_of(mailbox.deliver()[-1])


def test_no_kind_of_mail_about_registrations_was_forgotten(mailbox, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    told = set()
    for story, *_rest in STORIES:
        registration = story("ko", time_machine)
        told |= set(registration.citizen.notifications.values_list("kind", flat=True))

    kinds = {kind.name for kind in all_kinds() if kind.name.startswith("registration_")}
    # What organisers write themselves has tests of its own (test_mailings.py).
    assert told == kinds - {"registration_letter"}
