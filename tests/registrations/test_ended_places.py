"""What the link in an older mail says once its registration has ended: why, and where things stand by now."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from portal.forums.states import Handover
from portal.registrations import services
from portal.registrations.links import registration_path
from portal.registrations.services import seats
from tests.factories import make_citizen, make_forum
from tests.forum_desk.managing import text_of

pytestmark = pytest.mark.django_db
ANEW = "You have registered again since then."


def offered():
    forum = make_forum(capacity=1, handover=Handover.OFFER, offer_hours=1)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    services.cancel(registration=seated)
    waiting.refresh_from_db()
    return waiting


def shown(client, registration) -> str:
    with translation.override("en"):
        return text_of(client.get(registration_path(registration)))


def test_an_offer_that_was_answered_too_late_says_so_and_not_that_somebody_cancelled(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    registration = offered()
    time_machine.shift(timedelta(hours=2))
    seats.settle_lapsed(now=timezone.now())

    page = shown(client, registration)

    assert "The time to accept this seat has passed." in page
    assert "This registration is cancelled." not in page
    assert "Go to the forum" in page


def test_an_offer_that_was_declined_says_so(client):
    registration = offered()
    services.decline(registration=registration)

    assert "You left this seat to somebody else." in shown(client, registration)


def test_the_link_of_the_older_mail_points_to_the_newer_registration(client):
    forum, citizen, other = make_forum(capacity=3), make_citizen(), make_citizen()
    old, others = [services.register(forum=forum, citizen=person) for person in (citizen, other)]
    for each in (old, others):
        services.cancel(registration=each)
    new = services.register(forum=forum, citizen=citizen)

    pages = [shown(client, each) for each in (old, others, new)]

    assert [ANEW in page for page in pages] == [True, False, False]
    assert ["This registration is cancelled." in page for page in pages] == [True, True, False]


@pytest.mark.parametrize(("handover", "has_to_accept"), [(Handover.AT_ONCE, False), (Handover.OFFER, True)])
def test_whoever_waits_sees_whether_a_seat_has_to_be_accepted(client, handover, has_to_accept):
    forum, citizen = make_forum(capacity=1, handover=handover), make_citizen()
    for person in (make_citizen(), citizen):
        services.register(forum=forum, citizen=person)
    client.force_login(citizen)

    page = text_of(client.get(f"/en/forums/{forum.slug}/"))

    assert ("once they accept it" in page) is has_to_accept


def test_calendar_programs_are_handed_the_feeds_as_subscriptions(client, settings):
    settings.SITE_URL = "https://madang.example"
    client.force_login(make_citizen())

    month, own = text_of(client.get("/en/forums/calendar/")), text_of(client.post("/en/forums/mine/calendar/"))
    address = own.partition("<code>https://")[2].partition("</code>")[0]

    assert 'href="webcal://madang.example/en/forums/feed.ics"' in month
    assert f'href="webcal://{address}"' in own
