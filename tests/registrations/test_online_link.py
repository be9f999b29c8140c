"""The link for taking part online: in the calendars of those with a seat, told anew when it changes, and shown to nobody else."""

import pytest

from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.services import feeds
from tests.factories import make_citizen, make_forum
from tests.forums.reading import url_of
from tests.registrations.test_mails import event_of, text_of

pytestmark = pytest.mark.django_db
LINK, NEW_LINK = "https://zoom.us/j/111", "https://zoom.us/j/222"


@pytest.fixture
def full_forum() -> Forum:
    """One person has the only seat, another waits for it."""
    forum = make_forum(capacity=1, online_url=LINK)
    for _ in range(2):
        services.register(forum=forum, citizen=make_citizen())
    return forum


def test_a_new_link_reaches_those_with_a_seat_and_their_calendars(mailbox, full_forum):
    seated = full_forum.registrations.confirmed().get()
    sent = mailbox.deliver()
    invited = next(mail for mail in sent if mail["To"] == seated.citizen.email)
    count = len(sent)

    forum_desk_services.edit(forum=full_forum, values={"online_url": NEW_LINK})

    (told,) = mailbox.deliver()[count:]
    before, after = (event_of(mail) for mail in (invited, told))
    assert told["To"] == seated.citizen.email
    assert NEW_LINK in text_of(told)
    assert (LINK in before["DESCRIPTION"], NEW_LINK in after["DESCRIPTION"]) == (True, True)
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)


def test_nobody_without_a_seat_finds_the_link_in_a_calendar(client, full_forum):
    seated, waiting = full_forum.registrations.confirmed().get(), full_forum.registrations.waitlisted().get()

    files = {"feed": client.get("/forums/feed.ics"), "signed out": client.get(url_of("forums:calendar", full_forum))}
    for name, registration in {"waiting": waiting, "seated": seated}.items():
        client.force_login(registration.citizen)
        files[name] = client.get(url_of("forums:calendar", full_forum))
        files[f"{name}, own feed"] = client.get(f"/forums/feed/{feeds.open_feed(citizen=registration.citizen)}.ics")

    shows_it = {name for name, file in files.items() if LINK in file.content.decode().replace("\r\n ", "")}
    assert shows_it == {"seated", "seated, own feed"}
