"""Helpers at the door: asked by e-mail, for one forum only, until an organiser takes it back."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.errors import TooManyRequests
from portal.core.models import AuditEvent
from portal.door.access import may_open_door
from portal.door.helper_links import helping_path
from portal.door.models import Helper, Scan
from portal.door.services import helping
from portal.forum_desk.services import retention
from portal.notifications.models import Notification
from portal.registrations import services
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_forum, make_helper, make_staff
from tests.forums.reading import url_of

pytestmark = pytest.mark.django_db


def make_open_forum(**fields):
    """A forum that starts in an hour, so that its door is open."""
    starts_at = timezone.now() + timedelta(hours=1)
    return make_forum(starts_at=starts_at, registration_closes_at=starts_at, **fields)


def invite(forum, email: str, organiser=None) -> Helper:
    return helping.invite(forum=forum, email=email, organiser=organiser or make_staff("organiser"), language="en")


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_invitation_goes_by_mail_in_the_readers_language_and_has_a_link(mailbox):
    forum = make_forum(title_ko="밤 버스\n포럼", title_en="Night buses")
    make_citizen(email="minji@example.org", language="ko")

    invite(forum, " MinJi@Example.ORG ")
    invite(forum, "new@example.org")

    minji, new = mailbox.deliver()
    assert (minji["X-Envelope-To"], new["X-Envelope-To"]) == ("minji@example.org", "new@example.org")
    assert minji["Subject"].strip() == "입장 안내를 도와주시겠습니까? 밤 버스 포럼"
    assert new["Subject"] == "Will you help at the door? Night buses"
    path = re.search(r"https?://[^/\s]+(/en/forums/helping/\S+)", new.get_content()).group(1)
    assert Client().get(path).status_code == 200


def test_a_mail_about_an_invitation_taken_back_is_not_sent(mailbox):
    helper = invite(make_forum(), "new@example.org")

    helping.revoke(helper=helper, organiser=make_staff("organiser"))

    assert mailbox.deliver() == []


def test_one_address_is_invited_once_and_again_after_it_was_taken_back():
    forum, organiser = make_forum(), make_staff("organiser")
    first = invite(forum, "new@example.org")

    with pytest.raises(helping.AlreadyInvited):
        invite(forum, "NEW@example.org")
    helping.revoke(helper=first, organiser=organiser)
    helping.revoke(helper=first, organiser=organiser)
    second = invite(forum, "new@example.org")

    assert second.pk != first.pk
    assert list(AuditEvent.objects.filter(action__startswith="helper.").order_by("number").values_list("action", flat=True)) == [
        "helper.invited", "helper.revoked", "helper.invited",
    ]  # fmt: skip
    assert "new@example.org" not in str(list(AuditEvent.objects.values()))


def test_the_database_keeps_one_invitation_of_an_address():
    helper = invite(make_forum(), "new@example.org")
    again = {"forum": helper.forum, "email": helper.email, "invited_by": helper.invited_by, "invited_at": helper.invited_at}

    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.create(**again)
    Helper.objects.update(revoked_at=timezone.now())
    Helper.objects.create(**again)


def test_nobody_is_invited_to_a_door_that_will_not_open_any_more(time_machine):
    forum = make_forum()
    time_machine.move_to(forum.ends_at + timedelta(hours=2), tick=False)

    with pytest.raises(helping.DoorIsHistory):
        invite(forum, "new@example.org")
    organiser = browser_of(make_staff("organiser", is_staff=True))
    assert 'name="email"' not in organiser.get(url_of("door:helper_list", forum)).content.decode()


def test_an_organiser_sends_so_many_invitations_an_hour_and_no_more(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    forum, organiser = make_forum(), make_staff("organiser")
    for number in range(helping.MOST_INVITATIONS):
        invite(forum, f"helper-{number}@example.com", organiser)

    with pytest.raises(TooManyRequests):
        invite(forum, "one-more@example.com", organiser)

    assert Notification.objects.filter(kind="helper_invited").count() == helping.MOST_INVITATIONS


def test_opening_the_link_changes_nothing_and_only_the_invited_person_accepts():
    forum, invited, other = make_forum(), make_citizen(email="minji@example.org"), make_citizen()
    helper = invite(forum, "minji@example.org")
    path = helping_path(helper)

    seen = [client.get(path).status_code for client in (Client(), browser_of(other), browser_of(invited))]
    anonymous, stranger = Client().post(path), browser_of(other).post(path)
    helper.refresh_from_db()
    before = helper.is_accepted
    accepted = [browser_of(invited).post(path) for _ in range(2)]

    helper.refresh_from_db()
    assert seen == [200, 200, 200]
    assert (anonymous.status_code, anonymous.url) == (302, f"{reverse('account_login')}?next={quote(path)}")
    assert (stranger.status_code, before) == (403, False)
    assert [answer.url for answer in accepted] == [url_of("door:door", forum)] * 2
    assert helper.person == invited
    assert AuditEvent.objects.filter(action="helper.accepted").count() == 1


def test_a_link_that_was_changed_or_taken_back_opens_nothing():
    person = make_citizen()
    helper, another = invite(make_forum(), person.email), invite(make_forum(), "another@example.org")
    path = helping_path(helper)
    helping.revoke(helper=helper, organiser=make_staff("organiser"))

    assert Client().get(path.replace(f"/helping/{helper.pk}", f"/helping/{another.pk}")).status_code == 404
    assert browser_of(person).post(path).status_code == 409
    assert not Helper.objects.filter(accepted_at__isnull=False).exists()


def test_a_helper_opens_this_door_and_no_other_and_none_once_taken_back():
    forum, elsewhere, person = make_open_forum(capacity=3), make_open_forum(), make_citizen()
    helper = make_helper(forum=forum, person=person)
    shown = ticket_token(services.register(forum=forum, citizen=make_citizen()))
    client = browser_of(person)

    here = [client.get(url_of("door:door", forum)), client.post(url_of("door:door", forum), {"shown": shown})]
    here += [client.post(url_of("door:walk_in", forum), {"walk-in-people": "1"})]
    here += [client.post(reverse("door:take_back", args=[forum.slug, Scan.objects.earliest("pk").pk]))]
    there = [client.get(url_of("door:door", elsewhere)), client.post(url_of("door:door", elsewhere), {"shown": shown})]
    there += [
        client.post(url_of("door:walk_in", elsewhere), {"walk-in-people": "1"}),
        client.get(url_of("door:helper_list", forum)),
    ]
    helping.revoke(helper=helper, organiser=make_staff("organiser"))
    after = [client.get(url_of("door:door", forum)), client.post(url_of("door:door", forum), {"shown": shown})]

    assert [answer.status_code for answer in here] == [200, 302, 302, 302]
    assert [answer.status_code for answer in there] == [403] * 4
    assert [answer.status_code for answer in after] == [403] * 2
    assert not elsewhere.scans.exists()


def test_who_may_open_a_door():
    forum, helper, closed = make_forum(), make_citizen(), make_citizen()
    for person in (helper, closed):
        make_helper(forum=forum, person=person)
    invited = make_citizen()
    invite(forum, invited.email)
    closed.is_active = False

    people = {"organiser": make_staff("organiser"), "helper": helper, "invited": invited, "closed": closed, "any": make_citizen()}

    assert {name for name, person in people.items() if may_open_door(person, forum)} == {"organiser", "helper"}
    assert {name for name, person in people.items() if may_open_door(person, make_forum())} == {"organiser"}


def test_the_ticket_has_its_button_for_the_helpers_of_its_forum_only():
    forum, here, elsewhere = make_open_forum(capacity=1), make_citizen(), make_citizen()
    make_helper(forum=forum, person=here)
    make_helper(forum=make_forum(), person=elsewhere)
    path = reverse("registrations:ticket", args=[ticket_token(services.register(forum=forum, citizen=make_citizen()))])

    has_button = [url_of("door:door", forum) in browser_of(person).get(path).content.decode() for person in (here, elsewhere)]

    assert has_button == [True, False]


def test_my_forums_shows_the_doors_i_may_open():
    person, forum = make_citizen(), make_open_forum()
    make_helper(forum=forum, person=person)
    gone = make_open_forum()
    helping.revoke(helper=make_helper(forum=gone, person=person), organiser=make_staff("organiser"))

    shown = browser_of(person).get("/forums/mine/").content.decode()

    assert (url_of("door:door", forum) in shown, url_of("door:door", gone) in shown) == (True, False)


def test_the_list_says_how_each_invitation_stands_and_asks_as_much_for_three_as_for_one():
    forum, client, counts = make_forum(), browser_of(make_staff("organiser", is_staff=True)), []
    for size in (1, 2):
        for _ in range(size):
            make_helper(forum=forum, person=make_citizen())
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of("door:helper_list", forum))
        counts.append(len(queries))
    revoked = invite(forum, "gone@example.org")
    client.post(reverse("door:revoke_helper", args=[forum.slug, revoked.pk]))

    shown = client.get(url_of("door:helper_list", forum)).content.decode()

    assert counts[0] == counts[1]
    assert (shown.count("badge--success"), "gone@example.org" in shown) == (3, True)
    assert reverse("door:revoke_helper", args=[forum.slug, revoked.pk]) not in shown


def test_what_cannot_be_invited_is_said_beside_the_form():
    forum, client = make_forum(), browser_of(make_staff("organiser", is_staff=True))
    url = url_of("door:helper_list", forum)

    statuses = [
        client.post(url, {"email": email, "language": "ko"}).status_code
        for email in ("no address", "new@example.org", "new@example.org")
    ]
    nowhere = client.post(reverse("door:revoke_helper", args=[make_forum().slug, forum.helpers.get().pk]))

    assert statuses == [422, 302, 409]
    assert nowhere.status_code == 404


def test_invitations_and_their_mails_are_erased_with_the_forum(time_machine):
    forum = make_forum()
    make_helper(forum=forum, person=make_citizen())
    time_machine.move_to(forum.ends_at + timedelta(days=400), tick=False)

    retention.anonymise(forum=forum, now=timezone.now())

    assert (Helper.objects.count(), Notification.objects.filter(kind="helper_invited").count()) == (0, 0)
