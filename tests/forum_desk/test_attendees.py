"""The list of a forum's people: masked, searched, paged; who needs more says why, and it goes on record."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.core.audit_log.pseudonyms import pseudonyms
from portal.core.models import AuditEvent
from portal.door.services import check_in as door
from portal.registrations import services
from portal.registrations.models import FormAnswer, Registration
from portal.registrations.party import Party
from portal.registrations.states import Ending, QuestionKind, State
from portal.registrations.tickets.codes import spoken
from tests.factories import make_citizen, make_forum, make_staff
from tests.forum_desk.managing import HOSTILE, WHY, answer, ask, english, sign_in_organiser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    return sign_in_organiser(client)


def register(forum, size: int = 1, **person) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(**person), party=Party(size))


def names_in(client, forum, **query) -> list[str]:
    page = client.get(english("forum_desk:attendees", forum.slug), query)
    assert page.status_code == 200
    everybody = User.objects.filter(registrations__isnull=False).order_by("pk").distinct()
    return [person.nickname for person in everybody if person.nickname in text_of(page)]


def test_the_list_shows_everybody_with_masked_addresses(client, organiser):
    forum = make_forum(capacity=3, companions_limit=3)
    register(forum, 3, nickname="둔산나무", email="kim.minji@saranghae.example")
    register(forum, nickname="오정다리")

    page = text_of(client.get(english("forum_desk:attendees", forum.slug)))

    assert '<bdi><span lang="ko">둔산나무</span></bdi>' in page
    assert "k***@s***.example" in page
    assert "kim.minji" not in page
    assert '<bdi><span lang="ko">오정다리</span></bdi>' in page
    assert "no. 1" in page
    assert "2 registrations" in page
    assert "3 of 3 seats are taken." in page


def test_a_state_shows_only_its_registrations(client, organiser):
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(capacity=2, starts_at=starts_at, registration_closes_at=starts_at)
    came, _seated, _waiting, gone = (register(forum, nickname=name) for name in ("온사람", "앉을사람", "기다림", "취소함"))
    services.cancel(registration=gone)
    reserved = register(forum, nickname="작성중")
    Registration.objects.filter(pk=reserved.pk).update(
        state=State.CANCELLED, ending=Ending.RESERVATION_LAPSED, cancelled_at=timezone.now(), seats=0
    )
    door.check_in(forum=forum, shown=came.ticket_code, helper=organiser)

    shown = {
        state: names_in(client, forum, state=state) for state in ("", "confirmed", "came", "absent", "waitlisted", "cancelled")
    }

    assert shown == {
        "": ["온사람", "앉을사람", "기다림", "취소함"],
        "confirmed": ["온사람", "앉을사람"],
        "came": ["온사람"],
        "absent": ["앉을사람"],
        "waitlisted": ["기다림"],
        "cancelled": ["취소함"],
    }
    assert client.get(english("forum_desk:attendees", forum.slug), {"state": "no-such"}).status_code == 400


def test_a_form_that_is_being_filled_in_is_shown_only_when_asked_for(client, organiser):
    forum = make_forum(capacity=2)
    services.reserve(forum=forum, citizen=make_citizen(nickname="작성중"), party=Party())

    assert (names_in(client, forum), names_in(client, forum, state="reserved")) == ([], ["작성중"])


def test_people_without_registration_stand_there_without_a_name(client, organiser):
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(capacity=2, starts_at=starts_at, registration_closes_at=starts_at)
    door.walk_in(forum=forum, people=2, helper=organiser)

    page = text_of(client.get(english("forum_desk:attendees", forum.slug), {"state": "walked_in"}))
    own = client.get(english("forum_desk:attendee", forum.slug, Registration.objects.get().pk))

    assert "Came without registration" in page
    assert "(2 people)" in page
    assert "Show personal data" not in text_of(own)


@pytest.mark.parametrize("typed", ["산나", "CODE", "code with a dash"])
def test_somebody_is_found_by_nickname_or_ticket_code(client, organiser, typed):
    forum = make_forum(capacity=3)
    wanted = register(forum, nickname="둔산나무")
    register(forum, nickname="오정다리")
    typed = {"CODE": wanted.ticket_code.lower(), "code with a dash": spoken(wanted.ticket_code)}.get(typed, typed)

    assert names_in(client, forum, q=typed) == ["둔산나무"]


def test_nobody_is_found_by_an_address_or_in_another_forum(client, organiser):
    forum = make_forum(capacity=1)
    citizen = register(forum, nickname="둔산나무", email="kim@saranghae.example").citizen

    assert names_in(client, forum, q="saranghae") == []
    assert names_in(client, forum, q=citizen.email) == []
    assert names_in(client, make_forum(), q="둔산") == []
    assert client.get(english("forum_desk:attendees", forum.slug), {"q": "\x00"}).status_code == 422


def test_the_list_is_paged_and_asks_as_much_for_three_as_for_fifty(client, organiser):
    forum, counts = make_forum(capacity=60), []
    for size in (3, 48):
        for _ in range(size):
            register(forum)
        with CaptureQueriesContext(connection) as queries:
            client.get(english("forum_desk:attendees", forum.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert text_of(client.get(english("forum_desk:attendees", forum.slug), {"page": "2"})).count('class="table__link"') == 1


def test_a_draft_has_a_list_too(client, organiser):
    forum = make_forum(state="draft")

    assert "Nobody has registered yet" in text_of(client.get(english("forum_desk:attendees", forum.slug)))


def test_one_registration_is_masked_until_a_reason_is_given(client, organiser):
    forum = make_forum(capacity=1)
    registration = register(forum, email="kim@saranghae.example")
    answer(registration, ask(forum), text="땅콩을 먹지 못합니다.")
    answer(registration, ask(forum, QuestionKind.ACCESS, 2), chosen=[1])
    url = english("forum_desk:attendee", forum.slug, registration.pk)

    before, refused = client.get(url), client.post(url, {"reason": " "})
    assert not AuditEvent.objects.views().exists()
    shown, after = client.post(url, {"reason": WHY}), client.get(url)

    assert (before.status_code, refused.status_code, shown.status_code) == (200, 422, 200)
    for page in (before, refused, after):
        assert "k***@s***.example" in text_of(page)
        assert "2 answers are masked" in text_of(page)
        assert "saranghae" not in text_of(page)
        assert "땅콩" not in text_of(page)
    for words in ("kim@saranghae.example", "땅콩을 먹지 못합니다.", "Sign language"):
        assert words in text_of(shown)
    assert "no-store" in shown["Cache-Control"]


def test_each_look_is_on_record_and_the_person_reads_why(client, organiser):
    forum = make_forum(capacity=1)
    registration = register(forum)

    client.post(reverse("forum_desk:attendee", args=[forum.slug, registration.pk]), {"reason": WHY})

    (entry,) = AuditEvent.objects.views()
    called = pseudonyms(scope=f"forum:{registration.forum_id}", people=[registration.citizen_id])
    assert (entry.actor, entry.role, entry.person, entry.details) == (organiser.pk, "organiser", None, {"people": called})
    assert (entry.subject, entry.reason) == (f"registration:{registration.pk}", WHY)
    client.force_login(registration.citizen)
    assert WHY in text_of(client.get(reverse("pages:my_record")))


def test_hostile_names_and_answers_come_out_as_text(client, organiser):
    forum = make_forum(capacity=1)
    registration = register(forum)
    User.objects.filter(pk=registration.citizen_id).update(nickname=HOSTILE[:20])
    answer(registration, ask(forum), text=HOSTILE)
    named = ask(forum, QuestionKind.FILE, 2)
    answer(registration, named, file="forums/answers/x", file_name=HOSTILE)

    pages = [
        client.get(english("forum_desk:attendees", forum.slug)),
        client.get(english("forum_desk:attendee", forum.slug, registration.pk)),
        client.post(english("forum_desk:attendee", forum.slug, registration.pk), {"reason": HOSTILE}),
        client.get(english("forum_desk:attendee_cancel", forum.slug, registration.pk)),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        assert "&lt;script&gt;" in text_of(page)
        assert "<script>alert" not in text_of(page)


@pytest.fixture
def sent_file(organiser) -> FormAnswer:
    """A file that was answered with, under a name that means harm."""
    forum = make_forum(capacity=1)
    registration = register(forum)
    found = FormAnswer(registration=registration, question=ask(forum, QuestionKind.FILE), file_type="application/pdf")
    found.file_name = '../../evil\r\nX-Evil: 1"; filename=x.html'
    found.file.save("any", ContentFile(b"%PDF-1.7 harmless"), save=False)
    found.save()
    yield found
    found.file.delete(save=False)


def file_url(found: FormAnswer) -> str:
    return reverse("forum_desk:attendee_file", args=[found.registration.forum.slug, found.registration_id, found.pk])


def test_a_file_is_downloaded_with_a_reason_and_never_opened_here(client, sent_file):
    refused = client.post(file_url(sent_file), {"reason": ""})
    assert (refused.status_code, AuditEvent.objects.views().count()) == (422, 0)

    response = client.post(file_url(sent_file), {"reason": WHY})

    assert b"".join(response) == b"%PDF-1.7 harmless"
    assert response["Content-Disposition"] == 'attachment; filename="evilX-Evil 1 filename=x.html.pdf"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "X-Evil" not in response.headers
    entry = AuditEvent.objects.views().get()
    assert list(AuditEvent.objects.about(sent_file.registration.citizen)) == [entry]
    assert (entry.person, entry.details["file"]) == (None, sent_file.pk)


def test_a_file_of_another_forum_or_without_content_is_not_found(client, sent_file):
    other = make_forum(capacity=1)
    registration = register(other)
    elsewhere = reverse("forum_desk:attendee_file", args=[other.slug, registration.pk, sent_file.pk])

    assert client.post(elsewhere, {"reason": WHY}).status_code == 404
    sent_file.file.storage.delete(sent_file.file.name)
    assert client.post(file_url(sent_file), {"reason": WHY}).status_code == 404
    assert not AuditEvent.objects.views().exists()


def test_a_registration_of_another_forum_is_not_found(client, organiser):
    registration, other = register(make_forum(capacity=1)), make_forum(capacity=1)
    names = ("forum_desk:attendee", "forum_desk:attendee_cancel")

    assert [client.get(english(name, other.slug, registration.pk)).status_code for name in names] == [404, 404]
    assert [client.get(english(name, registration.forum.slug, registration.pk)).status_code for name in names] == [200, 200]


def test_an_organiser_cancels_in_the_persons_place_also_after_the_deadline(client, organiser, mailbox):
    forum = make_forum(capacity=1, changes_close_at=timezone.now() - timedelta(days=1))
    registration = register(forum)
    mailbox.deliver().clear()
    url = english("forum_desk:attendee_cancel", forum.slug, registration.pk)

    asked = client.get(url)
    registration.refresh_from_db()
    assert ("Cancel this registration?" in text_of(asked), registration.state) == (True, State.CONFIRMED)
    answered = client.post(url)

    registration.refresh_from_db()
    assert (answered.status_code, registration.ending) == (302, Ending.STAFF)
    assert AuditEvent.objects.get(action="registration.cancelled").actor == organiser.pk
    assert [mail["To"] for mail in mailbox.deliver()] == [registration.citizen.email]


def test_what_can_no_longer_be_cancelled_says_so(client, organiser, time_machine):
    forum = make_forum(capacity=1)
    registration = register(forum)
    time_machine.move_to(forum.starts_at)
    client.force_login(organiser)
    url = english("forum_desk:attendee_cancel", forum.slug, registration.pk)

    assert "can no longer be cancelled" in text_of(client.get(url))
    answer_to_post = client.post(url, follow=True)

    assert "already started" in text_of(answer_to_post)
    assert Registration.objects.get().state == State.CONFIRMED


@pytest.mark.parametrize("role", ["", "helper", "officer", "moderator"])
def test_nobody_else_reads_the_list(client, role):
    forum = make_forum(capacity=1)
    registration = register(forum)
    client.force_login(make_staff(role) if role else make_citizen())

    pages = [english("forum_desk:attendees", forum.slug), english("forum_desk:attendee", forum.slug, registration.pk)]

    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert client.post(pages[1], {"reason": WHY}).status_code == 403
    assert not AuditEvent.objects.views().exists()
