"""Administrators read the audit log in the admin; what staff edit there is recorded."""

import pytest
from django.urls import reverse

from portal.core.audit_log import record_event, verify
from portal.core.models import AuditEvent
from portal.discussion.models import Discussion
from portal.forum_desk.services.access_log import log_list_access
from portal.forums.models import Forum
from portal.registrations import services as registrations
from portal.registrations.models import Registration
from tests.factories import make_citizen, make_forum, make_source, make_staff, make_task

pytestmark = pytest.mark.django_db
RECORD = reverse("admin:core_auditevent_changelist")


@pytest.fixture
def administrator(client):
    """An administrator, signed in."""
    staff = make_staff("administrator")
    client.force_login(staff)
    return staff


def told(actor) -> list[tuple]:
    """What somebody did, according to the audit log."""
    return list(AuditEvent.objects.filter(actor=actor.pk).order_by("number").values_list("action", "subject", "role"))


def subjects(page) -> list[str]:
    return [entry.subject for entry in page.context["cl"].result_list]


def test_the_record_is_found_by_action_person_and_subject(client, administrator):
    citizen = make_citizen()
    record_event(action="moderation.hide", subject="comment:12")
    record_event(action="moderation.keep", subject="comment:123")
    record_event(action="personal_data.viewed", subject="appeal:7", person=citizen)
    questions = {
        "comment:12": {"q": "comment:12"},
        "comment:123": {"action": "moderation.keep"},
        "appeal:7": {"q": str(citizen.pk)},
    }

    assert {found: subjects(client.get(RECORD, question)) for found, question in questions.items()} == {
        found: [found] for found in questions
    }
    assert subjects(client.get(RECORD))[:3] == ["appeal:7", "comment:123", "comment:12"]


def test_a_person_is_found_who_stands_on_a_list_that_somebody_took(client, administrator):
    on_it, beside = make_citizen(), make_citizen()
    log_list_access(
        forum=make_forum(), organiser=administrator, reason="자리를 배치하려고 합니다.", how="printed", people=[on_it.pk, None]
    )

    found = [len(subjects(client.get(RECORD, {"q": text}))) for text in (f" {on_it.pk} ", beside.pk, "9" * 40, "²")]

    assert found == [1, 0, 0, 0]


def test_the_record_is_only_read_and_reading_it_is_not_recorded(client, administrator):
    entry = record_event(action="moderation.hide", subject="comment:12")
    page = reverse("admin:core_auditevent_change", args=[entry.number])
    before = AuditEvent.objects.count()

    answers = [
        client.get(page).status_code,
        client.post(page, {"reason": "x"}).status_code,
        client.get(reverse("admin:core_auditevent_add")).status_code,
        client.post(reverse("admin:core_auditevent_delete", args=[entry.number]), {"post": "yes"}).status_code,
    ]

    assert answers == [200, 403, 403, 403]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("role", ["moderator", "officer", "organiser"])
def test_the_record_is_for_administrators(client, role):
    client.force_login(make_staff(role))

    assert client.get(RECORD).status_code == 403


def test_what_staff_change_in_the_plan_is_recorded_with_the_fields_and_without_their_words(client):
    officer = make_staff("officer")
    client.force_login(officer)
    source = make_source(publisher_ko="중도일보", publisher_en="Joongdo Ilbo")
    page = reverse("admin:plan_source_change", args=[source.pk])
    form = client.get(page).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}

    answers = [client.post(page, {**values, "title": title}).status_code for title in ("새 제목", "새 제목")]
    client.post(reverse("admin:plan_source_delete", args=[source.pk]), {"post": "yes"})

    assert answers == [302, 302]
    assert told(officer) == [
        ("plan.source_changed", f"source:{source.pk}", "officer"),
        ("plan.source_deleted", f"source:{source.pk}", "officer"),
    ]
    entry = AuditEvent.objects.get(action="plan.source_changed")
    assert entry.details == {"changes": [{"changed": {"fields": ["Title"]}}]}


def test_deleting_many_at_once_is_recorded_for_each(client, administrator):
    sources = [make_source() for _ in range(3)]
    chosen = {"action": "delete_selected", "_selected_action": [source.pk for source in sources], "post": "yes"}

    client.post(reverse("admin:plan_source_changelist"), chosen)

    assert sorted(told(administrator)) == sorted(
        ("plan.source_deleted", f"source:{source.pk}", "administrator") for source in sources
    )
    assert verify().broken is None


def test_publishing_and_calling_off_a_forum_is_recorded_once(client):
    organiser, forum = make_staff("organiser"), make_forum(state="draft")
    client.force_login(organiser)
    page, chosen = reverse("admin:forums_forum_changelist"), {"_selected_action": [forum.pk]}

    for _again in range(2):
        client.post(page, {**chosen, "action": "publish"})
    for _again in range(2):
        client.post(page, {**chosen, "action": "call_off", "confirmed": "yes", "reason_ko": "태풍 예보"})

    assert Forum.objects.get().state == "cancelled"
    assert told(organiser) == [
        ("forum.published", f"forum:{forum.pk}", "organiser"),
        ("forum.called_off", f"forum:{forum.pk}", "organiser"),
    ]
    assert AuditEvent.objects.get(action="forum.called_off").reason == "태풍 예보"


def test_a_place_that_an_organiser_gives_back_for_somebody_is_recorded_and_ones_own_is_not(client):
    organiser, forum = make_staff("organiser"), make_forum(capacity=2)
    client.force_login(organiser)
    own, other = (registrations.register(forum=forum, citizen=make_citizen()) for _ in range(2))
    registrations.cancel(registration=own)

    chosen = {"action": "cancel", "_selected_action": [own.pk, other.pk]}
    client.post(reverse("admin:registrations_registration_changelist"), chosen)

    assert list(Registration.objects.values_list("state", flat=True)) == ["cancelled"] * 2
    assert told(organiser) == [("registration.cancelled", f"registration:{other.pk}", "organiser")]


def test_closing_and_opening_a_discussion_in_the_admin_is_recorded(client, administrator):
    task = make_task()
    Discussion.objects.create(task=task, state="open")
    page = reverse("admin:discussion_discussion_changelist")

    for action in ("close", "close", "open"):
        client.post(page, {"action": action, "_selected_action": [task.pk]})

    entries = AuditEvent.objects.filter(subject=f"task:{task.pk}").order_by("number")
    assert list(entries.values_list("action", "actor")) == [
        ("discussion.closed", administrator.pk),
        ("discussion.opened", administrator.pk),
    ]
