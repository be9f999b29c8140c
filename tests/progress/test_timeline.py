"""The picture of milestones in time, and progress with its basis: worked out, never typed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.plan.budgets import budget_table
from portal.plan.models import BudgetLine
from portal.progress.completion import budget_progress, milestone_progress
from portal.progress.milestones.timeline import LEFT, RIGHT, timeline
from portal.progress.models import Milestone

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2060, 12, 31))
MILESTONES = st.lists(st.tuples(DAYS, DAYS, st.none() | DAYS), min_size=1, max_size=12)


def milestones_of(days) -> list[Milestone]:
    return [
        Milestone(pk=number, title=f"{number}", baseline_on=first, planned_on=now, actual_on=reached)
        for number, (first, now, reached) in enumerate(days)
    ]


@given(MILESTONES, DAYS)
def test_everything_lies_inside_of_the_picture_in_the_order_of_time(days, today):
    picture = timeline(milestones_of(days), today=today)

    places = [(row.milestone.ends_on, row.now) for row in picture.rows]
    marks = [place for row in picture.rows for place in (row.first, row.now)] + [picture.today_place]
    assert all(LEFT <= place <= RIGHT for place in marks)
    assert places == sorted(places)
    assert [row.number for row in picture.rows] == list(range(1, len(days) + 1))
    assert picture.rows[-1].y < picture.floor
    for row in picture.rows:
        assert (row.milestone.ends_on <= today) == (row in picture.before_today)
        if row.milestone.ends_on < today:
            assert row.now <= picture.today_place
    assert picture.before_today + picture.after_today == picture.rows


@given(MILESTONES, DAYS)
def test_overdue_is_what_is_not_reached_though_its_day_is_over(days, today):
    picture = timeline(milestones_of(days), today=today)

    assert picture.overdue == sum(reached is None and now < today for _first, now, reached in days)
    assert picture.reached == sum(reached is not None for _first, _now, reached in days)


@given(MILESTONES, DAYS)
def test_the_years_stand_apart(days, today):
    years = timeline(milestones_of(days), today=today).years

    assert len(years) <= 7
    assert all(later.place - earlier.place > 40 for earlier, later in pairwise(years))


def test_a_milestone_of_today_is_not_overdue_and_tomorrow_it_is():
    day = date(2027, 5, 1)
    rows = [timeline(milestones_of([(day, day, None)]), today=day + timedelta(days=n)).rows[0] for n in (0, 1)]

    assert [(row.mark, row.days_overdue) for row in rows] == [("open", 0), ("overdue", 1)]


def test_no_milestones_no_picture_and_no_progress():
    assert (timeline([], today=date(2027, 1, 1)), milestone_progress([])) == (None, None)


def test_progress_says_how_many_of_how_many_as_of_when():
    rows = milestones_of([(date(2027, 5, 1), date(2027, 5, 1), date(2027, 5, 2)), (date(2027, 6, 1), date(2027, 6, 1), None)])
    # Half past midnight in Seoul is the day before in UTC.
    rows[0].updated_at = datetime(2027, 5, 2, 15, 30, tzinfo=UTC)
    rows[1].updated_at = datetime(2027, 1, 1, tzinfo=UTC)

    progress = milestone_progress(rows)

    assert (progress.reached, progress.total, progress.as_of) == (1, 2, date(2027, 5, 3))


def line(stage: str, amount: int, as_of: date) -> BudgetLine:
    return BudgetLine(year=2026, payer="city", stage=stage, amount_krw=amount, source_id=1, as_of=as_of)


def test_what_was_spent_is_compared_only_where_both_were_published():
    planned, spent = line("planned", 300, date(2026, 1, 1)), line("executed", 100, date(2026, 9, 1))

    progress = budget_progress(budget_table([planned, spent], published=None))

    assert (progress.spent, progress.planned, progress.percent, progress.as_of) == (100, 300, 33, date(2026, 9, 1))
    assert budget_progress(budget_table([planned], published=300)) is None
    assert budget_progress(budget_table([spent], published=300)) is None
