"""What happens at the same moment, on a real PostgreSQL."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts import services as accounts
from portal.discussion import services
from portal.discussion.gate import Suspended
from portal.discussion.models import Comment, State, Vote
from portal.discussion.rules import Rule
from tests.at_once import at_once, uncommitted
from tests.factories import make_citizen, make_comment, make_task

LONG = "갑천 산책로의 가로등을 더 촘촘하게 세워 주시기를 부탁드립니다"
pytestmark = pytest.mark.django_db(transaction=True)


def check_counters(comment: Comment) -> None:
    found = Counter(Vote.objects.filter(comment=comment).values_list("value", flat=True))
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.agree_count, stored.disagree_count, stored.pass_count) == (found["agree"], found["disagree"], found["pass"])


def test_fifty_people_voting_at_once_are_counted_exactly():
    comment = make_comment()
    voters = [make_citizen() for _ in range(50)]
    values = ["agree"] * 25 + ["disagree"] * 15 + ["pass"] * 10

    answers = at_once(
        [
            lambda voter=voter, value=value: services.vote(comment=comment, voter=voter, value=value)
            for voter, value in zip(voters, values, strict=True)
        ]
    )

    assert [answer.value for answer in answers] == values
    stored = Comment.objects.get()
    assert (stored.agree_count, stored.disagree_count, stored.pass_count) == (25, 15, 10)
    check_counters(comment)


def test_one_person_toggling_from_fifty_threads_has_one_vote_at_most():
    comment, voter = make_comment(), make_citizen()
    chooser = random.Random(2026)
    values = [chooser.choice(["agree", "disagree", "pass"]) for _ in range(50)]

    answers = at_once([lambda value=value: services.vote(comment=comment, voter=voter, value=value) for value in values])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Vote.objects.count() <= 1
    check_counters(comment)


def test_twenty_five_people_toggling_twice_each_leave_counters_that_equal_the_votes():
    comment, chooser = make_comment(), random.Random(44)
    voters = [make_citizen() for _ in range(25)] * 2
    values = chooser.choices(["agree", "disagree", "pass"], k=50)
    acts = [
        lambda voter=voter, value=value: services.vote(comment=comment, voter=voter, value=value)
        for voter, value in zip(voters, values, strict=True)
    ]

    answers = at_once(acts)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    check_counters(comment)


def test_a_suspension_that_meets_votes_lets_none_pass_after_it():
    comments, voter = [make_comment() for _ in range(10)], make_citizen()
    until = timezone.now() + timedelta(days=1)
    acts = [lambda comment=comment: services.vote(comment=comment, voter=voter, value="agree") for comment in comments]
    acts.insert(5, lambda: accounts.suspend_until(person=voter, until=until))

    answers = at_once(acts)

    counted = [answer for answer in answers if isinstance(answer, Vote)]
    refused = [answer for answer in answers if isinstance(answer, Suspended)]
    assert len(counted) + len(refused) == 10
    assert Vote.objects.count() == len(counted)
    with pytest.raises(Suspended):
        services.vote(comment=comments[0], voter=voter, value="pass")


def test_a_vote_waits_for_the_suspension_of_its_voter_and_is_refused():
    comment, voter, until = make_comment(), make_citizen(), timezone.now() + timedelta(days=1)

    answer = uncommitted(
        lambda: accounts.suspend_until(person=voter, until=until),
        meanwhile=lambda: services.vote(comment=comment, voter=voter, value="agree"),
    )

    assert (type(answer), Vote.objects.count()) == (Suspended, 0)


def test_a_change_that_meets_the_hiding_leaves_either_the_old_or_the_new_words_and_no_half():
    comment = make_comment(body="처음 쓴 글")
    acts = [
        lambda: services.edit(comment=comment, author=comment.author, body="고쳐 쓴 글"),
        lambda: services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.ABUSE),
        lambda: services.withdraw(comment=comment, author=comment.author),
    ]

    answers = at_once(acts)

    stored, refused = Comment.objects.get(), [type(answer) for answer in answers if isinstance(answer, Exception)]
    assert set(refused) <= {services.EditingClosed, services.IllegalMove, services.NotWithdrawable}
    assert stored.state in {State.HIDDEN, State.WITHDRAWN}
    assert stored.body == ("처음 쓴 글" if services.EditingClosed in refused else "고쳐 쓴 글")
    if stored.state == State.HIDDEN:
        # Nobody hides what was withdrawn.
        assert isinstance(answers[2], services.NotWithdrawable)


def test_votes_that_meet_the_hiding_count_or_are_refused():
    comment = make_comment()
    voters = [make_citizen() for _ in range(20)]
    acts = [lambda voter=voter: services.vote(comment=comment, voter=voter, value="agree") for voter in voters]
    acts.insert(10, lambda: services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.ABUSE))

    answers = at_once(acts)

    refused = [answer for answer in answers if isinstance(answer, services.NotVotable)]
    counted = [answer for answer in answers if isinstance(answer, Vote)]
    assert len(refused) + len(counted) == 20
    assert Comment.objects.get().agree_count == len(counted) == Vote.objects.count()


def test_replies_posted_at_once_are_all_counted_and_nobody_waits_in_a_circle():
    root = make_comment()
    middle = make_comment(parent=root)
    parents = [root, middle] * 10
    people = [make_citizen() for _ in parents]

    answers = at_once(
        [
            lambda parent=parent, person=person: services.post(
                task=root.task, author=person, body=f"{person.pk}번 답글", parent=parent
            )
            for parent, person in zip(parents, people, strict=True)
        ]
    )

    assert {type(answer) for answer in answers} == {Comment}
    counts = dict(Comment.objects.filter(pk__in=[root.pk, middle.pk]).values_list("pk", "reply_count"))
    assert counts == {root.pk: 21, middle.pk: 10}


def test_the_same_form_sent_ten_times_at_once_is_one_comment():
    task, author = make_task(), make_citizen()

    answers = at_once([lambda: services.post(task=task, author=author, body="한 번만 올려 주세요")] * 10)

    assert set(answers) == {Comment.objects.get()}


def test_of_eight_people_sending_one_text_at_once_two_are_published():
    task, people = make_task(), [make_citizen() for _ in range(8)]

    answers = at_once([lambda person=person: services.post(task=task, author=person, body=LONG) for person in people])

    assert sorted(answer.pending_for for answer in answers) == ["", "", *["repeated"] * 6]
