"""The money on the task's page and on the page of the whole plan."""

import csv
import io
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from portal.plan.models import BudgetLine, Task
from tests.factories import make_source, make_staff, make_task
from tests.markup import markup

pytestmark = pytest.mark.django_db


def add_line(
    task: Task, year: int = 2019, payer: str = "city", stage: str = "planned", amount: int = 10**10, **fields
) -> BudgetLine:
    source = fields.pop("source", None) or make_source()
    values = {"task": task, "year": year, "payer": payer, "stage": stage, "amount_krw": amount, "as_of": date(2019, 3, 1)}
    return BudgetLine.objects.create(source=source, **{**values, **fields})


def page(client, path: str) -> str:
    """Without what the cells of stacked tables carry for narrow screens."""
    return re.sub(' (?:role="(?:cell|rowheader|row|rowgroup)"|data-label="[^"]*")', "", markup(client.get(path)))


def test_a_task_without_amounts_says_so_in_the_line_of_what_is_not_published(client):
    html = page(client, make_task().get_absolute_url())

    assert re.search("<b>[^<]*예산[^<]*</b> 시가 아직 공개하지 않았습니다[.]", html)
    assert 'id="budget"' not in html


def test_who_edits_the_plan_is_led_to_the_form(client):
    task = make_task()
    client.force_login(make_staff("officer", is_staff=True))

    html, desk = page(client, task.get_absolute_url()), page(client, f"/tasks/{task.slug}/edit/")

    assert reverse("progress:edit", args=[task.slug]) in html
    assert reverse("admin:plan_task_change", args=[task.pk]) in desk
    # The admin cannot add a line without JavaScript; a file can.
    assert [name for name in ("plan:import_budget", "progress:import_milestones") if reverse(name) not in desk] == []


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (30_000_000_000, "공개된 총액보다 100억 원 적습니다"),
        (20_000_000_000, "합계가 공개된 총액과 일치합니다"),
        (15_000_000_000, "공개된 총액보다 50억 원 많습니다"),
    ],
)
def test_the_sums_are_compared_with_the_published_total(client, published, words):
    task = make_task(budget_krw=published, budget_source=make_source())
    add_line(task, payer="national")
    add_line(task, payer="city")

    html = page(client, task.get_absolute_url())

    assert words in html
    assert "2019년 예산 <b>200억 원</b>" in html
    assert "<td>국비</td>" in html


def test_a_year_with_several_payers_has_a_sum_of_its_own(client):
    task = make_task()
    add_line(task, payer="national", amount=3 * 10**9)
    add_line(task, payer="city", amount=10**9)
    add_line(task, year=2020, amount=5 * 10**9)

    html = page(client, f"/en/tasks/{task.slug}/")

    assert html.count('class="table__sum"') == 1
    assert 'Total of 2019</th><td class="numeric">KRW 4 billion</td>' in html


@pytest.mark.parametrize(("is_all_revised", "is_said"), [(False, True), (True, False)])
def test_a_sum_of_some_revised_amounts_is_not_taken_for_the_plan_of_now(client, is_all_revised, is_said):
    task = make_task()
    add_line(task, payer="national", amount=15 * 10**9)
    add_line(task, payer="national", stage="revised", amount=14 * 10**9)
    add_line(task, payer="city", amount=5 * 10**9)
    if is_all_revised:
        add_line(task, payer="city", stage="revised", amount=5 * 10**9)

    html = page(client, f"/en{task.get_absolute_url()}")

    assert ("Current plan: KRW 19 billion." in html) == is_said


