"""A moderator acts only in what was given to them; anything else is not there for them, by whichever way they ask."""

import re
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts import services as accounts
from portal.accounts.models import ModerationScope
from portal.core.models import AuditEvent
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Claim, ModerationDecision
from tests.factories import (
    make_administrator,
    make_citizen,
    make_comment,
    make_decision,
    make_department,
    make_moderator,
    make_report,
    make_staff,
    make_task,
    put,
)

pytestmark = pytest.mark.django_db
NOWHERE = 999_999_999
SENT = {
    "hide": {"prepared": "spam"},
    "keep": {"prepared": "opinion"},
    "restore": {"prepared": "mistake"},
    "publish": {"prepared": "no_rule"},
}
HIDDEN_WORDS, NOTE = "들통날낱말", "내부메모낱말"


@pytest.fixture
def elsewhere(client):
    """A moderator of one task is signed in; a comment of another task was hidden, with a note."""
    here = make_task()
    client.force_login(make_moderator(tasks=[here]))
    comment = make_comment(task=make_task(), body=HIDDEN_WORDS)
    return make_decision(comment=comment, note=NOTE)


def rows() -> tuple:
    return (list(Comment.objects.values_list("pk", "state")), ModerationDecision.objects.count(), Claim.objects.count())


def said(answer, key: int) -> str:
    """A page without the key that was asked for and without the token that is new on every page."""
    return re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", answer.content.decode()).replace(f"/{key}/", "/#/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["hide", "keep", "restore", "publish", "claim", "release", "assign", "undo"])
def test_a_comment_elsewhere_is_as_missing_as_one_that_never_was(client, elsewhere, name, method):
    state = {"restore": State.HIDDEN, "undo": State.HIDDEN, "publish": State.PENDING}.get(name, State.PUBLISHED)
    put(elsewhere.comment, state)
    before = rows()
    key = elsewhere.pk if name == "undo" else elsewhere.comment.pk
    data = {**SENT.get(name, {}), "seen": "0"}

    there, nowhere = (getattr(client, method)(reverse(f"moderation:{name}", args=[pk]), data) for pk in (key, NOWHERE))

    assert (there.status_code, nowhere.status_code) == (
        (405, 405) if method == "get" and name in {"claim", "release"} else (404, 404)
    )
    assert said(there, key) == said(nowhere, NOWHERE)
    assert rows() == before


def test_a_comment_elsewhere_is_decided_in_no_bulk(client, elsewhere):
    mine = make_comment(task=task_of(client))
    other = make_comment(task=elsewhere.comment.task, body="남의 과제 의견")
    chosen = [f"{mine.pk}-0", f"{other.pk}-0", f"{NOWHERE}-0"]

    form = client.get(reverse("moderation:bulk"), {"action": "hide", "row": chosen}).content.decode()
    result = client.post(reverse("moderation:bulk"), {"action": "hide", "row": chosen, "prepared": "spam"})

    assert "남의 과제 의견" not in form
    assert [outcome.result.value for outcome in result.context["outcomes"]] == ["done", "missing", "missing"]
    assert len({outcome.words for outcome in result.context["outcomes"][1:]}) == 1
    assert "남의 과제 의견" not in result.content.decode()
    assert Comment.objects.get(pk=other.pk).state == State.PUBLISHED


def task_of(client):
    """The task given to whoever is signed in."""
    return ModerationScope.objects.get(moderator=client.session["_auth_user_id"]).task


def test_a_batch_elsewhere_is_not_taken_back(client, elsewhere):
    batch = uuid4()
    comment = make_comment(task=elsewhere.comment.task)
    made = services.hide(comment=comment, moderator=make_moderator(), rule="spam", reason="광고입니다.", batch=batch)

    answers = [client.post(reverse("moderation:undo_bulk", args=[key])).status_code for key in (batch, uuid4())]

    assert answers == [404, 404]
    assert list(comment.decisions.all()) == [made]


