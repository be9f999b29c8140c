"""Budgets from CSV and XLSX files: looked at first, imported together or not at all, twice without harm."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from portal.core.files.tables import UnusableTable
from portal.plan.budget_files import COLUMNS, read
from portal.plan.models import BudgetLine, TaskChange
from portal.plan.services.budget_import import ImportRefused, compare, import_lines
from portal.plan.services.refusals import NotAnEditor
from tests.factories import make_citizen, make_officer, make_source, make_task

pytestmark = pytest.mark.django_db
ADDRESS = reverse("plan:import_budget")
HEAD = ",".join(COLUMNS.values())


@pytest.fixture
def plan():
    """A task and a source that files can name."""
    return make_task(slug="smart-city", number=3), make_source(key="jungdo")


def text_of(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def workbook_of(*rows: list) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in [list(COLUMNS.values()), *rows]:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def lines() -> list[tuple]:
    return list(BudgetLine.objects.order_by("pk").values_list("year", "payer", "stage", "amount_krw", "as_of"))


GOOD = 'smart-city,2026,국비,계획,"1,500,000,000",jungdo,2026-11-26'
WRITTEN = (2026, "national", "planned", 1_500_000_000, date(2026, 11, 26))


@pytest.mark.parametrize(
    "content",
    [
        text_of(GOOD),
        b"\xef\xbb\xbf" + text_of(GOOD),
        text_of(GOOD).decode().encode("cp949"),
        text_of("3;2026;국비;계획;1500000000;jungdo;2026. 11. 26.").replace(b",", b";"),
        b"source,as_of,task,year,payer,stage,amount_krw\r\njungdo,2026-11-26,smart-city,2026,National,PLANNED,1500000000\r\n\r\n",
        text_of('３,２０２６년,국비,계획,"１，５００，０００，０００원",jungdo,2026. 11. 26.'),
        workbook_of(["smart-city", 2026, "국비", "당초", 1_500_000_000, "jungdo", date(2026, 11, 26)]),
        workbook_of(["3", "2026", "국비", "계획", 1.5e9, "jungdo", "2026-11-26"]),
    ],
    ids=["utf-8", "utf-8 with mark", "cp949", "semicolons", "english", "full width", "workbook", "workbook of texts"],
)
def test_files_are_read_however_spreadsheets_save_them(plan, content):
    rows, errors = read(content)
    import_lines(rows=rows, officer=make_officer())

    assert errors == []
    assert lines() == [WRITTEN]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nowhere,2026,국비,계획,1,jungdo,2026-11-26", "nowhere"),
        ("smart-city,2027,국비,계획,1,no-source,2026-11-26", "no-source"),
        ("smart-city,1999,국비,계획,1,jungdo,2026-11-26", "2010"),
        ("smart-city,2026,도비,계획,1,jungdo,2026-11-26", "국비"),
        ("smart-city,2026,국비,희망,1,jungdo,2026-11-26", "계획"),
        ("smart-city,2026,국비,계획,15억,jungdo,2026-11-26", "1,500,000"),
        ("smart-city,2026,국비,계획,-1,jungdo,2026-11-26", "1,500,000"),
        ("smart-city,2026,국비,계획,1.5,jungdo,2026-11-26", "1,500,000"),
        ('smart-city,2026,국비,집행,"12,34",jungdo,2026-11-26', "1,500,000"),
        ('smart-city,2026,국비,집행,"1,500천원",jungdo,2026-11-26', "1,500,000"),
        ("3,2026,국비,계획,7,jungdo,2026-11-26", "2번째"),
        ("smart-city,2026,국비,계획,99999999999999999999,jungdo,2026-11-26", "1,500,000"),
        ("smart-city,2026,국비,계획,1,jungdo,내일", "2026-11-26"),
        (",2026,국비,계획,1,jungdo,2026-11-26", "출처"),
        (GOOD, "2번째"),
    ],
)
def test_a_half_broken_file_says_which_lines_and_changes_nothing(client, plan, line, words):
    client.force_login(make_officer())
    upload = SimpleUploadedFile("budget.csv", text_of(GOOD, line))

    answer = client.post(ADDRESS, {"file": upload})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [error.number for error in answer.context["found"].errors] == [3]
    assert words in answer.context["found"].errors[0].words
    assert 'name="rows"' not in page
    assert lines() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04broken",
        b"\xff\xfe\x00",
        "과제,연도\n1,2".encode(),
        b'task,"year\n1',
        HEAD.encode() + b"\n" + b"x,\n" * 5_001,
    ],
    ids=["empty", "bytes", "broken workbook", "utf-16", "missing columns", "quotes", "too many"],
)
def test_what_is_no_table_is_refused_with_words(client, plan, content):
    client.force_login(make_officer())
    with pytest.raises(UnusableTable):
        read(content)

    answer = client.post(ADDRESS, {"file": SimpleUploadedFile("budget.csv", content)})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_what_is_imported_is_what_was_looked_at_and_stands_in_the_history(client, plan):
    task, _source = plan
    officer = make_officer()
    client.force_login(officer)

    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("budget.csv", text_of(GOOD))})
    before = lines()
    done = client.post(ADDRESS, {"rows": shown.context["rows"]})
    again = client.post(ADDRESS, {"file": SimpleUploadedFile("budget.csv", text_of(GOOD))})

    assert (shown.status_code, before, done.status_code) == (200, [], 302)
    assert lines() == [WRITTEN]
    assert (again.context["found"].count, len(again.context["found"].same)) == (0, 1)
    assert list(TaskChange.objects.values_list("task", "kind", "action")) == [(task.pk, "budget", "added")]


def test_a_changed_amount_shows_before_and_after(client, plan):
    officer = make_officer()
    import_lines(rows=read(text_of(GOOD))[0], officer=officer)
    client.force_login(officer)

    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("b.csv", text_of(GOOD.replace('"1,500,000,000"', "7")))})
    client.post(ADDRESS, {"rows": shown.context["rows"]})

    assert "15억 원" in shown.content.decode()
    assert [line[3] for line in lines()] == [7]
    assert TaskChange.objects.order_by("pk").last().values == [{"name": "amount_krw", "before": 1_500_000_000, "after": 7}]


def test_what_a_colleague_changed_after_the_preview_is_shown_again_not_written_over(client, plan):
    officer = make_officer()
    import_lines(rows=read(text_of(GOOD))[0], officer=officer)
    client.force_login(officer)
    seven, eight = (text_of(GOOD.replace('"1,500,000,000"', amount)) for amount in ("7", "8"))
    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("b.csv", seven)})
    import_lines(rows=read(eight)[0], officer=make_officer())

    refused = client.post(ADDRESS, {"rows": shown.context["rows"]})
    standing = lines()[0][3]
    done = client.post(ADDRESS, {"rows": refused.context["rows"]})
    twice = client.post(ADDRESS, {"rows": refused.context["rows"]})

    assert (refused.status_code, standing) == (409, 8)
    assert [before.amount_krw for _task, _row, before in refused.context["changed"]] == [8]
    assert (done.status_code, twice.status_code, lines()[0][3]) == (302, 302, 7)


def test_the_preview_names_tasks_and_words_and_says_when_it_shows_only_a_part(client, plan):
    task, _source = plan
    client.force_login(make_officer())
    many = [
        f"3,{year},{payer},{stage},1,jungdo,2026-11-26"
        for year in range(2010, 2030)
        for payer in ("국비", "시비", "구비", "민자")
        for stage in ("계획", "변경", "집행")
    ]

    answer = client.post("/en/budget/import/", {"file": SimpleUploadedFile("budget.csv", text_of(*many))})
    page = answer.content.decode()

    assert f"<strong>3. {task.title_en}</strong> · 2010 · National · Planned" in page
    assert page.count('class="rows__item"') == 200
    assert "The first 200 of 240 are shown." in page
    assert answer.context["found"].count == 240


def test_a_preview_of_somebody_else_or_tampered_with_imports_nothing(client, plan):
    client.force_login(make_officer())
    rows = client.post(ADDRESS, {"file": SimpleUploadedFile("budget.csv", text_of(GOOD))}).context["rows"]
    client.force_login(make_officer())

    statuses = [client.post(ADDRESS, {"rows": each}).status_code for each in (rows, f"{rows}x", "", "a:b:c")]

    assert statuses == [422] * 4
    assert lines() == []


def test_a_row_that_became_wrong_after_the_preview_stops_the_whole_import(plan):
    rows, _errors = read(text_of(GOOD, GOOD.replace("2026,국비", "2027,국비").replace("jungdo", "gone")))

    with pytest.raises(ImportRefused, match="3"):
        import_lines(rows=rows, officer=make_officer())

    assert lines() == []


def test_nobody_else_imports(client, plan):
    rows, _errors = read(text_of(GOOD))
    citizen = make_citizen()
    client.force_login(citizen)

    with pytest.raises(NotAnEditor):
        import_lines(rows=rows, officer=citizen)

    assert client.get(ADDRESS).status_code == 403


def test_what_is_downloaded_can_be_imported_again_and_changes_nothing(client, plan):
    officer = make_officer()
    import_lines(rows=read(text_of(GOOD, GOOD.replace("계획", "집행")))[0], officer=officer)
    client.force_login(officer)

    content = client.get(reverse("plan:budget_file")).content
    rows, errors = read(content)
    found = compare(rows, errors, officer=officer)

    assert (len(found.same), found.count, found.errors) == (2, 0, [])


def test_comparing_takes_no_more_queries_with_more_rows(plan):
    officer, counts = make_officer(), []
    officer.has_perm("plan.edit_plan")  # permissions are read once
    for years in ([2026], range(2020, 2060)):
        rows, _errors = read(text_of(*(GOOD.replace("2026,국비", f"{year},국비") for year in years)))
        with CaptureQueriesContext(connection) as captured:
            compare(rows, officer=officer)
        counts.append(len(captured))

    assert counts[0] == counts[1] == 4