def test_a_dash_stands_where_nothing_was_published(client):
    task = make_task()
    add_line(task, stage="executed", amount=0)

    html = page(client, task.get_absolute_url())

    assert html.count('<span class="visually-hidden">미공개</span>') == 4  # two stages, in the row and in the sums
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
    assert "항목별 합계가 총액과 일치합니다" in korean
    assert [task.title_ko for task in Task.objects.all() if escape(task.title_ko) not in korean] == []


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        (
            "/budget/",
            [
                ["총 투자 규모", "2조 3,288억 원", "2조 8,000억 원"],
                ["국비", "6,928억 원", "미공개"],
                ["새 일자리", "27,000", "36,000"],
            ],
        ),
        (
            "/en/budget/",
            [
                ["Total investment", "KRW 2.3288 trillion", "KRW 2.8 trillion"],
                ["National funds", "KRW 692.8 billion", "Not published"],
                ["New jobs", "27,000", "36,000"],
                ["Projects", "33", "Not published"],
                ["Until", "2026", "Not published"],
            ],
        ),
    ],
)
def test_figures_reported_later_stand_beside_those_of_the_announcement_with_both_sources(client, address, rows):
    call_command("load_plan", verbosity=0)

    html = page(client, address)
    table = html[html.index('id="compared-table"') :]

    for row in rows:
        line = table[table.index(f'<th scope="row">{row[0]}</th>') :].partition("</tr>")[0]
        assert [words for words in row if words not in line] == []
    assert [host for host in ("sedaily.com", "joongdo.co.kr") if table.count(host) != 1] == []


def test_without_a_plan_the_page_says_that_nothing_is_known(client):
    assert "계획의 총액을 공개한 출처가 없습니다" in page(client, "/budget/")


def test_more_than_the_total_is_called_a_contradiction(client):
    call_command("load_plan", verbosity=0)
    Task.objects.filter(number=16).update(budget_krw=3_000_000_000_000, budget_source=make_source())

    assert "출처마다 수치가 다릅니다" in page(client, "/budget/")


def test_the_table_of_the_plan_adds_up_and_names_each_source(client):
    call_command("load_plan", verbosity=0)
    task = Task.objects.without_budget().order_by("number").first()
    add_line(task, amount=7 * 10**9)
    add_line(task, stage="revised", amount=6 * 10**9)

    html = page(client, "/en/budget/")
    foot = [
        cell.partition("<")[0] for cell in html.partition("<tfoot>")[2].partition("</tfoot>")[0].split('<td class="numeric">')
    ]

    assert foot[1:4] == ["KRW 401.95 billion", "KRW 7 billion", "KRW 6 billion"]
    assert foot[5:] == ["KRW 2,398.05 billion", "KRW 2.8 trillion"]
    assert [each.title_en for each in Task.objects.with_budget() if each.budget_source.url not in html] == []


def test_more_than_the_total_is_no_share_of_it(client):
    call_command("load_plan", verbosity=0)
    Task.objects.filter(number=16).update(budget_krw=3_000_000_000_000, budget_source=make_source())

    caption = page(client, "/en/budget/").partition('<figcaption class="chart__title">')[2].partition("</figcaption>")[0]

    assert caption == "Published budgets of tasks: KRW 3,394.95 billion"


def test_the_table_is_a_file_that_says_the_same_and_what_is_to_be_confirmed(client):
    call_command("load_plan", verbosity=0)
    add_line(Task.objects.get(number=1), amount=5)

    text = client.get("/en/budget/tasks.csv").content
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))

    known = sum(task.budget_krw for task in Task.objects.with_budget())
    first = rows[0]
    assert (len(rows), sum(int(row["published_krw"] or 0) for row in rows)) == (16, known)
    assert (first["planned_krw"], first["revised_krw"], first["difference_krw"]) == (
        "5",
        "",
        str(int(first["published_krw"]) - 5),
    )
    assert first["source_url"].startswith("http")
    assert {row["source"] for row in rows if not row["published_krw"]} == {"Not published"}


def test_everybody_may_take_the_lines_along_with_their_sources(client):
    line = add_line(make_task(slug="buses"), source=make_source(title="=SUM(1)"))

    (row,) = csv.DictReader(io.StringIO(client.get("/en/budget/lines.csv").content.decode("utf-8-sig")))

    assert (row["task"], row["amount_krw"], row["as_of"]) == ("buses", "10000000000", "2019-03-01")
    assert (row["source"], row["source_title"]) == (line.source.key, "'=SUM(1)")


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
