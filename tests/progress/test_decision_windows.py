"""Before it decides, the city asks: what is open, what is fixed, who decides until when, and what came of it."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.plan.models import TaskChange
from portal.plan.services.refusals import ChangedMeanwhile, NotAnEditor
from portal.progress import services
from portal.progress.models import DecisionWindow
from portal.progress.services.refusals import AlreadyAsked, ImpossibleDay, NothingAsked
from tests.factories import make_citizen, make_comment, make_department, make_officer, make_task
from tests.markup import markup

pytestmark = pytest.mark.django_db
CLOSES, DECIDES = date(2026, 12, 31), date(2027, 1, 15)
TEXTS = {
    "question_ko": "어느 정류장에서 먼저 시험할까요?",
    "question_en": "Which stops <first>?",
    "still_open_ko": "정류장",
    "still_open_en": "The stops",
    "fixed_ko": "기종은 계약했습니다",
    "fixed_en": "The model is under contract",
    "decider_ko": "미래전략과",
    "decider_en": "Future Strategy Division",
}
DAYS = {"closes_on": CLOSES, "decides_on": DECIDES}
INSIDE, OUTSIDE = "Open question</span> Which stops &lt;first&gt;?", "What you write now does not count for this decision."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-30T10:00:00+09:00", tick=False) as clock:
        yield clock


def ask(task=None, officer=None) -> DecisionWindow:
    """The question of the tests, asked about a task."""
    return services.windows.ask(task=task or make_task(), officer=officer or make_officer(), **DAYS, **TEXTS)


def page_of(client, task) -> str:
    return markup(client.get(f"/en/tasks/{task.slug}/"))


def test_what_is_asked_stands_above_the_box_with_all_that_one_has_to_know(client):
    window = ask()

    page = page_of(client, window.task)

    facts = [
        INSIDE,
        "Comments count until Thu 31 December 2026. Decided by Fri 15 January 2027: Future Strategy Division",
        "Still open: The stops",
        "Fixed: The model is under contract",
    ]
    assert [fact for fact in facts if fact not in page] == []
    assert page.index(INSIDE) < page.index("<textarea")


@pytest.mark.parametrize(("day", "is_open"), [("2026-12-31T23:59:00+09:00", True), ("2027-01-01T00:00:00+09:00", False)])
def test_whoever_comments_after_the_last_day_is_told_so_before_writing(client, clock, day, is_open):
    window = ask()
    clock.move_to(day)

    page = page_of(client, window.task)

    assert (INSIDE in page, OUTSIDE in page) == (is_open, not is_open)
    assert page.index("<summary>Write all the same</summary>" if not is_open else INSIDE) < page.index("<textarea")


def test_what_came_of_earlier_questions_stays_and_nothing_else_is_asked(client):
    window = ask()
    services.windows.decide(window=window, officer=make_officer(), outcome_ko="유성에서", outcome_en="In <Yuseong>")

    page = page_of(client, window.task)

    assert "Nothing is asked at the moment: no decision waits for what you write now." in page
    assert "<b>Which stops &lt;first&gt;?</b> In &lt;Yuseong&gt;" in page
    assert INSIDE not in page


def test_a_task_that_never_asked_says_nothing_of_it(client):
    task = make_comment().task

    assert 'class="ask' not in page_of(client, task)


def test_each_step_is_in_the_history_and_in_the_audit_log(client):
    window, officer = ask(), make_officer()
    services.windows.change(window=window, officer=officer, **DAYS, **{**TEXTS, "still_open_en": "Stops"})
    services.windows.change(window=window, officer=officer, **DAYS, **{**TEXTS, "still_open_en": "Stops"})
    services.windows.decide(window=window, officer=officer, outcome_ko="유성에서")

    steps = list(TaskChange.objects.order_by("pk").values_list("kind", "action", "row"))
    assert steps == [("window", action, window.pk) for action in ("added", "changed", "published")]
    actions = AuditEvent.objects.filter(action__startswith="task.window").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["task.window_added", "task.window_changed", "task.window_published"]
    assert "What can still be changed (in English)" in client.get(f"/en/tasks/{window.task.slug}/history/").content.decode()


def test_only_officers_of_the_task_ask(client):
    make_department(name_ko="교통국")
    task = make_task(department_ko="교통국")
    others = make_officer(department=make_department(name_ko="다른 과"))

    for person in (make_citizen(), others):
        with pytest.raises(NotAnEditor):
            ask(task, person)


def test_one_question_at_a_time_and_what_was_decided_stands():
    window = ask()
    with pytest.raises(AlreadyAsked):
        ask(window.task)
    services.windows.decide(window=window, officer=make_officer(), outcome_ko="유성에서")

    with pytest.raises(NothingAsked):
        services.windows.change(window=window, officer=make_officer(), **DAYS, **TEXTS)
    with pytest.raises(NothingAsked):
        services.windows.decide(window=window, officer=make_officer(), outcome_ko="서구에서")
    assert ask(window.task).decided_on is None


def test_what_was_changed_meanwhile_is_not_written_over():
    window = ask()
    seen = window.version
    with time_machine.travel("2026-11-30T11:00:00+09:00", tick=False):
        services.windows.change(window=window, officer=make_officer(), **DAYS, **{**TEXTS, "fixed_ko": ""})

    with pytest.raises(ChangedMeanwhile):
        services.windows.decide(window=window, officer=make_officer(), outcome_ko="유성에서", seen=seen)


@pytest.mark.parametrize(
    "days", [{"closes_on": DECIDES, "decides_on": CLOSES}, {"closes_on": CLOSES, "decides_on": date(9999, 1, 1)}]
)
def test_days_that_cannot_be_are_refused(days):
    with pytest.raises(ImpossibleDay):
        services.windows.ask(task=make_task(), officer=make_officer(), **days, **TEXTS)


@pytest.mark.parametrize("name", ["question_ko", "still_open_ko", "decider_ko"])
def test_what_one_has_to_know_is_never_left_out(name):
    with pytest.raises(InvalidInput):
        services.windows.ask(task=make_task(), officer=make_officer(), **DAYS, **{**TEXTS, name: " "})


def test_the_database_keeps_one_question_and_an_outcome_of_each():
    window = ask()
    for wrong in ({"closes_on": date(2027, 2, 1)}, {"decided_on": CLOSES}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionWindow.objects.filter(pk=window.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionWindow.objects.create(task=window.task, **DAYS, **TEXTS)


def test_an_officer_asks_changes_and_decides_on_pages(client):
    task = make_task()
    client.force_login(make_officer())
    desk = f"/en/tasks/{task.slug}/edit/"

    refused = client.post(f"{desk}question/", {**TEXTS, "closes_on": "2027-01-15", "decides_on": "2026-12-31"})
    asked = client.post(f"{desk}question/", {**TEXTS, "closes_on": "2026-12-31", "decides_on": "2027-01-15"})
    form = client.get(f"{desk}question/").context["form"]
    changed = client.post(f"{desk}question/", {**form.initial, "question_en": "Where first?"})
    stale = client.post(f"{desk}question/outcome/", {"outcome_ko": "유성에서", "seen": "long ago"})
    again = client.post(f"{desk}question/outcome/", {"outcome_ko": "유성에서", "seen": stale.context["form"]["seen"].value()})

    assert [answer.status_code for answer in (refused, asked, changed, again)] == [422, 302, 302, 302]
    assert asked.url == desk
    window = DecisionWindow.objects.get()
    assert (window.question_en, window.outcome_ko, window.decided_on) == ("Where first?", "유성에서", date(2026, 11, 30))
    assert client.get(f"{desk}question/outcome/").status_code == 404
