"""A discussion and its moderation against a small model, in every order of events that Hypothesis thinks of.

The model knows of each comment who wrote it, in which state it is and until when, who voted how, and what became of it.
After every step the words each reader may read, the counters and the chain of the record must be what the model says;
now and then every page that anybody can open is read as well.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from portal.appeals.models import Appeal
from portal.appeals.services import appeals
from portal.discussion import services as discussion
from portal.discussion.models import State, Vote
from portal.moderation import services as moderation
from portal.moderation.services import reviews
from portal.takedowns.services import blocks, requests
from tests.effort import often
from tests.moderation.modelled_discussion import LAPSING, MODERATORS, PEOPLE, Known, ModelledDiscussion

REVIEW_TIME, BLOCK_TIME, APPEAL_TIME = timedelta(hours=72), timedelta(days=30), timedelta(days=30)
WHY = "토론 규칙에 비추어 살펴보았습니다."

person = st.integers(min_value=0, max_value=PEOPLE - 1)
judge = st.integers(min_value=0, max_value=MODERATORS - 1)
which = st.integers(min_value=0, max_value=10_000)


class WholeLife(ModelledDiscussion):
    """Everything that people, moderators, requesters and the clock can do to a comment."""

    # People

    @rule(who=person)
    def post(self, who: int) -> None:
        self.write(who, None)

    @precondition(lambda self: self.known)
    @rule(who=person, number=which)
    def reply(self, who: int, number: int) -> None:
        self.write(who, self.one(number))

    def write(self, who: int, answered: Known | None) -> None:
        made, words = [], self.new_words()
        parent = self.row(answered) if answered else None
        act = {"task": self.task, "author": self.people[who], "body": words, "parent": parent}
        expected = answered is None or answered.is_shown
        if self.done(lambda: made.append(discussion.post(**act)), expected=expected):
            above = next((known for known in self.known if known.pk == made[0].parent_id), None)
            self.known.append(Known(made[0].pk, who, words, above))

    @precondition(lambda self: self.known)
    @rule(number=which)
    def edit(self, number: int) -> None:
        known, words, row = self.one(number), self.new_words(), self.row(self.one(number))
        act = {"comment": row, "author": self.people[known.author], "body": words}
        if self.done(lambda: discussion.edit(**act), expected=known.is_shown):
            if timezone.now() >= row.created_at + timedelta(minutes=10):
                known.earlier.append(known.words)
            known.words = words
            known.become(State.PUBLISHED)

    @precondition(lambda self: self.known)
    @rule(number=which)
    def withdraw(self, number: int) -> None:
        known = self.one(number)
        expected = known.now_is() in {State.PUBLISHED, State.UNDER_REVIEW}
        act = {"comment": self.row(known), "author": self.people[known.author]}
        if self.done(lambda: discussion.withdraw(**act), expected=expected):
            known.become(State.WITHDRAWN)

    @precondition(lambda self: self.known)
    @rule(number=which, who=person, value=st.sampled_from(Vote.Value.values))
    def vote(self, number: int, who: int, value: str) -> None:
        known = self.one(number)
        act = {"comment": self.row(known), "voter": self.people[who], "value": value}
        if self.done(lambda: discussion.vote(**act), expected=known.is_shown and who != known.author):
            if known.state in LAPSING:
                known.become(State.PUBLISHED)
            if known.votes.pop(who, None) != value:
                known.votes[who] = value

    @precondition(lambda self: self.known)
    @rule(number=which, who=person)
    def report(self, number: int, who: int) -> None:
        known = self.one(number)
        expected = known.is_shown and who != known.author and who not in known.reported_by
        act = {"comment": self.row(known), "reporter": self.people[who], "reason": "abuse"}
        if not self.done(lambda: moderation.report(**act), expected=expected):
            return
        known.reported_by.add(who)
        row = self.row(known)
        if row.state == State.UNDER_REVIEW and not row.is_shown:
            # What reports weigh is tested with the weights; three at least it takes.
            assert len(known.reported_by) >= 2
            assert row.blocked_until == timezone.now() + REVIEW_TIME
            known.become(State.UNDER_REVIEW, row.blocked_until)

    # Moderators

    @precondition(lambda self: self.known)
    @rule(number=which, by=judge)
    def hide(self, number: int, by: int) -> None:
        known = self.one(number)
        expected = known.now_is() in {State.PUBLISHED, State.UNDER_REVIEW, State.TAKEN_DOWN}
        act = {"comment": self.row(known), "moderator": self.moderators[by], "rule": "abuse", "reason": WHY}
        if self.done(lambda: moderation.hide(**act), expected=expected):
            known.become(State.HIDDEN)
            known.decided_by, known.decided_at, known.appeal = by, timezone.now(), None

    @precondition(lambda self: self.known)
    @rule(number=which, by=judge)
    def take_back_a_hiding(self, number: int, by: int) -> None:
        known, row = self.one(number), self.row(self.one(number))
        hiding = row.decisions.latest_hiding()
        if hiding is None or known.now_is() != State.HIDDEN or known.appeal:
            return
        newest = row.decisions.newest_first().first() == hiding
        expected = newest and known.decided_by == by and timezone.now() < known.decided_at + timedelta(minutes=10)
        if self.done(lambda: moderation.undo(decision=hiding, moderator=self.moderators[by]), expected=expected):
            row = self.row(known)
            assert row.state in {State.PUBLISHED, State.UNDER_REVIEW, State.TAKEN_DOWN}
            known.become(State(row.state), row.blocked_until)

    @precondition(lambda self: self.known)
    @rule(number=which, by=judge)
    def restore(self, number: int, by: int) -> None:
        known = self.one(number)
        act = {"comment": self.row(known), "moderator": self.moderators[by], "reason": WHY}
        if self.done(lambda: moderation.restore(**act), expected=known.now_is() == State.HIDDEN):
            self.shown_again(known)

    def shown_again(self, known: Known) -> None:
        """A block of somebody else goes on; an open appeal has what it asked for."""
        if known.takedown and known.blocked_until > timezone.now():
            known.become(State.TAKEN_DOWN, known.blocked_until)
        else:
            known.become(State.PUBLISHED)

    @precondition(lambda self: self.known)
    @rule(number=which, by=judge)
    def keep(self, number: int, by: int) -> None:
        known = self.one(number)
        expected = known.now_is() in {State.PUBLISHED, State.UNDER_REVIEW, State.WITHDRAWN}
        act = {"comment": self.row(known), "moderator": self.moderators[by], "reason": WHY}
        if self.done(lambda: moderation.keep(**act), expected=expected) and known.state != State.WITHDRAWN:
            known.become(State.PUBLISHED)

    # Objections

    @precondition(lambda self: self.known)
    @rule(number=which)
    def appeal(self, number: int) -> None:
        known = self.one(number)
        hiding = self.row(known).decisions.latest_hiding()
        if hiding is None:
            return
        in_time = timezone.now() <= hiding.created_at + APPEAL_TIME
        expected = known.now_is() == State.HIDDEN and in_time and not Appeal.objects.filter(decision=hiding).exists()
        act = {"decision": hiding, "author": self.people[known.author], "text": "제 의견은 규칙에 어긋나지 않습니다."}
        made = []
        if self.done(lambda: made.append(appeals.appeal(**act)), expected=expected):
            known.appeal = made[0]

    @precondition(lambda self: any(known.appeal for known in self.known))
    @rule(number=which, by=judge, reverses=st.booleans())
    def rule_on_appeal(self, number: int, by: int, reverses: bool) -> None:
        appealed = [known for known in self.known if known.appeal]
        known = appealed[number % len(appealed)]
        known.appeal.refresh_from_db()
        expected = known.appeal.state == Appeal.State.OPEN and known.appeal.made_by_id != self.moderators[by].pk
        was_hidden = known.now_is() == State.HIDDEN
        act = {"appeal": known.appeal, "moderator": self.moderators[by], "reverses": reverses, "reason": WHY}
        if self.done(lambda: appeals.rule(**act), expected=expected) and reverses and was_hidden:
            self.shown_again(known)

    @precondition(lambda self: self.known)
    @rule(number=which, by=judge)
    def block(self, number: int, by: int) -> None:
        known, made = self.one(number), []
        if known.takedown:
            return
        asked = {
            "comment": self.row(known), "name": "홍길동", "email": f"asks{next(self.numbers)}@example.org", "relation": "self",
            "right": "privacy", "statement": "제 사생활이 드러납니다.",
        }  # fmt: skip
        if not self.done(lambda: made.append(requests.request(**asked)), expected=known.is_shown):
            return
        takedown = requests.confirm(takedown=made[0])
        known.takedown = blocks.block(takedown=takedown, moderator=self.moderators[by], reason=WHY)
        known.blocked_until = timezone.now() + BLOCK_TIME
        known.become(State.TAKEN_DOWN, known.blocked_until)

    @precondition(lambda self: any(known.takedown for known in self.known))
    @rule(number=which, by=judge, removes=st.booleans())
    def end_block(self, number: int, by: int, removes: bool) -> None:
        blocked = [known for known in self.known if known.takedown]
        known = blocked[number % len(blocked)]
        in_time = known.blocked_until > timezone.now()
        known.takedown.refresh_from_db()
        words = {"takedown": known.takedown, "moderator": self.moderators[by], "reason": WHY}
        if removes:
            expected = in_time and known.now_is() == State.TAKEN_DOWN
            if self.done(lambda: blocks.remove(**words, rule="defamation"), expected=expected):
                known.become(State.HIDDEN)
                known.decided_by, known.decided_at, known.appeal, known.takedown = by, timezone.now(), None, None
        elif self.done(lambda: blocks.lift(**words), expected=in_time):
            known.takedown = None
            if known.state == State.TAKEN_DOWN:
                known.become(State.PUBLISHED)
        if not in_time:
            blocks.end_blocks()
            known.takedown = None

    # Time and workers

    @rule(hours=st.sampled_from([1, 30, 80, 24 * 31]))
    def wait(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))

    @rule()
    def workers_run(self) -> None:
        reviews.end_reviews()
        blocks.end_blocks()
        for known in self.known:
            if known.takedown and known.blocked_until <= timezone.now():
                known.takedown = None


@pytest.mark.soak
@pytest.mark.django_db
def test_a_discussion_and_its_moderation_follow_the_model():
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=often(6),
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
