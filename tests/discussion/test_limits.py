"""How often somebody may write and vote: by person, by network address, and more strictly while they are new."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from portal.core.errors import TooManyRequests
from portal.core.models import RateCounter
from portal.core.rate_limits import spend
from portal.core.web.client_address import address_key
from portal.discussion import services
from portal.discussion.models import Comment, Vote
from portal.discussion.services import limits
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_staff, make_task, put

pytestmark = pytest.mark.django_db

SCHOOL = "203.0.113.7"


numbers = count()


def newcomer(**fields):
    return make_citizen(joined_at=timezone.now(), **fields)


@pytest.fixture(autouse=True)
def _at_ten(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)


def write(person, how_many: int, **fields) -> None:
    for _ in range(how_many):
        services.post(author=person, body=f"의견 {next(numbers)}", **fields)


def test_somebody_new_writes_three_comments_in_ten_minutes_and_ten_a_day(time_machine):
    task, person = make_task(), newcomer()
    per_window = []
    for _ in range(5):
        before = Comment.objects.count()
        with pytest.raises(TooManyRequests):
            write(person, 10, task=task)
        per_window.append(Comment.objects.count() - before)
        time_machine.shift(timedelta(minutes=10))

    assert per_window == [3, 3, 3, 1, 0]


def test_somebody_known_writes_ten(time_machine):
    task, person = make_task(), make_citizen()
    write(person, 3, task=task)

    write(person, 7, task=task)
    with pytest.raises(TooManyRequests):
        write(person, 1, task=task)

    assert Comment.objects.count() == 10


def test_whose_comments_are_hidden_stays_new():
    person = make_citizen()
    for number in range(3):
        put(make_comment(author=person, body=f"{number}"), "hidden")

    assert limits.is_new(person, timezone.now())
    assert not limits.is_new(make_staff("officer"), timezone.now())


def test_a_new_account_is_no_way_around_the_limit():
    task, person = make_task(), make_citizen()
    write(person, 3, task=task)
    write(person, 7, task=task)
    identity = person.identity
    type(person).objects.filter(pk=person.pk).update(identity=None)

    with pytest.raises(TooManyRequests):
        write(newcomer(identity=identity), 1, task=task)


def used(what: str, times: int, limit) -> None:
    """Others behind the school's address have done it so often in this window."""
    for _ in range(times):
        spend(key=f"{what}:{address_key(SCHOOL)}", **limit)


def test_a_class_of_forty_new_people_writes_and_sixty_comments_are_the_end():
    task = make_task()
    for _ in range(40):
        write(newcomer(), 1, task=task, address=SCHOOL)
    used("new-comment-from", 19, limits.NEW_COMMENTS_BY_ADDRESS)
    write(newcomer(), 1, task=task, address=SCHOOL)

    with pytest.raises(TooManyRequests):
        write(newcomer(), 1, task=task, address=SCHOOL)

    write(newcomer(), 1, task=task, address="203.0.113.8")
    write(make_staff("officer"), 1, task=task, address=SCHOOL)
    assert Comment.objects.count() == 43


def test_two_hundred_comments_leave_one_address_in_ten_minutes():
    task = make_task()
    used("comment-from", 198, limits.COMMENTS_BY_ADDRESS)
    write(make_staff("officer"), 2, task=task, address=SCHOOL)

    with pytest.raises(TooManyRequests):
        write(make_staff("officer"), 1, task=task, address=SCHOOL)

    assert Comment.objects.count() == 2


def test_a_household_counts_as_one_whatever_address_of_its_network_it_uses():
    task = make_task()
    for number in range(20):
        write(newcomer(), 3, task=task, address=f"2001:db8:1:2::{number}")

    with pytest.raises(TooManyRequests):
        write(newcomer(), 1, task=task, address="2001:db8:1:2:ffff::1")


def test_six_hundred_votes_a_minute_from_one_address_are_enough():
    comments, people = [make_comment() for _ in range(12)], [make_citizen() for _ in range(51)]
    for person in people[:50]:
        for comment in comments:
            services.vote(comment=comment, voter=person, value="agree", address=SCHOOL)

    with pytest.raises(TooManyRequests):
        services.vote(comment=comments[0], voter=people[50], value="agree", address=SCHOOL)

    assert services.vote(comment=comments[0], voter=people[50], value="agree", address="203.0.113.8").value == "agree"
    assert Vote.objects.count() == 601


def test_counters_keep_no_address():
    write(newcomer(), 1, task=make_task(), address=SCHOOL)

    assert [counter.key for counter in RateCounter.objects.all() if SCHOOL in counter.key] == []
    assert RateCounter.objects.filter(key__startswith="comment-from:").exists()


def test_what_is_refused_costs_nothing():
    task, person = make_task(), newcomer()
    hidden = put(make_comment(task=task), "hidden")
    for _ in range(5):
        with pytest.raises(services.NotAnswerable):
            services.post(task=task, author=person, body="답글", parent=hidden)

    write(person, 3, task=task)


@pytest.mark.django_db(transaction=True)
def test_the_limits_hold_when_everything_comes_at_once(time_machine):
    task, person = make_task(), newcomer()
    people = [newcomer() for _ in range(30)]
    used("new-comment-from", 40, limits.NEW_COMMENTS_BY_ADDRESS)

    own = at_once([lambda n=n: services.post(task=task, author=person, body=f"의견 {n}") for n in range(10)])
    together = at_once([lambda p=p: services.post(task=task, author=p, body="저도요", address=SCHOOL) for p in people])

    assert sum(isinstance(answer, Comment) for answer in own) == 3
    assert sum(isinstance(answer, Comment) for answer in together) == 20
