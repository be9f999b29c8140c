"""Programme, speakers and questions on the organisers' desk."""

import pytest
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.forum_desk import services
from portal.forum_desk.forms import PART_FORMS
from portal.forums.models import Forum, Speaker
from portal.forums.states import ForumState
from portal.registrations import services as registrations_services
from portal.registrations.models import FormAnswer
from tests.factories import make_citizen, make_forum, make_staff
from tests.forums.reading import page

pytestmark = pytest.mark.django_db
QUESTION = {"kind": "one_choice", "label_ko": "무엇을 타고 오시나요?", "options_ko": "버스\n자전거"}


@pytest.fixture
def forum(client) -> Forum:
    client.force_login(make_staff("organiser"))
    return make_forum(state=ForumState.DRAFT)


def address(forum: Forum, kind: str, part=None, name: str = "forum_desk:part") -> str:
    if part is None:
        return reverse("forum_desk:parts", args=[forum.slug, kind])
    return reverse(name, args=[forum.slug, kind, part.pk])


def names(forum: Forum) -> list[str]:
    return list(forum.speakers.order_by("position").values_list("name_ko", flat=True))


def test_parts_are_added_at_the_end_changed_moved_and_removed(client, forum):
    for name in ("가", "나", "다"):
        client.post(address(forum, "speakers"), {"name_ko": name})
    first, second, third = forum.speakers.order_by("position")

    client.post(address(forum, "speakers", third, "forum_desk:move_part"), {"way": "up"})
    moved = names(forum)
    client.post(address(forum, "speakers", first, "forum_desk:move_part"), {"way": "up"})
    client.post(address(forum, "speakers", first), {"name_ko": "라"})
    client.post(address(forum, "speakers", second, "forum_desk:remove_part"))

    assert moved == ["가", "다", "나"]
    assert names(forum) == ["라", "다"]


def test_whoever_adds_changes_moves_or_removes_a_part_is_on_record(forum):
    organiser, add = make_staff("organiser"), services.add_part
    first, second = [add(forum=forum, part=Speaker(name_ko=name), by=organiser) for name in ("가", "나")]

    services.change_part(part=first, values={"name_ko": "다"}, by=organiser)
    services.move_part(part=second, up=True, by=organiser)
    services.remove_part(part=second, by=organiser)

    entries = AuditEvent.objects.filter(action="forum.edited").values_list("actor", "subject")
    assert list(entries) == [(organiser.pk, f"forum:{forum.pk}")] * 5


def test_the_programme_keeps_its_times_and_shows_on_the_preview(client, forum):
    client.post(address(forum, "programme"), {"title_ko": "인사말", "starts_at": "2026-12-24T14:05"})

    assert "14:05" in page(client, reverse("forum_desk:preview", args=[forum.slug]))
    assert f"{forum.agenda_items.get().starts_at:%H:%M %Z}" == "05:05 UTC"


def test_parts_of_another_forum_are_not_found(client, forum):
    other = make_forum(state=ForumState.DRAFT)
    speaker = other.speakers.create(position=1, name_ko="남의 연사")

    statuses = [
        client.post(address(forum, "speakers", speaker, name)).status_code
        for name in ("forum_desk:part", "forum_desk:remove_part")
    ]

    assert (statuses, names(other)) == ([404, 404], ["남의 연사"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"options_ko": "하나뿐"}, "options_ko"),
        ({"options_ko": "버스\n자전거\n 버스"}, "options_ko"),
        ({"options_en": "Bus"}, "options_en"),
        ({"kind": "access", "options_ko": "", "is_required": "on"}, "is_required"),
        ({"label_ko": ""}, "label_ko"),
        ({"kind": "telepathy"}, "kind"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(client, forum, wrong, field):
    answer = client.post(address(forum, "questions"), {**QUESTION, **wrong})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not forum.questions.exists()


def test_what_an_answer_means_cannot_change_under_it(client, forum):
    client.post(address(forum, "questions"), QUESTION)
    services.publish(forum=forum)
    question = forum.questions.get()
    registration = registrations_services.register(forum=forum, citizen=make_citizen())
    FormAnswer.objects.create(registration=registration, question=question, chosen=[0])

    refused = client.post(address(forum, "questions", question), {**QUESTION, "options_ko": "자전거\n버스"})
    client.post(address(forum, "questions", question, "forum_desk:remove_part"))
    client.post(address(forum, "questions", question), {**QUESTION, "label_ko": "무엇을 타고 오실 건가요?"})

    question.refresh_from_db()
    assert refused.status_code == 409
    assert (question.options_ko, question.label_ko) == ("버스\n자전거", "무엇을 타고 오실 건가요?")


def test_a_box_that_is_a_setting_is_not_called_optional(client, forum):
    parts, editing = address(forum, "questions"), reverse("forum_desk:edit", args=[forum.slug])

    for where, name in ((parts, "is_required"), (editing, "reminds_a_day_before")):
        content = client.get(where).content.decode()
        label = content.partition(f'<label for="id_{name}">')[2].partition("</label>")[0]
        assert label
        assert "field__optional" not in label
        assert "field__optional" in content


@pytest.mark.parametrize(
    ("kind", "typed", "other"),
    [
        ("programme", {"title_ko": "인사말", "starts_at": "2026-12-24T14:05"}, {"title_ko": "마무리"}),
        ("speakers", {"name_ko": "김한밭"}, {"affiliation_ko": "한밭대학교"}),
        ("questions", QUESTION, {"is_required": "on"}),
    ],
)
def test_a_part_that_is_sent_twice_is_added_once(client, forum, kind, typed, other):
    url = address(forum, kind)
    key = client.get(url).context["form"]["form_key"].value()
    rows = PART_FORMS[kind]._meta.model.objects.filter(forum=forum)

    answers = [client.post(url, {**typed, "form_key": str(key)}).status_code for _again in range(2)]
    changed = client.post(url, {**typed, **other, "form_key": str(key)})

    assert (answers, changed.status_code, rows.count()) == ([302, 302], 422, 1)
    assert changed.context["form"].errors

    client.post(url, {**typed, **other, "form_key": changed.context["form"]["form_key"].value()})
    assert rows.count() == 2


def test_a_copy_of_a_forum_takes_its_parts_but_not_their_forms(client, forum):
    key = client.get(address(forum, "speakers")).context["form"]["form_key"].value()
    client.post(address(forum, "speakers"), {"name_ko": "김한밭", "form_key": str(key)})

    copies = [services.duplicate(forum=forum, starts_at=forum.starts_at, by=make_staff("organiser")) for _ in range(2)]

    assert [names(copy) for copy in copies] == [["김한밭"]] * 2
