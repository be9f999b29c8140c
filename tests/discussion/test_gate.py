"""One gate on every route: who may do what, at which gate, proved for every service that writes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.accounts import services as accounts
from portal.discussion import services
from portal.discussion.gate import DiscussionClosed, DiscussionGate, NotVerified, SignInRequired, Suspended, gate_of
from portal.discussion.models import Comment, CommentRevision, State, Topic, Vote
from tests.factories import make_citizen, make_comment, make_officer, make_task, make_topic

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)
# Each writes in the name of `person`; the comment is theirs where a service changes one's own.
ACTS = {
    "post": lambda person, comment: services.post(task=comment.task, author=person, body="새로 쓰는 글"),
    "reply": lambda person, comment: services.post(task=comment.task, author=person, body="새로 쓰는 답글", parent=comment),
    "edit": lambda person, comment: services.edit(comment=comment, author=person, body="고쳐 쓴 글"),
    "vote": lambda person, comment: services.vote(comment=comment, voter=person, value="agree"),
    "set_topic": lambda person, comment: services.set_topic(comment=comment, topic=make_topic(), person=person),
    "reply_officially": lambda person, comment: services.reply_officially(comment=comment, officer=person, body="답변입니다"),
}
OWN = {"edit", "set_topic"}
GATES = {
    DiscussionGate.MAY_TAKE_PART: None,
    DiscussionGate.CLOSED: DiscussionClosed,
    DiscussionGate.SIGNED_OUT: SignInRequired,
    DiscussionGate.SUSPENDED: Suspended,
    DiscussionGate.UNVERIFIED: NotVerified,
}


def somebody(gate: DiscussionGate, act: str):
    """A person at that gate, who could do the act if nothing but the gate counted."""
    if gate == DiscussionGate.SIGNED_OUT:
        return AnonymousUser()
    person = make_officer() if act == "reply_officially" else make_citizen()
    if gate == DiscussionGate.UNVERIFIED:
        type(person).objects.filter(pk=person.pk).update(identity=None)
    if gate == DiscussionGate.SUSPENDED:
        accounts.suspend_until(person=person, until=timezone.now() + TOMORROW)
    return type(person).objects.get(pk=person.pk)


def written() -> tuple:
    """Everything that an act could leave behind."""
    comments = Comment.objects.order_by("pk").values_list(
        "pk", "body", "topic", "reply_count", "agree_count", "officially_answered_at"
    )
    return list(comments), Vote.objects.count(), CommentRevision.objects.count()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("gate", GATES)
def test_every_service_asks_the_gate(gate, act):
    person = somebody(gate, act)
    is_own = act in OWN and gate != DiscussionGate.SIGNED_OUT
    comment = make_comment()
    if is_own:
        Comment.objects.filter(pk=comment.pk).update(author=person, person_key=person.person_key or "")
    if gate == DiscussionGate.CLOSED:
        services.close_discussion(task=comment.task)
    comment, before = Comment.objects.get(pk=comment.pk), written()
    refusal = GATES[gate]
    if (gate, act) == (DiscussionGate.UNVERIFIED, "reply_officially"):
        refusal = None  # An officer was appointed; nobody else has to vouch for them.

    assert gate_of(comment.task, person) == gate
    if refusal is None:
        ACTS[act](person, comment)
        assert written() != before
    else:
        with pytest.raises(refusal):
            ACTS[act](person, comment)
        assert written() == before


@pytest.mark.parametrize("gate", [gate for gate in GATES if gate != DiscussionGate.SIGNED_OUT])
def test_withdrawing_ones_own_words_is_always_possible(gate):
    comment = make_comment(author=make_citizen())
    person = comment.author
    if gate == DiscussionGate.CLOSED:
        services.close_discussion(task=comment.task)
    if gate == DiscussionGate.UNVERIFIED:
        type(person).objects.filter(pk=person.pk).update(identity=None)
    if gate == DiscussionGate.SUSPENDED:
        accounts.suspend_until(person=person, until=timezone.now() + TOMORROW)

    services.withdraw(comment=comment, author=person)

    assert Comment.objects.get().state == State.WITHDRAWN


def test_a_suspension_counts_at_once_however_old_the_page(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment, person = make_comment(), make_citizen()
    as_the_page_knows_them = type(person).objects.get(pk=person.pk)
    accounts.suspend_until(person=person, until=timezone.now() + TOMORROW)

    with pytest.raises(Suspended) as refusal:
        services.vote(comment=comment, voter=as_the_page_knows_them, value="agree")

    assert "2026년 11월 24일(화) 10:00" in str(refusal.value)
    assert not Vote.objects.exists()


def test_a_suspension_ends_by_the_clock(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment, person = make_comment(), make_citizen()
    accounts.suspend_until(person=person, until=timezone.now() + TOMORROW)
    time_machine.shift(TOMORROW)

    assert services.vote(comment=comment, voter=person, value="agree").value == "agree"


def test_opening_and_closing_takes_effect_at_once_and_for_one_task_only():
    comment, other = make_comment(), make_task()
    services.close_discussion(task=comment.task)

    assert make_comment(task=other).task == other
    services.open_discussion(task=comment.task)
    assert make_comment(parent=comment).parent == comment


def test_topics_stay_what_they_were_where_nobody_may_write():
    comment, topic = make_comment(), make_topic()
    services.close_discussion(task=comment.task)

    with pytest.raises(DiscussionClosed):
        services.set_topic(comment=comment, topic=topic, person=comment.author)

    assert Topic.objects.filter(comments=comment).count() == 0