def test_queue_decisions_discussions_and_the_admin_show_what_was_given_only(client, elsewhere):
    here = task_of(client)
    mine, theirs = make_report(comment=make_comment(task=here)), make_report(comment=make_comment(task=elsewhere.comment.task))
    decided = make_decision(comment=make_comment(task=here))

    queue = client.get(reverse("moderation:queue"))
    decisions = client.get(reverse("moderation:decision_list"))
    discussions = client.get(reverse("moderation:discussion_list"))
    admin = client.get(reverse("admin:moderation_report_changelist"))

    assert [row.comment.pk for row in queue.context["page"].object_list] == [mine.comment_id]
    assert queue.context["tasks"] == [here]
    assert list(decisions.context["page"].object_list) == [decided]
    assert [task for task, _discussion in discussions.context["rows"]] == [here]
    assert list(admin.context["cl"].queryset) == [mine]
    assert client.get(reverse("moderation:queue"), {"task": elsewhere.comment.task.slug}).status_code == 400
    assert client.get(reverse("moderation:discussion_form", args=[elsewhere.comment.task.slug])).status_code == 404
    assert client.get(reverse("admin:moderation_report_change", args=[theirs.pk])).status_code == 302
    assert client.get(reverse("admin:moderation_moderationdecision_change", args=[elsewhere.pk])).status_code == 302
    pages = "".join(answer.content.decode() for answer in (queue, decisions, discussions, admin))
    assert [word for word in (HIDDEN_WORDS, NOTE) if word in pages] == []


def test_the_explanation_is_for_a_moderator_elsewhere_what_it_is_for_everybody(client, elsewhere):
    page = client.get(reverse("moderation:explanation", args=[elsewhere.comment.pk])).content.decode()

    assert elsewhere.reason in page
    assert [word for word in (HIDDEN_WORDS, NOTE) if word in page] == []


def test_services_hold_to_the_scope_too():
    moderator, comment = make_moderator(tasks=[make_task()]), make_comment(task=make_task())
    decision = make_decision(comment=make_comment(task=comment.task))
    calls = [
        lambda: services.hide(comment=comment, moderator=moderator, rule="spam", reason="광고입니다."),
        lambda: services.keep(comment=comment, moderator=moderator, reason="의견입니다."),
        lambda: services.undo(decision=decision, moderator=moderator),
        lambda: services.claim(comment=comment, moderator=moderator),
        lambda: services.release(comment=comment, moderator=moderator),
        lambda: services.assign(comment=comment, to=make_moderator(), by=moderator),
        lambda: services.assign(comment=comment, to=moderator, by=make_moderator()),
    ]

    for call in calls:
        with pytest.raises(services.NotAModerator):
            call()


def test_departments_give_the_tasks_that_they_have_now_and_later(client):
    department = make_department()
    task, later = make_task(department_ko=department.name_ko), make_task()
    client.force_login(make_moderator(departments=[department]))
    reports = [make_report(comment=make_comment(task=each)) for each in (task, later)]

    before = [row.comment.pk for row in client.get(reverse("moderation:queue")).context["page"].object_list]
    later.department_ko = department.name_ko
    later.save()
    after = [row.comment.pk for row in client.get(reverse("moderation:queue")).context["page"].object_list]

    assert before == [reports[0].comment_id]
    assert after == [report.comment_id for report in reports]


def test_a_scope_that_is_taken_away_is_gone_at_the_next_click(client):
    task = make_task()
    moderator, comment = make_moderator(tasks=[task]), make_comment(task=task)
    client.force_login(moderator)
    accounts.set_moderation_scope(moderator=moderator, tasks=[make_task()])

    assert client.post(reverse("moderation:hide", args=[comment.pk]), {"prepared": "spam", "seen": "0"}).status_code == 404
    assert not ModerationDecision.objects.exists()


