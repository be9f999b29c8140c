"""What an organiser gets wrong is said in words and beside the field; what is sent twice is made once."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.forum_desk.editing.fields import EDITABLE_FIELDS
from portal.forum_desk.forms import GROUPS, DeskForumForm
from portal.forums.models import AgendaItem, Forum
from portal.forums.states import ForumState, Handover
from portal.registrations import services
from tests.factories import make_citizen, make_forum
from tests.forum_desk.managing import english, sign_in_organiser, text_of
from tests.forum_desk.test_desk import form_of, new_forum_data, typed

pytestmark = pytest.mark.django_db
SOON, LATER, LATEST = (timezone.now() + timedelta(days=days) for days in (19, 20, 25))
START = {"starts_at": typed(LATER), "ends_at": typed(LATER + timedelta(hours=2))}


@pytest.fixture(autouse=True)
def organiser(client):
    return sign_in_organiser(client)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("ends_at", {"ends_at": typed(SOON)}),
        ("ends_at", {"ends_at": typed(LATER)}),
        ("registration_closes_at", {"registration_closes_at": typed(LATEST)}),
        ("registration_closes_at", {"registration_opens_at": typed(LATER), "registration_closes_at": typed(SOON)}),
        ("residents_first_until", {"residents_first_until": typed(LATEST)}),
        ("changes_close_at", {"changes_close_at": typed(LATEST)}),
        ("freezes_at", {"freezes_at": typed(LATEST)}),
        ("companions_limit", {"companions_limit": "10"}),
        ("offer_hours", {"offer_hours": "0"}),
        ("offer_hours", {"offer_hours": "169"}),
        ("retention_days", {"retention_days": "366"}),
        ("slug", {"slug": "taken"}),
    ],
)
def test_each_mistake_stands_beside_its_field_and_in_words(client, field, wrong):
    make_forum(slug="taken")

    answer = client.post(english("forum_desk:new"), new_forum_data(**START) | wrong)

    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors)) == (422, [field])
    assert "forum_" not in text_of(answer).partition("error-summary")[2].partition("</ul>")[0]
    assert f'href="#id_{field}"' in text_of(answer)


def test_a_draft_that_is_sent_twice_is_made_once(client):
    key = client.get(english("forum_desk:new")).context["form"]["form_key"].value()

    first, second = [client.post(english("forum_desk:new"), new_forum_data(form_key=str(key))) for _ in range(2)]

    assert first["Location"] == second["Location"]
    assert Forum.objects.count() == 1


def test_a_copy_that_is_asked_for_twice_is_made_once(client):
    forum, sent = make_forum(), {"starts_at": typed(LATEST), "form_key": str(uuid4())}

    first, second = [client.post(english("forum_desk:duplicate", forum.slug), sent) for _ in range(2)]

    assert first["Location"] == second["Location"]
    assert Forum.objects.count() == 2


def test_a_programme_outside_the_forum_is_pointed_out(client):
    forum = make_forum()
    inside = AgendaItem.objects.create(forum=forum, position=1, title_ko="여는 말", starts_at=forum.starts_at)
    words = "Part of the programme is outside"
    fine = text_of(client.get(english("forum_desk:forum", forum.slug)))

    inside.starts_at = forum.ends_at
    inside.save(update_fields=["starts_at"])

    assert (words in fine, words in text_of(client.get(english("forum_desk:forum", forum.slug)))) == (False, True)


def test_a_part_on_another_day_says_which(client):
    forum = make_forum()
    at = timezone.localtime(forum.starts_at + timedelta(days=40))
    AgendaItem.objects.create(forum=forum, position=1, title_ko="뒤풀이", starts_at=at)

    programme = (
        text_of(client.get(english("forums:forum_detail", forum.slug))).partition("programme__time")[2].partition("</time>")[0]
    )

    assert str(at.year) in programme


def test_the_preview_offers_no_calendar_that_is_not_there_yet(client):
    forum = make_forum(state=ForumState.DRAFT)

    preview, public = (text_of(client.get(english(name, slug))) for name, slug in previewed_and_public(forum))

    assert ("calendar.ics" in preview.partition("<main")[2], "calendar.ics" in public.partition("<main")[2]) == (False, True)


def previewed_and_public(draft) -> list[tuple[str, str]]:
    return [("forum_desk:preview", draft.slug), ("forums:forum_detail", make_forum().slug)]


@pytest.mark.parametrize(
    ("handover", "words"), [(Handover.OFFER, "is offered the new seats"), (Handover.AT_ONCE, "gets the new seats at once")]
)
def test_new_seats_are_announced_as_they_will_be_handed_over(client, handover, words):
    forum = make_forum(capacity=1, handover=handover)
    for _ in range(2):
        services.register(forum=forum, citizen=make_citizen())

    asked = text_of(client.post(english("forum_desk:edit", forum.slug), form_of(client, forum, capacity=2)))

    assert words in asked


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("forum_desk:publish", ForumState.PUBLISHED, "This forum is public already."),
        ("forum_desk:discard", ForumState.PUBLISHED, "This forum was announced, so it cannot be deleted."),
        ("forum_desk:call_off", ForumState.CANCELLED, "This forum was cancelled and does not take place."),
        ("forum_desk:call_off", ForumState.DRAFT, "This forum has not been announced yet."),
    ],
)
def test_what_cannot_be_done_is_not_asked_about(client, name, state, words):
    forum = make_forum(state=state)

    shown = client.get(english(name, forum.slug), follow=True)

    assert shown.redirect_chain == [(english("forum_desk:forum", forum.slug), 302)]
    assert words in text_of(shown)


def test_new_seats_of_a_list_that_stands_still_are_promised_to_nobody(client):
    forum = make_forum(capacity=1, freezes_at=timezone.now() - timedelta(minutes=1))
    for _ in range(2):
        services.register(forum=forum, citizen=make_citizen())
    data = form_of(client, forum, capacity=2)

    asked = text_of(client.post(english("forum_desk:edit", forum.slug), data))
    client.post(english("forum_desk:edit", forum.slug), {**data, "confirmed": "1"})

    assert ("The waiting list is frozen" in asked, "at once" in asked.partition("<main")[2]) == (True, False)
    assert forum.registrations.waitlisted().count() == 1


def test_an_address_that_a_colleague_took_a_moment_ago_is_refused_beside_its_field(client, monkeypatch):
    make_forum(slug="taken")
    own = make_forum(slug="own")
    sent = {
        "new": (english("forum_desk:new"), new_forum_data(slug="taken")),
        "edit": (english("forum_desk:edit", "own"), form_of(client, own)),
    }
    # As if the colleague saved after this form was found to be in order.
    monkeypatch.setattr(DeskForumForm, "clean_slug", lambda _form: "taken")
    monkeypatch.setattr(DeskForumForm, "validate_unique", lambda _form: None)

    for url, data in sent.values():
        answer = client.post(url, {**data, "summary_ko": "여기 적은 말", "confirmed": "yes"})

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["slug"])
        assert "여기 적은 말" in text_of(answer)


def test_what_was_written_outlives_the_session_and_a_form_without_words_leads_to_the_sign_in(client):
    client.logout()

    told = client.post(english("forum_desk:new"), new_forum_data(description_ko="길게 쓴 글"))
    led = client.post(english("forum_desk:new"), {"capacity": "5"})
    page = english("forum_desk:attendees", make_forum().slug)
    listed = client.post(
        english("forum_desk:attendee_file", Forum.objects.get().slug, 1, 1),
        {"reason": "자리 배치"},
        headers={"referer": f"http://testserver{page}"},
    )

    assert told.status_code == 403
    assert "You were signed out in the meantime" in text_of(told)
    assert "길게 쓴 글</textarea>" in text_of(told)
    assert f"?next={quote(english('forum_desk:new'), safe='')}" in text_of(told)
    assert f"?next={quote(page, safe='')}" in text_of(listed)
    assert (led.status_code, Forum.objects.count()) == (302, 1)


def test_every_field_of_the_form_is_one_that_is_saved():
    offered = {name for _title, names in GROUPS for name in names}

    assert offered - {"tasks", "capacity"} <= EDITABLE_FIELDS
