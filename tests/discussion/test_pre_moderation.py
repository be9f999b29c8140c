"""What waits for a moderator before it appears: personal data, links and repetitions, and what the task asks for."""

from datetime import timedelta

import pytest

from portal.discussion import services
from portal.discussion.models import Comment, Discussion, PendingReason, State
from tests.factories import make_citizen, make_comment, make_officer, make_task, put

pytestmark = pytest.mark.django_db

PHONE = "제 번호는 010-2345-6789입니다"
LONG = "갑천 산책로의 가로등을 더 촘촘하게 세워 주시기를 부탁드립니다"
Screening = Discussion.Screening


def outcome(comment: Comment) -> tuple[str, str]:
    stored = Comment.objects.get(pk=comment.pk)
    return stored.state, stored.pending_for


def known_citizen():
    """Somebody whom everybody has read three times."""
    person = make_citizen()
    for number in range(3):
        make_comment(author=person, body=f"먼저 쓴 글 {number}")
    return person


def test_personal_data_that_is_sure_waits_for_a_moderator():
    assert outcome(make_comment(body=PHONE)) == (State.PENDING, PendingReason.PERSONAL_DATA)


def test_an_ordinary_comment_appears_at_once():
    assert outcome(make_comment(body="2026년 예산은 2조 8,000억 원입니다")) == (State.PUBLISHED, "")


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a",
        "http://example.org",
        "www.example.org",
        "example.com/sale",
        "bit.ly/3xyz",
        "ｅｘａｍｐｌｅ．ｃｏｍ",
        "t.me/group",
    ],
)
def test_a_link_from_somebody_new_waits_and_from_others_does_not(link):
    new, known = make_citizen(), known_citizen()

    pending, shown = (make_comment(author=author, body=f"여기 보세요 {link}") for author in (new, known))

    assert outcome(pending) == (State.PENDING, PendingReason.LINK)
    assert outcome(shown) == (State.PUBLISHED, "")


@pytest.mark.parametrize(
    "text",
    [
        "3.5km를 걸었어요",
        "오전 10.30에 만나요",
        "예산 1.2조원",
        "a.b.c 순서로",
        "시청.구청 사이",
        "첫째.com퓨터",
        "me와 io 사이",
        "1.5.0판",
    ],
)
def test_a_full_stop_is_no_link(text):
    assert outcome(make_comment(body=text)) == (State.PUBLISHED, "")


