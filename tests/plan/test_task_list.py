"""The list of tasks: search, filters, order, groups, both languages, with and without htmx."""

import unicodedata

import pytest
from django.test import Client

from portal.plan.models import Fact, Task
from portal.progress.task_list import task_list
from tests.factories import make_source, make_strategy, make_task
from tests.markup import markup

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan() -> dict[str, Task]:
    """Two strategies, four tasks, one fact."""
    jobs = make_strategy(slug="jobs", position=1, title_ko="일자리", title_en="Jobs")
    safe = make_strategy(slug="safe", position=2, title_ko="안전", title_en="Safety")
    source = make_source()
    startups = make_task(
        slug="startups",
        strategy=jobs,
        title_ko="2,000개 스타트업 육성",
        title_en="Grow start-ups",
        budget_krw=250,
        budget_source=source,
    )
    Fact.objects.create(task=startups, text_ko="스타트업 타운 5곳 조성", text_en="Five towns", source=source)
    campus = make_task(slug="campus", strategy=jobs, title_ko="ICT·SW 융합캠퍼스", title_en="Convergence campus")
    transport = make_task(slug="transport", strategy=safe, title_ko="스마트 교통", title_en="Smart transport", is_confirmed=False)
    city = make_task(
        slug="city", strategy=safe, title_ko="스마트시티", title_en="A 100% smart_city", budget_krw=900, budget_source=source
    )
    return {"startups": startups, "campus": campus, "transport": transport, "city": city}


def found(**params) -> list[str]:
    return [task.slug for task in task_list(params).tasks]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("스타트", ["startups"]),
        ("타운", ["startups"]),
        ("마트", ["transport", "city"]),
        ("스마트 교통", ["transport"]),
        ("교통 스마트", ["transport"]),
        ("육성 타운", ["startups"]),
        ("ict", ["campus"]),
        ("FIVE TOWNS", ["startups"]),
        ("smart", ["transport", "city"]),
        ("%", ["city"]),
        ("_", ["city"]),
        ("100%", ["city"]),
        ("\\", []),
        ("'; DROP TABLE plan_task; --", []),
        ("트램", []),
        ("  ", ["startups", "campus", "transport", "city"]),
        (unicodedata.normalize("NFD", "스타트업"), ["startups"]),
    ],
)
def test_search_finds_parts_of_words_in_both_languages(plan, q, expected):
    assert found(q=q) == expected


def test_a_task_is_found_once_however_many_facts_match(plan):
    for position in range(3):
        Fact.objects.create(task=plan["startups"], position=position, text_ko="스타트업 타운", source=make_source())

    assert found(q="타운") == ["startups"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"strategy": "jobs"}, ["startups", "campus"]),
        ({"confirmation": "confirmed"}, ["startups", "campus", "city"]),
        ({"confirmation": "unconfirmed"}, ["transport"]),
        ({"budget": "published"}, ["startups", "city"]),
        ({"budget": "unpublished"}, ["campus", "transport"]),
        ({"strategy": "safe", "budget": "published", "confirmation": "confirmed", "q": "스마트"}, ["city"]),
        ({"sort": "number"}, ["startups", "campus", "transport", "city"]),
        ({"sort": "budget"}, ["city", "startups", "campus", "transport"]),
        ({"sort": "title"}, ["startups", "campus", "transport", "city"]),
    ],
)
def test_filters_and_orders(plan, params, expected):
    assert found(**params) == expected


def test_titles_are_sorted_in_the_language_of_the_page(plan, client):
    listing = client.get("/en/tasks/?sort=title").context["listing"]

    assert [task.title for task in listing.tasks] == [
        "A 100% smart_city",
        "Convergence campus",
        "Grow start-ups",
        "Smart transport",
    ]


@pytest.mark.parametrize(
    "query", ["sort=random", "strategy=nope", "confirmation=1", "budget=0", "sort=-number", "sort=number%00"]
)
def test_what_the_list_does_not_offer_is_a_bad_request(plan, client, query):
    assert client.get(f"/tasks/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=" + "가" * 101], ids=["NUL", "too long"])
def test_a_search_that_is_no_text_is_refused(plan, client, query):
    assert client.get(f"/tasks/?{query}").status_code == 422


def test_only_reading_is_offered(client):
    assert client.post("/tasks/").status_code == 405


def test_tasks_stand_under_their_strategies(plan, client):
    groups = client.get("/tasks/").context["listing"].groups

    assert [(group.strategy.slug, [task.slug for task in group.tasks]) for group in groups] == [
        ("jobs", ["startups", "campus"]),
        ("safe", ["transport", "city"]),
    ]


def test_another_order_runs_across_the_strategies_and_names_them(plan, client):
    page = markup(client.get("/en/tasks/?sort=budget"))

    assert 'class="strategy"' not in page
    assert page.index("A 100% smart_city") < page.index("Grow start-ups")
    assert "Task 4 · Safety" in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/tasks/?q=스마트", ["과제 3", "스마트 교통", "미공개", "900 원", "과제 4개 중 2개"]),
        ("/en/tasks/?q=smart", ["Task 3", "Smart transport", "Not published", "KRW 900", "2 of 4 tasks"]),
    ],
)
def test_the_page_says_what_was_found_in_both_languages(plan, client, address, expected):
    page = client.get(address).content.decode()

    assert [text for text in expected if text not in page] == []
    assert "스타트업" not in page
    assert "start-ups" not in page


def test_what_was_asked_for_stays_in_the_form(plan, client):
    page = client.get("/tasks/", {"q": '"><script>', "strategy": "safe", "sort": "budget"}).content.decode()

    assert 'value="&quot;&gt;&lt;script&gt;"' in page
    assert '<option value="safe" selected>' in page
    assert '<option value="budget" selected>' in page


def test_nothing_found_says_so_and_leads_back(plan, client):
    page = client.get("/en/tasks/?q=tram").content.decode()

    assert "No task matches" in page
    assert "0 of 4 tasks" in page
    assert 'class="button button--secondary" href="/en/tasks/"' in page


def test_a_portal_without_a_plan_says_so(client):
    assert "No tasks yet" in client.get("/en/tasks/").content.decode()


def test_htmx_gets_the_results_alone_and_a_clean_address(plan, client):
    response = client.get("/tasks/?q=스마트&strategy=&budget=&confirmation=&sort=number", headers=HTMX)
    page = response.content.decode()

    assert page.lstrip().startswith('<div id="task-results"')
    assert '<p id="result-count" hx-swap-oob="innerHTML">' in page
    assert response["HX-Push-Url"] == "/tasks/?q=%EC%8A%A4%EB%A7%88%ED%8A%B8"
    assert "<html" in client.get("/tasks/", headers={**HTMX, "HX-History-Restore-Request": "true"}).content.decode()


def test_hostile_titles_are_escaped(client):
    make_task(
        title_ko="<script>alert(1)</script>",
        summary_ko="<img src=x onerror=alert(1)>",
        strategy=make_strategy(title_ko='"><svg onload=alert(1)>'),
    )

    page = client.get("/tasks/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;img src=x" in page
    assert [tag for tag in ("<script>alert", "<img src=x", "<svg onload") if tag in page] == []


def test_the_list_needs_as_many_queries_for_one_task_as_for_many(client: Client, django_assert_num_queries):
    make_task()

    with django_assert_num_queries(3):
        client.get("/tasks/")
    for _ in range(4):
        make_task(is_confirmed=False)
    with django_assert_num_queries(3):
        client.get("/tasks/?sort=number")
