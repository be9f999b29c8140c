"""The money on the task's page and on the page of the whole plan."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from portal.policy.models import BudgetLine, Task
from tests.factories import make_source, make_staff, make_task

pytestmark = pytest.mark.django_db


def add_line(
    task: Task, year: int = 2019, payer: str = "city", stage: str = "planned", amount: int = 10**10, **fields
) -> BudgetLine:
    source = fields.pop("source", None) or make_source()
    values = {"task": task, "year": year, "payer": payer, "stage": stage, "amount_krw": amount, "as_of": date(2019, 3, 1)}
    return BudgetLine.objects.create(source=source, **{**values, **fields})


def page(client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_a_task_without_lines_says_so_and_invites_the_department(client):
    task = make_task()

    html = page(client, task.get_absolute_url())

    assert "연도와 재원별로 밝힌 출처가 없습니다" in html
    assert "예산 채우기" not in html


def test_who_edits_the_plan_is_led_to_the_form(client):
    task = make_task()
    client.force_login(make_staff("officer", is_staff=True))

    assert reverse("admin:policy_task_change", args=[task.pk]) in page(client, task.get_absolute_url())


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (30_000_000_000, "공개된 총액보다 100억 원 적습니다"),
        (20_000_000_000, "더하면 공개된 총액과 같습니다"),
        (15_000_000_000, "공개된 총액보다 50억 원 많습니다"),
    ],
)
def test_the_sums_are_compared_with_the_published_total(client, published, words):
    task = make_task(budget_krw=published, budget_source=make_source())
    add_line(task, payer="national")
    add_line(task, payer="city")

    html = page(client, task.get_absolute_url())

    assert words in html
    assert "계획: 200억 원" in html
    assert "<td>국비</td>" in html


def test_a_dash_stands_where_nothing_was_published(client):
    task = make_task()
    add_line(task, stage="executed", amount=0)

    html = page(client, task.get_absolute_url())

    assert html.count('<span class="visually-hidden">공개되지 않음</span>') == 4  # two stages, in the row and in the sums
    assert '<td class="numeric">0 원</td>' in html


def test_the_source_of_each_amount_is_named_and_escaped(client):
    task = make_task()
    add_line(task, source=make_source(publisher="<b>시</b>"))

    html = page(client, task.get_absolute_url())

    assert "&lt;b&gt;시&lt;/b&gt;" in html
    assert "2019년 3월 1일(금) 기준" in html


def test_the_plan_page_says_how_much_no_task_accounts_for(client):
    call_command("load_plan", verbosity=0)

    korean, english = page(client, "/budget/"), page(client, "/en/budget/")

    known = sum(task.budget_krw for task in Task.objects.with_budget())
    assert known < 2_800_000_000_000
    assert "발표된 총액은 2조 8,000억 원입니다" in korean
    assert "The announced total is KRW 2.8 trillion." in english
    assert "부분을 더하면 총액과 같습니다" in korean
    assert [task.title_ko for task in Task.objects.all() if escape(task.title_ko) not in korean] == []


def test_without_a_plan_the_page_says_that_nothing_is_known(client):
    assert "계획의 총액을 밝힌 출처가 없습니다" in page(client, "/budget/")


def test_more_than_the_total_is_called_a_contradiction(client):
    call_command("load_plan", verbosity=0)
    Task.objects.filter(number=16).update(budget_krw=3_000_000_000_000, budget_source=make_source())

    assert "출처끼리 서로 맞지 않습니다" in page(client, "/budget/")


def test_the_queries_do_not_grow_with_the_lines(client):
    call_command("load_plan", verbosity=0)
    task = Task.objects.get(number=1)
    counts = []
    for years in (range(2018, 2019), range(2019, 2026)):
        for year in years:
            for payer in BudgetLine.Payer.values:
                add_line(task, year=year, payer=payer)
        counts.append([count_queries(client, path) for path in (task.get_absolute_url(), "/budget/")])

    assert counts[0] == counts[1]


def count_queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)
