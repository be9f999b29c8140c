"""Milestones from files: by the rules of a single one, looked at first, all or none, twice without harm."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.core.files.tables import UnusableTable
from portal.plan.models import TaskChange
from portal.plan.services.refusals import NotAnEditor
from portal.progress.milestones.files import COLUMNS, MORE_COLUMNS, MilestoneRow, read
from portal.progress.models import Milestone
from portal.progress.services.milestone_import import ImportRefused, compare, import_milestones
from tests.at_once import at_once
from tests.factories import make_citizen, make_milestone, make_officer, make_task

pytestmark = pytest.mark.django_db
ADDRESS = reverse("progress:import_milestones")
HEAD = ",".join([*COLUMNS.values(), *MORE_COLUMNS.values()])


@pytest.fixture
def task():
    return make_task(slug="smart-city", number=3)


@pytest.fixture
def officer(client):
    person = make_officer()
    client.force_login(person)
    return person


def text_of(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def upload(client, *lines: str):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("milestones.csv", text_of(*lines))})


def upload_and_import(client, *lines: str):
    return client.post(ADDRESS, {"rows": upload(client, *lines).context["rows"]})


def stored() -> list[tuple]:
    return list(Milestone.objects.order_by("pk").values_list("title_ko", "baseline_on", "planned_on", "actual_on"))


def row_of(task, title_ko: str) -> MilestoneRow:
    return MilestoneRow(2, task.slug, title_ko, date(2027, 5, 1), "", None, "", "")


@pytest.mark.django_db(transaction=True)
def test_two_files_in_opposite_orders_never_wait_in_a_circle():
    tasks, officers = [make_task() for _ in range(4)], [make_officer(), make_officer()]
    files = [[row_of(task, f"{number}번 단계") for task in order] for number, order in enumerate((tasks, tasks[::-1]))]

    outcomes = at_once(
        [
            lambda rows=rows, officer=officer: import_milestones(rows=rows, officer=officer)
            for rows, officer in zip(files, officers, strict=True)
        ]
    )

    assert [type(outcome).__name__ for outcome in outcomes] == ["Comparison"] * 2
    assert Milestone.objects.count() == 8


def test_new_milestones_are_shown_then_written_and_the_same_file_changes_nothing(client, officer, task):
    reached = timezone.localdate() - timedelta(days=3)
    lines = ("smart-city,첫째,2027-03-31,First,,,", f"3,둘째,2026-01-05,,{reached},,")

    shown = upload(client, *lines)
    before = stored()
    client.post(ADDRESS, {"rows": shown.context["rows"]})
    again = upload(client, *lines)

    assert (shown.status_code, before) == (200, [])
    assert stored() == [
        ("첫째", date(2027, 3, 31), date(2027, 3, 31), None),
        ("둘째", date(2026, 1, 5), date(2026, 1, 5), reached),
    ]
    assert (again.context["found"].count, len(again.context["found"].same)) == (0, 2)


def test_a_milestone_that_a_colleague_moved_after_the_preview_is_shown_again(client, officer, task):
    upload_and_import(client, "smart-city,첫째,2027-03-31,First,,,")
    shown = upload(client, "smart-city,첫째,2027-03-01,First,,,")
    upload_and_import(client, "smart-city,첫째,2027-03-15,First,,,")

    refused = client.post(ADDRESS, {"rows": shown.context["rows"]})
    standing = stored()[0][2]
    done = client.post(ADDRESS, {"rows": refused.context["rows"]})

    assert (refused.status_code, standing) == (409, date(2027, 3, 15))
    assert (done.status_code, stored()[0][2]) == (302, date(2027, 3, 1))


def test_a_later_day_needs_its_reason_and_stands_in_the_history(client, officer, task):
    milestone = make_milestone(task=task, officer=officer, title_ko="첫째", planned_on=date(2027, 3, 31))

    refused = upload(client, "smart-city,첫째,2027-06-30,,,,")
    shown = upload(client, "smart-city,첫째,2027-06-30,,,부품이 늦었습니다,")
    client.post(ADDRESS, {"rows": shown.context["rows"]})

    milestone.refresh_from_db()
    assert (refused.status_code, [error.number for error in refused.context["found"].errors]) == (422, [2])
    assert (milestone.planned_on, milestone.baseline_on) == (date(2027, 6, 30), date(2027, 3, 31))
    assert TaskChange.objects.filter(kind="milestone").order_by("pk").last().reason_ko == "부품이 늦었습니다"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nowhere,둘째,2027-03-31,,,,", "nowhere"),
        ("smart-city,,2027-03-31,,,,", "추진 단계"),
        ("smart-city,둘째,언젠가,,,,", "2026-11-26"),
        ("smart-city,둘째,1999-01-01,,,,", "2010"),
        ("smart-city,둘째,2027-03-31,,2999-01-01,,", "날"),
        ("smart-city,첫째,2027-04-30,,,,", "2번째"),
        ("3, 첫째 ,2027-03-31,,,,", "2번째"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(client, officer, task, line, words):
    answer = upload(client, "smart-city,첫째,2027-03-31,,,,", line)

    (error,) = answer.context["found"].errors
    assert (answer.status_code, error.number) == (422, 3)
    assert words in error.words
    assert (stored(), TaskChange.objects.count()) == ([], 0)


def test_looking_at_a_file_leaves_no_trace(officer, task):
    rows, errors = read(text_of("smart-city,첫째,2027-03-31,,,,"))

    assert compare(rows, errors, officer=officer).count == 1
    assert (stored(), TaskChange.objects.count()) == ([], 0)


def test_one_row_that_became_wrong_stops_all(officer, task):
    rows, _errors = read(text_of("smart-city,첫째,2027-03-31,,,,", "gone,둘째,2027-03-31,,,,"))

    with pytest.raises(ImportRefused, match="3"):
        import_milestones(rows=rows, officer=officer)

    assert stored() == []


def test_what_is_downloaded_can_be_imported_again_and_changes_nothing(client, officer, task):
    make_milestone(task=task, officer=officer, title_ko="=첫째, 둘째", planned_on=date(2027, 3, 31))

    content = client.get(reverse("progress:milestone_file")).content
    rows, errors = read(content)

    found = compare(rows, errors, officer=officer)

    assert (len(found.same), found.count, found.errors) == (1, 0, [])


def test_only_editors_import(client, task):
    rows, errors = read(text_of("smart-city,첫째,2027-03-31,,,,"))
    citizen = make_citizen()
    client.force_login(citizen)

    for act in (lambda: import_milestones(rows=rows, officer=citizen), lambda: compare(rows, errors, officer=citizen)):
        with pytest.raises(NotAnEditor):
            act()
    assert client.get(ADDRESS).status_code == 403


def test_the_needed_columns_are_named_when_they_are_missing():
    with pytest.raises(UnusableTable, match="계획일"):
        read("과제,추진 단계\nsmart-city,첫째\n".encode())


def test_a_title_written_with_other_blanks_is_the_same_milestone(officer, task):
    lines = ("smart-city,신호등  열 곳\u200e 설치,2027-03-31,Ten  signals,,,",)
    import_milestones(rows=read(text_of(*lines))[0], officer=officer)

    found = compare(*read(text_of(*lines)), officer=officer)

    assert (len(found.same), found.count, found.errors) == (1, 0, [])


def test_columns_that_the_file_leaves_out_stay_as_they_are(client, officer, task):
    reached = timezone.localdate() - timedelta(days=3)
    import_milestones(rows=read(text_of(f"smart-city,첫째,2026-01-05,First,{reached},,"))[0], officer=officer)
    short = "과제,추진 단계,계획일\nsmart-city,첫째,{}".format

    same = compare(*read(short("2026-01-05").encode()), officer=officer)
    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("m.csv", short("2026-01-02").encode())})
    client.post(ADDRESS, {"rows": shown.context["rows"]})

    milestone = Milestone.objects.get()
    assert (len(same.same), same.count) == (1, 0)
    assert (milestone.planned_on, milestone.actual_on, milestone.title_en) == (date(2026, 1, 2), reached, "First")
