"""One offered seat, several devices and its deadline at the same moment, in threads on PostgreSQL."""

from collections.abc import Callable
from threading import local

import pytest

from portal.forums.states import Handover
from portal.notifications.models import Notification
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.services import seats
from portal.registrations.services.refusals import NothingOffered
from portal.registrations.states import Ending, State
from tests.at_once import at_once
from tests.effort import ROUNDS
from tests.factories import make_crowd, make_forum
from tests.registrations.races import again_and_again, assert_consistent, fresh, refused
from tests.watches import MOMENT, at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


def offer_a_seat() -> tuple[Registration, Registration]:
    """Who is offered the only seat, and who is next."""
    forum = make_forum(capacity=1, handover=Handover.OFFER, offer_hours=1)
    seated, offered, following = [services.register(forum=forum, citizen=citizen) for citizen in make_crowd(3)]
    services.cancel(registration=seated)
    return fresh(offered), fresh(following)


def accepting(registration: Registration) -> Callable:
    """One device."""
    own = fresh(registration)
    return lambda: services.accept(registration=own)


def declining(registration: Registration) -> Callable:
    """Another device."""
    own = fresh(registration)
    return lambda: services.decline(registration=own)


def confirmations(registration: Registration) -> int:
    """How often the person is told that the seat is theirs."""
    return Notification.objects.filter(kind="registration_confirmed", about=f"registration:{registration.pk}").count()


def two_devices_accept(devices: int = 2) -> None:
    offered, following = offer_a_seat()
    before = offered.sequence

    outcomes = at_once([accepting(offered) for _ in range(devices)])

    assert_consistent(offered.forum, outcomes)
    offered, following = fresh(offered), fresh(following)
    assert (offered.state, offered.sequence, confirmations(offered)) == (State.CONFIRMED, before + 1, 1)
    assert following.state == State.WAITLISTED


@pytest.mark.parametrize("devices", [2, 20])
def test_an_offer_accepted_on_several_devices_is_accepted_once(devices):
    two_devices_accept(devices)


def one_accepts_and_one_declines() -> None:
    offered, following = offer_a_seat()

    accepted, declined = at_once([accepting(offered), declining(offered)])

    assert_consistent(offered.forum, [])
    state, others = fresh(offered).state, fresh(following).state
    assert [type(each) for each in refused([accepted, declined])] == [NothingOffered]
    if isinstance(declined, NothingOffered):
        assert (state, others, confirmations(offered)) == (State.CONFIRMED, State.WAITLISTED, 1)
    else:
        assert (state, others, confirmations(offered)) == (State.CANCELLED, State.OFFERED, 0)


def test_an_offer_is_accepted_or_declined_and_never_both():
    again_and_again(ROUNDS, one_accepts_and_one_declines)


def accepted_at_the_deadline_while_a_worker_settles(watches: local) -> None:
    """The device is the last moment before it, the worker on it; whoever is first decides."""
    offered, following = offer_a_seat()
    deadline = offered.reserved_until
    worker = at(watches, deadline, lambda: seats.settle_lapsed(now=deadline))

    accepted, settled = at_once([at(watches, deadline - MOMENT, accepting(offered)), worker])

    assert_consistent(offered.forum, [settled])
    offered, following = fresh(offered), fresh(following)
    assert isinstance(accepted, Registration | NothingOffered)
    if isinstance(accepted, Registration):
        assert (offered.state, following.state, confirmations(offered)) == (State.CONFIRMED, State.WAITLISTED, 1)
    else:
        assert (offered.state, offered.ending, confirmations(offered)) == (State.CANCELLED, Ending.OFFER_LAPSED, 0)
        assert following.state == State.OFFERED


def test_an_offer_accepted_at_its_deadline_is_accepted_or_lapsed(watches):
    again_and_again(ROUNDS, accepted_at_the_deadline_while_a_worker_settles, watches)


def test_on_the_deadline_no_device_accepts_it_any_more(watches):
    offered, following = offer_a_seat()
    deadline, mails = offered.reserved_until, Notification.objects.count()

    outcomes = at_once(
        [
            *(at(watches, deadline, accepting(offered)) for _ in range(10)),
            at(watches, deadline, lambda: seats.settle_lapsed(now=deadline)),
        ]
    )

    assert [type(each) for each in outcomes[:10]] == [NothingOffered] * 10
    assert (fresh(offered).ending, fresh(following).state) == (Ending.OFFER_LAPSED, State.OFFERED)
    assert Notification.objects.count() == mails + 2
