"""What a small model knows of a discussion, and what must hold of the portal whenever the two are compared."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.appeals.models import Appeal
from portal.core.audit_log import verify
from portal.core.errors import RuleViolation, TooManyRequests
from portal.discussion.models import Comment, State, Vote
from portal.notifications.models import Notification
from portal.takedowns.models import Takedown
from tests.factories import make_citizen, make_moderator, make_task
from tests.order_of_writing import around_services

PEOPLE, MODERATORS = 5, 2
START = datetime(2026, 11, 2, 9, tzinfo=timezone.get_fixed_timezone(540))
LAPSING = {State.UNDER_REVIEW, State.TAKEN_DOWN}


@dataclass
class Known:
    """What the model knows of one comment."""

    pk: int
    author: int
    words: str
    parent: "Known | None"
    state: State = State.PUBLISHED
    until: datetime | None = None
    blocked_until: datetime | None = None
    votes: dict[int, str] = field(default_factory=dict)
    reported_by: set[int] = field(default_factory=set)
    decided_by: int | None = None
    decided_at: datetime | None = None
    appeal: Appeal | None = None
    takedown: Takedown | None = None
    earlier: list[str] = field(default_factory=list)

    def now_is(self) -> State:
        """The state as everybody sees it: a block that is over is none."""
        over = self.state in LAPSING and self.until <= timezone.now()
        return State.PUBLISHED if over else self.state

    def become(self, state: State, until: datetime | None = None) -> None:
        self.state, self.until = state, until

    @property
    def is_shown(self) -> bool:
        return self.now_is() == State.PUBLISHED


class ModelledDiscussion(RuleBasedStateMachine):
    """Five citizens, two moderators, one of another task, and the clock."""

    def __init__(self) -> None:
        super().__init__()
        # Each run begins with an empty portal and leaves one behind.
        self.savepoint = around_services()
        self.savepoint.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.time = self.clock.start()
        long_ago = START - timedelta(days=90)
        self.task, elsewhere = make_task(), make_task()
        self.people = [make_citizen(joined_at=long_ago) for _ in range(PEOPLE)]
        self.moderators = [make_moderator(tasks=[self.task]) for _ in range(MODERATORS)]
        self.readers = {"anonymous": AnonymousUser(), "elsewhere": make_moderator(tasks=[elsewhere])}
        self.known: list[Known] = []
        self.numbers = iter(range(10_000))

    def teardown(self) -> None:
        try:
            if self.known:
                self.everything_public_is_read()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # What the rules below share

    def one(self, number: int) -> Known:
        return self.known[number % len(self.known)]

    def row(self, known: Known) -> Comment:
        return Comment.objects.get(pk=known.pk)

    def new_words(self) -> str:
        """Letters that stand nowhere else: four syllables, no link, no number."""
        number = next(self.numbers)
        return "".join(chr(0xAC00 + 28 * (number * 4 + offset) % 11_000 + offset) for offset in range(4)) + "쀍"

    def done(self, act, *, expected: bool) -> bool:
        """Whether the act took place; a refusal must be what the model expects, a limit may always strike."""
        try:
            act()
        except TooManyRequests:
            return False
        except RuleViolation:
            assert not expected
            return False
        assert expected
        return True

    # What must hold after every step

    @invariant()
    def everybody_reads_what_the_rules_say(self) -> None:
        for reader in [*self.readers.values(), *self.people, *self.moderators]:
            rows = Comment.objects.filter(task=self.task).with_words_for(reader)
            assert {row.pk: row.words for row in rows} == {known.pk: self.words_for(known, reader) for known in self.known}

    def words_for(self, known: Known, reader) -> str | None:
        is_insider = reader in self.moderators or reader == self.people[known.author]
        may_read = known.is_shown or (is_insider and known.state != State.WITHDRAWN)
        return known.words if may_read else None

    @invariant()
    def counters_equal_the_rows_and_the_model(self) -> None:
        counts = {value: Count("votes", filter=Q(votes__value=value)) for value in Vote.Value.values}
        for row in Comment.objects.filter(task=self.task).annotate(**counts):
            known = next(known for known in self.known if known.pk == row.pk)
            expected = {value: list(known.votes.values()).count(value) for value in Vote.Value.values}
            assert expected == {value: getattr(row, value) for value in Vote.Value.values}
            assert expected == {value: getattr(row, f"{value}_count") for value in Vote.Value.values}
            assert row.reply_count == sum(self.is_below(other, known) for other in self.known)

    def is_below(self, other: Known, known: Known) -> bool:
        return other.parent is not None and (other.parent is known or self.is_below(other.parent, known))

    @invariant()
    def the_record_is_whole(self) -> None:
        assert verify().broken is None

    @precondition(lambda self: self.known)
    @rule()
    def everything_public_is_read(self) -> None:
        """What is not shown stands on no page that anybody can open, and in no mail."""
        shown = {known.words for known in self.known if known.is_shown}
        earlier = {words for known in self.known if known.is_shown for words in known.earlier}
        every = {words for known in self.known for words in (known.words, *known.earlier)}
        read = "".join(self.pages())
        assert {words for words in every if words in read} <= shown | earlier
        assert shown <= {words for words in every if words in read}
        mails = "".join(Notification.objects.values_list("body", flat=True))
        assert not [words for words in every if words in mails]
        assert self.found_by_search() == {known.pk for known in self.known if known.is_shown}

    def found_by_search(self) -> set[int]:
        """Each comment whose own words lead to it."""
        address, client = f"/tasks/{self.task.slug}/comments/search/", Client()
        pages = {known.pk: client.get(address, {"q": known.words}).content.decode() for known in self.known}
        return {pk for pk, page in pages.items() if f"/comments/{pk}/" in page}

    def pages(self):
        client = Client()
        addresses = [reverse("pages:home"), reverse("moderation:transparency"), *self.of_the_task(), *self.of_each_comment()]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code in {200, 404}, address
            yield answer.content.decode()

    def of_the_task(self):
        page = reverse("plan:task", args=[self.task.slug])
        orders = ("newest", "oldest", "most_agreed", "most_discussed", "most_divisive", "officially_answered")
        return [f"{page}?sort={order}" for order in orders]

    def of_each_comment(self):
        for known in self.known:
            yield from (reverse(f"discussion:{name}", args=[known.pk]) for name in ("permalink", "replies", "history"))
            yield reverse("moderation:explanation", args=[known.pk])
