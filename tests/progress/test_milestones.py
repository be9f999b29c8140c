"""Milestones: what was first planned stands, what is moved needs a reason, what is overdue is said in words."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.text.cleaning import UnusableText
from portal.plan.models import TaskChange
from portal.plan.services.refusals import NotAnEditor, ReasonMissing
from portal.progress import services
from portal.progress.models import Milestone
from portal.progress.services.refusals import ImpossibleDay, MilestoneExists
from tests.factories import make_citizen, make_milestone, make_officer, make_source, make_task

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


def change(milestone: Milestone, **given) -> Milestone:
    values = {name: getattr(milestone, name) for name in ("title_ko", "title_en", "planned_on", "actual_on", "source")}
    return services.milestones.change(milestone=milestone, **{"officer": make_officer(), **values, **given})


def test_the_first_day_stated_is_the_baseline():
    milestone = make_milestone(planned_on=MAY)

    assert (milestone.baseline_on, milestone.planned_on, milestone.actual_on) == (MAY, MAY, None)


def test_a_later_day_needs_a_reason_and_leaves_the_baseline():
    milestone = make_milestone(planned_on=MAY)

    with pytest.raises(ReasonMissing):
        change(milestone, planned_on=JUNE)
    moved = change(milestone, planned_on=JUNE, reason_ko="장비가 늦게 옵니다")

    moved.refresh_from_db()
    assert (moved.baseline_on, moved.planned_on, moved.slip_reason_ko, moved.days_late) == (MAY, JUNE, "장비가 늦게 옵니다", 31)
    last = TaskChange.objects.newest_first().first()
    assert last.values == [{"name": "planned_on", "before": "2027-05-01", "after": "2027-06-01"}]
    assert last.reason_ko == "장비가 늦게 옵니다"


def test_moving_it_later_again_needs_a_reason_again():
    milestone = change(make_milestone(planned_on=MAY), planned_on=JUNE, reason_ko="장비가 늦게 옵니다")

    with pytest.raises(ReasonMissing):
        change(milestone, planned_on=JUNE + timedelta(days=1))


def test_an_earlier_day_needs_none_and_ends_the_reason_of_the_delay():
    milestone = change(make_milestone(planned_on=MAY), planned_on=JUNE, reason_ko="장비가 늦게 옵니다")

    back = change(milestone, planned_on=MAY)

    back.refresh_from_db()
    assert (back.planned_on, back.slip_reason_ko) == (MAY, "")


@pytest.mark.parametrize("reason", [None, "", " "])
def test_the_database_refuses_a_delay_without_a_reason(reason):
    milestone = make_milestone(planned_on=MAY)

    with pytest.raises(IntegrityError, match="milestone_later_than_first_planned_has_a_reason"):
        Milestone.objects.filter(pk=milestone.pk).update(planned_on=JUNE, slip_reason_ko=reason)


@pytest.mark.parametrize("day", [date(2027, 4, 1), date(2027, 6, 1)])
def test_the_database_itself_keeps_the_baseline(day):
    milestone = make_milestone(planned_on=MAY)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Milestone.objects.filter(pk=milestone.pk).update(baseline_on=day, slip_reason_ko="다른 이유")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Milestone.objects.filter(pk=milestone.pk).update(task=make_task())

    milestone.refresh_from_db()
    assert milestone.baseline_on == MAY


def test_a_day_still_to_come_was_not_reached():
    milestone = make_milestone()
    today = timezone.localdate()

    with pytest.raises(ImpossibleDay):
        change(milestone, actual_on=today + timedelta(days=1))

    assert change(milestone, actual_on=today).is_reached


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2100, 1, 1)])
def test_a_day_outside_of_the_years_of_the_plan_is_refused(day):
    with pytest.raises(ImpossibleDay):
        make_milestone(planned_on=day)
    with pytest.raises(IntegrityError, match="is_sane"):
        Milestone.objects.create(task=make_task(), title_ko="운행", baseline_on=day, planned_on=day)


def test_a_title_stands_once_in_a_task():
    milestone = make_milestone(title_ko="운행 시작")

    with pytest.raises(MilestoneExists):
        make_milestone(task=milestone.task, title_ko=" 운행  시작 ")
    make_milestone(title_ko="운행 시작")

    assert Milestone.objects.count() == 2


def test_the_same_again_changes_nothing():
    milestone = make_milestone()
    before = Milestone.objects.get(pk=milestone.pk).updated_at

    change(milestone)

    assert (TaskChange.objects.count(), Milestone.objects.get(pk=milestone.pk).updated_at) == (1, before)


def test_taking_one_away_needs_a_reason_and_stays_in_the_history():
    milestone, officer = make_milestone(planned_on=MAY, title_ko="운행 시작"), make_officer()

    with pytest.raises(ReasonMissing):
        services.milestones.remove(milestone=milestone, officer=officer, reason_ko=" ")
    services.milestones.remove(milestone=milestone, officer=officer, reason_ko="과제에서 삭제되었습니다")

    last = TaskChange.objects.newest_first().first()
    assert (Milestone.objects.count(), last.action, last.about_ko) == (0, "removed", "운행 시작")
    assert {"name": "baseline_on", "before": "2027-05-01", "after": None} in last.values


def test_nobody_but_officers_states_milestones(client):
    milestone = make_milestone()
    citizen = make_citizen()
    client.force_login(citizen)
    addresses = [
        f"/tasks/{milestone.task.slug}/edit/milestones/{end}" for end in ("new/", f"{milestone.pk}/", f"{milestone.pk}/remove/")
    ]

    with pytest.raises(NotAnEditor):
        make_milestone(officer=citizen)
    with pytest.raises(NotAnEditor):
        change(milestone, officer=citizen, planned_on=MAY)
    with pytest.raises(NotAnEditor):
        services.milestones.remove(milestone=milestone, officer=citizen, reason_ko="그냥")

    assert {client.post(address, {"reason_ko": "그냥"}).status_code for address in addresses} == {403}


@pytest.mark.parametrize("title", ["", " ", "가\x00"])
def test_a_milestone_has_a_title(title):
    with pytest.raises(UnusableText):
        make_milestone(title_ko=title)


def test_the_page_says_in_words_what_is_overdue_reached_late_and_still_to_come(client):
    task = make_task()
    with time_machine.travel("2027-01-01T03:00Z", tick=False):
        for title in ("Late", "Reached", "Ahead"):
            make_milestone(task=task, title_ko=title, title_en=title, planned_on=MAY)
    with time_machine.travel("2027-05-14T03:00Z", tick=False):
        change(Milestone.objects.get(title_ko="Reached"), actual_on=date(2027, 5, 4))
        change(Milestone.objects.get(title_ko="Ahead"), planned_on=JUNE, reason_ko="장비", reason_en="Equipment <late>")

        page = " ".join(client.get(f"/en/tasks/{task.slug}/").content.decode().split())

    assert "13 days overdue" in page
    assert "First plan: Sat 1 May 2027 · 3 days late" in page
    assert "First plan: Sat 1 May 2027 · 31 days late" in page
    assert "Reason: Equipment &lt;late&gt;" in page
    assert "1 of 3 milestones reached · As of Fri 14 May 2027" in page
    assert 'role="img" aria-label="3 milestones: 1 reached, 1 overdue, 1 upcoming"' in page
    assert page.index("Today: Fri 14 May 2027") < page.index("31 days late")


def test_without_milestones_no_progress_is_claimed(client):
    page = client.get(f"/en/tasks/{make_task().slug}/").content.decode()

    assert "The city has not published how far this task is, nor its schedule." in page
    assert "Milestones</b> Not published by the city yet." in page
    assert [part for part in ("milestones reached", "schedule__picture", "money__spent", 'id="progress"') if part in page] == []


def test_a_milestone_with_a_source_names_it(client):
    task, source = make_task(), make_source(publisher="시보")
    make_milestone(task=task, source=source)
    make_milestone(task=task)

    rows = client.get(f"/tasks/{task.slug}/").content.decode().partition('class="milestones"')[2].partition("</ol>")[0]

    assert (rows.count('class="milestones__row"'), rows.count(source.url)) == (2, 1)


def test_the_forms_add_move_and_take_away(client):
    task, officer = make_task(), make_officer()
    client.force_login(officer)
    desk = f"/en/tasks/{task.slug}/edit/"

    added = client.post(f"{desk}milestones/new/", {"title_ko": "운행", "title_en": "Service", "planned_on": "2027-05-01"})
    milestone = Milestone.objects.get()
    form = client.get(f"{desk}milestones/{milestone.pk}/").content.decode()
    typed = {"title_ko": "운행", "planned_on": "2027-06-01", "reason_ko": "", "actual_on": ""}
    refused = client.post(f"{desk}milestones/{milestone.pk}/", typed)
    moved = client.post(f"{desk}milestones/{milestone.pk}/", {**typed, "reason_ko": "장비"})
    milestone.refresh_from_db()
    removed = client.post(f"{desk}milestones/{milestone.pk}/remove/", {"reason_ko": "삭제되었습니다"})

    assert [answer.status_code for answer in (added, refused, moved, removed)] == [302, 422, 302, 302]
    assert 'value="2027-05-01"' in form
    assert "Please give the reason for the later date." in refused.content.decode()
    assert (milestone.baseline_on, milestone.planned_on) == (MAY, JUNE)
    assert Milestone.objects.count() == 0


def test_a_milestone_is_changed_under_its_own_task_only(client):
    milestone, other = make_milestone(), make_task()
    client.force_login(make_officer())

    assert client.get(f"/tasks/{other.slug}/edit/milestones/{milestone.pk}/").status_code == 404


def test_the_desk_needs_no_more_queries_for_many_rows(client):
    task = make_task()
    client.force_login(make_officer())
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_milestone(task=task, source=make_source())
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/tasks/{task.slug}/edit/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_that_it_was_not_reached_after_all_needs_a_reason_which_everybody_reads():
    milestone = change(make_milestone(), actual_on=timezone.localdate())

    with pytest.raises(ReasonMissing):
        change(milestone, actual_on=None)
    change(milestone, actual_on=None, reason_ko="검사에서 다시 하기로 했습니다")

    last = TaskChange.objects.newest_first().first()
    assert (Milestone.objects.get().is_reached, last.reason_ko) == (False, "검사에서 다시 하기로 했습니다")