def test_a_moderator_to_whom_nothing_was_given_reads_a_kind_page(client):
    make_report()
    client.force_login(make_staff("moderator"))

    page = client.get("/en" + reverse("moderation:queue"))

    assert (page.status_code, list(page.context["page"].object_list)) == (200, [])
    assert "No task is assigned to you yet" in page.content.decode()
    assert client.get(reverse("moderation:discussion_list")).status_code == 200


# --- who says so -------------------------------------------------------------------------------------------------------------


def test_an_administrator_says_who_moderates_what_and_it_is_recorded(client):
    administrator, moderator, task, department = make_administrator(), make_staff("moderator"), make_task(), make_department()
    client.force_login(administrator)
    address = reverse("moderation:scope", args=[moderator.pk])

    sent = client.post(address, {"tasks": [task.slug], "departments": [department.slug]})

    assert (sent.status_code, sent["Location"]) == (302, reverse("moderation:team"))
    assert list(moderator.moderation_scopes.values_list("task", "department")) == [(task.pk, None), (None, department.pk)]
    entry = AuditEvent.objects.filter(action="moderation.scope").latest("number")
    assert (entry.actor, entry.subject) == (administrator.pk, f"person:{moderator.pk}")
    assert entry.details == {"everywhere": False, "tasks": [task.slug], "departments": [department.slug]}
    assert task.title in client.get(reverse("moderation:team")).content.decode()
    client.post(address, {"is_everywhere": "on", "tasks": [task.slug]})
    assert list(moderator.moderation_scopes.values_list("task", "department")) == [(None, None)]


@pytest.mark.parametrize("data", [{"tasks": ["no-such-task"]}, {"departments": ["<script>"]}, {"tasks": ["\x00"]}])
def test_a_scope_out_of_nowhere_changes_nothing(client, data):
    task, _department = make_task(), make_department()
    moderator = make_moderator(tasks=[task])
    client.force_login(make_administrator())

    assert client.post(reverse("moderation:scope", args=[moderator.pk]), data).status_code == 422
    assert list(moderator.moderation_scopes.values_list("task", flat=True)) == [task.pk]


def test_the_team_is_for_administrators_and_about_moderators(client):
    moderator, citizen = make_moderator(), make_citizen()
    addresses = [reverse("moderation:team"), reverse("moderation:scope", args=[moderator.pk])]
    answers = {}
    for name, person in {"citizen": citizen, "moderator": moderator, "administrator": make_administrator()}.items():
        client.force_login(person)
        answers[name] = [client.get(address).status_code for address in addresses]

    assert answers == {"citizen": [403, 403], "moderator": [403, 403], "administrator": [200, 200]}
    assert client.get(reverse("moderation:scope", args=[citizen.pk])).status_code == 404


def test_appointing_on_the_command_line_gives_a_scope():
    person, task, department = make_citizen(), make_task(), make_department()
    told = StringIO()

    call_command("appoint", person.email, "moderator", stdout=told)
    call_command("appoint", person.email, "moderator", "--task", task.slug, "--department", department.slug, stdout=StringIO())
    given = list(person.moderation_scopes.values_list("task", "department"))
    call_command("appoint", person.email, "moderator", "--everywhere", stdout=StringIO())

    assert "/moderation/team/" in told.getvalue()
    assert given == [(task.pk, None), (None, department.pk)]
    assert list(person.moderation_scopes.values_list("task", "department")) == [(None, None)]


@pytest.mark.parametrize(
    "words", [["officer", "--everywhere"], ["moderator", "--task", "none"], ["moderator", "--everywhere", "--withdraw"]]
)
def test_appointing_with_a_scope_that_makes_no_sense_changes_nothing(words):
    person = make_citizen()

    with pytest.raises(CommandError):
        call_command("appoint", person.email, *words, stdout=StringIO())

    assert (person.groups.count(), person.moderation_scopes.count()) == (0, 0)
