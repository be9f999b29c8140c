"""A day in no year that there is: refused beside its field and by the table, and a row from before breaks no page."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.answers.models import Commitment
from portal.core.files.tables import UnusableTable, read_day
from portal.core.text.days import EARLIEST_MOMENT, LATEST_MOMENT
from portal.forum_desk import services
from portal.forums.models import TIMES, AgendaItem, Forum
from portal.plan.models import BudgetLine, Plan, Source, Task
from portal.progress.models import Milestone
from tests.factories import make_forum, make_source, make_staff, make_suspension, make_task
from tests.forum_desk.managing import english, sign_in_organiser, text_of
from tests.forum_desk.test_desk import new_forum_data

pytestmark = pytest.mark.django_db
SAID = {"ko": "2010년부터 2060년", "en": "between 2010 and 2060"}
FAR = datetime(9999, 12, 31, 14, tzinfo=UTC)
LAST_DAY = {"starts_at": "9999-12-31T23:00", "ends_at": "9999-12-31T23:59"}


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("en", LAST_DAY),
        ("ko", LAST_DAY),
        ("en", {"starts_at": "2061-01-01T00:00", "ends_at": "2061-01-01T02:00"}),
        ("en", {"registration_opens_at": "2009-12-31T23:59"}),
        ("en", {"registration_opens_at": "0001-01-01T00:00"}),
    ],
)
def test_a_forum_in_no_year_that_there_is_is_refused_and_what_was_typed_stays(client, language, wrong):
    sign_in_organiser(client)
    address = english("forum_desk:new") if language == "en" else reverse("forum_desk:new")

    answer = client.post(address, new_forum_data(**wrong))

    assert answer.status_code == 422
    assert {*wrong} <= {*answer.context["form"].errors}
    assert SAID[language] in text_of(answer)
    assert [value for value in wrong.values() if f'value="{value}"' not in text_of(answer)] == []
    assert not Forum.objects.exists()


@pytest.mark.parametrize("starts_at", ["9999-12-31T23:00", "0001-01-01T00:00", "2060-12-31T23:30"])
def test_no_copy_lies_there_nor_a_part_of_one(client, starts_at):
    organiser = sign_in_organiser(client)
    forum = make_forum()
    AgendaItem.objects.create(forum=forum, position=1, title_ko="뒤풀이", starts_at=forum.starts_at + timedelta(days=3))

    answer = client.post(english("forum_desk:duplicate", forum.slug), {"starts_at": starts_at})

    assert (answer.status_code, starts_at in text_of(answer), SAID["en"] in text_of(answer)) == (422, True, True)
    assert Forum.objects.count() == 1
    assert organiser.is_staff


def test_no_forum_takes_its_programme_along_to_there():
    forum = make_forum()
    AgendaItem.objects.create(forum=forum, position=1, title_ko="돌아보기", starts_at=forum.starts_at + timedelta(days=400))
    shift = datetime(2060, 6, 1, tzinfo=UTC) - forum.starts_at

    with pytest.raises(services.refusals.InvalidInput, match="2060"):
        services.edit(forum=forum, values={name: getattr(forum, name) + shift for name in ("starts_at", "ends_at")})

    assert Forum.objects.get().starts_at == forum.starts_at


@pytest.mark.parametrize(
    ("model", "name"),
    [
        *((Forum, name) for name in TIMES),
        (AgendaItem, "starts_at"),
        (Commitment, "due_on"),
        (Task, "starts_on"),
        (Task, "ends_on"),
        (Plan, "announced_on"),
        (Plan, "committee_launched_on"),
        (BudgetLine, "as_of"),
        (Milestone, "planned_on"),
        (Source, "published_year"),
    ],
)
def test_each_table_refuses_it_and_says_so_to_whoever_writes_in_the_admin(model, name):
    stated = {
        each.name: each
        for each in model._meta.constraints
        if each.name.endswith(f"_{name}_is_sane") or each.name == "source_year_is_sane"
    }

    assert len(stated) == 1
    for constraint in stated.values():
        assert SAID["ko"].partition("년")[2] in str(constraint.violation_error_message) or "1900" in str(
            constraint.violation_error_message
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s AND convalidated", [constraint.name])
            assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("change", [{"ends_at": FAR}, {"registration_opens_at": datetime(2009, 1, 1, tzinfo=UTC)}])
def test_the_table_of_forums_refuses_it(change):
    forum = make_forum()

    with pytest.raises(IntegrityError, match="is_sane"), transaction.atomic():
        Forum.objects.filter(pk=forum.pk).update(**change)


def test_the_table_of_suspensions_takes_a_year_at_most():
    suspension = make_suspension()

    with pytest.raises(IntegrityError, match="suspension_lasts_a_year_at_most"), transaction.atomic():
        type(suspension).objects.filter(pk=suspension.pk).update(ends_at=FAR)


def test_the_admin_says_which_years_there_are(client):
    client.force_login(make_staff("administrator"))
    task = make_task()
    form = admin.site.get_model_admin(Task).get_form(client.get("/admin/").wsgi_request, task)
    values = {**form(instance=task).initial, "starts_on": "9999-12-31"}

    answered = form({name: value for name, value in values.items() if value is not None}, instance=task)

    assert SAID["ko"] in str(answered.errors)


@pytest.mark.parametrize("typed", ["2061-01-01", "9999. 12. 31.", "2009년 12월 31일"])
def test_no_file_brings_it_in(typed):
    with pytest.raises(UnusableTable, match="2060"):
        read_day(typed)


# --- rows from before ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def row_from_before():
    """A forum on the last evening of all years, as it could be stored once, with a task."""
    forum = make_forum(tasks=[make_task()])
    item = AgendaItem.objects.create(forum=forum, position=1, title_ko="뒤풀이", starts_at=forum.starts_at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in [*Forum._meta.constraints, *AgendaItem._meta.constraints]:
            if constraint.name.endswith("_is_sane"):
                table = "forums_agendaitem" if constraint.name.startswith("agenda") else "forums_forum"
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint.name}")
    closes = {"registration_closes_at": FAR - timedelta(hours=1), "residents_first_until": FAR - timedelta(days=1)}
    Forum.objects.filter(pk=forum.pk).update(starts_at=FAR, ends_at=FAR + timedelta(minutes=59), **closes)
    AgendaItem.objects.filter(pk=item.pk).update(starts_at=FAR)
    return Forum.objects.get()


@pytest.mark.parametrize("state", ["published", "cancelled"])
def test_a_row_from_before_breaks_no_page(client, row_from_before, state):
    sign_in_organiser(client)
    Forum.objects.update(state=state)
    other, slug = make_forum(), row_from_before.slug
    pages = [
        reverse(name)
        for name in (
            "forums:forum_list",
            "forums:month",
            "forums:feed",
            "forum_desk:desk",
            "pages:home",
            "registrations:my_forums",
        )
    ]
    pages += [
        reverse(name, args=[slug])
        for name in (
            "forums:forum_detail",
            "forums:calendar",
            "forum_desk:forum",
            "forum_desk:edit",
            "forum_desk:preview",
            "forum_desk:duplicate",
            "forum_desk:attendees",
            "registrations:register",
            "door:door",
        )
    ]
    pages += [row_from_before.tasks.get().get_absolute_url()]
    answers = {page: client.get(page) for address in pages for page in (address, f"/en{address}")}

    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code >= 500} == {}
    assert other.slug in answers[reverse("forums:forum_list")].content.decode()


def test_bringing_the_tables_up_to_date_moves_it_to_where_it_may_be(row_from_before):
    migration = import_module("portal.forums.migrations.0002_times_into_sane_years")
    untouched = make_forum()
    with connection.cursor() as cursor:
        for statement in (migration.FORUMS, migration.PARTS):
            cursor.execute(statement)
    moved = Forum.objects.get(pk=row_from_before.pk)
    moments = [getattr(moved, name) for name in TIMES if getattr(moved, name)]

    assert all(EARLIEST_MOMENT <= at <= LATEST_MOMENT for at in [*moments, moved.agenda_items.get().starts_at])
    assert (
        moved.registration_opens_at
        < moved.residents_first_until
        <= moved.registration_closes_at
        <= moved.starts_at
        < moved.ends_at
    )
    assert Forum.objects.get(pk=untouched.pk).starts_at == untouched.starts_at
    assert timezone.localtime(moved.starts_at).year == 2060


def test_days_of_the_plan_are_moved_too():
    migration = import_module("portal.plan.migrations.0004_days_into_sane_years")
    source, task = make_source(), make_task()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in (
            ("plan_task", "task_starts_on_is_sane"),
            ("plan_task", "task_ends_on_is_sane"),
            ("plan_source", "source_year_is_sane"),
        ):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        Task.objects.filter(pk=task.pk).update(starts_on=date(1999, 1, 1), ends_on=date.max)
        Source.objects.filter(pk=source.pk).update(published_on=date.max, published_year=9999, is_date_inferred=False)
        for operation in migration.Migration.operations:
            cursor.execute(operation.sql)
    task.refresh_from_db()
    source.refresh_from_db()

    assert (task.starts_on, task.ends_on) == (date(2010, 1, 1), date(2060, 12, 31))
    assert (source.published_on, source.published_year) == (None, 2060)
