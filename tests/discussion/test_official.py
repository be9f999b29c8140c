"""What the city says: in whose name, where it stands, who is told, who may change it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.accounts import services as accounts
from portal.core.errors import TooManyRequests
from portal.discussion import services
from portal.discussion.gate import SignInRequired
from portal.discussion.models import Comment, CommentRevision, State
from portal.discussion.rules import Rule
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_department, make_moderator, make_officer, make_staff, put

pytestmark = pytest.mark.django_db


def answered_at(root: Comment):
    return Comment.objects.values_list("officially_answered_at", flat=True).get(pk=root.pk)


def test_an_official_reply_to_a_root_stands_first_in_the_thread():
    root = make_comment()
    ordinary = make_comment(parent=root)
    department = make_department()

    reply = services.reply_officially(comment=root, officer=make_officer(department=department), body="검토하겠습니다")

    stored = Comment.objects.get(pk=reply.pk)
    assert (stored.department, stored.parent, stored.root, stored.answered, stored.depth) == (department, root, root, None, 1)
    assert list(Comment.objects.in_thread_order()) == [root, reply, ordinary]
    assert (stored.state, stored.is_official, ordinary.is_official) == (State.PUBLISHED, True, False)
    assert Comment.objects.get(pk=root.pk).reply_count == 2
    assert answered_at(root) == stored.created_at


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_an_official_reply_to_a_reply_stands_right_below_the_root_and_names_whom_it_answers(depth):
    chain = [make_comment()]
    while len(chain) <= depth:
        chain.append(make_comment(parent=chain[-1]))

    reply = services.reply_officially(comment=chain[-1], officer=make_officer(), body="검토하겠습니다")

    assert (reply.parent, reply.root, reply.answered, reply.depth) == (chain[0], chain[0], chain[-1], 1)
    assert list(Comment.objects.in_thread_order()) == [chain[0], reply, *chain[1:]]
    assert list(Comment.objects.in_thread_order().values_list("reply_count", flat=True))[:3] == [depth + 1, 0, depth - 1]


def test_citizens_answer_an_official_reply():
    root = make_comment()
    official = services.reply_officially(comment=root, officer=make_officer(), body="검토하겠습니다")

    reply = make_comment(parent=official)

    assert (reply.parent, reply.depth, reply.ancestor_keys()) == (official, 2, [root.pk, official.pk])
    assert list(Comment.objects.in_thread_order()) == [root, official, reply]


@pytest.mark.parametrize(
    "make_other",
    [
        make_citizen,
        make_moderator,
        lambda: make_staff("officer"),
        lambda: make_citizen(department=make_department()),
        lambda: make_staff("organiser", department=make_department()),
    ],
    ids=["citizen", "moderator", "officer of no department", "department without a role", "organiser with a department"],
)
def test_nobody_else_speaks_for_the_city(make_other):
    root = make_comment()

    with pytest.raises(services.NotAnOfficer):
        services.reply_officially(comment=root, officer=make_other(), body="검토하겠습니다")
    with pytest.raises(SignInRequired):
        services.reply_officially(comment=root, officer=AnonymousUser(), body="검토하겠습니다")

    assert list(Comment.objects.all()) == [root]


def test_a_role_that_was_taken_counts_at_once():
    root, officer = make_comment(), make_officer()
    assert officer.has_perm("discussion.reply_officially")
    accounts.withdraw_role(person=officer, role="officer")

    with pytest.raises(services.NotAnOfficer):
        services.reply_officially(comment=root, officer=officer, body="검토하겠습니다")


def test_an_officers_ordinary_reply_stays_ordinary():
    reply = services.post(task=(root := make_comment()).task, author=make_officer(), body="저도 시민으로서 씁니다", parent=root)

    assert (reply.is_official, reply.department, answered_at(root)) == (False, None, None)


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_what_is_not_shown_gets_no_official_reply(state):
    root = put(make_comment(), state)

    with pytest.raises(services.NotAnswerable):
        services.reply_officially(comment=root, officer=make_officer(), body="검토하겠습니다")


def test_the_same_form_sent_twice_is_one_reply_and_one_mail(mailbox):
    root, officer = make_comment(), make_officer()

    first, again = (services.reply_officially(comment=root, officer=officer, body="검토하겠습니다") for _ in range(2))

    assert first == again
    assert len(mailbox.deliver()) == 1


def test_the_author_and_whoever_began_the_thread_are_told_who_answers_and_not_by_name(mailbox):
    department = make_department(name_ko="교통정책과", name_en="Transport Policy Division")
    root = make_comment(author=make_citizen(email="root@example.org", language="en"))
    comment = make_comment(parent=root, author=make_citizen(email="reply@example.org"))
    officer = make_officer(department=department, nickname="홍길동주사")
    mailbox.deliver()
    mailbox.received.clear()

    reply = services.reply_officially(comment=comment, officer=officer, body="들통날낱말")

    sent = {message["To"]: message for message in mailbox.deliver()}
    korean, english = (sent[address].get_content() for address in ("reply@example.org", "root@example.org"))
    assert set(sent) == {"reply@example.org", "root@example.org"}
    assert (
        sent["reply@example.org"]["Subject"].strip()
        == f"[{settings.PORTAL_NAME_KO}] 회원님이 참여한 대화에 공식 답변이 올라왔습니다"
    )
    assert "교통정책과" in korean
    assert f"{settings.SITE_URL}{reply.get_absolute_url()}" in korean
    assert "Transport Policy Division" in english
    assert not [text for text in (korean, english) if "들통날낱말" in text or "홍길동주사" in text]


def test_whoever_wrote_both_is_told_once(mailbox):
    author = make_citizen()
    root = make_comment(author=author)
    comment = make_comment(parent=root, author=author, body="덧붙입니다")

    services.reply_officially(comment=comment, officer=make_officer(), body="검토하겠습니다")

    assert [message["To"] for message in mailbox.deliver()] == [author.email]


def test_a_colleague_of_the_same_department_corrects_it_and_the_history_is_public_from_the_first_moment():
    department = make_department()
    reply = services.reply_officially(comment=make_comment(), officer=make_officer(department=department), body="검토합니다")

    services.edit(comment=reply, author=make_officer(department=department), body="검토를 마쳤습니다 https://example.org")

    stored = Comment.objects.get(pk=reply.pk)
    assert (stored.body, stored.state) == ("검토를 마쳤습니다 https://example.org", State.PUBLISHED)
    assert list(CommentRevision.objects.values_list("comment", "body", "is_withheld")) == [(reply.pk, "검토합니다", False)]


def test_nobody_outside_the_department_touches_it_not_even_its_author_after_leaving():
    author = make_officer()
    reply = services.reply_officially(comment=make_comment(), officer=author, body="검토합니다")
    accounts.assign_department(officer=author, department=make_department())

    for person in (author, make_officer(), make_staff("administrator"), make_citizen()):
        with pytest.raises(services.NotYours):
            services.edit(comment=reply, author=person, body="검토하지 않습니다")
        with pytest.raises(services.NotYours):
            services.withdraw(comment=reply, author=person)

    assert Comment.objects.get(pk=reply.pk).body == "검토합니다"


def test_the_thread_is_answered_as_long_as_an_official_reply_is_shown(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    root, officer = make_comment(), make_officer()
    first = services.reply_officially(comment=root, officer=officer, body="검토합니다")
    time_machine.shift(timedelta(days=1))
    second = services.reply_officially(comment=root, officer=officer, body="검토를 마쳤습니다")
    seen = [answered_at(root)]

    services.set_state(comment=first, state=State.HIDDEN, rule=Rule.OFF_TOPIC)
    seen.append(answered_at(root))
    services.withdraw(comment=second, author=officer)
    seen.append(answered_at(root))
    services.set_state(comment=first, state=State.PUBLISHED)
    seen.append(answered_at(root))

    assert seen == [first.created_at, second.created_at, None, first.created_at]


def test_sixty_official_replies_in_ten_minutes_are_enough(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    root, officer = make_comment(), make_officer()
    for number in range(60):
        services.reply_officially(comment=root, officer=officer, body=f"답변 {number}")

    with pytest.raises(TooManyRequests):
        services.reply_officially(comment=root, officer=officer, body="한 번 더")


def test_the_database_keeps_official_replies_right_below_the_root():
    deep = make_comment(parent=make_comment(parent=make_comment()))

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=deep.pk).update(department=make_department())


@pytest.mark.django_db(transaction=True)
def test_replies_hiding_and_withdrawing_around_an_official_reply_never_wait_in_a_circle():
    root, officer = make_comment(), make_officer()
    official = services.reply_officially(comment=root, officer=officer, body="검토합니다")
    acts = [lambda: services.withdraw(comment=official, author=officer)]
    for person in [make_citizen() for _ in range(8)]:
        acts.append(lambda person=person: services.post(task=root.task, author=person, body="답글입니다", parent=official))
        acts.append(lambda person=person: services.vote(comment=official, voter=person, value="agree"))
    acts.append(lambda: services.reply_officially(comment=root, officer=make_officer(), body="덧붙입니다"))

    answers = at_once(acts)

    refusals = {type(answer) for answer in answers if isinstance(answer, Exception)}
    assert refusals <= {services.NotAnswerable, services.NotVotable}
    assert Comment.objects.get(pk=root.pk).reply_count == Comment.objects.filter(root=root).count()
    assert answered_at(root) == answers[-1].created_at