def test_an_account_is_new_for_a_week_however_much_it_wrote(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    person = known_citizen()
    type(person).objects.filter(pk=person.pk).update(joined_at="2026-11-16T10:10:01+09:00")
    time_machine.shift(timedelta(minutes=10))

    pending = make_comment(author=person, body="여기 보세요 https://example.org")
    time_machine.shift(timedelta(seconds=1))
    shown = make_comment(author=person, body="저기 보세요 https://example.com")

    assert (outcome(pending), outcome(shown)) == ((State.PENDING, PendingReason.LINK), (State.PUBLISHED, ""))


def test_the_same_text_on_another_task_waits_however_it_is_written():
    author, here, there = make_citizen(), make_task(), make_task()

    first = make_comment(author=author, task=here, body="가로등을 더 세워 주세요, LED로!")
    again = make_comment(author=author, task=there, body="가로등을더 세워주세요 ｌｅｄ로\u200b…")

    assert (outcome(first), outcome(again)) == ((State.PUBLISHED, ""), (State.PENDING, PendingReason.REPEATED))


def test_the_same_text_on_the_same_task_waits_for_seven_days(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    author, root = make_citizen(), make_comment()
    make_comment(author=author, body="가로등을 더 세워 주세요")
    time_machine.shift(timedelta(days=6, hours=23))
    pending = make_comment(author=author, parent=root, body="가로등을 더 세워 주세요")
    services.withdraw(comment=pending, author=author)
    time_machine.shift(timedelta(hours=2))
    shown = make_comment(author=author, body="가로등을 더 세워 주세요")

    assert (pending.state, pending.pending_for) == (State.PENDING, PendingReason.REPEATED)
    assert outcome(shown) == (State.PUBLISHED, "")


def test_a_hidden_text_does_not_come_back_by_being_sent_again(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    author = make_citizen()
    put(make_comment(author=author, body="도배하려고 쓴 조금 더 긴 글"), State.HIDDEN)
    time_machine.shift(timedelta(minutes=2))

    assert outcome(make_comment(author=author, body="도배하려고 쓴 조금 더 긴 글")) == (State.PENDING, PendingReason.REPEATED)


def test_short_words_may_be_said_again_and_by_everybody():
    author = make_citizen()
    replies = [make_comment(author=author, parent=make_comment(), body="적극 찬성합니다") for _ in range(2)]

    others = [make_comment(body="적극 찬성합니다!") for _ in range(3)]

    assert {outcome(comment) for comment in [*replies, *others]} == {(State.PUBLISHED, "")}


def test_the_third_person_with_the_same_long_text_in_a_day_waits(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    task = make_task()
    first, second, third = (make_comment(task=task, body=LONG) for _ in range(3))
    time_machine.shift(timedelta(days=1))
    next_day = make_comment(task=task, body=LONG)

    assert [outcome(comment) for comment in (first, second, third, next_day)] == [
        (State.PUBLISHED, ""),
        (State.PUBLISHED, ""),
        (State.PENDING, PendingReason.REPEATED),
        (State.PUBLISHED, ""),
    ]


def test_screening_everything_holds_everything_but_official_replies():
    comment, officer = make_comment(), make_officer()
    services.set_screening(task=comment.task, screening=Screening.ALL)

    reply = make_comment(parent=comment)
    official = services.reply_officially(comment=comment, officer=officer, body=f"{PHONE} https://example.org")
    elsewhere = make_comment(task=make_task())

    assert outcome(reply) == (State.PENDING, PendingReason.SCREENING)
    assert outcome(official) == outcome(elsewhere) == (State.PUBLISHED, "")


def test_only_the_first_comments_of_a_person_wait_until_one_of_them_is_shown():
    task, author = make_task(), make_citizen()
    services.set_screening(task=task, screening=Screening.FIRST_COMMENT)

    first, second = (make_comment(task=task, author=author, body=body) for body in ("처음 씁니다", "하나 더 씁니다"))
    services.set_state(comment=first, state=State.PUBLISHED)
    third = make_comment(task=task, author=author, body="이제 보입니다")

    assert [outcome(comment) for comment in (first, second, third)] == [
        (State.PUBLISHED, ""),
        (State.PENDING, PendingReason.FIRST_COMMENT),
        (State.PUBLISHED, ""),
    ]


def test_switching_the_screening_counts_for_the_very_next_comment():
    task = make_task()
    modes = [Screening.ALL, Screening.AT_ONCE, Screening.FIRST_COMMENT, Screening.AT_ONCE]
    states = []
    for mode in modes:
        services.set_screening(task=task, screening=mode)
        states.append(make_comment(task=task).state)

    assert states == [State.PENDING, State.PUBLISHED, State.PENDING, State.PUBLISHED]


def test_a_change_that_adds_personal_data_or_a_link_waits():
    with_number, with_link = (make_comment(body="연락 주세요") for _ in range(2))

    services.edit(comment=with_number, author=with_number.author, body=PHONE)
    services.edit(comment=with_link, author=with_link.author, body="연락은 https://example.org")

    assert outcome(with_number) == (State.PENDING, PendingReason.PERSONAL_DATA)
    assert outcome(with_link) == (State.PENDING, PendingReason.LINK)


def test_a_change_beside_what_a_moderator_let_pass_does_not_wait_again():
    comment = make_comment(body=f"{PHONE} https://example.org")
    services.set_state(comment=comment, state=State.PUBLISHED)

    services.edit(comment=comment, author=comment.author, body=f"{PHONE}, https://example.org.")

    assert outcome(comment) == (State.PUBLISHED, "")


def test_changes_wait_where_everything_is_looked_at_first():
    comment = make_comment()
    services.set_screening(task=comment.task, screening=Screening.ALL)

    services.edit(comment=comment, author=comment.author, body="고쳐 쓴 글")

    assert outcome(comment) == (State.PENDING, PendingReason.SCREENING)


def test_changing_ones_words_into_a_campaigns_waits():
    task = make_task()
    for _ in range(2):
        make_comment(task=task, body=LONG)
    comment = make_comment(task=task, body="제 생각은 조금 다릅니다")

    services.edit(comment=comment, author=comment.author, body=LONG)

    assert outcome(comment) == (State.PENDING, PendingReason.REPEATED)


def test_whom_a_pending_reply_answers_is_told_when_it_appears_and_not_before(mailbox):
    root = make_comment(author=make_citizen(email="gapcheon@example.org"))
    reply = make_comment(parent=root, body=PHONE)
    before = list(mailbox.deliver())

    services.set_state(comment=reply, state=State.PUBLISHED)

    assert before == []
    assert [message["To"] for message in mailbox.deliver()] == ["gapcheon@example.org"]


def test_whom_a_reply_answers_is_told_once_however_often_it_comes_and_goes(mailbox):
    root = make_comment()
    reply = make_comment(parent=root, body="처음에는 그냥 답글")
    services.edit(comment=reply, author=reply.author, body=PHONE)
    services.set_state(comment=reply, state=State.PUBLISHED)
    services.set_state(comment=reply, state=State.HIDDEN, rule="abuse")
    services.set_state(comment=reply, state=State.PUBLISHED)

    assert [message["To"] for message in mailbox.deliver()] == [root.author.email]


def test_whom_a_reply_answers_is_told_if_it_was_hidden_before_anybody_could(mailbox):
    root = make_comment()
    pending, sent_late = (make_comment(parent=root, body=body) for body in (PHONE, "제때 못 보낸 답글"))
    services.set_state(comment=pending, state=State.HIDDEN, rule="abuse")
    services.set_state(comment=sent_late, state=State.HIDDEN, rule="abuse")
    before = list(mailbox.deliver())

    for comment in (pending, sent_late):
        services.set_state(comment=comment, state=State.PUBLISHED)

    assert before == []
    assert [message["To"] for message in mailbox.deliver()] == [root.author.email] * 2


def test_a_released_comment_keeps_the_time_at_which_it_was_written(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body=PHONE)
    time_machine.shift(timedelta(hours=5))

    services.set_state(comment=comment, state=State.PUBLISHED)

    stored = Comment.objects.get()
    assert stored.state_changed_at - stored.created_at == timedelta(hours=5)
    assert (stored.state, stored.pending_for) == (State.PUBLISHED, "")


def test_a_reply_is_released_though_what_it_answers_is_gone():
    root = make_comment()
    reply = make_comment(parent=root, body=PHONE)
    services.withdraw(comment=root, author=root.author)

    services.set_state(comment=reply, state=State.PUBLISHED)

    assert list(Comment.objects.shown()) == [reply]


def test_a_pending_comment_counts_as_a_reply_and_can_be_withdrawn():
    root = make_comment()
    reply = make_comment(parent=root, body=PHONE)

    services.withdraw(comment=reply, author=reply.author)

    assert Comment.objects.get(pk=root.pk).reply_count == 1
    assert Comment.objects.get(pk=reply.pk).state == State.WITHDRAWN
