"""The list for the door on paper: what a helper needs to know, no address, and on record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.core.audit_log.pseudonyms import pseudonyms
from portal.core.models import AuditEvent
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.states import QuestionKind
from portal.registrations.tickets.codes import spoken
from tests.factories import make_citizen, make_forum
from tests.forum_desk.managing import HOSTILE, WHY, answer, ask, english, sign_in_organiser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    return sign_in_organiser(client)


def register(forum, size: int = 1, **person) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(**person), party=Party(size))


def test_the_printed_list_has_what_the_door_needs_and_no_address(client, organiser):
    forum = make_forum(capacity=3, companions_limit=2)
    registrations = [register(forum, 2), register(forum)]
    waiting = register(forum)
    answer(registrations[0], ask(forum, QuestionKind.ACCESS), chosen=[0])
    answer(registrations[0], ask(forum, position=2), text="비밀 이야기")

    asked = client.get(english("forum_desk:attendees_print", forum.slug))
    response = client.post(english("forum_desk:attendees_print", forum.slug), {"reason": WHY})

    page = text_of(response)
    codes = sorted(registration.ticket_code for registration in registrations)
    assert [page.index(spoken(code)) for code in codes] == sorted(page.index(spoken(code)) for code in codes)
    for words in ("Wheelchair space", "2 registrations", "3 people", registrations[0].citizen.nickname):
        assert words in page
    for words in ("@example.org", "비밀 이야기", spoken(waiting.ticket_code)):
        assert words not in page
    assert spoken(codes[0]) not in text_of(asked)
    (entry,) = AuditEvent.objects.views()
    people = pseudonyms(scope=f"forum:{forum.pk}", people=[registration.citizen_id for registration in registrations])
    assert (entry.actor, entry.reason) == (organiser.pk, WHY)
    assert entry.details == {"list": "printed", "registrations": 2, "people": people}


def test_the_printed_list_needs_a_reason_and_shows_hostile_words_as_text(client, organiser):
    forum = make_forum(capacity=1, title_en=HOSTILE, title_ko=HOSTILE)
    registration = register(forum)
    User.objects.filter(pk=registration.citizen_id).update(nickname=HOSTILE[:20])
    answer(registration, ask(forum, QuestionKind.ACCESS, options_en="", options_ko=""), text=HOSTILE)
    url = english("forum_desk:attendees_print", forum.slug)

    refused, shown = client.post(url, {"reason": ""}), client.post(url, {"reason": WHY})

    assert (refused.status_code, AuditEvent.objects.views().count()) == (422, 1)
    assert text_of(shown).count("&lt;script&gt;") >= 3
    assert "<script>alert" not in text_of(shown)


def test_the_printed_list_asks_as_much_for_one_as_for_ten(client, organiser):
    forum, counts = make_forum(capacity=20), []
    question = ask(forum, QuestionKind.ACCESS)
    # The key of the forum's pseudonyms is made once.
    pseudonyms(scope=f"forum:{forum.pk}", people=[organiser.pk])
    for size in (1, 9):
        for _ in range(size):
            answer(register(forum), question, chosen=[0])
        with CaptureQueriesContext(connection) as queries:
            client.post(english("forum_desk:attendees_print", forum.slug), {"reason": WHY})
        counts.append(len(queries))

    assert counts[0] == counts[1]
